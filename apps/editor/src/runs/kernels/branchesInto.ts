// The branches that meet at a node (E-RUN-27): those of the newest fan-out that ends there, in the order in which they are merged. Pure.
import type { View, ViewBranch } from '@iterion/engine';

export function branchesInto(
  view: View,
  node: string,
  parent?: string,
): { readonly branches: readonly ViewBranch[]; readonly strategy: ViewBranch['strategy'] } {
  const all = view.branches.filter(
    ({ convergence, parent: own }) => convergence === node && (parent === undefined || own === parent),
  );
  const newest = all.at(-1)?.fan_out;
  const branches = all.filter(({ fan_out }) => fan_out === newest);
  return { branches, strategy: branches[0]?.strategy ?? null };
}
