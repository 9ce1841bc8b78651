// Ids that are carried over from one version of a document to the next (E-DOC-13): an item keeps its id when its kind and name
// are unchanged, else when its content is, else when it stands at the same place between neighbours that were recognised.
// An edge is recognised by its (recognised) ends and ordinal, then by content. Ids of vanished items are remembered under
// their name, so that undoing a deletion brings the same id back. Pure.
import type { ItemId, ItemKind } from './items.ts';

export interface Known {
  readonly kind: ItemKind;
  readonly name: string;
  readonly content: unknown;
  readonly ends?: { readonly from: string; readonly to: string };
  /** Edges name it and nothing declares it: a name, not a thing that could have been renamed. */
  readonly missing?: true;
}
export interface IdMemory {
  readonly known: readonly (Known & { readonly id: ItemId })[];
  /** `kind:name` to the id last borne under that name. */
  readonly past: ReadonlyMap<string, ItemId>;
}
export const emptyMemory: IdMemory = { known: [], past: new Map() };

/** Ids for `items` (in text order, nodes before edges): present `kind:name` to id, and what to remember. */
export function assignIds(
  items: readonly Known[],
  memory: IdMemory,
): { readonly ids: ReadonlyMap<string, ItemId>; readonly memory: IdMemory } {
  const ids = new Map<string, ItemId>();
  const used = new Set<ItemId>();
  const take = (item: Known, id: ItemId): void => {
    ids.set(keyOf(item), id);
    used.add(id);
  };
  const before = new Map(memory.known.map((known) => [keyOf(known), known]));
  const byEnds = edgesByEnds(memory.known);
  const present = new Set(items.flatMap((item) => (item.missing ? [] : [keyOf(item)])));

  // Nodes and declarations first: edges are recognised by them.
  for (const item of items) {
    const same = item.kind === 'edge' ? undefined : before.get(keyOf(item));
    if (same && same.missing === item.missing) take(item, same.id);
  }
  const isFree = (known: IdMemory['known'][number]): boolean =>
    known.missing !== true && !used.has(known.id) && !present.has(keyOf(known));
  const declared = items.filter((item) => item.missing !== true);
  recogniseByContent(declared, memory.known, ids, isFree, take);
  recogniseByPlace(
    declared,
    memory.known.filter((known) => known.missing !== true),
    ids,
    isFree,
    take,
  );
  // A name that lost its declaration, or got one, stands where it stood, unless what bore it is known under another name now.
  for (const item of items) {
    const same = item.kind === 'edge' || ids.has(keyOf(item)) ? undefined : before.get(keyOf(item));
    if (same && !used.has(same.id)) take(item, same.id);
  }
  for (const item of items) if (item.kind !== 'edge' && !ids.has(keyOf(item))) take(item, mint(item, memory, used));

  const endKey = edgeKeys(ids);
  for (const item of items) {
    if (item.kind !== 'edge' || !item.ends) continue;
    const id = byEnds.get(endKey(item));
    if (id !== undefined && !used.has(id)) take(item, id);
  }
  const lostEdges = memory.known.filter((known) => known.kind === 'edge' && !used.has(known.id));
  for (const item of items) {
    if (item.kind !== 'edge' || ids.has(keyOf(item))) continue;
    const moved = lostEdges.find(
      (lost) => !used.has(lost.id) && sharesEnd(lost, item) && fingerprint(lost) === fingerprint(item),
    );
    take(item, moved ? moved.id : mint(item, memory, used));
  }
  return { ids, memory: remember(items, ids, memory) };
}

function keyOf(item: Known): string {
  return `${item.kind}:${item.name}`;
}

function recogniseByContent(
  items: readonly Known[],
  known: IdMemory['known'],
  ids: ReadonlyMap<string, ItemId>,
  isFree: (known: IdMemory['known'][number]) => boolean,
  take: (item: Known, id: ItemId) => void,
): void {
  const lost = known.filter((item) => item.kind !== 'edge' && isFree(item));
  if (lost.length === 0) return;
  const prints = lost.map((item) => `${item.kind} ${fingerprint(item)}`);
  for (const item of items) {
    if (item.kind === 'edge' || ids.has(keyOf(item))) continue;
    const print = `${item.kind} ${fingerprint(item)}`;
    const index = lost.findIndex((candidate, i) => prints[i] === print && isFree(candidate));
    const same = lost[index];
    if (same) take(item, same.id);
  }
}

