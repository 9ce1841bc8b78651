// Edges, loops and fan-outs as parts of the graph (Appendix A), and what nodes know of them.
import type { Edge, FanOut, JsonTemplate, Loop, Node, WithValue } from '../graph.ts';
import { descriptionOf, isString, type JsonValue, type Token, type WithEntry } from '../tree.ts';
import type { EdgeSymbol } from './edges.ts';
import type { LoopFacts, Model } from './model.ts';
import { templateOf } from './texts.ts';
import type { Scope } from './scope.ts';
import type { Values } from './values.ts';

export function edges(model: Model, values: Values): Edge[] {
  return model.edges.map((symbol) => edge(model, symbol, values));
}

function edge(model: Model, symbol: EdgeSymbol, values: Values): Edge {
  const { context, flow } = model;
  const { id, index, ordinal, from, to, known, node, at, condition } = symbol;
  const number = model.flowIndex[index] ?? -1;
  const scope: Scope = { kind: 'edge', edge: symbol };
  const result: Edge = {
    id,
    index,
    ordinal,
    from,
    to,
    range: context.range(at, node),
    known,
    back: flow.back[number] === true,
    leaves: [],
  };
  const description = descriptionOf(node);
  if (description !== undefined) result.description = description;
  if (condition.kind === 'field') {
    const { field, negated, token } = condition;
    result.when = { kind: 'field', field, negated, range: context.range(at, node.when ?? token) };
  } else if (condition.kind === 'expr') {
    const { parsed, token } = condition;
    // A condition that does not parse stays visible; the graph is not valid and never runs.
    const expr =
      parsed.expr === undefined ? { op: 'lit' as const, value: null } : values.expression(parsed, parsed.expr, scope);
    result.when = { kind: 'expr', source: parsed.source, expr, range: context.range(at, node.when ?? token) };
  }
  if (symbol.loop !== undefined) {
    result.loop = { name: symbol.loop.name, range: context.range(at, node.as ?? symbol.loop.nameToken) };
  }
  if (symbol.entries !== undefined) {
    result.with = symbol.entries.flatMap((entry) => {
      const value = withValue(entry, at, values, scope);
      return value === undefined ? [] : [{ key: entry.key.value, value, range: context.range(at, entry) }];
    });
  }
  return result;
}

function withValue({ value }: WithEntry, at: number, values: Values, scope: Scope): WithValue | undefined {
  if (value === undefined) return undefined;
  if (value.type === 'Literal' && !isJsonWord(value.token)) {
    return { kind: 'template', template: values.template(templateOf(value.token), value.token, at, [scope]) };
  }
  return { kind: 'json', value: jsonTemplate(value, at, values, scope) };
}

/** Numbers, `true`, `false` and `null`; anything else that is one token is text. */
function isJsonWord(token: Token): boolean {
  if (token.kind === 'int' || token.kind === 'float') return true;
  return token.kind === 'name' && (token.text === 'true' || token.text === 'false' || token.text === 'null');
}

/** Nesting of literals is bounded (L-LIM-02), so this recurses. */
function jsonTemplate(value: JsonValue, at: number, values: Values, scope: Scope): JsonTemplate {
  if (value.type === 'Literal') {
    const { token } = value;
    if (isString(token)) return { t: values.template(templateOf(token), token, at, [scope]) };
    if (token.kind === 'int' || token.kind === 'float') return Number(token.text);
    return token.text === 'true' ? true : token.text === 'false' ? false : null;
  }
  if (value.shape === 'array') return value.elements.map((element) => jsonTemplate(element, at, values, scope));
  const members = value.members.map((member): [string, JsonTemplate] => [
    member.key.value,
    member.value === undefined ? null : jsonTemplate(member.value, at, values, scope),
  ]);
  return { o: Object.fromEntries(members) };
}

