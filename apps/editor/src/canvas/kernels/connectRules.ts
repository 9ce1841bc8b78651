// What may be connected (E-EDGE-08), as a pure function of the projection: refused with a reason, offered as the entry, or allowed with
// what has to follow (a bound for a loop, a condition beside another unconditional edge).
import type { ItemId } from '../../document/model.ts';
import type { EdgeView, NodeView, Projection } from '../../document/projection.ts';

export type ConnectVerdict =
  | { readonly kind: 'refused'; readonly reason: string; readonly edge?: ItemId }
  | { readonly kind: 'entry' }
  | { readonly kind: 'allowed'; readonly loop: boolean; readonly needsCondition: boolean };

const startId: ItemId = 'node:';

export function connectVerdict(projection: Projection, from: ItemId, to: ItemId, ignore?: ItemId): ConnectVerdict {
  const target = nodeOf(projection, to);
  if (from === startId) {
    if (!target || isEnd(target)) return { kind: 'refused', reason: 'The entry is a node' };
    return target.entry ? { kind: 'refused', reason: `${target.name} is the entry already` } : { kind: 'entry' };
  }
  const source = nodeOf(projection, from);
  if (to === startId && source && !isEnd(source)) return { kind: 'entry' };
  if (!source || !target) return { kind: 'refused', reason: 'There is nothing to connect to' };
  if (isEnd(source)) return { kind: 'refused', reason: 'Ends have no way out' };
  const broken = [source, target].find((node) => node.stale);
  if (broken) return { kind: 'refused', reason: `Fix the text of ${broken.name} first` };
  const outgoing = edgesOf(projection, source.outgoing).filter((edge) => edge.id !== ignore);
  const moved = ignore === undefined ? undefined : edgesOf(projection, [ignore])[0];
  const same = outgoing.find((edge) => edge.target === to && conditionKey(edge) === conditionKey(moved));
  if (same) return { kind: 'refused', reason: 'Already connected like this', edge: same.id };
  const mayBranch = source.data?.kind === 'router' && source.data.mode !== 'condition';
  return {
    kind: 'allowed',
    loop: from === to || reaches(projection, to, from),
    needsCondition: !mayBranch && ignore === undefined && outgoing.some((edge) => edge.data.when === undefined),
  };
}

/** The edge that a node takes when no condition decides; none where a router chooses in another way. */
export function takenWayOut(projection: Projection, from: ItemId): EdgeView | undefined {
  const source = nodeOf(projection, from);
  if (source?.data?.kind === 'router' && source.data.mode !== 'condition') return undefined;
  return edgesOf(projection, source?.outgoing ?? []).find((edge) => edge.data.when === undefined && !edge.stale);
}

/** Whether `to` can be reached from `from` over edges that bear no loop. */
function reaches(projection: Projection, from: ItemId, to: ItemId): boolean {
  const seen = new Set<ItemId>([from]);
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === to) return true;
    for (const edge of edgesOf(projection, nodeOf(projection, id)?.outgoing ?? [])) {
      if (edge.data.loop || seen.has(edge.target)) continue;
      seen.add(edge.target);
      open.push(edge.target);
    }
  }
  return false;
}

function isEnd(node: NodeView): boolean {
  return node.kind === 'done' || node.kind === 'fail';
}
function nodeOf(projection: Projection, id: ItemId): NodeView | undefined {
  const view = projection.items.get(id);
  return view?.type === 'node' ? view : undefined;
}
function edgesOf(projection: Projection, ids: readonly ItemId[]): EdgeView[] {
  return ids.flatMap((id) => {
    const view = projection.items.get(id);
    return view?.type === 'edge' ? [view] : [];
  });
}
function conditionKey(edge: EdgeView | undefined): string {
  const when = edge?.data.when;
  if (!when) return '';
  return when.kind === 'expr' ? `= ${when.source}` : `${when.negated ? 'not ' : ''}${when.field}`;
}
