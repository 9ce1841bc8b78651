// A button for a command (E-CMD-01): icon or label, tooltip with title and keys, and the reason when it cannot act (E-SHELL-07).
import { ActionIcon, Button, Group, Tooltip } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import { type CommandId, runCommand, useCommandState } from '../app/commands.ts';
import { KeyHint } from './KeyHint.tsx';

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
    'aria-disabled': blocked !== undefined,
    ...(blocked === undefined ? {} : { 'data-disabled': true }),
    ...(pressed === undefined ? {} : { 'aria-pressed': pressed }),
    onClick: () => runCommand(id),
  };
  const glyph = <Glyph size={16} stroke={1.75} aria-hidden />;
  return (
    <Tooltip label={<TooltipText name={name} keys={keys} blocked={blocked} />}>
      {label === undefined ? (
        <ActionIcon {...common} aria-label={blocked === undefined ? name : `${name}. ${blocked}`}>
          {glyph}
        </ActionIcon>
      ) : (
        <Button {...common} variant={primary ? 'filled' : 'default'} leftSection={glyph}>
          {label}
          {blocked === undefined ? null : <span className="visually-hidden">. {blocked}</span>}
        </Button>
      )}
    </Tooltip>
  );
}

function TooltipText({ name, keys, blocked }: { name: string; keys: readonly string[]; blocked: string | undefined }) {
  return (
    <Group gap={8} wrap="nowrap">
      <span>{blocked === undefined ? name : `${name}: ${blocked}`}</span>
      <KeyHint keys={keys.slice(0, 1)} />
    </Group>
  );
}
