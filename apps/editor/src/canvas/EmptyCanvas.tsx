// What an empty workflow shows (E-SHELL-15): one card that says how to begin; it goes with the first node.
import { Button, Stack } from '@mantine/core';
import { runCommand } from '../app/commands.ts';
import { useView } from './view.ts';
import styles from './GraphSurface.module.css';

export function EmptyCanvas() {
  const empty = useView((state) => state.ready && ![...state.cards.values()].some((card) => card.kind !== 'start'));
  if (!empty) return null;
  return (
    <div className={styles.empty} onPointerDown={(event) => event.stopPropagation()}>
      <strong>This workflow has no nodes yet</strong>
      <Stack gap={8}>
        <Button onClick={() => runCommand('node.add')}>Add the first node</Button>
        <Button variant="default" onClick={() => runCommand('file.examples')}>
          Start from an example
        </Button>
        <Button variant="default" onClick={() => runCommand('edit.paste')}>
          Paste DSL
        </Button>
      </Stack>
    </div>
  );
}
