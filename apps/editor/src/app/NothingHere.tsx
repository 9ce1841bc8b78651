// An address that names nothing (E-SHELL-03): said calmly, with ways on.
import { Button, Text, Title } from '@mantine/core';
import { runCommand } from './commands.ts';
import classes from './EditScreen.module.css';
import { goTo } from './navigation.ts';

export function NothingHere({ address }: { readonly address: string }) {
  return (
    <main id="main" className={classes['message']} tabIndex={-1}>
      <Title order={1}>There is nothing here</Title>
      <Text c="dimmed">No screen has the address {address}.</Text>
      <div className={classes['buttons']}>
        <Button onClick={() => goTo('/', { replace: true })}>Start page</Button>
        <Button variant="default" onClick={() => runCommand('app.goToFile')}>
          Go to file…
        </Button>
      </div>
    </main>
  );
}
