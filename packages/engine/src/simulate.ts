// What the `simulate` backend answers (R-SIM-02): a pure function of seed, node, branch, iteration and field, so that equal runs are
// equal (R-SIM-04) and every output satisfies its schema (P-27).
import { sha256 } from '@iterion/dsl';
import type { FieldType } from './coerce.ts';
import type { Json, JsonMap } from './json.ts';
import { utf8Bytes } from './textSize.ts';

/** Whose output is made up. */
export interface Simulated {
  readonly seed: string;
  readonly node: string;
  readonly branch: string;
  readonly iteration: number;
}

/** The first 6 bytes of the SHA-256 of `[seed, node, branch, iteration, path]`, as an unsigned integer. */
export function simulationHash(of: Simulated, path: string): number {
  return Number.parseInt(sha256(JSON.stringify([of.seed, of.node, of.branch, of.iteration, path])).slice(0, 12), 16);
}

/** An output that satisfies the schema; without one a text. */
export function simulateOutput(of: Simulated, fields: readonly FieldType[] | undefined): JsonMap {
  if (fields === undefined) return { text: `simulated ${of.node} ${of.iteration + 1}` };
  return Object.fromEntries(fields.map((field) => [field.name, simulateField(of, field)]));
}

function simulateField(of: Simulated, field: FieldType): Json {
  const h = simulationHash(of, field.name);
  const text = `simulated ${of.node}.${field.name} ${of.iteration + 1}`;
  switch (field.type) {
    case 'bool':
      return h % 100 < Math.min(100, 60 + 20 * of.iteration);
    case 'int':
      return h % 100;
    case 'float':
      return (h % 1000) / 1000;
    case 'string':
      return memberAt(field.enum, h) ?? text;
    case 'string[]':
      return Array.from({ length: 1 + (h % 3) }, (_, index) => memberAt(field.enum, h + index) ?? text);
    case 'json':
      return { simulated: true, value: h % 100 };
    default:
      return field.type satisfies never;
  }
}

function memberAt(members: readonly string[] | undefined, index: number): string | undefined {
  return members?.[index % members.length];
}

export interface SimulatedRoute {
  readonly candidates: readonly string[];
  readonly multi: boolean;
  /** Each: candidates of which one must be chosen (R-ROUTE-05). */
  readonly require: readonly { readonly any_of: readonly string[] }[];
}

/** The answer of an llm router: one candidate, or those whose bits of the hash are set and those that are required. */
export function simulateRoute(of: Simulated, route: SimulatedRoute): JsonMap {
  const { candidates, multi, require } = route;
  const reasoning = `simulated ${of.node}.reasoning ${of.iteration + 1}`;
  if (!multi) {
    const h = simulationHash(of, 'selected_route');
    return { selected_route: candidates[h % candidates.length] ?? null, reasoning };
  }
  const h = BigInt(simulationHash(of, 'selected_routes'));
  const chosen = new Set(candidates.filter((_, index) => ((h >> BigInt(index)) & 1n) === 1n));
  if (chosen.size === 0) for (const first of candidates.slice(0, 1)) chosen.add(first);
  for (const { any_of } of require) {
    if (any_of.some((candidate) => chosen.has(candidate))) continue;
    for (const first of any_of.slice(0, 1)) chosen.add(first);
  }
  return { selected_routes: candidates.filter((candidate) => chosen.has(candidate)), reasoning };
}

/** R-SIM-03: a quarter of the bytes of a text, rounded up. */
export function simulatedTokens(text: string): number {
  return Math.ceil(utf8Bytes(text) / 4);
}
