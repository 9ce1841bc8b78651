// Paste and connect: what is pasted comes after the selected node, or between the ends of the selected edge.
import type { CompiledGraph, EditOperation } from '@iterion/dsl';
import type { OpenDocument } from '../../document/model.ts';
import { edgeOf, nodeOf } from '../../document/projection.ts';
import type { EdgeView, NodeView } from '../../document/projection.ts';

type Connection = { readonly node: NodeView } | { readonly edge: EdgeView };

function connectionOf(document: OpenDocument): Connection | string {
  const { items } = document.selection;
  const nodes = items.flatMap((id) => nodeOf(document.projection, id) ?? []);
  const edges = items.flatMap((id) => edgeOf(document.projection, id) ?? []);
  const [node] = nodes;
  const [edge] = edges;
  if (nodes.length === 1 && node && edges.length === 0) {
    if (node.kind === 'done' || node.kind === 'fail') return 'Ends have no way out';
    return node.stale || node.kind === 'missing' ? `Fix the text of ${node.name} first` : { node };
  }
  if (edges.length === 1 && edge && nodes.length === 0) return { edge };
  return 'Select the node that comes before, or the edge it goes on';
}
export function whyNotConnectPasted(document: OpenDocument): true | string {
  const connection = connectionOf(document);
  return typeof connection === 'string' ? connection : true;
}

/** The operations that connect a pasted fragment, by the names its nodes got. */
export function connectPasted(
  document: OpenDocument,
  fragment: Pick<CompiledGraph, 'nodes' | 'edges'>,
  names: Readonly<Record<string, string>>,
): readonly EditOperation[] {
  const connection = connectionOf(document);
  if (typeof connection === 'string') return [];
  const nodes = fragment.nodes.filter(({ kind }) => kind !== 'done' && kind !== 'fail').map(({ id }) => id);
  const inner = fragment.edges.filter(({ from, to }) => from !== to && nodes.includes(from) && nodes.includes(to));
  const present = (name: string): string => names[name] ?? name;
  const heads = nodes.filter((node) => !inner.some(({ to }) => to === node));
  const tails = nodes.filter((node) => !fragment.edges.some(({ from, to }) => from === node && to !== node));
  const first = heads[0] ?? nodes[0];
  if (first === undefined) return [];
  if ('node' in connection) {
    const from = connection.node.name;
    const branches = connection.node.data?.kind === 'router';
    return (branches ? heads : [first]).map((to) => ({ op: 'addEdge', from, to: present(to) }));
  }
  const { name, data } = connection.edge;
  const last = tails.at(-1);
  const insert: EditOperation = { op: 'insertOnEdge', edge: name, node: present(first) };
  if (last === undefined || last === first) return [insert];
  return [insert, { op: 'retargetEdge', edge: `${present(first)}->${data.to}`, from: present(last) }];
}
