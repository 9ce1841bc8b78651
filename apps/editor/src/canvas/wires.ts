// From the projection to what an edge shows: its chips with their sizes, its style, and where it leaves and arrives. Pure; the
// same object as before unless something on it changed. The edge from the start pill to the entry is virtual.
import type { Loop, Template } from '@iterion/dsl';
import type { ItemId } from '../document/model.ts';
import type { EdgeView, Projection } from '../document/projection.ts';
import { share } from '../document/sharing.ts';
import { conditionText, startId } from './cards.ts';
import type { Size } from './kernels/geometry.ts';
import { textWidth } from './kernels/textWidth.ts';

export type ChipRole = 'condition' | 'loop' | 'data';
export interface WireChip extends Size {
  readonly role: ChipRole;
  readonly text: string;
  readonly title: string;
  /** Offset inside the label. */
  readonly x: number;
  readonly y: number;
}
export interface WireView {
  readonly id: ItemId;
  /** Its id in the graph, which edit operations and run counts use; empty for the start pill's. */
  readonly name: string;
  readonly source: ItemId;
  readonly target: ItemId;
  readonly chips: readonly WireChip[];
  /** The box around the chips; absent without chips. */
  readonly label?: Size;
  readonly conditional: boolean;
  /** The condition is an expression, not a field. */
  readonly expression: boolean;
  readonly loop: boolean;
  readonly back: boolean;
  readonly stale: boolean;
  /** Place among the exits of the source. */
  readonly exit: number;
  readonly exits: number;
  /** E-A11Y-04. */
  readonly title: string;
}

const startWireId: ItemId = 'edge:';
const chipHeight = 20;
const chipGap = 4;
const maxChipWidth = 160;
const maxRowWidth = 190;
/** Icon, gap, padding and border of a chip. */
const chipExtra = 32;

export function wiresOf(
  projection: Projection,
  loops: readonly Loop[],
  shown: ReadonlyMap<ItemId, unknown>,
  previous: readonly WireView[] = [],
  standIn: ReadonlyMap<ItemId, ItemId> = new Map(),
): readonly WireView[] {
  const before = new Map(previous.map((wire) => [wire.id, wire]));
  const bounds = new Map(loops.map((loop) => [loop.name, boundText(loop.bound)]));
  const places = new Map<ItemId, number>();
  const counts = new Map<ItemId, number>();
  const edges = foldedEdges(projection, shown, standIn);
  for (const edge of edges) counts.set(edge.source, (counts.get(edge.source) ?? 0) + 1);
  const wires: WireView[] = [];
  const entry = projection.nodes.find((node) => node.entry);
  const first = entry && (standIn.get(entry.id) ?? entry.id);
  if (entry && first && shown.has(startId) && shown.has(first)) wires.push(startWire(first, entry.name));
  for (const edge of edges) {
    const exit = places.get(edge.source) ?? 0;
    places.set(edge.source, exit + 1);
    const wire = remembered(edge, exit, counts.get(edge.source) ?? 1, bounds, projection);
    wires.push(wire);
  }
  const shared = wires.map((wire) => (before.get(wire.id) === wire ? wire : share(before.get(wire.id), wire)));
  const same = shared.length === previous.length && shared.every((wire, index) => wire === previous[index]);
  return same ? previous : shared;
}

interface Remembered {
  readonly uses: readonly unknown[];
  readonly wire: WireView;
}
/** The wire last made of an edge view; views are shared between versions, so most edges are looked up, not made. */
const memory = new WeakMap<EdgeView, Remembered>();

function remembered(
  edge: EdgeView,
  exit: number,
  exits: number,
  bounds: ReadonlyMap<string, string>,
  projection: Projection,
): WireView {
  const bound = edge.data.loop && bounds.get(edge.data.loop.name);
  const uses = [exit, exits, bound, nameOf(edge.source, projection), nameOf(edge.target, projection)];
  const before = memory.get(edge);
  if (before && before.uses.every((use, index) => use === uses[index])) return before.wire;
  const wire = wireOf(edge, exit, exits, bounds, projection);
  memory.set(edge, { uses, wire });
  return wire;
}
function nameOf(id: ItemId, projection: Projection): string {
  const view = projection.items.get(id);
  return view?.type === 'node' ? view.name : '';
}

