// The ways out of a node in the order of the text (E-INSP-17, E-EDGE-12): condition, target, loop and data, each edited in place; order by
// buttons; below them which cases are covered.
import { ActionIcon, Button, Select } from '@mantine/core';
import IconArrowDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs';
import IconArrowUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import { coverageOf } from '@iterion/dsl';
import { useState } from 'react';
import { runCommand } from '../../app/commands.ts';
import { retarget } from '../../canvas/actions/connect.ts';
import { conditionText } from '../../canvas/cards.ts';
import { boundText } from '../../canvas/wires.ts';
import type { FileId } from '../../document/model.ts';
import { edgeOf } from '../../document/projection.ts';
import type { EdgeView, NodeView } from '../../document/projection.ts';
import { select, useDocumentPart, useGraph } from '../../document/store.ts';
import { ConditionEditor } from '../edge/ConditionEditor.tsx';
import { LoopEditor } from '../edge/LoopEditor.tsx';
import { MappingEditor } from '../edge/MappingEditor.tsx';
import { commitOperation } from '../formScope.tsx';
import inspector from '../Inspector.module.css';
import { Section } from '../Section.tsx';
import { CoverageLine } from './CoverageLine.tsx';
import styles from './BranchTable.module.css';

type Part = 'condition' | 'loop' | 'data';
const editors = { condition: ConditionEditor, loop: LoopEditor, data: MappingEditor } as const;

export function BranchTable({ fileId, node }: { readonly fileId: FileId; readonly node: NodeView }) {
  const projection = useGraph(fileId);
  const graph = useDocumentPart(fileId, (document) => document.graph);
  const [open, setOpen] = useState<string | null>(null);
  if (!graph) return null;
  const edges = node.outgoing.flatMap((id) => edgeOf(projection, id) ?? []);
  const coverage = coverageOf(graph, node.name);
  const byModel = coverage?.by === 'model';
  const move = (edge: EdgeView, other: EdgeView | undefined, by: -1 | 1): void => {
    if (!other) return;
    const place = by < 0 ? { before: other.name } : { after: other.name };
    commitOperation(fileId, { op: 'moveEdge', edge: edge.name, place }, `Move an edge ${by < 0 ? 'earlier' : 'later'}`);
  };
  const targets = projection.nodes.map((each) => ({ value: each.id, label: each.name }));
  return (
    <Section kind="node" title={node.kind === 'router' ? 'Branches' : 'Ways out'} count={edges.length}>
      <ol className={styles.ways}>
        {edges.map((edge, index) => {
          const way = `way ${index + 1}`;
          const never = coverage?.never.includes(edge.name) ?? false;
          const bound = graph.loops.find((loop) => loop.name === edge.data.loop?.name)?.bound;
          const chip = (part: Part, text: string, set: boolean) => (
            <button
              type="button"
              className={styles.chip}
              data-set={set || undefined}
              aria-expanded={open === `${part} ${edge.id}`}
              aria-label={`${titles[part]} of ${way}: ${text}`}
              title={text}
              onClick={() => setOpen(open === `${part} ${edge.id}` ? null : `${part} ${edge.id}`)}
            >
              {text}
            </button>
          );
          const opened = (['condition', 'loop', 'data'] as const).find((part) => open === `${part} ${edge.id}`);
          const Editor = opened && editors[opened];
          return (
            <li key={edge.id} className={styles.way} data-never={never || undefined}>
              <div className={styles.line}>
                <button
                  type="button"
                  className={styles.number}
                  aria-label={`Select ${way}`}
                  data-hint="Select this edge"
                  onClick={() => select(fileId, [edge.id])}
                >
                  {index + 1}
                </button>
                <Select
                  className={styles.target}
                  aria-label={`Target of ${way}`}
                  searchable
                  allowDeselect={false}
                  data={targets}
                  value={edge.target}
                  onChange={(id) => id && retarget(fileId, edge.id, 'target', id)}
                />
                <ActionIcon
                  size={24}
                  aria-label={`Move ${way} earlier`}
                  data-hint="Earlier"
                  disabled={index === 0}
                  onClick={() => move(edge, edges[index - 1], -1)}
                >
                  <IconArrowUp size={14} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  size={24}
                  aria-label={`Move ${way} later`}
                  data-hint="Later"
                  disabled={index === edges.length - 1}
                  onClick={() => move(edge, edges[index + 1], 1)}
                >
                  <IconArrowDown size={14} aria-hidden />
                </ActionIcon>
              </div>
              <div className={styles.chips}>
                {!byModel &&
                  chip(
                    'condition',
                    edge.data.when ? `when ${conditionText(edge.data.when)}` : edge.otherwise ? 'otherwise' : 'always',
                    edge.data.when !== undefined,
                  )}
                {chip(
                  'loop',
                  edge.data.loop && bound ? `↻ ${edge.data.loop.name} ≤ ${boundText(bound)}` : 'no loop',
                  edge.data.loop !== undefined,
                )}
                {chip(
                  'data',
                  edge.data.with ? `⇄ ${edge.data.with.length} mapped` : 'no mapping',
                  edge.data.with !== undefined,
                )}
              </div>
              {byModel && <Described graphNode={graph.nodes.find((each) => each.id === edge.data.to)?.description} />}
              {never && <p className={inspector.note}>Can never be taken: the ways before it leave it no case.</p>}
              {Editor && (
                <div className={styles.editor}>
                  <Editor fileId={fileId} item={edge.id} />
                </div>
              )}
            </li>
          );
        })}
      </ol>
      <div>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => runCommand('edge.connectTo')}
        >
          {node.kind === 'router' ? 'Branch' : 'Way out'}
        </Button>
      </div>
      <CoverageLine graph={graph} node={node.name} coverage={coverage} />
    </Section>
  );
}
const titles: { readonly [P in Part]: string } = { condition: 'Condition', loop: 'Loop', data: 'Data' };

/** What the model that chooses is told about a target. */
function Described({ graphNode }: { readonly graphNode: string | undefined }) {
  return (
    <p className={inspector.note}>
      {graphNode ?? 'No description: write a comment above the target, the model reads it when it chooses.'}
    </p>
  );
}
