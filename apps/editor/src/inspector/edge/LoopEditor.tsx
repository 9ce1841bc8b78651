// The loop of an edge (E-EDGE-04): name with the loops there are, bound as a number or one reference. Edges of one loop share the bound.
import { Autocomplete, Button, TextInput } from '@mantine/core';
import type { LoopBound } from '@iterion/dsl';
import { useState } from 'react';
import type { FileId, ItemId } from '../../document/model.ts';
import { edgeOf } from '../../document/projection.ts';
import type { EdgeView } from '../../document/projection.ts';
import { useDocumentPart, useGraph } from '../../document/store.ts';
import { freeLoopName } from '../../canvas/actions/names.ts';
import styles from '../controls/controls.module.css';
import { commitOperation } from '../formScope.tsx';
import { useDraft } from '../useDraft.ts';

export function LoopEditor({ fileId, item }: { readonly fileId: FileId; readonly item: ItemId }) {
  const projection = useGraph(fileId);
  const edge = edgeOf(projection, item);
  return edge ? <Editor key={item} fileId={fileId} edge={edge} /> : null;
}

function Editor({ fileId, edge }: { readonly fileId: FileId; readonly edge: EdgeView }) {
  const loops = useDocumentPart(fileId, (document) => document.graph?.loops) ?? [];
  const [refused, setRefused] = useState<string | null>(null);
  const name = edge.data.loop?.name;
  const present = loops.find((loop) => loop.name === name)?.bound;
  const bound: LoopBound = !present
    ? 3
    : present.kind === 'literal'
      ? present.value
      : { template: present.template.source };
  const set = (loop: { readonly name: string; readonly bound: LoopBound } | null): string | null => {
    const reason = commitOperation(
      fileId,
      { op: 'setLoop', edge: edge.name, loop },
      loop ? `Set loop ${loop.name}` : 'Remove a loop',
      `loop ${edge.name}`,
    );
    setRefused(reason);
    return reason;
  };
  const nameDraft = useDraft(
    name ?? '',
    (text) => {
      if (text === '') return 'A loop needs a name';
      const shared = loops.find((loop) => loop.name === text)?.bound;
      const itsBound: LoopBound =
        !shared || text === name
          ? bound
          : shared.kind === 'literal'
            ? shared.value
            : { template: shared.template.source };
      return set({ name: text, bound: itsBound });
    },
    'onLeave',
  );
  const boundDraft = useDraft(typeof bound === 'number' ? String(bound) : bound.template, (text) => {
    if (name === undefined) return null;
    const number = Number(text);
    if (text.trim() !== '' && Number.isInteger(number))
      return number >= 1 ? set({ name, bound: number }) : 'At least 1';
    return text.includes('{{')
      ? set({ name, bound: { template: text } })
      : 'A whole number, or one reference such as {{vars.rounds}}';
  });
  if (name === undefined)
    return (
      <Button variant="default" onClick={() => set({ name: freeLoopName({ loops: [...loops] }), bound: 3 })}>
        Count this edge as a loop
      </Button>
    );
  return (
    <div className={styles.table}>
      <div className={styles.withButtons}>
        <Autocomplete
          className={styles.grow}
          aria-label="Name of the loop"
          data-draft
          data={loops.map((loop) => loop.name)}
          value={nameDraft.text}
          error={nameDraft.error}
          onChange={nameDraft.change}
          onBlur={nameDraft.leave}
          onKeyDown={(event) => {
            if (event.key === 'Enter') nameDraft.leave();
          }}
        />
        <TextInput
          w={110}
          aria-label="At most so many times"
          data-draft={boundDraft.isHeld || undefined}
          data-autofocus
          leftSection="≤"
          value={boundDraft.text}
          error={boundDraft.error}
          onChange={(event) => boundDraft.change(event.currentTarget.value)}
          onBlur={boundDraft.leave}
        />
      </div>
      {refused !== null && <span className={styles.hint}>{refused}</span>}
      <div>
        <Button variant="subtle" color="gray" onClick={() => set(null)}>
          Remove the loop
        </Button>
      </div>
    </div>
  );
}
