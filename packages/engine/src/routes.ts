// The offer of an llm router (R-ROUTE-04): its routes as text, the schema of the answer, and which selections a join needs (R-ROUTE-05).
import type { Node, RouterNode } from '@iterion/dsl';
import type { LlmRequest } from './effects.ts';
import { outgoingOf, type GraphIndex } from './graphIndex.ts';
import { isMap, type Json, type JsonMap } from './json.ts';

export interface Offer {
  readonly text: string;
  readonly schema: JsonMap;
  readonly route: NonNullable<LlmRequest['route']>;
}

export function routeOf(graph: GraphIndex, node: RouterNode): Offer {
  const candidates = candidatesOf(graph, node);
  const one: JsonMap = { type: 'string', enum: [...candidates] };
  const selection: JsonMap = node.multi
    ? { selected_routes: { type: 'array', items: one, minItems: 1, uniqueItems: true } }
    : { selected_route: one };
  return {
    text: offerText(graph, node, candidates),
    schema: {
      type: 'object',
      properties: { ...selection, reasoning: { type: 'string' } },
      required: [...Object.keys(selection), 'reasoning'],
      additionalProperties: false,
    },
    route: { candidates, multi: node.multi, require: node.multi ? requirements(graph, node) : [] },
  };
}

/** The distinct targets in edge order. */
function candidatesOf(graph: GraphIndex, node: RouterNode): readonly string[] {
  return [...new Set(outgoingOf(graph, node.id).map((edge) => edge.to))];
}

export type Selected =
  | { readonly ok: true; readonly targets: readonly string[] }
  | { readonly ok: false; readonly message: string };

/** The routes that an answer selects, in edge order; why not, when it is no valid selection. */
export function selectedRoutes(graph: GraphIndex, node: RouterNode, answer: Json): Selected {
  const candidates = candidatesOf(graph, node);
  const given = isMap(answer) ? answer[node.multi ? 'selected_routes' : 'selected_route'] : undefined;
  const names = node.multi ? given : [given];
  if (!Array.isArray(names) || names.length === 0) {
    return { ok: false, message: `${node.id} needs at least one of ${candidates.join(', ')}` };
  }
  const chosen = new Set<string>();
  for (const name of names) {
    if (typeof name !== 'string' || !candidates.includes(name)) {
      return { ok: false, message: `${JSON.stringify(name ?? null)} is none of the routes ${candidates.join(', ')}` };
    }
    chosen.add(name);
  }
  const missed = (node.multi ? requirements(graph, node) : []).find(
    ({ any_of }) => !any_of.some((name) => chosen.has(name)),
  );
  if (missed !== undefined) {
    return {
      ok: false,
      message: `${missed.node} is required but cannot be reached; select one of ${missed.any_of.join(', ')}`,
    };
  }
  return { ok: true, targets: candidates.filter((name) => chosen.has(name)) };
}

function requirements(graph: GraphIndex, node: RouterNode): NonNullable<LlmRequest['route']>['require'] {
  const fanOut = graph.fanOuts.get(node.id);
  const join = fanOut?.convergence === undefined ? undefined : graph.nodes.get(fanOut.convergence);
  if (fanOut === undefined || join?.kind !== 'join') return [];
  return join.require.flatMap((required) => {
    const any_of = fanOut.branches.filter((branch) => branch.nodes.includes(required)).map((branch) => branch.head);
    return any_of.length === 0 ? [] : [{ node: required, any_of: [...new Set(any_of)] }];
  });
}

function offerText(graph: GraphIndex, node: RouterNode, candidates: readonly string[]): string {
  const lines = candidates.map((name) => {
    const target: Node | undefined = graph.nodes.get(name);
    const description = target?.description === undefined ? '' : `: ${target.description}`;
    return `- ${name} (${target?.kind ?? 'node'})${description}`;
  });
  const task = node.multi ? 'Select every route that should be taken.' : 'Select the one route that should be taken.';
  return `${task} The routes are:\n${lines.join('\n')}`;
}
