// Which edge is taken (§2.2, §2.6). Conditions first, in order, then the first edge without one; exhausted loops are passed over.
// RT-1: selection reads the state and decides; it emits nothing, so that repeating it on resume gives the same answer (R-EDGE-06).
import type { Edge } from '@iterion/dsl';
import type { RunError } from './effects.ts';
import type { EdgeNote, EventData } from './events.ts';
import { evaluate } from './expression.ts';
import { outgoingOf, type GraphIndex } from './graphIndex.ts';
import { isMap, own, type Json } from './json.ts';
import { loopTurn, type LoopTurn } from './loops.ts';
import { truthy } from './operators.ts';
import { runInputs, scopeOf } from './reading.ts';
import type { RunState } from './state.ts';

export interface Choice {
  readonly edge: Edge;
  readonly turn: LoopTurn | null;
  readonly notes: readonly EdgeNote[];
}
export type Selection =
  | { readonly ok: true; readonly choice: Choice }
  | { readonly ok: false; readonly error: RunError };

interface Source {
  readonly branch: string;
  readonly node: string;
  /** Its output: what conditions read. */
  readonly output: Json;
}

/** R-EDGE-01, R-EDGE-02: the first eligible conditional edge, else the first eligible one without condition. */
export function selectEdge(graph: GraphIndex, state: RunState, source: Source): Selection {
  const edges = outgoingOf(graph, source.node);
  const notes: EdgeNote[] = [];
  for (const edge of [...edges.filter(hasCondition), ...edges.filter((edge) => !hasCondition(edge))]) {
    const judged = judge(graph, state, source, edge);
    if (!judged.ok) return judged;
    if (judged.note === null) {
      return { ok: true, choice: { edge, turn: judged.turn, notes: notes.filter((note) => note.reason !== 'false') } };
    }
    notes.push(judged.note);
  }
  return { ok: false, error: nothingEligible(source.node, edges, notes) };
}

export type Firing =
  | { readonly ok: true; readonly fired: readonly Choice[]; readonly notes: readonly EdgeNote[] }
  | { readonly ok: false; readonly error: RunError };

/** Every edge whose loop lasts and whose condition, if any, holds (R-EDGE-07). */
export function firingEdges(graph: GraphIndex, state: RunState, source: Source): Firing {
  const edges = outgoingOf(graph, source.node);
  const fired: Choice[] = [];
  const notes: EdgeNote[] = [];
  for (const edge of edges) {
    const judged = judge(graph, state, source, edge);
    if (!judged.ok) return judged;
    if (judged.note === null) fired.push({ edge, turn: judged.turn, notes: [] });
    else notes.push(judged.note);
  }
  if (fired.length === 0) return { ok: false, error: nothingEligible(source.node, edges, notes) };
  return { ok: true, fired, notes: notes.filter((note) => note.reason !== 'false') };
}

/** The turn of a round_robin router (R-ROUTE-02): unconditional edges in order, one after the other. */
export function roundRobinEdge(
  graph: GraphIndex,
  state: RunState,
  source: Source,
  turnNumber: number,
):
  | { readonly ok: true; readonly choice: Choice; readonly index: number }
  | { readonly ok: false; readonly error: RunError } {
  const edges = outgoingOf(graph, source.node).filter((edge) => !hasCondition(edge));
  const candidates: Choice[] = [];
  const notes: EdgeNote[] = [];
  for (const edge of edges) {
    const judged = judge(graph, state, source, edge);
    if (!judged.ok) return judged;
    if (judged.note === null) candidates.push({ edge, turn: judged.turn, notes: [] });
    else notes.push(judged.note);
  }
  const index = candidates.length === 0 ? 0 : turnNumber % candidates.length;
  const choice = candidates[index];
  if (choice === undefined) return { ok: false, error: nothingEligible(source.node, edges, notes) };
  return { ok: true, choice: { ...choice, notes }, index };
}

/** The edge to a target that a model chose (R-ROUTE-04): the first one to it whose loop lasts. */
export function edgeTo(graph: GraphIndex, state: RunState, source: Source, target: string): Selection {
  const edges = outgoingOf(graph, source.node).filter((edge) => edge.to === target);
  const notes: EdgeNote[] = [];
  for (const edge of edges) {
    const judged = judge(graph, state, source, edge);
    if (!judged.ok) return judged;
    if (judged.note === null) return { ok: true, choice: { edge, turn: judged.turn, notes } };
    notes.push(judged.note);
  }
  return { ok: false, error: nothingEligible(source.node, edges, notes) };
}

/** The edge as chosen before, with its loop as it stands now. */
export function takeEdge(graph: GraphIndex, state: RunState, source: Source, edge: Edge): Selection {
  const turn = loopTurn(graph, state, source.branch, edge, source.output);
  if (!turn.ok) return { ok: false, error: expressionError(source.node, turn.message) };
  return { ok: true, choice: { edge, turn: turn.turn, notes: [] } };
}