/** Between the same neighbours, where exactly one item was lost and one is new on each side of the comparison. */
function recogniseByPlace(
  items: readonly Known[],
  known: IdMemory['known'],
  ids: ReadonlyMap<string, ItemId>,
  isFree: (known: IdMemory['known'][number]) => boolean,
  take: (item: Known, id: ItemId) => void,
): void {
  const isNew = (item: Known): boolean => !ids.has(keyOf(item));
  const gapsBefore = gaps(known, (item) => (isFree(item) ? null : item.id));
  const gapsNow = gaps(items, (item) => (isNew(item) ? null : (ids.get(keyOf(item)) ?? null)));
  for (const [gap, fresh] of gapsNow) {
    const lost = gapsBefore.get(gap) ?? [];
    if (lost.length !== fresh.length) continue;
    for (const [index, item] of fresh.entries()) {
      const same = lost[index];
      if (same && isFree(same) && isNew(item)) take(item, same.id);
    }
  }
}

/** Runs of unrecognised items by what stands before and after them, per kind. */
function gaps<T extends Known>(items: readonly T[], idOf: (item: T) => ItemId | null): Map<string, T[]> {
  const found = new Map<string, T[]>();
  const open = new Map<ItemKind, { previous: string; run: T[] }>();
  const close = (kind: ItemKind, next: string): void => {
    const state = open.get(kind);
    if (state && state.run.length > 0) found.set(`${kind}|${state.previous}|${next}`, state.run);
    open.set(kind, { previous: next, run: [] });
  };
  for (const item of items) {
    if (item.kind === 'edge') continue;
    const id = idOf(item);
    if (id !== null) {
      close(item.kind, id);
      continue;
    }
    const state = open.get(item.kind) ?? { previous: 'start', run: [] };
    state.run.push(item);
    open.set(item.kind, state);
  }
  for (const kind of open.keys()) close(kind, 'end');
  return found;
}

function mint(item: Known, memory: IdMemory, used: ReadonlySet<ItemId>): ItemId {
  const remembered = memory.past.get(keyOf(item));
  if (remembered !== undefined && !used.has(remembered)) return remembered;
  const plain: ItemId = `${item.kind}:${item.name}`;
  let id = plain;
  const taken = new Set(memory.past.values());
  for (let n = 2; used.has(id) || (taken.has(id) && memory.past.get(keyOf(item)) !== id); n++) id = `${plain}~${n}`;
  return id;
}

function edgesByEnds(known: IdMemory['known']): Map<string, ItemId> {
  const key = edgeKeys(new Map(known.map((item) => [keyOf(item), item.id])));
  return new Map(known.filter((item) => item.kind === 'edge').map((item) => [key(item), item.id]));
}
function endOf(ids: ReadonlyMap<string, ItemId>, name = ''): string {
  return ids.get(`node:${name}`) ?? `?${name}`;
}
/** Keys of edges by the ids of their ends and their number among edges with the same ends. */
function edgeKeys(ids: ReadonlyMap<string, ItemId>): (item: Known) => string {
  const counts = new Map<string, number>();
  return (item) => {
    const pair = `${endOf(ids, item.ends?.from)} ${endOf(ids, item.ends?.to)}`;
    const ordinal = (counts.get(pair) ?? 0) + 1;
    counts.set(pair, ordinal);
    return `${pair} ${ordinal}`;
  };
}

function sharesEnd(a: Known, b: Known): boolean {
  return a.ends?.from === b.ends?.from || a.ends?.to === b.ends?.to;
}

/** Content without names, places and what the rest of the graph decides; computed members are not even read. */
function fingerprint({ content }: Known): string {
  if (typeof content !== 'object' || content === null) return JSON.stringify(content);
  const own = Object.keys(content).flatMap((key) =>
    derived.has(key) ? [] : [[key, (content as Record<string, unknown>)[key]]],
  );
  return JSON.stringify(own, (key, value: unknown) => (derived.has(key) ? undefined : value));
}
const derived: ReadonlySet<string> = new Set([
  'id',
  'name',
  'range',
  'nameRange',
  'props',
  'incoming',
  'outgoing',
  'reachable',
  'writer',
  'loops',
  'branches',
  'convergenceOf',
  'fingerprint',
  'usedBy',
  'index',
  'ordinal',
  'from',
  'to',
  'known',
  'back',
  'leaves',
]);

function remember(items: readonly Known[], ids: ReadonlyMap<string, ItemId>, memory: IdMemory): IdMemory {
  const past = new Map(memory.past);
  const known = items.map((item) => {
    const id = ids.get(keyOf(item)) ?? (keyOf(item) as ItemId);
    past.set(keyOf(item), id);
    return { ...item, id };
  });
  return { known, past };
}