export function loops(model: Model, values: Values): Loop[] {
  return model.loops.map((facts) => ({
    name: facts.name,
    bound: bound(facts, values),
    edges: facts.edges.filter((symbol) => symbol.known).map((symbol) => symbol.id),
    entries: [...new Set(facts.edges.filter((symbol) => symbol.known).map((symbol) => symbol.to))],
    home: (facts.flow?.home ?? []).map((node) => model.name(node)),
    body: (facts.flow?.body ?? []).map((node) => model.name(node)),
    inside: [...(facts.flow?.inside ?? [])],
  }));
}

/** The bound of the first edge that gives one; without any it is 1 (L-EDGE-04). */
function bound({ edges: bearing }: LoopFacts, values: Values): Loop['bound'] {
  const symbol = bearing.find((each) => each.loop?.bound !== undefined && !each.loop.broken) ?? bearing[0];
  const token = symbol?.loop?.bound;
  if (symbol === undefined || token === undefined) return { kind: 'literal', value: 1 };
  const number = boundNumber(token);
  if (number !== undefined) return { kind: 'literal', value: number };
  const parsed = templateOf(token);
  if (!parsed.whole) return { kind: 'literal', value: 1 };
  return { kind: 'template', template: values.template(parsed, token, symbol.at, [{ kind: 'edge', edge: symbol }]) };
}

/** The number of a bound: an integer, or a decimal number in quotes; undefined for a template and anything else. */
export function boundNumber(token: Token): number | undefined {
  if (token.kind === 'int') return Number(token.text);
  return isString(token) && /^\s*-?\d+\s*$/.test(token.value) ? Number(token.value) : undefined;
}

/** The fan-outs; nodes and edges learn where they stand in them. */
export function fanOuts(model: Model, nodes: readonly Node[], graphEdges: readonly Edge[]): FanOut[] {
  const result = model.fanOuts.map((found): FanOut => {
    const { convergence } = found;
    const target = convergence === undefined ? undefined : model.nodes[convergence];
    const fanOut: FanOut = {
      router: model.name(found.router),
      explicit: found.explicit,
      strategy: target === undefined ? 'wait_all' : model.strategyOf(target),
      branches: found.branches.map((branch) => ({
        edge: model.flowEdges[branch.edge]?.id ?? '',
        head: model.name(branch.head),
        nodes: branch.nodes.map((node) => model.name(node)),
        detached: branch.detached,
      })),
    };
    if (convergence !== undefined) {
      fanOut.convergence = model.name(convergence);
      nodes[convergence]?.convergenceOf.push(fanOut.router);
    }
    return fanOut;
  });
  for (const found of outermostFirst(model)) {
    for (const branch of found.branches) {
      for (const node of branch.nodes) {
        nodes[node]?.branches.push({ fanOut: model.name(found.router), head: model.name(branch.head) });
      }
      markLeaving(model, found.router, new Set(branch.nodes), graphEdges);
    }
  }
  return result;
}

/** A fan-out whose router lies in a branch of another comes after it; else by declaration. */
function outermostFirst(model: Model): Model['fanOuts'] {
  const depth = new Map<number, number>();
  for (const { branches } of model.fanOuts) {
    for (const { nodes } of branches) for (const node of nodes) depth.set(node, (depth.get(node) ?? 0) + 1);
  }
  return model.fanOuts.toSorted(
    (a, b) => (depth.get(a.router) ?? 0) - (depth.get(b.router) ?? 0) || a.router - b.router,
  );
}

function markLeaving(model: Model, router: number, branch: ReadonlySet<number>, graphEdges: readonly Edge[]): void {
  const name = model.name(router);
  for (const node of branch) {
    for (const e of model.flow.out[node] ?? []) {
      const index = model.flowEdges[e]?.index;
      const leaving = index === undefined ? undefined : graphEdges[index];
      const to = model.flow.edges[e]?.to;
      if (leaving === undefined || to === undefined || branch.has(to) || leaving.leaves.includes(name)) continue;
      leaving.leaves.push(name);
    }
  }
}