/** Edges between shown cards; those of hidden members end at what stands in for them, once per pair of cards. */
function foldedEdges(
  projection: Projection,
  shown: ReadonlyMap<ItemId, unknown>,
  standIn: ReadonlyMap<ItemId, ItemId>,
): readonly EdgeView[] {
  const pairs = new Set<string>();
  return projection.edges.flatMap((edge): EdgeView[] => {
    const source = standIn.get(edge.source) ?? edge.source;
    const target = standIn.get(edge.target) ?? edge.target;
    if (!shown.has(source) || !shown.has(target)) return [];
    if (source === edge.source && target === edge.target) return [edge];
    const pair = `${source} ${target}`;
    if (source === target || pairs.has(pair)) return [];
    pairs.add(pair);
    return [{ ...edge, source, target }];
  });
}

function wireOf(
  edge: EdgeView,
  exit: number,
  exits: number,
  bounds: ReadonlyMap<string, string>,
  projection: Projection,
): WireView {
  const { data } = edge;
  const texts: Pick<WireChip, 'role' | 'text' | 'title'>[] = [];
  if (data.when) {
    const text = conditionText(data.when);
    texts.push({ role: 'condition', text, title: `Taken when ${text}` });
  } else if (edge.otherwise)
    texts.push({ role: 'condition', text: 'otherwise', title: 'Taken when no other way out is' });
  if (data.loop) {
    const bound = bounds.get(data.loop.name) ?? '?';
    const text = `${data.loop.name} ≤ ${bound}`;
    texts.push({ role: 'loop', text, title: `Loop ${data.loop.name}, at most ${bound} times` });
  }
  if (data.with && data.with.length > 0) {
    const keys = data.with.map((entry) => entry.key);
    texts.push({ role: 'data', text: String(keys.length), title: `Passes ${keys.join(', ')}` });
  }
  const chips = arranged(texts);
  return {
    id: edge.id,
    name: edge.name,
    source: edge.source,
    target: edge.target,
    chips: chips.chips,
    ...(chips.size ? { label: chips.size } : {}),
    conditional: data.when !== undefined,
    expression: data.when?.kind === 'expr',
    loop: data.loop !== undefined,
    back: data.back,
    stale: edge.stale,
    exit,
    exits,
    title: [
      `Edge from ${nameOf(edge.source, projection)} to ${nameOf(edge.target, projection)}`,
      ...texts.map((chip) => chip.title),
    ].join(', '),
  };
}

/** Chips beside each other while they fit in a row, then below. */
function arranged(texts: readonly Pick<WireChip, 'role' | 'text' | 'title'>[]): {
  readonly chips: readonly WireChip[];
  readonly size?: Size;
} {
  if (texts.length === 0) return { chips: [] };
  const chips: WireChip[] = [];
  let x = 0;
  let y = 0;
  let width = 0;
  for (const text of texts) {
    const wanted = Math.min(maxChipWidth, textWidth(text.text) + chipExtra);
    if (x > 0 && x + wanted > maxRowWidth) {
      x = 0;
      y += chipHeight + chipGap;
    }
    chips.push({ ...text, x, y, width: wanted, height: chipHeight });
    x += wanted + chipGap;
    width = Math.max(width, x - chipGap);
  }
  const rows = new Map<number, number>();
  for (const chip of chips) rows.set(chip.y, Math.max(rows.get(chip.y) ?? 0, chip.x + chip.width));
  // Rows are centred on the line that runs beneath them.
  const centred = chips.map((chip) => ({ ...chip, x: chip.x + Math.round((width - (rows.get(chip.y) ?? 0)) / 2) }));
  return { chips: centred, size: { width, height: y + chipHeight } };
}

function startWire(target: ItemId, name: string): WireView {
  return {
    id: startWireId,
    name: '',
    source: startId,
    target,
    chips: [],
    conditional: false,
    expression: false,
    loop: false,
    back: false,
    stale: false,
    exit: 0,
    exits: 1,
    title: `Starts at ${name}`,
  };
}

export function boundText(bound: Loop['bound']): string {
  return bound.kind === 'literal' ? String(bound.value) : templateText(bound.template);
}
/** `{{vars.max}}` as `vars.max`. */
function templateText(template: Template): string {
  return template.source.replaceAll(/\{\{\s*|\s*\}\}/gu, '');
}
