// Nodes that are not any more what they were when a run started (E-RUN-12): another fingerprint, or new. Pure.
import type { CompiledGraph, NodeId } from '@iterion/dsl';

export function changedSince(ran: CompiledGraph, now: CompiledGraph): readonly NodeId[] {
  const before = new Map(ran.nodes.map(({ id, fingerprint }) => [id, fingerprint]));
  return now.nodes
    .filter(({ id, kind, fingerprint }) => kind !== 'done' && kind !== 'fail' && before.get(id) !== fingerprint)
    .map(({ id }) => id);
}
