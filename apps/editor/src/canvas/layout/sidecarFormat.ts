// The layout sidecar (E-LAYOUT-08): one JSON object a line, a header first, then nodes, groups and notes sorted by type and name. Pure.
// Invariants:
// 1. Lines that are not understood are kept as they are; a damaged line is left out and counted.
// 2. The same layout gives the same bytes: integers, sorted, LF, one final newline.
// 3. Merging goes by key; the newest change to a key wins (E-LAYOUT-10).
import type { Direction, Spacing } from '../../document/model.ts';

interface SidecarNode {
  readonly x: number;
  readonly y: number;
  readonly pin?: boolean;
}
interface SidecarGroup {
  readonly color?: string;
  readonly collapsed?: boolean;
}
export interface Sidecar {
  readonly direction: Direction;
  readonly spacing: Spacing;
  /** By name. */
  readonly nodes: ReadonlyMap<string, SidecarNode>;
  readonly groups: ReadonlyMap<string, SidecarGroup>;
  /** Lines of other kinds, as written. */
  readonly others: readonly string[];
  readonly damaged: number;
}

// Checked by hand: the graph waits for this, and a schema library is more than what is read here (E-PERF-02).
type Line = Readonly<Record<string, unknown>>;
const directions: readonly Direction[] = ['down', 'right'];
const spacings: readonly Spacing[] = ['tight', 'normal', 'loose'];

function isNodeLine(line: Line): line is Line & { node: string; x: number; y: number; pin?: boolean } {
  const { node, x, y, pin } = line;
  return typeof node === 'string' && isNumber(x) && isNumber(y) && (pin === undefined || typeof pin === 'boolean');
}
function isGroupLine(line: Line): line is Line & { group: string; color?: string; collapsed?: boolean } {
  const { group, color, collapsed } = line;
  return (
    typeof group === 'string' &&
    (color === undefined || typeof color === 'string') &&
    (collapsed === undefined || typeof collapsed === 'boolean')
  );
}
function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

export function parseSidecar(text: string): Sidecar {
  let direction: Direction = 'down';
  let spacing: Spacing = 'normal';
  let damaged = 0;
  const nodes = new Map<string, SidecarNode>();
  const groups = new Map<string, SidecarGroup>();
  const others: string[] = [];
  for (const line of text.split(/\r?\n/u)) {
    if (line.trim() === '') continue;
    const value = parseLine(line);
    if (value === undefined) {
      damaged += 1;
      continue;
    }
    if (value['v'] === 1) {
      direction = directions.find((known) => known === value['direction']) ?? 'down';
      spacing = spacings.find((known) => known === value['spacing']) ?? 'normal';
    } else if (isNodeLine(value)) {
      const { x, y, pin } = value;
      nodes.set(value.node, { x, y, ...(pin ? { pin } : {}) });
    } else if (isGroupLine(value)) {
      const { color, collapsed } = value;
      groups.set(value.group, {
        ...(color === undefined ? {} : { color }),
        ...(collapsed === undefined ? {} : { collapsed }),
      });
    } else others.push(line);
  }
  return { direction, spacing, nodes, groups, others, damaged };
}

function parseLine(line: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Line) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function printSidecar(sidecar: Omit<Sidecar, 'damaged'>): string {
  const byName = <V>(map: ReadonlyMap<string, V>): [string, V][] =>
    [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const lines = [
    JSON.stringify({ v: 1, direction: sidecar.direction, spacing: sidecar.spacing }),
    ...byName(sidecar.groups).map(([group, look]) => JSON.stringify({ group, ...look })),
    ...byName(sidecar.nodes).map(([node, { x, y, pin }]) =>
      JSON.stringify({ node, x: Math.round(x), y: Math.round(y), ...(pin ? { pin } : {}) }),
    ),
    ...sidecar.others,
  ];
  return `${lines.join('\n')}\n`;
}

/** What both sides changed since `base`; where both changed one key, `mine` is the newer. */
export function mergeSidecars(base: Sidecar, mine: Sidecar, theirs: Sidecar): Sidecar {
  return {
    direction: mine.direction === base.direction ? theirs.direction : mine.direction,
    spacing: mine.spacing === base.spacing ? theirs.spacing : mine.spacing,
    nodes: mergeMaps(base.nodes, mine.nodes, theirs.nodes),
    groups: mergeMaps(base.groups, mine.groups, theirs.groups),
    others: theirs.others,
    damaged: 0,
  };
}
function mergeMaps<V>(
  base: ReadonlyMap<string, V>,
  mine: ReadonlyMap<string, V>,
  theirs: ReadonlyMap<string, V>,
): Map<string, V> {
  const same = (a: V | undefined, b: V | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);
  const merged = new Map<string, V>();
  for (const key of new Set([...theirs.keys(), ...mine.keys()])) {
    const value = same(mine.get(key), base.get(key)) ? theirs.get(key) : mine.get(key);
    if (value !== undefined) merged.set(key, value);
  }
  return merged;
}
