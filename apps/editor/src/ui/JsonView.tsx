// A JSON value as a tree that folds; text stays text (S-SEC-07). Large lists and maps show their first entries and say how many more.
import type { Json } from '@iterion/dsl';
import { useState } from 'react';
import classes from './JsonView.module.css';

const shownAtOnce = 100;

export function JsonView({ value, name }: { readonly value: Json; readonly name?: string }) {
  return (
    <div className={classes['tree']} role="group" aria-label={name ?? 'Value'}>
      <Entry value={value} depth={0} />
    </div>
  );
}

function Entry({ label, value, depth }: { readonly label?: string; readonly value: Json; readonly depth: number }) {
  const [open, setOpen] = useState(depth < 2);
  const [limit, setLimit] = useState(shownAtOnce);
  if (value === null || typeof value !== 'object') {
    return (
      <div className={classes['row']}>
        {label === undefined ? null : <span className={classes['key']}>{label}</span>}
        <span className={classes['value']} data-type={value === null ? 'null' : typeof value}>
          {value === null ? 'null' : typeof value === 'string' ? value : String(value)}
        </span>
      </div>
    );
  }
  const entries: [string, Json][] = Array.isArray(value)
    ? value.map((item, index) => [String(index), item])
    : Object.entries(value);
  const summary = Array.isArray(value)
    ? `${entries.length} ${entries.length === 1 ? 'item' : 'items'}`
    : entries.length === 0
      ? 'empty'
      : `${entries.length} ${entries.length === 1 ? 'field' : 'fields'}`;
  return (
    <div>
      {label === undefined && depth === 0 ? null : (
        <button type="button" className={classes['toggle']} aria-expanded={open} onClick={() => setOpen(!open)}>
          <span aria-hidden>{open ? '▾' : '▸'}</span>
          {label === undefined ? null : <span className={classes['key']}>{label}</span>}
          <span className={classes['dim']}>{summary}</span>
        </button>
      )}
      {open ? (
        <div className={depth === 0 && label === undefined ? undefined : classes['nested']}>
          {entries.length === 0 && depth === 0 ? <span className={classes['dim']}>{summary}</span> : null}
          {entries.slice(0, limit).map(([key, item]) => (
            <Entry key={key} label={key} value={item} depth={depth + 1} />
          ))}
          {entries.length > limit ? (
            <button type="button" className={classes['toggle']} onClick={() => setLimit(limit + shownAtOnce)}>
              <span className={classes['dim']}>{entries.length - limit} more</span>
            </button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
