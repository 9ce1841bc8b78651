// The scope that expressions and templates of one branch read from (§1.1, R-TPL-04…06): a view on the state, nothing is copied.
// The bound of a loop is here as well: a scope shows it, and a bound given as a template reads a scope.
import type { Loop } from '@iterion/dsl';
import { chainOf, readUp } from './branchTree.ts';
import type { GraphIndex } from './graphIndex.ts';
import { own, type Json, type JsonMap } from './json.ts';
import { itemAt, sliceFrom, toArray } from './persistentList.ts';
import { getIn } from './persistentMap.ts';
import type { LoopValues, Scope } from './scope.ts';
import type { History, HistoryEntry, RunState } from './state.ts';
import { evaluateTemplate } from './template.ts';

export interface Reading {
  readonly input: Json;
  /** Set on edges: run inputs stand behind the source's output (R-EDGE-11). */
  readonly behind?: JsonMap;
  /** Metadata that is not in the state yet: `_failed_branches` of the node being entered (R-FAN-11). */
  readonly pending?: { readonly node: string; readonly meta: JsonMap };
}

export function scopeOf(graph: GraphIndex, state: RunState, branch: string, reading: Reading): Scope {
  const output = (node: string) => readUp(state, branch, (scope) => scope.outputs, node);
  return {
    vars: state.vars,
    input: reading.input,
    ...(reading.behind === undefined ? {} : { inputBehind: reading.behind }),
    run: { id: state.run_id, started_at: state.started_at ?? '' },
    attachments: state.attachments,
    output,
    meta(node, key) {
      if (reading.pending?.node === node) {
        const value = own(reading.pending.meta, key);
        if (value !== undefined) return value;
      }
      const meta = readUp(state, branch, (scope) => scope.meta, node);
      return meta === undefined ? undefined : own(meta, key);
    },
    history: (node) => historyOf(graph, state, branch, node),
    historyLength: (node) => lengthOf(windowsOf(graph, state, branch, node)),
    historyItem: (node, index) => historyItemOf(graph, state, branch, node, index),
    artifact: (name) => readUp(state, branch, (scope) => scope.artifacts, name)?.value,
    loop: (name) => loopValues(graph, state, branch, name, reading),
    names(space) {
      switch (space) {
        case 'outputs':
          return graph.graph.nodes
            .filter((node) => node.kind !== 'done' && node.kind !== 'fail')
            .map((node) => node.id);
        case 'artifacts':
          return graph.graph.artifacts.map((artifact) => artifact.name);
        case 'loop':
          return graph.graph.loops.map((loop) => loop.name);
        default:
          return space satisfies never;
      }
    },
  };
}

function loopValues(
  graph: GraphIndex,
  state: RunState,
  branch: string,
  name: string,
  reading: Reading,
): LoopValues | undefined {
  const loop = graph.loops.get(name);
  const counted = readUp(state, branch, (scope) => scope.loops, name);
  if (loop === undefined && counted === undefined) return undefined;
  return {
    iteration: counted?.count ?? 0,
    get max() {
      // Evaluated only when read: a bound may itself be a template.
      const bound = loop === undefined ? undefined : boundOf(graph, state, branch, loop, reading.input);
      return bound?.ok === true ? bound.value : null;
    },
    previous_output: counted?.previous ?? null,
  };
}

/** Outputs of a node visible in the branch, oldest first, within the current activations of its loops (R-TPL-05). */
function historyOf(graph: GraphIndex, state: RunState, branch: string, node: string): Json[] {
  const windows = windowsOf(graph, state, branch, node);
  const [only] = windows;
  return only !== undefined && windows.length === 1 ? only.all() : windows.flatMap((window) => window.all());
}

