// The card in place of a panel that has stopped (E-SHELL-12).
import { Button, Group, Text } from '@mantine/core';
import classes from './PanelFailure.module.css';

interface Props {
  readonly name: string;
  readonly error: Error;
  readonly stack: string;
  readonly onReload: () => void;
}

export function PanelFailure({ name, error, stack, onReload }: Props) {
  const details = `${name}: ${error.name}: ${error.message}\n${error.stack ?? ''}\n${stack}`;
  return (
    <div className={classes['card']} role="alert">
      <Text fw={600}>{name} has stopped</Text>
      <Text size="sm" c="dimmed">
        {error.message}. Your text is safe; the other panels go on.
      </Text>
      <Group gap={8}>
        <Button onClick={onReload}>Reload panel</Button>
        <Button variant="default" onClick={() => void navigator.clipboard.writeText(details)}>
          Copy details
        </Button>
      </Group>
    </div>
  );
}
