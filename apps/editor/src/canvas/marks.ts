// What is marked for the selection: the body of a selected loop edge (E-EDGE-14), the branches of a selected fan-out (E-EDGE-13). Pure.
import type { FanOut, Loop } from '@iterion/dsl';
import type { ItemId } from '../document/model.ts';
import type { Projection } from '../document/projection.ts';
import type { MarkedArea } from './view.ts';

export function marksFor(
  projection: Projection,
  loops: readonly Loop[],
  fanOuts: readonly FanOut[],
  primary: ItemId | null,
): readonly MarkedArea[] {
  const view = primary === null ? undefined : projection.items.get(primary);
  const ids = (names: readonly string[]): ItemId[] =>
    names.flatMap((name) => projection.names.get(`node:${name}`) ?? []);
  if (view?.type === 'edge' && view.data.loop) {
    const loop = loops.find((candidate) => candidate.name === view.data.loop?.name);
    return loop ? [{ key: loop.name, kind: 'loop', nodes: ids(loop.body) }] : [];
  }
  if (view?.type !== 'node' || view.kind !== 'router') return [];
  const fanOut = fanOuts.find((candidate) => candidate.router === view.name);
  const branches = fanOut?.branches ?? [];
  return branches.map((branch) => ({ key: branch.edge, kind: 'branch', nodes: ids(branch.nodes) }));
}
