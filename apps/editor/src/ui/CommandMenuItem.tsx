// A command as an item of a menu, with its keys; left out when nobody handles it.
import { Menu } from '@mantine/core';
import { type CommandId, runCommand, useCommandState } from '../app/commands.ts';
import { KeyHint } from './KeyHint.tsx';

export function CommandMenuItem({ id }: { readonly id: CommandId }) {
  const { command, keys, available, enabled } = useCommandState(id);
  if (!available) return null;
  return (
    <Menu.Item
      onClick={() => runCommand(id)}
      rightSection={<KeyHint keys={keys.slice(0, 1)} />}
      aria-disabled={enabled !== true}
      {...(enabled === true ? {} : { 'data-hint': enabled, c: 'dimmed' })}
    >
      {command.title}
    </Menu.Item>
  );
}
