// What a node receives (§2.3) and what an edge contributes at a convergence. Only the edges just traversed count (R-EDGE-10);
// mapped values are evaluated in the scope of the traversing branch, after the traversal was counted (R-EDGE-11).
import type { Edge, JsonTemplate, Node, Template, WithValue } from '@iterion/dsl';
import { branchOf, readUp } from './branchTree.ts';
import { coerceObject, type Violation } from './coerce.ts';
import type { RunError } from './effects.ts';
import type { FailedBranch } from './events.ts';
import type { GraphIndex } from './graphIndex.ts';
import { isMap, withoutMetadata, type Json, type JsonMap } from './json.ts';
import { runInputs, scopeOf, type Reading } from './reading.ts';
import type { Arrival, Convergence, RunState } from './state.ts';
import { evaluateWithValue, type TemplateFailure } from './template.ts';

export type Contribution =
  | {
      readonly ok: true;
      readonly value: JsonMap;
      /** Keys that a `with` block set. */
      readonly mapped: readonly string[];
      readonly unresolved: readonly string[];
    }
  | { readonly ok: false; readonly error: RunError };

/** What an edge brings to the convergence it leads into; keyed by its source unless it has a `with` block (R-EDGE-13). */
export function contributionOf(graph: GraphIndex, state: RunState, branch: string, edge: Edge): Contribution {
  const output = readUp(state, branch, (scope) => scope.outputs, edge.from) ?? null;
  const reading = { input: output, behind: runInputs(state) };
  if (edge.with !== undefined) return mappedValues(graph, state, branch, edge, reading, 'now');
  return keyedOutput(graph, edge.to, edge.from, output);
}

function keyedOutput(graph: GraphIndex, to: string, from: string, output: Json): Contribution {
  const fields = inputFields(graph, graph.nodes.get(to));
  const fits = fields === undefined || fields.some((field) => field.name === from);
  return { ok: true, value: fits ? { [from]: output } : {}, mapped: [], unresolved: [] };
}

/** The entries of a `with` block. Those that ask for the failed branches of the target wait until it is entered (R-FAN-11). */
function mappedValues(
  graph: GraphIndex,
  state: RunState,
  branch: string,
  edge: Edge,
  reading: Reading,
  which: 'now' | 'late' | 'all',
): Contribution {
  const scope = scopeOf(graph, state, branch, reading);
  const value: JsonMap = {};
  const mapped: string[] = [];
  const unresolved = new Set<string>();
  for (const entry of edge.with ?? []) {
    if (which !== 'all' && asksForFailedBranches(entry.value, edge.to) !== (which === 'late')) continue;
    const result = evaluateWithValue(entry.value, scope);
    if (!result.ok) return { ok: false, error: templateError(result.error, `${edge.id}, ${entry.key}`) };
    define(value, entry.key, result.value);
    mapped.push(entry.key);
    for (const reference of result.unresolved) unresolved.add(reference);
  }
  return { ok: true, value, mapped, unresolved: [...unresolved] };
}

export interface Entered {
  readonly node: string;
  readonly via: readonly Arrival[];
  readonly convergence?: Convergence;
}
export type NodeInput =
  | {
      readonly ok: true;
      readonly input: JsonMap;
      readonly issues: readonly string[];
      readonly unresolved: readonly string[];
      readonly reserved: { readonly session_id?: string; readonly reasoning_effort?: string };
    }
  | { readonly ok: false; readonly error: RunError };

/** The input of the node that a branch enters. */
export function inputOf(graph: GraphIndex, state: RunState, branch: string, entered: Entered): NodeInput {
  const node = graph.nodes.get(entered.node);
  const merged: JsonMap = {};
  const unresolved = new Set<string>();
  for (const part of partsOf(graph, state, branch, entered, node)) {
    if (!part.ok) return part;
    for (const [key, value] of Object.entries(part.value)) define(merged, key, value);
    for (const reference of part.unresolved) unresolved.add(reference);
  }
  const { _session_id: session, _reasoning_effort: effort, _session_fingerprint: _, ...visible } = merged;
  const fields = inputFields(graph, node);
  const coerced = fields === undefined ? undefined : coerceObject(visible, fields, 'input');
  const input: JsonMap = { ...(coerced?.value ?? visible) };
  const failed = toldOfFailures(entered.convergence, node);
  if (failed !== undefined) input['_failed_branches'] = failed;
  return {
    ok: true,
    input,
    issues: coerced === undefined ? [] : [...coerced.missing, ...coerced.wrong].map(issue),
    unresolved: [...unresolved],
    reserved: {
      ...(typeof session === 'string' && session !== '' ? { session_id: session } : {}),
      ...(typeof effort === 'string' && effort !== '' ? { reasoning_effort: effort } : {}),
    },
  };
}

