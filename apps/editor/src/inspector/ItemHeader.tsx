// The head of the inspector (E-INSP-01): icon, name to be edited, kind, menu. The name is applied through the semantic rename on Enter or on
// leaving.
import { ActionIcon, Menu } from '@mantine/core';
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs';
import type { Icon } from '@tabler/icons-react';
import { useState } from 'react';
import type { CSSProperties } from 'react';
import type { Hue } from '../canvas/kinds.ts';
import type { CommandId } from '../app/commands.ts';
import { CommandMenuItem } from '../ui/CommandMenuItem.tsx';
import styles from './Inspector.module.css';
import type { Renaming } from './references/renaming.ts';

interface ItemHeaderProps {
  readonly name: string;
  readonly kind: string;
  readonly icon: Icon;
  readonly hue?: Hue;
  /** Judges a name, and takes it; absent where the item has no name of its own. */
  readonly renaming?: Renaming;
  /** What can be done with it; the same commands as everywhere. */
  readonly commands: readonly CommandId[];
}

export function ItemHeader({ name, kind, icon: Glyph, hue = 'neutral', renaming, commands }: ItemHeaderProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? name;
  const verdict = draft === null ? null : (renaming?.judge(draft) ?? null);
  const reason = verdict !== null && 'refused' in verdict ? verdict.refused : null;
  const apply = (): void => {
    if (draft === null || reason !== null) return;
    if (verdict !== null) renaming?.rename(draft);
    setDraft(null);
  };
  return (
    <div className={styles.header}>
      <span className={styles.tile} style={{ '--hue': `var(--hue-${hue})` } as CSSProperties}>
        <Glyph size={18} stroke={1.75} aria-hidden="true" />
      </span>
      {renaming ? (
        <input
          className={styles.titleField}
          aria-label={`Name of this ${kind}`}
          data-draft
          value={text}
          spellCheck={false}
          aria-invalid={reason !== null}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onBlur={apply}
          onKeyDown={(event) => {
            if (event.key === 'Enter') apply();
            if (event.key === 'Escape') {
              event.stopPropagation();
              setDraft(null);
            }
          }}
        />
      ) : (
        <strong>{name}</strong>
      )}
      <span className={styles.kind}>{kind}</span>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <ActionIcon aria-label={`What can be done with ${name}`} data-hint="Menu">
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {commands.map((id) => (
            <CommandMenuItem key={id} id={id} />
          ))}
        </Menu.Dropdown>
      </Menu>
      {reason !== null && (
        <span className={styles.titleProblem} role="alert">
          {reason}
        </span>
      )}
      {verdict !== null && 'changes' in verdict && (
        <span className={styles.titleChanges} role="status">
          Changes {verdict.changes}
        </span>
      )}
    </div>
  );
}
