// Sets of items for the selection commands (E-CANVAS-03). Pure; each takes the projection and what is selected, and gives what to select.
import type { ItemId } from '../../document/model.ts';
import type { EdgeView, NodeView, Projection } from '../../document/projection.ts';

export function everything(projection: Projection, shown: ReadonlySet<ItemId>): ItemId[] {
  return [
    ...projection.nodes.filter((node) => shown.has(node.id)).map((node) => node.id),
    ...projection.edges.filter((edge) => shown.has(edge.source) && shown.has(edge.target)).map((edge) => edge.id),
  ];
}
export function inverted(projection: Projection, shown: ReadonlySet<ItemId>, selected: readonly ItemId[]): ItemId[] {
  const before = new Set(selected);
  return everything(projection, shown).filter((id) => !before.has(id));
}
export function reachable(projection: Projection, from: readonly ItemId[], way: 'up' | 'down'): ItemId[] {
  const seen = new Set(from);
  const open = [...from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = nodeOf(projection, id);
    for (const edge of edges(projection, way === 'up' ? node?.incoming : node?.outgoing)) {
      const next = way === 'up' ? edge.source : edge.target;
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return [...seen];
}
export function component(projection: Projection, from: readonly ItemId[]): ItemId[] {
  let size = 0;
  let all = [...from];
  while (all.length !== size) {
    size = all.length;
    all = reachable(projection, reachable(projection, all, 'down'), 'up');
  }
  return all;
}
export function ofSameKind(projection: Projection, from: readonly ItemId[]): ItemId[] {
  const kinds = new Set(from.flatMap((id) => nodeOf(projection, id)?.kind ?? []));
  return projection.nodes.filter((node) => kinds.has(node.kind)).map((node) => node.id);
}
/** Nodes and edges of the loops that the selected edges bear or the selected nodes lie in (the innermost each). */
export function ofLoops(
  projection: Projection,
  loops: readonly { readonly name: string; readonly body: readonly string[]; readonly edges: readonly string[] }[],
  from: readonly ItemId[],
): ItemId[] {
  const names = new Set(
    from.flatMap((id) => {
      const view = projection.items.get(id);
      if (view?.type === 'edge') return view.data.loop ? [view.data.loop.name] : [];
      return view?.type === 'node' ? (view.data?.loops.slice(0, 1) ?? []) : [];
    }),
  );
  return loops
    .filter((loop) => names.has(loop.name))
    .flatMap((loop) => [
      ...loop.body.map((name) => projection.names.get(`node:${name}`)),
      ...loop.edges.map((name) => projection.names.get(`edge:${name}`)),
    ])
    .filter((id) => id !== undefined);
}

function nodeOf(projection: Projection, id: ItemId): NodeView | undefined {
  const view = projection.items.get(id);
  return view?.type === 'node' ? view : undefined;
}
function edges(projection: Projection, ids: readonly ItemId[] = []): EdgeView[] {
  return ids.flatMap((id) => {
    const view = projection.items.get(id);
    return view?.type === 'edge' ? [view] : [];
  });
}
