// Loops and cycles: C005, C019, C026, C127 (L-EDGE-04, L-SEM-18, L-SEM-19).
import { absolute } from '../compile/context.ts';
import type { EdgeSymbol } from '../compile/edges.ts';
import { boundNumber } from '../compile/flowParts.ts';
import { undeclaredCycles } from '../compile/loops.ts';
import type { LoopFacts, Model } from '../compile/model.ts';
import { templateOf } from '../compile/texts.ts';
import type { EditOperation } from '../edit/operations.ts';
import type { Token } from '../tree.ts';
import { operation, preferred, type Fix } from './fixes.ts';

export function checkLoops(model: Model): void {
  if (model.flow.entry === undefined) return;
  for (const loop of model.loops) {
    bounds(model, loop);
    idle(model, loop);
  }
  cycles(model);
}

interface Bound {
  readonly edge: EdgeSymbol;
  readonly token?: Token;
  /** Bounds with one meaning have one key; undefined when the bound cannot be relied on. */
  readonly key: string | undefined;
  readonly shown: string;
}

function boundsOf({ edges }: LoopFacts): Bound[] {
  return edges.map((edge): Bound => {
    const token = edge.loop?.bound;
    if (token === undefined || edge.loop?.broken === true) return { edge, key: undefined, shown: '1' };
    const number = boundNumber(token);
    if (number !== undefined) return { edge, token, key: String(number), shown: String(number) };
    const [ref] = templateOf(token).pieces;
    if (!templateOf(token).whole || ref?.kind !== 'ref') return { edge, token, key: undefined, shown: token.value };
    return { edge, token, key: JSON.stringify([ref.ns, ...ref.path]), shown: token.value };
  });
}

function bounds(model: Model, loop: LoopFacts): void {
  const { problems } = model.context;
  let first: Bound | undefined;
  for (const bound of boundsOf(loop)) {
    const { edge, token, key } = bound;
    if (token === undefined) continue;
    const span = absolute(edge.at, token);
    const number = boundNumber(token);
    if (number === undefined ? key === undefined && templateOf(token).errors.length === 0 : number < 1) {
      problems.report('C026', span, {
        with: { value: token.value },
        edgeId: edge.id,
        fixes: [preferred(setBound('Set 1', edge, loop.name, 1)), setBound('Set 3', edge, loop.name, 3)],
      });
      continue;
    }
    if (key === undefined) continue;
    if (first === undefined) first = bound;
    else if (first.key !== key) {
      const place = first.token === undefined ? first.edge.node : first.token;
      problems.report('C005', span, {
        with: { name: loop.name, other: first.shown },
        edgeId: edge.id,
        related: [{ span: absolute(first.edge.at, place), message: 'The first bound.' }],
        fixes: [preferred(useBound(first, bound)), renameLoop(model, edge, loop.name)],
      });
    }
  }
}

function setBound(title: string, edge: EdgeSymbol, name: string, bound: number): Fix {
  return operation(title, { op: 'setLoop', edge: edge.id, loop: { name, bound } });
}

function useBound(first: Bound, bound: Bound): Fix | undefined {
  if (first.token === undefined || bound.token === undefined) return undefined;
  const { at } = bound.edge;
  const edits = [{ start: at + bound.token.start, end: at + bound.token.end, newText: first.token.text }];
  return { title: `Use the bound ${first.shown} here`, edits };
}

function renameLoop(model: Model, edge: EdgeSymbol, name: string): Fix | undefined {
  const token = edge.loop?.nameToken;
  if (token === undefined) return undefined;
  let other = `${name}_2`;
  for (let n = 3; model.loopNames.has(other); n++) other = `${name}_${n}`;
  const edits = [{ start: edge.at + token.start, end: edge.at + token.end, newText: other }];
  return { title: `Rename the loop of this edge to \`${other}\``, edits };
}

function idle(model: Model, loop: LoopFacts): void {
  if (loop.flow === undefined || loop.flow.home.length > 0 || loop.edges.some((edge) => !edge.known)) return;
  const [edge] = loop.edges;
  if (edge?.loop === undefined) return;
  model.context.problems.report('C127', absolute(edge.at, edge.loop.nameToken), {
    with: { name: loop.name },
    edgeId: edge.id,
    fixes: [preferred(operation(`Remove \`as ${loop.name}\`${crowded(model, loop)}`, ...loop.edges.map(unloop)))],
  });
}

function unloop(edge: EdgeSymbol): EditOperation {
  return { op: 'setLoop', edge: edge.id, loop: null };
}

/** Announces that a node is left with several edges without condition (C010). */
function crowded(model: Model, loop: LoopFacts): string {
  const freed = loop.edges.filter((edge) => edge.condition.kind === 'none');
  const name = freed.find((edge) =>
    (model.edgesFrom.get(edge.from) ?? []).some(
      (each) => each !== edge && each.condition.kind === 'none' && (each.node.as === undefined || freed.includes(each)),
    ),
  )?.from;
  return name === undefined ? '' : ` (then choose one edge of \`${name}\`)`;
}

/** The first free name of `retry`, `retry_2`, … (L-SEM-18). */
export function freeLoopName(model: Model): string {
  let name = 'retry';
  for (let n = 2; model.loopNames.has(name); n++) name = `retry_${n}`;
  return name;
}

function mayBeLooped(model: Model, nodes: readonly number[]): boolean {
  const members = new Set(nodes);
  return nodes.some((node) =>
    (model.flow.out[node] ?? []).some(
      (e) => members.has(model.flow.edges[e]?.to ?? -1) && model.flowEdges[e]?.node.rest !== undefined,
    ),
  );
}

function cycles(model: Model): void {
  for (const cycle of undeclaredCycles(model.flow)) {
    const edge = model.flowEdges[cycle.edge];
    // What cannot be read of an edge may have named its loop (L-DIAG-04).
    if (edge === undefined || mayBeLooped(model, cycle.nodes)) continue;
    const name = freeLoopName(model);
    const shown = cycle.nodes.slice(0, 5).map((node) => model.name(node));
    if (cycle.nodes.length > shown.length) shown.push('…');
    const loop = { op: 'setLoop', edge: edge.id, loop: { name, bound: 3 } } as const;
    model.context.problems.report('C019', edge.span, {
      with: { nodes: shown.join(', ') },
      ...(cycle.touchesLoop ? { severity: 'warning' } : {}),
      edgeId: edge.id,
      fixes: [preferred(operation(`Add \`as ${name}(3)\``, loop))],
    });
  }
}
