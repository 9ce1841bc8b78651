// The way that led to where a run stands (E-RUN-14): from each place that still counts, back along the edge taken last before it; where
// branches met, back along each of them. Pure.
import type { CompiledGraph, EdgeId, NodeId } from '@iterion/dsl';
import type { View, ViewBranch } from '@iterion/engine';

interface Taken {
  readonly id: EdgeId;
  readonly from: NodeId;
  readonly seq: number;
}

export function lastPath(graph: CompiledGraph, view: View): ReadonlySet<EdgeId> {
  const into = takenInto(graph, view);
  const merges = newestMerges(view);
  const path = new Set<EdgeId>();
  const waiting: { readonly node: NodeId; readonly before: number }[] = standing(view).map((node) => ({
    node,
    before: Number.POSITIVE_INFINITY,
  }));
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const { node, before } = at;
    const earlier = (into.get(node) ?? []).filter(({ seq }) => seq < before);
    const begun = beginningOf(merges.get(node) ?? [], into);
    const last = earlier.reduce<Taken | null>((a, b) => (a === null || b.seq > a.seq ? b : a), null);
    if (last === null) continue;
    for (const edge of begun === null || last.seq < begun ? [last] : earlier.filter(({ seq }) => seq >= begun)) {
      if (path.has(edge.id)) continue;
      path.add(edge.id);
      waiting.push({ node: edge.from, before: edge.seq });
    }
  }
  return path;
}

function takenInto(graph: CompiledGraph, view: View): ReadonlyMap<NodeId, readonly Taken[]> {
  const into = new Map<NodeId, Taken[]>();
  for (const { id, from, to } of graph.edges) {
    const seq = view.edge_facts[id]?.taken_seq;
    if (seq === undefined || seq === null) continue;
    into.set(to, [...(into.get(to) ?? []), { id, from, seq }]);
  }
  return into;
}

/** By convergence the branches of the newest fan-out that ends there. */
function newestMerges(view: View): ReadonlyMap<NodeId, readonly ViewBranch[]> {
  const merges = new Map<NodeId, ViewBranch[]>();
  for (const branch of view.branches) {
    if (branch.convergence === null) continue;
    const known = merges.get(branch.convergence) ?? [];
    merges.set(branch.convergence, [...known.filter(({ fan_out }) => fan_out === branch.fan_out), branch]);
  }
  return merges;
}

/** The seq at which the first of the branches was entered; null when none was. */
function beginningOf(branches: readonly ViewBranch[], into: ReadonlyMap<NodeId, readonly Taken[]>): number | null {
  const seqs = branches.flatMap(({ router, first_node }) =>
    (into.get(first_node ?? '') ?? []).filter(({ from }) => from === router).map(({ seq }) => seq),
  );
  return seqs.length === 0 ? null : Math.min(...seqs);
}

/** Where `main` stands, and every branch that is under way. */
function standing({ branches }: View): readonly NodeId[] {
  return branches.flatMap(({ last_node, parent, status, joined }) =>
    last_node !== null && (parent === null || status === 'running' || (status !== 'pending' && !joined))
      ? [last_node]
      : [],
  );
}
