// The ways out of a node in the order of the text (E-INSP-17): target, condition, loop, data, each a click away; order by buttons.
import { ActionIcon } from '@mantine/core';
import IconArrowDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs';
import IconArrowUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs';
import { conditionText } from '../../canvas/cards.ts';
import type { FileId } from '../../document/model.ts';
import { edgeOf, nodeOf } from '../../document/projection.ts';
import type { EdgeView, NodeView } from '../../document/projection.ts';
import { select, useDocumentPart, useGraph } from '../../document/store.ts';
import { commitOperation } from '../formScope.tsx';
import styles from '../Inspector.module.css';

export function BranchTable({ fileId, node }: { readonly fileId: FileId; readonly node: NodeView }) {
  const projection = useGraph(fileId);
  const fanOut = useDocumentPart(fileId, (document) =>
    document.graph?.fanOuts.find((candidate) => candidate.router === node.name),
  );
  const edges = node.outgoing.flatMap((id) => edgeOf(projection, id) ?? []);
  if (edges.length === 0) return null;
  const move = (edge: EdgeView, other: EdgeView | undefined, by: -1 | 1): void => {
    if (!other) return;
    const place = by < 0 ? { before: other.name } : { after: other.name };
    commitOperation(fileId, { op: 'moveEdge', edge: edge.name, place }, `Move an edge ${by < 0 ? 'earlier' : 'later'}`);
  };
  return (
    <section className={styles.section}>
      <h3 className={styles.sectionTitle}>{node.kind === 'router' ? 'Branches' : 'Ways out'}</h3>
      <div className={styles.fields}>
        <table className={styles.grid}>
          <thead>
            <tr>
              <th scope="col">To</th>
              <th scope="col">When</th>
              <th scope="col">Loop</th>
              <th scope="col">Data</th>
              <th scope="col">
                <span className="visually-hidden">Order</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {edges.map((edge, index) => (
              <tr key={edge.id}>
                <td>
                  <button type="button" className={styles.link} onClick={() => select(fileId, [edge.id])}>
                    {nodeOf(projection, edge.target)?.name ?? '?'}
                  </button>
                </td>
                <td>{edge.data.when ? conditionText(edge.data.when) : edge.otherwise ? 'otherwise' : ''}</td>
                <td>{edge.data.loop?.name ?? ''}</td>
                <td>{edge.data.with ? edge.data.with.length : ''}</td>
                <td style={{ whiteSpace: 'nowrap', textAlign: 'right' }}>
                  <ActionIcon
                    size={24}
                    aria-label="Earlier"
                    disabled={index === 0}
                    onClick={() => move(edge, edges[index - 1], -1)}
                  >
                    <IconArrowUp size={14} />
                  </ActionIcon>
                  <ActionIcon
                    size={24}
                    aria-label="Later"
                    disabled={index === edges.length - 1}
                    onClick={() => move(edge, edges[index + 1], 1)}
                  >
                    <IconArrowDown size={14} />
                  </ActionIcon>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {fanOut && (
          <p className={styles.note}>
            {fanOut.convergence === undefined
              ? 'The branches do not meet again.'
              : `The branches meet at ${fanOut.convergence}, which ${fanOut.strategy === 'wait_all' ? 'waits for all of them' : 'goes on without the failed'}.`}
          </p>
        )}
      </div>
    </section>
  );
}