/** One of them, negative from the end, without listing the others where the list is ordered. */
function historyItemOf(
  graph: GraphIndex,
  state: RunState,
  branch: string,
  node: string,
  index: number,
): Json | undefined {
  const windows = windowsOf(graph, state, branch, node);
  const length = lengthOf(windows);
  let rest = index < 0 ? length + index : index;
  if (rest < 0 || rest >= length) return undefined;
  for (const window of windows) {
    const size = window.n - window.from;
    if (rest < size) return window.at(window.from + rest);
    rest -= size;
  }
  return undefined;
}

/** The entries of one branch that belong to the current activations: those from `from` on. */
interface Window {
  readonly from: number;
  readonly n: number;
  at(index: number): Json;
  /** All of them, without looking up one by one. */
  all(): Json[];
}

function lengthOf(windows: readonly Window[]): number {
  return windows.reduce((sum, window) => sum + window.n - window.from, 0);
}

function windowsOf(graph: GraphIndex, state: RunState, branch: string, node: string): readonly Window[] {
  const loops = graph.nodes.get(node)?.loops ?? [];
  const current = loops.map((name): readonly [string, number] => [
    name,
    readUp(state, branch, (scope) => scope.loops, name)?.activation ?? 1,
  ]);
  const isCurrent = (entry: HistoryEntry) =>
    current.every(([name, activation]) => (Object.hasOwn(entry.loops, name) ? entry.loops[name] : 1) === activation);
  return chainOf(state, branch)
    .toReversed()
    .flatMap((at) => {
      const history = getIn(at.scope.history, node);
      return history === undefined ? [] : [windowOf(history, isCurrent)];
    });
}

/** Where the list is ordered the current entries are its end, which is found by halving. */
function windowOf(history: History, isCurrent: (entry: HistoryEntry) => boolean): Window {
  if (!history.ordered) {
    const entries = toArray(history.entries).filter(isCurrent);
    const outputs = entries.map(({ output }) => output);
    return { from: 0, n: outputs.length, at: (index) => outputs[index] ?? null, all: () => outputs };
  }
  let low = 0;
  let high = history.entries.n;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = itemAt(history.entries, middle);
    if (entry !== undefined && isCurrent(entry)) high = middle;
    else low = middle + 1;
  }
  return {
    from: low,
    n: history.entries.n,
    at: (index) => itemAt(history.entries, index)?.output ?? null,
    all: () => sliceFrom(history.entries, low).map(({ output }) => output),
  };
}

export type Bound = { readonly ok: true; readonly value: number } | { readonly ok: false; readonly message: string };

/** The bound in force: the declared one plus what `--extend-loop` added (R-LOOP-08, R-LOOP-09). */
export function boundOf(graph: GraphIndex, state: RunState, branch: string, loop: Loop, output: Json): Bound {
  const extra = Object.hasOwn(state.loop_extra, loop.name) ? (state.loop_extra[loop.name] ?? 0) : 0;
  if (loop.bound.kind === 'literal') return { ok: true, value: loop.bound.value + extra };
  const { template } = loop.bound;
  const scope = scopeOf(graph, state, branch, { input: output, behind: runInputs(state) });
  // A bound that reads its own `max` would never end; it has no value.
  const guarded = { ...scope, loop: (name: string) => (name === loop.name ? undefined : scope.loop(name)) };
  const result = evaluateTemplate(template, guarded);
  if (!result.ok) return { ok: false, message: `the bound of loop ${loop.name}: ${result.error.message}` };
  const value = wholeNumber(result.value);
  if (value === undefined) {
    const shown = JSON.stringify(result.value);
    return {
      ok: false,
      message: `the bound of loop ${loop.name}, ${template.source}, is ${shown}; it must be a whole number, 0 or more`,
    };
  }
  return { ok: true, value: value + extra };
}

function wholeNumber(value: Json): number | undefined {
  const number = typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** Everything the run was given: variables overlaid by run inputs (L-DECL-11). */
export function runInputs(state: RunState): JsonMap {
  return { ...state.vars, ...state.inputs };
}
