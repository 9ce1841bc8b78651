// From the projection to what a card shows. Pure; a card is the same object as before unless something on it changed, so one
// property edit renders one card (E-PERF-16). The start pill is virtual: it has no text (E-VIS-04).
import type { Node } from '@iterion/dsl';
import type { ItemId } from '../document/model.ts';
import type { EdgeView, NodeView, Projection } from '../document/projection.ts';
import { share } from '../document/sharing.ts';
import { cardSizes, groupSize, startSize, terminalSize } from './cardSizes.ts';
import type { Density } from './cardSizes.ts';
import { nothingFolded } from './folding.ts';
import type { Folding, GroupView } from './folding.ts';
import { kindEntry } from './kinds.ts';
import type { CardChip, CardContext, CardKind, SummaryPart } from './kinds.ts';
import type { Size } from './kernels/geometry.ts';

export interface CardView {
  readonly id: ItemId;
  readonly name: string;
  readonly kind: CardKind;
  /** A router's mode, which decides its icon. */
  readonly variant?: string;
  readonly size: Size;
  readonly summary: readonly SummaryPart[];
  readonly chips: readonly CardChip[];
  readonly details: readonly string[];
  readonly entry: boolean;
  readonly stale: boolean;
  readonly writer: boolean;
  readonly reachable: boolean;
  /** The comment above the declaration. */
  readonly comment: string;
  /** E-A11Y-04. */
  readonly label: string;
  readonly exits: number;
}

export const startId: ItemId = 'node:';

interface Remembered {
  readonly uses: readonly unknown[];
  readonly card: CardView;
}
export interface Cards {
  readonly byId: ReadonlyMap<ItemId, CardView>;
  /** In the order of the projection; the start pill first. */
  readonly list: readonly CardView[];
  readonly memory: ReadonlyMap<ItemId, Remembered>;
  readonly density: Density;
}
export const noCards: Cards = { byId: new Map(), list: [], memory: new Map(), density: 'normal' };

/** Cards of the visible nodes: unused terminals appear only when `isPlaced` says that somebody put them there (E-CANVAS-20). */
export function cardsOf(
  projection: Projection,
  density: Density,
  isPlaced: (id: ItemId) => boolean,
  previous: Cards = noCards,
  folding: Folding = nothingFolded,
): Cards {
  const memory = new Map<ItemId, Remembered>();
  const prompts = new Map<string, string>();
  for (const item of projection.declarations)
    if (item.space === 'prompt') prompts.set(item.name, item.data.body.source);
  const entry = projection.nodes.find((node) => node.entry);
  const list: CardView[] = [];
  if (entry) list.push(startCard(previous.byId.get(startId)));
  for (const group of folding.groups)
    if (folding.collapsed.has(group.id)) list.push(groupCard(group, projection, previous.byId.get(group.id)));
  for (const node of projection.nodes) {
    const isEnd = node.kind === 'done' || node.kind === 'fail';
    if (folding.standIn.has(node.id) || (isEnd && node.incoming.length === 0 && !isPlaced(node.id))) continue;
    const uses = usesOf(node, projection, prompts, density);
    const before = previous.memory.get(node.id);
    const fresh =
      !before || before.uses.length !== uses.length || before.uses.some((use, index) => use !== uses[index]);
    const remembered = fresh ? { uses, card: share(before?.card, cardOf(node, projection, prompts, density)) } : before;
    memory.set(node.id, remembered);
    list.push(remembered.card);
  }
  const same = previous.list.length === list.length && list.every((card, index) => card === previous.list[index]);
  if (same) return { ...previous, memory };
  return { byId: new Map(list.map((card) => [card.id, card])), list, memory, density };
}

function edgesOf(ids: readonly ItemId[], projection: Projection): EdgeView[] {
  return ids.flatMap((id) => {
    const view = projection.items.get(id);
    return view?.type === 'edge' ? [view] : [];
  });
}
function nodeName(id: ItemId, projection: Projection): string {
  const view = projection.items.get(id);
  return view?.type === 'node' ? view.name : '';
}