/** The data of `edge_selected` (R-EDGE-05), without a contribution. */
export function edgeData(graph: GraphIndex, choice: Choice): EventData['edge_selected'] {
  const { edge, turn, notes } = choice;
  const resets = turn === null ? [] : (graph.resets.get(turn.name) ?? []);
  return {
    edge: edge.id,
    from: edge.from,
    to: edge.to,
    ...(edge.when?.kind === 'field' ? { condition: edge.when.field, negated: edge.when.negated } : {}),
    ...(edge.when?.kind === 'expr' ? { expression: edge.when.source } : {}),
    ...(turn === null ? {} : { loop: turn.name, iteration: turn.count + 1, max: turn.max }),
    ...(resets.length === 0 ? {} : { resets }),
    ...(notes.length === 0 ? {} : { notes }),
  };
}

function hasCondition(edge: Edge): boolean {
  return edge.when !== undefined;
}

type Judged =
  | { readonly ok: true; readonly note: EdgeNote | null; readonly turn: LoopTurn | null }
  | { readonly ok: false; readonly error: RunError };

/** Whether an edge may be taken; the note says why not. */
function judge(graph: GraphIndex, state: RunState, source: Source, edge: Edge): Judged {
  const against = edge.when === undefined ? null : condition(graph, state, source, edge, edge.when);
  if (against !== null) return { ok: true, note: against, turn: null };
  const turn = loopTurn(graph, state, source.branch, edge, source.output);
  if (!turn.ok) return { ok: false, error: expressionError(source.node, turn.message) };
  if (turn.turn?.exhausted !== true) return { ok: true, note: null, turn: turn.turn };
  const detail = `${turn.turn.name} ${turn.turn.count}/${turn.turn.max}`;
  return { ok: true, note: { edge: edge.id, reason: 'loop_exhausted', detail }, turn: turn.turn };
}

/** R-EDGE-03, R-EDGE-04: null when the condition holds. */
function condition(
  graph: GraphIndex,
  state: RunState,
  source: Source,
  edge: Edge,
  when: NonNullable<Edge['when']>,
): EdgeNote | null {
  if (when.kind === 'field') {
    const value = isMap(source.output) ? own(source.output, when.field) : undefined;
    if (value === undefined)
      return { edge: edge.id, reason: 'missing_field', detail: `there is no field ${when.field}` };
    if (typeof value !== 'boolean') {
      return { edge: edge.id, reason: 'not_boolean', detail: `${when.field} is ${shown(value)}, not a boolean` };
    }
    return value === !when.negated ? null : { edge: edge.id, reason: 'false', detail: `${when.field} is ${value}` };
  }
  const scope = scopeOf(graph, state, source.branch, { input: source.output, behind: runInputs(state) });
  const result = evaluate(when.expr, scope);
  if (!result.ok) return { edge: edge.id, reason: 'expression_error', detail: result.message };
  return truthy(result.value) ? null : { edge: edge.id, reason: 'false', detail: `${when.source} is false` };
}

function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** R-EDGE-06, R-EDGE-08. */
function nothingEligible(node: string, edges: readonly Edge[], notes: readonly EdgeNote[]): RunError {
  const exhausted = notes.find((note) => note.reason === 'loop_exhausted');
  const ordered = edges.map((edge) => notes.find((note) => note.edge === edge.id)).filter((note) => note !== undefined);
  const details = { edges: ordered.map(({ edge, reason, detail }) => ({ edge, reason, detail })) };
  if (exhausted !== undefined) {
    const [loop = '', use = ''] = exhausted.detail.split(' ');
    const [count = '', max = ''] = use.split('/');
    const tried = ordered.map((note) => `${note.edge} (${note.reason === 'loop_exhausted' ? 'loop' : note.detail})`);
    return {
      code: 'LOOP_EXHAUSTED',
      message: `loop ${loop} is used up (${count} of ${max}); tried ${tried.join(', ')}`,
      node_id: node,
      hint: `resume with --extend-loop ${loop}=1, or give ${node} an edge that is taken when the loop is used up`,
      details: { loop, used: use, ...details },
    };
  }
  const why = ordered.map((note) => `${note.edge} (${note.detail})`);
  return {
    code: 'NO_OUTGOING_EDGE',
    message: edges.length === 0 ? `${node} has no outgoing edge` : `no edge of ${node} can be taken: ${why.join(', ')}`,
    node_id: node,
    hint: edges.length === 0 ? `add an edge from ${node}` : `add an edge from ${node} without a condition`,
    details,
  };
}

function expressionError(node: string, message: string): RunError {
  return { code: 'EXPRESSION_ERROR', message, node_id: node };
}
