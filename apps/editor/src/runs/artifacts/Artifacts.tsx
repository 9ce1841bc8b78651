// Published artifacts by name and version (E-RUN-31), as of the moment shown; the value of the chosen one beside the list, the difference to
// another version, the execution that made it, and the file of it.
import { Button, Select } from '@mantine/core';
import type { View } from '@iterion/engine';
import type { ArtifactItem } from '@iterion/protocol';
import { useEffect, useMemo, useState } from 'react';
import { editsBetween } from '../../files/lineDiff.ts';
import { EditPreview } from '../../problems/EditPreview.tsx';
import { ApiError, api } from '../../server/api.ts';
import { EmptyNote } from '../../ui/EmptyNote.tsx';
import type { Payload } from '../detail/PayloadView.tsx';
import { FieldsView } from '../detail/ValueView.tsx';
import { download } from '../download.ts';
import { clock, count } from '../kernels/words.ts';
import classes from './Artifacts.module.css';

interface Props {
  readonly runId: string;
  readonly view: View;
  readonly onExecution: (node: string, execution: string) => void;
}

const keyOf = ({ name, version, node }: ArtifactItem): string => `${name} ${version} ${node}`;

export function Artifacts({ runId, view, onExecution }: Props) {
  const all = useArtifacts(runId, view);
  const [chosen, setChosen] = useState<string | null>(null);
  const [against, setAgainst] = useState<string | null>(null);
  // What was written after the moment shown does not exist yet; a node that had not written any has none.
  const items = useMemo(
    () => all?.filter(({ node, version }) => version <= (view.run.artifact_index[node] ?? -1)) ?? null,
    [all, view.run.artifact_index],
  );
  const shown = items?.find((item) => keyOf(item) === chosen) ?? null;
  const others = items?.filter((item) => item.name === shown?.name && item !== shown) ?? [];
  const other = others.find((item) => keyOf(item) === against) ?? null;
  if (items !== null && items.length === 0)
    return <EmptyNote>No artifact yet. A node with `publish` writes one when it finishes.</EmptyNote>;
  return (
    <div className={classes['artifacts']}>
      <ul className={classes['list']}>
        {(items ?? []).map((item) => (
          <li key={keyOf(item)}>
            <button type="button" aria-pressed={item === shown} onClick={() => setChosen(keyOf(item))}>
              <span>{item.name}</span>
              <span className={classes['dim']}>
                version {item.version} · {item.node} · {count(item.size)} bytes · {clock(item.writtenAt)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div className={classes['value']}>
        {shown === null ? (
          <EmptyNote>Choose an artifact.</EmptyNote>
        ) : (
          <>
            <div className={classes['tools']}>
              <Button
                variant="default"
                size="compact-xs"
                mih={24}
                onClick={() => onExecution(shown.node, shown.execution)}
              >
                Go to {shown.node}
              </Button>
              <Button
                variant="default"
                size="compact-xs"
                mih={24}
                onClick={() =>
                  void download(
                    { kind: 'artifact', run: runId, name: shown.name, version: shown.version },
                    `${shown.name}.${shown.version}${shown.mediaType === 'text/plain' ? '.txt' : '.json'}`,
                  )
                }
              >
                Download
              </Button>
              {others.length === 0 ? null : (
                <Select
                  aria-label="Difference to"
                  placeholder="Difference to…"
                  size="xs"
                  clearable
                  data={others.map((item) => ({ value: keyOf(item), label: `version ${item.version}` }))}
                  value={other === null ? null : keyOf(other)}
                  onChange={setAgainst}
                />
              )}
            </div>
            <OneArtifact key={keyOf(shown)} runId={runId} item={shown} other={other} />
          </>
        )}
      </div>
    </div>
  );
}

function OneArtifact({
  runId,
  item,
  other,
}: {
  readonly runId: string;
  readonly item: ArtifactItem;
  readonly other: ArtifactItem | null;
}) {
  const value = useValue(runId, item);
  const before = useValue(runId, other);
  if (value === undefined) return null;
  if (other === null || before === undefined) return <FieldsView runId={runId} value={value} />;
  const edits = editsBetween(textOf(before), textOf(value));
  return edits.length === 0 ? (
    <EmptyNote>Both versions are the same.</EmptyNote>
  ) : (
    <EditPreview text={textOf(before)} edits={edits} tall />
  );
}

const textOf = (value: Payload): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

/** All of the run, read again when one more was written. */
function useArtifacts(runId: string, view: View): readonly ArtifactItem[] | null {
  const written = Object.values(view.run.artifact_index).reduce((sum, version) => sum + version + 1, 0);
  const [items, setItems] = useState<readonly ArtifactItem[] | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    api.call('runs.artifacts', { params: { id: runId }, signal: abort.signal }).then(
      (answer) => setItems(answer.items),
      (error: unknown) => {
        // Without a server what was read stays (E-RUN-54).
        if (!abort.signal.aborted && !(error instanceof ApiError)) throw error;
      },
    );
    return () => abort.abort();
  }, [runId, written]);
  return items;
}

function useValue(runId: string, item: ArtifactItem | null): Payload | undefined {
  const [read, setRead] = useState<{ readonly of: string; readonly value: Payload } | null>(null);
  const name = item?.name;
  const version = item?.version;
  const key = item === null ? '' : keyOf(item);
  useEffect(() => {
    if (name === undefined || version === undefined) return undefined;
    const abort = new AbortController();
    api.call('runs.artifact', { params: { id: runId, name, version }, signal: abort.signal }).then(
      (answer) => setRead({ of: key, value: answer.value }),
      (error: unknown) => {
        if (!abort.signal.aborted && !(error instanceof ApiError)) throw error;
      },
    );
    return () => abort.abort();
  }, [runId, name, version, key]);
  return read?.of === key ? read.value : undefined;
}
