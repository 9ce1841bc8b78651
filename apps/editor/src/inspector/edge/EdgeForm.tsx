// The form of an edge (E-INSP-15): both ends, condition, loop, data, and in one sentence what it says.
import { Button, Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { retarget } from '../../canvas/actions/connect.ts';
import { boundText } from '../../canvas/wires.ts';
import { conditionText } from '../../canvas/cards.ts';
import { runCommand } from '../../app/commands.ts';
import type { FileId, ItemId } from '../../document/model.ts';
import { edgeOf } from '../../document/projection.ts';
import type { EdgeView } from '../../document/projection.ts';
import { useDocumentPart, useGraph } from '../../document/store.ts';
import { ProblemLines } from '../Field.tsx';
import { UsageList } from '../references/UsageList.tsx';
import styles from '../Inspector.module.css';
import controlStyles from '../controls/controls.module.css';
import { ConditionEditor } from './ConditionEditor.tsx';
import { LoopEditor } from './LoopEditor.tsx';
import { MappingEditor } from './MappingEditor.tsx';

export function EdgeForm({ fileId, item }: { readonly fileId: FileId; readonly item: ItemId }) {
  const projection = useGraph(fileId);
  const graph = useDocumentPart(fileId, (document) => document.graph);
  const diagnostics = useDocumentPart(fileId, (document) => document.diagnostics) ?? [];
  const edge = edgeOf(projection, item);
  if (!edge || !graph) return null;
  const bound = graph.loops.find((loop) => loop.name === edge.data.loop?.name)?.bound;
  const problems = diagnostics.filter((diagnostic) => diagnostic.edgeId === edge.name);
  const nodes = projection.nodes.map((node) => ({ value: node.id, label: node.name }));
  const sources = projection.nodes
    .filter((node) => node.kind !== 'done' && node.kind !== 'fail')
    .map((node) => ({ value: node.id, label: node.name }));
  return (
    <>
      <p className={styles.sentence}>{sentence(edge, bound ? boundText(bound) : null)}</p>
      <div className={styles.fields} style={{ paddingTop: 10 }}>
        <ProblemLines id={`edge-problems`} problems={problems} scope={{ fileId }} />
        <Part label="From">
          <Select
            aria-label="Source"
            searchable
            allowDeselect={false}
            data={sources}
            value={edge.source}
            onChange={(id) => id && retarget(fileId, item, 'source', id)}
          />
        </Part>
        <Part label="To">
          <Select
            aria-label="Target"
            searchable
            allowDeselect={false}
            data={nodes}
            value={edge.target}
            onChange={(id) => id && retarget(fileId, item, 'target', id)}
          />
        </Part>
        <Part label="Condition">
          <ConditionEditor fileId={fileId} item={item} />
        </Part>
        <Part label="Loop">
          <LoopEditor fileId={fileId} item={item} />
        </Part>
        <Part label="Data">
          <MappingEditor fileId={fileId} item={item} />
        </Part>
        <div className={controlStyles.withButtons}>
          <Button variant="default" onClick={() => runCommand('edge.earlier')}>
            Earlier
          </Button>
          <Button variant="default" onClick={() => runCommand('edge.later')}>
            Later
          </Button>
          <Button variant="default" onClick={() => runCommand('edit.delete')}>
            Delete
          </Button>
        </div>
      </div>
      {edge.data.loop && (
        <UsageList
          fileId={fileId}
          used={{ space: 'loop', name: edge.data.loop.name }}
          title={`Loop ${edge.data.loop.name}`}
        />
      )}
    </>
  );
}

function Part({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className={styles.field}>
      <div className={styles.label}>
        <span className={styles.name}>{label}</span>
      </div>
      {children}
    </div>
  );
}

/** "Taken when approved is true, at most 3 times." (E-INSP-15) */
function sentence(edge: Pick<EdgeView, 'data' | 'otherwise'>, bound: string | null): string {
  const { when, loop } = edge.data;
  const condition = when
    ? when.kind === 'field'
      ? `when ${when.field} is ${when.negated ? 'false' : 'true'}`
      : `when ${conditionText(when)}`
    : edge.otherwise
      ? 'when no other way out is'
      : 'always';
  return `Taken ${condition}${loop && bound !== null ? `, at most ${bound} times` : ''}.`;
}
