// What follows from the shape of the workflow graph alone: the walk over it, its loops, where fan-outs converge. Most keystrokes leave
// the shape as it is, so the results for the last shape of a workflow are kept beside its header.
import type { Declaration } from '../tree.ts';
import { fanOut, type FlowFanOut } from './convergence.ts';
import { buildFlow, reaching, type Flow, type FlowEdge } from './flow.ts';
import { findLoops, loopsAround, type FlowLoop } from './loops.ts';

export interface Shape {
  /** Nodes with the two terminals. */
  readonly size: number;
  readonly edges: readonly FlowEdge[];
  readonly entry: number | undefined;
  /** The routers that fan out, and the nodes that converge explicitly, in order. */
  readonly routers: readonly number[];
  readonly explicit: readonly number[];
}
export interface Shaped {
  readonly flow: Flow;
  readonly loops: readonly FlowLoop[];
  /** Per node the names of the loops whose body contains it, innermost first. */
  readonly loopsAround: readonly (readonly string[])[];
  readonly fanOuts: readonly FlowFanOut[];
}

const last = new WeakMap<Declaration, { readonly shape: Shape; readonly shaped: Shaped }>();

/** The results for a shape; `header` is the workflow's. */
export function shapedBy(header: Declaration | undefined, shape: Shape): Shaped {
  const known = header === undefined ? undefined : last.get(header);
  if (known !== undefined && sameShape(known.shape, shape)) return known.shaped;
  const flow = buildFlow(shape.size, shape.edges, shape.entry);
  const loops = findLoops(flow);
  const shaped = { flow, loops, loopsAround: loopsAround(flow.size, loops), fanOuts: fanOutsOf(flow, shape) };
  if (header !== undefined) last.set(header, { shape, shaped });
  return shaped;
}

function fanOutsOf(flow: Flow, { routers, explicit }: Shape): FlowFanOut[] {
  if (flow.entry === undefined) return [];
  const reachesDone = reaching(flow, [flow.done], (e) => flow.back[e] !== true);
  const explicitNodes = new Set(explicit);
  const isExplicit = (node: number): boolean => explicitNodes.has(node);
  const found: FlowFanOut[] = [];
  for (const router of routers) {
    if (flow.reachable[router] !== true || flow.out[router]?.length === 0) continue;
    found.push(fanOut({ flow, reachesDone, isExplicit }, router));
  }
  return found;
}

function sameShape(a: Shape, b: Shape): boolean {
  if (a.size !== b.size || a.entry !== b.entry || a.edges.length !== b.edges.length) return false;
  for (let i = 0; i < a.edges.length; i++) {
    const one = a.edges[i];
    const other = b.edges[i];
    if (one?.from !== other?.from || one?.to !== other?.to || one?.loop !== other?.loop) return false;
  }
  return sameNumbers(a.routers, b.routers) && sameNumbers(a.explicit, b.explicit);
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((number, i) => number === b[i]);
}
