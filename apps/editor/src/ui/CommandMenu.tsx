// A context menu of commands at a place of the window, as the registry has them (E-CMD-01).
import { Menu } from '@mantine/core';
import { type CommandId } from '../app/commands.ts';
import { CommandMenuItem } from './CommandMenuItem.tsx';

export interface MenuPlace {
  readonly x: number;
  readonly y: number;
}

interface Props {
  readonly label: string;
  readonly at: MenuPlace;
  readonly entries: readonly (CommandId | '-')[];
  readonly onClose: () => void;
}
export function CommandMenu({ label, at, entries, onClose }: Props) {
  return (
    <Menu opened onClose={onClose} position="bottom-start" offset={0} returnFocus>
      <Menu.Target>
        <span aria-hidden style={{ position: 'fixed', left: at.x, top: at.y, width: 1, height: 1 }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={label}>
        {entries.map((entry, index) =>
          entry === '-' ? <Menu.Divider key={index} /> : <CommandMenuItem key={entry} id={entry} />,
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
