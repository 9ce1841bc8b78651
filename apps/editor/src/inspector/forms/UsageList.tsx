// Where a declaration is used (E-INSP-12): the nodes that name it, each leading to itself.
import type { CompiledGraph } from '@iterion/dsl';
import type { FileId, ItemId } from '../../document/model.ts';
import { idOf } from '../../document/projection.ts';
import { useGraph } from '../../document/store.ts';
import { revealItem } from '../../app/reveal.ts';
import styles from '../Inspector.module.css';

export interface Usage {
  readonly node: string;
  readonly as: string;
}

export function usagesOf(graph: CompiledGraph, space: string, name: string): readonly Usage[] {
  return graph.nodes.flatMap((node): Usage[] => {
    const data = node as unknown as Record<string, unknown>;
    const slots = slotsOf[space] ?? [];
    const direct = slots.filter((slot) => data[slot] === name).map((slot) => ({ node: node.id, as: slot }));
    const servers = space === 'mcp_server' && 'mcp' in node ? node.mcp.servers.filter((server) => server === name) : [];
    const cursors = space === 'cursor' && 'cursors' in node ? node.cursors.filter((use) => use.cursor === name) : [];
    const text =
      space === 'var' && JSON.stringify(node).includes(`vars.${name}`) ? [{ node: node.id, as: 'reference' }] : [];
    return [
      ...direct,
      ...servers.map(() => ({ node: node.id, as: 'server' })),
      ...cursors.map(() => ({ node: node.id, as: 'cursor' })),
      ...text,
    ];
  });
}
const slotsOf: Readonly<Record<string, readonly string[]>> = {
  schema: ['input', 'output'],
  prompt: ['system', 'user', 'instructions', 'interactionPrompt'],
};

export function UsageList({
  fileId,
  graph,
  space,
  name,
}: {
  readonly fileId: FileId;
  readonly graph: CompiledGraph;
  readonly space: string;
  readonly name: string;
}) {
  const projection = useGraph(fileId);
  const usages = usagesOf(graph, space, name);
  return (
    <section className={styles.section}>
      <h3 className={styles.sectionTitle}>Used by {usages.length}</h3>
      <ul className={`${styles.list} ${styles.fields}`} style={{ gap: 0 }}>
        {usages.map((usage) => (
          <li key={`${usage.node} ${usage.as}`}>
            <button
              type="button"
              className={styles.link}
              onClick={() => go(fileId, idOf(projection, 'node', usage.node))}
            >
              {usage.node}
            </button>{' '}
            <span className={styles.kind}>{usage.as}</span>
          </li>
        ))}
        {usages.length === 0 && <li className={styles.note}>Nothing uses it.</li>}
      </ul>
    </section>
  );
}
function go(fileId: FileId, id: ItemId | undefined): void {
  if (id) revealItem(fileId, id);
}
