// A button for a command (E-CMD-01): icon or label, tooltip with title and keys, and the reason when it cannot act (E-SHELL-07).
import type { Icon } from '@tabler/icons-react';
import { type CommandId, runCommand, useCommandState } from '../app/commands.ts';
import { PlainButton } from './PlainButton.tsx';

interface Props {
  readonly id: CommandId;
  readonly icon: Icon;
  /** Shown beside the icon; without it the button is the icon alone. */
  readonly label?: string;
  /** Accessible name and tooltip when it differs from the command's title. */
  readonly title?: string;
  readonly primary?: boolean;
  readonly pressed?: boolean;
}

export function CommandButton({ id, icon: Glyph, label, title, primary = false, pressed }: Props) {
  const { command, keys, enabled } = useCommandState(id);
  const name = title ?? command.title;
  const blocked = enabled === true ? undefined : enabled;
  const common = {
    'data-command': id,
    'aria-disabled': blocked !== undefined,
    'data-hint': blocked === undefined ? name : `${name}: ${blocked}`,
    ...(keys[0] === undefined ? {} : { 'data-hint-keys': keys[0] }),
    ...(pressed === undefined ? {} : { 'aria-pressed': pressed }),
    onClick: () => runCommand(id),
  };
  const glyph = <Glyph size={16} stroke={1.75} aria-hidden />;
  if (label === undefined) {
    return (
      <PlainButton {...common} look="icon" aria-label={blocked === undefined ? name : `${name}. ${blocked}`}>
        {glyph}
      </PlainButton>
    );
  }
  return (
    <PlainButton {...common} look={primary ? 'primary' : 'default'}>
      {glyph}
      <span>{label}</span>
      {blocked === undefined ? null : <span className="visually-hidden">. {blocked}</span>}
    </PlainButton>
  );
}