function partsOf(
  graph: GraphIndex,
  state: RunState,
  branch: string,
  entered: Entered,
  node: Node | undefined,
): readonly Contribution[] {
  const { via, convergence } = entered;
  if (convergence !== undefined || node?.kind === 'join') {
    return via.flatMap((arrival) => arrivalParts(graph, state, branch, arrival, convergence));
  }
  if (via.length === 0) return [baseOfEntry(graph, state, node)];
  return via.flatMap((arrival): readonly Contribution[] => {
    const edge = graph.edges.get(arrival.edge);
    const output = readUp(state, branch, (scope) => scope.outputs, arrival.from) ?? null;
    if (edge?.with !== undefined) {
      return [mappedValues(graph, state, branch, edge, { input: output, behind: runInputs(state) }, 'all')];
    }
    const own = plainOutput(graph, node, output);
    return entered.node === graph.graph.workflow?.entry ? [baseOfEntry(graph, state, node), own] : [own];
  });
}

/** At a convergence: what the traversal recorded, or, where it was no stop node for the traversing branch, the same computed now. */
function arrivalParts(
  graph: GraphIndex,
  state: RunState,
  branch: string,
  arrival: Arrival,
  convergence: Convergence | undefined,
): readonly Contribution[] {
  const edge = graph.edges.get(arrival.edge);
  const output = readUp(state, branch, (scope) => scope.outputs, arrival.from) ?? null;
  if (arrival.contribution === undefined) {
    return [
      edge === undefined
        ? keyedOutput(graph, arrival.to, arrival.from, output)
        : contributionOf(graph, state, branch, edge),
    ];
  }
  const recorded: Contribution = {
    ok: true,
    value: arrival.contribution,
    mapped: arrival.mapped ?? [],
    unresolved: [],
  };
  if (edge?.with === undefined || convergence === undefined) return [recorded];
  const pending = { node: edge.to, meta: { _failed_branches: failedJson(convergence.failed) } };
  return [
    recorded,
    mappedValues(graph, state, branch, edge, { input: output, behind: runInputs(state), pending }, 'late'),
  ];
}

/** R-EDGE-14: variables overlaid by run inputs, restricted to the input schema. */
function baseOfEntry(graph: GraphIndex, state: RunState, node: Node | undefined): Contribution {
  return plain(restricted(graph, node, runInputs(state)));
}

/** R-EDGE-12: the keys of the output, or `{value}`, restricted to the input schema. */
function plainOutput(graph: GraphIndex, node: Node | undefined, output: Json): Contribution {
  return plain(restricted(graph, node, isMap(output) ? withoutMetadata(output) : { value: output }));
}

function plain(value: JsonMap): Contribution {
  return { ok: true, value, mapped: [], unresolved: [] };
}

function restricted(graph: GraphIndex, node: Node | undefined, value: JsonMap): JsonMap {
  const fields = inputFields(graph, node);
  if (fields === undefined) return value;
  const names = new Set(fields.map((field) => field.name));
  return Object.fromEntries(Object.entries(value).filter(([key]) => names.has(key)));
}

function inputFields(graph: GraphIndex, node: Node | undefined) {
  return node?.input === undefined ? undefined : graph.schemas.get(node.input)?.fields;
}

/** Another convergence than a join learns in its input which branches failed (R-FAN-11). */
function toldOfFailures(convergence: Convergence | undefined, node: Node | undefined): Json | undefined {
  if (convergence?.strategy !== 'best_effort' || node?.kind === 'join') return undefined;
  return failedJson(convergence.failed);
}

export function failedJson(failed: readonly FailedBranch[]): Json {
  return failed.map((branch) => ({ ...branch }));
}

function issue(violation: Violation): string {
  return `${violation.path}: expected ${violation.expected}, found ${violation.found}`;
}

export function templateError(failure: TemplateFailure, place: string): RunError {
  return {
    code: failure.code,
    message: `${place}: ${failure.message}`,
    ...(failure.hint === undefined ? {} : { hint: failure.hint }),
  };
}

/** Sets an own property whatever its name, `__proto__` included. */
function define(target: JsonMap, key: string, value: Json): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

function asksForFailedBranches(value: WithValue, node: string): boolean {
  const templates: Template[] = [];
  const pending: JsonTemplate[] = [];
  if (value.kind === 'template') templates.push(value.template);
  else pending.push(value.value);
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    if (item === null || typeof item !== 'object') continue;
    if (Array.isArray(item)) pending.push(...item);
    else if ('t' in item) templates.push(item.t);
    else pending.push(...Object.values(item.o));
  }
  return templates.some((template) =>
    template.segments.some(
      (segment) =>
        segment.kind === 'ref' &&
        segment.ref.ns === 'outputs' &&
        segment.ref.path[0] === node &&
        segment.ref.path[1] === '_failed_branches',
    ),
  );
}

/** The stop node of the branch or of one of its ancestors (R-CORE-16), and whether it is the branch's own. */
export function stopAt(state: RunState, branch: string, node: string): 'own' | 'enclosing' | null {
  let own = true;
  for (
    let at = branchOf(state, branch);
    at !== undefined;
    at = at.parent === null ? undefined : branchOf(state, at.parent)
  ) {
    if (at.stop === node) return own ? 'own' : 'enclosing';
    own = false;
  }
  return null;
}
