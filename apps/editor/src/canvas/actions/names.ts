// Names that nobody bears yet: `kind_n` over all node kinds (E-CANVAS-18), `loop_n` over loops.
import type { CompiledGraph } from '@iterion/dsl';
import type { Projection } from '../../document/projection.ts';

export function freeNodeName(projection: Projection, base: string, also: readonly string[] = []): string {
  const taken = new Set([...projection.nodes.map((node) => node.name), ...also]);
  return numbered(base, taken);
}
export function freeLoopName(graph: Pick<CompiledGraph, 'loops'> | null): string {
  return numbered('loop', new Set(graph?.loops.map((loop) => loop.name)));
}
export function numbered(base: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) if (!taken.has(`${base}_${n}`)) return `${base}_${n}`;
}
