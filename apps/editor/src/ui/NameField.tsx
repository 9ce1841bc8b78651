// A name while it is typed (E-CANVAS-21): validated live, with what it would change; Enter applies it, Esc keeps the old one.
import { useLayoutEffect, useRef, useState } from 'react';
import type { Renaming } from '../inspector/references/renaming.ts';
import styles from './NameField.module.css';

interface NameFieldProps {
  readonly name: string;
  readonly renaming: Renaming;
  readonly onClose: () => void;
}

export function NameField({ name, renaming, onClose }: NameFieldProps) {
  const [draft, setDraft] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  const finished = useRef(false);
  useLayoutEffect(() => {
    field.current?.focus({ preventScroll: true });
    field.current?.select();
  }, []);
  const verdict = renaming.judge(draft);
  const refused = verdict !== null && 'refused' in verdict ? verdict.refused : null;
  const close = (): void => {
    if (finished.current) return;
    finished.current = true;
    onClose();
  };
  const apply = (): void => {
    if (finished.current || refused !== null) return;
    if (renaming.rename(draft) === null) close();
  };
  return (
    <span className={`${styles.name} nodrag nopan`}>
      <input
        ref={field}
        className={styles.input}
        data-draft
        value={draft}
        spellCheck={false}
        autoComplete="off"
        aria-label={`New name of ${name}`}
        aria-invalid={refused !== null}
        onPointerDown={(event) => event.stopPropagation()}
        onDoubleClick={(event) => event.stopPropagation()}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'Escape') return;
          event.preventDefault();
          event.stopPropagation();
          if (event.key === 'Enter') apply();
          else close();
        }}
        onBlur={() => {
          // Leaving takes a name that is good and drops one that is not.
          apply();
          close();
        }}
      />
      {refused !== null && (
        <span className={styles.note} data-kind="refused" role="alert">
          {refused}
        </span>
      )}
      {verdict !== null && 'changes' in verdict && (
        <span className={styles.note} role="status">
          Changes {verdict.changes}
        </span>
      )}
    </span>
  );
}
