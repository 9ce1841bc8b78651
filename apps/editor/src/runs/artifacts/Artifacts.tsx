// Published artifacts by name and version (E-RUN-31); the value of the chosen one beside the list.
import type { ArtifactItem } from '@iterion/protocol';
import { useEffect, useState } from 'react';
import { api } from '../../server/api.ts';
import { EmptyNote } from '../../ui/EmptyNote.tsx';
import { type Payload, PayloadView } from '../detail/PayloadView.tsx';
import classes from './Artifacts.module.css';

export function Artifacts({ runId, versions }: { readonly runId: string; readonly versions: number }) {
  const [items, setItems] = useState<readonly ArtifactItem[] | null>(null);
  const [shown, setShown] = useState<{ readonly name: string; readonly version: number } | null>(null);
  const [value, setValue] = useState<Payload | undefined>(undefined);
  useEffect(() => {
    const abort = new AbortController();
    api.call('runs.artifacts', { params: { id: runId }, signal: abort.signal }).then(
      (answer) => setItems(answer.items),
      (error: unknown) => {
        if (!abort.signal.aborted) throw error;
      },
    );
    return () => abort.abort();
  }, [runId, versions]);
  useEffect(() => {
    if (shown === null) return undefined;
    const abort = new AbortController();
    api
      .call('runs.artifact', { params: { id: runId, name: shown.name, version: shown.version }, signal: abort.signal })
      .then(
        (answer) => setValue(answer.value),
        (error: unknown) => {
          if (!abort.signal.aborted) throw error;
        },
      );
    return () => abort.abort();
  }, [runId, shown]);
  if (items !== null && items.length === 0)
    return <EmptyNote>No artifact yet. A node with `publish` writes one when it finishes.</EmptyNote>;
  return (
    <div className={classes['artifacts']}>
      <ul className={classes['list']}>
        {(items ?? []).map((item) => (
          <li key={`${item.name} ${item.version} ${item.node}`}>
            <button
              type="button"
              aria-pressed={shown?.name === item.name && shown.version === item.version}
              onClick={() => setShown({ name: item.name, version: item.version })}
            >
              <span>{item.name}</span>
              <span className={classes['dim']}>
                version {item.version} · {item.node}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div className={classes['value']}>
        {shown === null ? <EmptyNote>Choose an artifact.</EmptyNote> : <PayloadView runId={runId} value={value} />}
      </div>
    </div>
  );
}
