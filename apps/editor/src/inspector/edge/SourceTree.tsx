// Everything a value may come from, to be dragged into a value (E-INSP-16), with the value of the last run beside it.
import type { EdgeId } from '@iterion/dsl';
import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs';
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import { useState } from 'react';
import type { FileId } from '../../document/model.ts';
import { shortJson, useLastValue } from '../values/lastValue.ts';
import type { SourceGroup } from './sources.ts';
import styles from './mapping.module.css';

interface Props {
  readonly fileId: FileId;
  readonly edge: EdgeId;
  readonly groups: readonly SourceGroup[];
}

export function SourceTree(props: Props) {
  const [open, setOpen] = useState(false);
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <div>
      <button type="button" className={styles.toggle} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Chevron size={14} aria-hidden />
        Sources to drag
      </button>
      {open && <Groups {...props} />}
    </div>
  );
}

function Groups({ fileId, edge, groups }: Props) {
  const lastValue = useLastValue(fileId, [{ edge }]);
  return groups.map((group) => (
    <div key={group.title}>
      <div className={styles.group}>{group.title}</div>
      <ul className={styles.sources}>
        {group.sources.map((source) => {
          const value = lastValue(source.reference);
          return (
            <li
              key={source.template}
              className={styles.source}
              draggable
              onDragStart={(event) => {
                event.dataTransfer.setData('text/plain', source.template);
                event.dataTransfer.effectAllowed = 'copy';
              }}
            >
              <code>{source.label}</code>
              <span className={styles.type}>
                {source.reference.maybe ? 'maybe ' : ''}
                {source.reference.type === 'unknown' ? '' : source.reference.type}
                {value === undefined ? '' : ` = ${shortJson(value, 24)}`}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  ));
}