/** Everything a card is made of, by identity. */
function usesOf(
  node: NodeView,
  projection: Projection,
  prompts: ReadonlyMap<string, string>,
  density: Density,
): unknown[] {
  const ends = [...edgesOf(node.incoming, projection), ...edgesOf(node.outgoing, projection)];
  return [
    node,
    density,
    ...(density === 'detailed' ? promptNames(node).map((name) => prompts.get(name)) : []),
    ...ends,
    ...ends.map((edge) => nodeName(edge.source === node.id ? edge.target : edge.source, projection)),
  ];
}
function promptNames(node: NodeView): string[] {
  const data = node.data as Partial<Record<'user' | 'instructions', string>> | null;
  return [data?.user, data?.instructions].filter((name) => name !== undefined);
}

function cardOf(
  node: NodeView,
  projection: Projection,
  prompts: ReadonlyMap<string, string>,
  density: Density,
): CardView {
  const entry = kindEntry(node.kind);
  const outgoing = edgesOf(node.outgoing, projection);
  const context: CardContext = {
    outgoing: outgoing.map((edge) => ({
      target: nodeName(edge.target, projection),
      conditional: edge.data.when !== undefined,
    })),
    incomingCount: node.incoming.length,
    promptStart: (name) => (prompts.get(name) ?? '').replaceAll(/\s+/gu, ' ').trim().slice(0, 120),
  };
  const data: Node | null = node.data;
  return {
    id: node.id,
    name: node.name,
    kind: node.kind,
    ...(data?.kind === 'router' ? { variant: data.mode } : {}),
    size: sizeOf(node.kind, density),
    summary: data ? entry.summary(data, context).filter((part) => part.text !== '') : [{ text: 'Not declared' }],
    chips: data ? entry.chips(data, context) : [],
    details: data && density === 'detailed' ? entry.details(data, context) : [],
    entry: node.entry,
    stale: node.stale,
    writer: data?.writer ?? false,
    reachable: data?.reachable ?? false,
    comment: data?.description ?? '',
    label: accessibleName(node, entry.title, outgoing, projection),
    exits: node.outgoing.length,
  };
}

export function sizeOf(kind: CardKind, density: Density): Size {
  if (kind === 'start') return startSize;
  return kind === 'done' || kind === 'fail' ? terminalSize : cardSizes[density];
}

/** A collapsed group: how many of which kinds it holds (E-CANVAS-28). */
function groupCard(group: GroupView, projection: Projection, previous: CardView | undefined): CardView {
  const counts = new Map<string, number>();
  for (const id of group.data.members) {
    const view = projection.items.get(id);
    if (view?.type === 'node') counts.set(view.kind, (counts.get(view.kind) ?? 0) + 1);
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const kinds = [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ');
  return share(previous, {
    id: group.id,
    name: group.name,
    kind: 'group',
    size: groupSize,
    summary: [{ text: `${total} nodes` }, { text: kinds, dim: true }],
    chips: [],
    details: [],
    entry: group.data.members.some((id) => {
      const view = projection.items.get(id);
      return view?.type === 'node' && view.entry;
    }),
    stale: group.stale,
    writer: false,
    reachable: true,
    comment: '',
    label: `Group ${group.name}, collapsed, ${kinds}`,
    exits: 0,
  });
}

function startCard(previous: CardView | undefined): CardView {
  return share(previous, {
    id: startId,
    name: 'start',
    kind: 'start',
    size: startSize,
    summary: [],
    chips: [],
    details: [],
    entry: false,
    stale: false,
    writer: false,
    reachable: true,
    comment: '',
    label: 'Start',
    exits: 1,
  });
}

/** "Judge verdict, entry, from archi and code, to done when approved, otherwise to fail" (E-A11Y-04). */
function accessibleName(node: NodeView, title: string, outgoing: readonly EdgeView[], projection: Projection): string {
  const sources = [...new Set(edgesOf(node.incoming, projection).map((edge) => nodeName(edge.source, projection)))];
  const targets = outgoing.map((edge) => {
    const target = nodeName(edge.target, projection);
    if (edge.otherwise) return `otherwise to ${target}`;
    return `to ${target}${edge.data.when ? ` when ${conditionText(edge.data.when)}` : ''}`;
  });
  return [
    node.kind === 'done' || node.kind === 'fail' ? title : `${title} ${node.name}`,
    ...(node.entry ? ['entry'] : []),
    ...(node.stale ? ['text has errors'] : []),
    ...(sources.length > 0 ? [`from ${listed(sources)}`] : []),
    ...targets,
  ].join(', ');
}
export function conditionText(when: NonNullable<EdgeView['data']['when']>): string {
  if (when.kind === 'expr') return when.source;
  return when.negated ? `not ${when.field}` : when.field;
}
function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
