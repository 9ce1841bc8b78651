// Which cases the ways out of a node cover (E-INSP-17, L-SEM-15, L-SEM-16), for the branch table: whether one is always taken, what is
// missing, and which can never be taken because earlier ones have every case of theirs (R-EDGE-01, R-EDGE-02).
import { isNegationOf, sameExpression } from '../expression/equal.ts';
import type { CompiledGraph, Edge, EdgeId, NodeId } from '../graph.ts';

export interface Coverage {
  /** What decides: conditions in order, a turn, a model, or nothing (every way out is taken). */
  readonly by: 'conditions' | 'turns' | 'model' | 'all';
  /** Whatever happens, some way out is taken; a loop that is exhausted is not looked at. */
  readonly complete: boolean;
  /** The one case that is left open, where a single field says it. */
  readonly open?: { readonly field: string; readonly negated: boolean };
  readonly never: readonly EdgeId[];
}

/** Undefined for ends and for nodes without a way out. */
export function coverageOf(graph: CompiledGraph, node: NodeId): Coverage | undefined {
  const edges = graph.edges.filter((edge) => edge.from === node);
  const found = graph.nodes.find((each) => each.id === node);
  if (found === undefined || edges.length === 0 || found.kind === 'done' || found.kind === 'fail') return undefined;
  const mode = found.kind === 'router' ? found.mode : 'condition';
  if (mode === 'fan_out_all') return { by: 'all', complete: true, never: [] };
  if (mode === 'llm') return { by: 'model', complete: true, never: [] };
  if (mode === 'round_robin') {
    // Turns go to the ways without a condition (R-ROUTE-02).
    const never = edges.filter((edge) => edge.when !== undefined);
    return { by: 'turns', complete: never.length < edges.length, never: never.map((edge) => edge.id) };
  }
  const conditional = edges.filter((edge) => edge.when !== undefined);
  const complete = conditional.length < edges.length || coversAll(conditional);
  const open = complete ? undefined : openCase(conditional);
  return {
    by: 'conditions',
    complete,
    ...(open === undefined ? {} : { open }),
    never: edges.filter((edge) => isShadowed(edge, edges)).map((edge) => edge.id),
  };
}

/** Conditional ways go first, in their order; one without a condition is the fallback wherever it is written (R-EDGE-02). */
function isShadowed(edge: Edge, edges: readonly Edge[]): boolean {
  const lasting = edges.filter((each) => each !== edge && each.loop === undefined);
  const earlier = lasting.filter((each) => each.index < edge.index);
  if (edge.when === undefined)
    return (
      coversAll(lasting.filter((each) => each.when !== undefined)) || earlier.some((each) => each.when === undefined)
    );
  const before = earlier.filter((each) => each.when !== undefined);
  return before.some((each) => sameCondition(each, edge)) || coversAll(before);
}

function sameCondition({ when: a }: Edge, { when: b }: Edge): boolean {
  if (a?.kind === 'field') return b?.kind === 'field' && a.field === b.field && a.negated === b.negated;
  return a?.kind === 'expr' && b?.kind === 'expr' && sameExpression(a.expr, b.expr);
}

function areOpposite({ when: a }: Edge, { when: b }: Edge): boolean {
  if (a?.kind === 'field') return b?.kind === 'field' && a.field === b.field && a.negated !== b.negated;
  return a?.kind === 'expr' && b?.kind === 'expr' && isNegationOf(a.expr, b.expr);
}

function coversAll(conditional: readonly Edge[]): boolean {
  return conditional.some((a, index) => conditional.slice(index + 1).some((b) => areOpposite(a, b)));
}

function openCase(conditional: readonly Edge[]): Coverage['open'] {
  const [first] = conditional;
  if (first?.when?.kind !== 'field' || !conditional.every((each) => sameCondition(each, first))) return undefined;
  return { field: first.when.field, negated: !first.when.negated };
}
