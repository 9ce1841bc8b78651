// A section of a form that opens and closes and remembers it per kind (E-INSP-07).
import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs';
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import type { ReactNode } from 'react';
import { isSectionOpen, toggleSection, useSections } from './openSections.ts';
import styles from './Inspector.module.css';

interface Props {
  /** What its open state is remembered for. */
  readonly kind: string;
  readonly title: string;
  /** Said behind the title. */
  readonly count?: number;
  /** Open because something was searched for. */
  readonly forced?: boolean;
  readonly id?: string;
  readonly children: ReactNode;
}

export function Section({ kind, title, count, forced = false, id, children }: Props) {
  useSections();
  const open = forced || isSectionOpen(kind, title);
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <section className={styles.section} aria-label={title} id={id}>
      <button
        type="button"
        className={styles.sectionTitle}
        aria-expanded={open}
        onClick={() => toggleSection(kind, title)}
      >
        <Chevron size={14} aria-hidden="true" />
        {title}
        {count !== undefined && <span className={styles.count}>{count}</span>}
      </button>
      {open && <div className={styles.fields}>{children}</div>}
    </section>
  );
}
