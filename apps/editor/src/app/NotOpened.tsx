// In place of a file that could not be opened: why, and where to go from here.
import { Button, Text, Title } from '@mantine/core';
import { forget } from '../files/recent.ts';
import { ApiError } from '../server/api.ts';
import { runCommand } from './commands.ts';
import classes from './EditScreen.module.css';
import { goTo } from './navigation.ts';

export function NotOpened({ name, error }: { readonly name: string; readonly error: Error | null }) {
  const missing = error === null || (error instanceof ApiError && error.code === 'not_found');
  return (
    <main id="main" className={classes['message']}>
      <Title order={1}>{missing ? 'This file is not here' : 'This file cannot be opened'}</Title>
      <Text c="dimmed">
        {missing ? `${name} was moved, deleted or never saved.` : error.message}{' '}
        {error instanceof ApiError ? error.remedy : null}
      </Text>
      <div className={classes['buttons']}>
        <Button
          onClick={() => {
            forget(name);
            goTo('/', { replace: true });
          }}
        >
          Start page
        </Button>
        <Button variant="default" onClick={() => runCommand('app.goToFile')}>
          Go to file…
        </Button>
      </div>
    </main>
  );
}
