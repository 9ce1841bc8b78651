// The graph without places in the text (`ranges: false`): for hosts that compare or store graphs. Nothing else changes.
import type { CompiledGraph } from '../graph.ts';

const RANGES: ReadonlySet<string> = new Set(['range', 'nameRange', 'props', 'related']);

export function withoutRanges(graph: CompiledGraph): CompiledGraph {
  return strip(graph) as CompiledGraph;
}

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).filter(([key, member]) => !(RANGES.has(key) && isPlace(member)));
  return Object.fromEntries(members.map(([key, member]) => [key, strip(member)]));
}

/** A range, a record of ranges or a list of related ranges; not a member that an author happened to call `range`. */
function isPlace(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.every((each: unknown) => isPlace(each) || hasRange(each));
  if ('start' in value && 'end' in value) return true;
  return Object.values(value).every(isPlace);
}

function hasRange(value: unknown): boolean {
  return value !== null && typeof value === 'object' && 'range' in value;
}
