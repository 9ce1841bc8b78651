// What it means for a run to go on with an edited workflow (R-RESUME-07): fingerprints of nodes are compared, and the new graph is checked
// against the state. Formatting, comments and layout never matter, because they are not part of a fingerprint.
import { type Graph, type JsonMap, type LimitPatch, type RunState, type WorkflowChange, entriesOf, getIn, limitsOf } from '@iterion/engine';

export type Comparison =
  | { readonly ok: true; readonly change: WorkflowChange; readonly limits: LimitPatch }
  | { readonly ok: false; readonly message: string; readonly hint: string; readonly stale?: readonly string[] };

export interface ComparisonOptions {
  /** Accept changed or removed nodes that have finished activations; their results are kept. */
  readonly force: boolean;
  /** Values of variables that only the new file declares. */
  readonly vars: JsonMap;
}

/** Compares the graph a run was last moved by with the one it is to go on with. */
export function compareWorkflow(before: Graph, after: Graph, state: RunState, options: ComparisonOptions): Comparison {
  const old = new Map(before.nodes.map((node) => [node.id, node.fingerprint]));
  const now = new Map(after.nodes.map((node) => [node.id, node.fingerprint]));
  const changed = [...now].filter(([id, print]) => old.has(id) && old.get(id) !== print).map(([id]) => id);
  const added = [...now.keys()].filter((id) => !old.has(id));
  const removed = [...old.keys()].filter((id) => !now.has(id));
  const obstacle = gonePosition(after, state) ?? differentFanOut(before, after, state, changed) ?? goneLoop(after, state);
  if (obstacle !== undefined) {
    return { ok: false, message: obstacle, hint: 'start a new run from an earlier node with `fork`, or resume with the stored workflow' };
  }
  const stale = finishedActivations(state, new Set([...changed, ...removed]));
  if (stale.length > 0 && !options.force) {
    return {
      ok: false,
      message: `nodes that have finished already were changed or removed: ${stale.join(', ')}`,
      hint: 'their results would be kept; accept that with --force, or `fork` before them',
      stale,
    };
  }
  const known = Object.keys(state.vars);
  const vars = Object.fromEntries(Object.entries(options.vars).filter(([name]) => !known.includes(name)));
  const change: WorkflowChange = {
    from_hash: state.graph_hash,
    to_hash: after.hash,
    changed,
    added,
    removed,
    stale,
    forced: stale.length > 0,
    ...(Object.keys(vars).length === 0 ? {} : { vars }),
  };
  return { ok: true, change, limits: changedLimits(before, after) };
}

/** Limits that the file now sets otherwise; null where it sets none any more. */
function changedLimits(before: Graph, after: Graph): LimitPatch {
  const old: Readonly<Record<string, number | null | undefined>> = { ...limitsOf(before.workflow?.budget) };
  const now: Readonly<Record<string, number | null | undefined>> = { ...limitsOf(after.workflow?.budget) };
  const names = new Set([...Object.keys(old), ...Object.keys(now)]);
  return Object.fromEntries([...names].filter((name) => old[name] !== now[name]).map((name) => [name, now[name] ?? null]));
}

/** A branch stands at a node that the new graph does not have. */
function gonePosition(after: Graph, state: RunState): string | undefined {
  const ids = new Set(after.nodes.map(({ id }) => id));
  for (const [branch, { position: at }] of entriesOf(state.branches)) {
    const position = at.k === 'ended' ? at.resume : at;
    if (at.k === 'ended' && ['arrived', 'left', 'done'].includes(at.status)) continue;
    const node = position.k === 'starting' ? position.to : position.node;
    if (!ids.has(node)) return `branch ${branch} stands at ${node}, which the new workflow does not have`;
  }
  return undefined;
}

/** Branches are under way whose router or meeting point is no longer the same. */
function differentFanOut(before: Graph, after: Graph, state: RunState, changed: readonly string[]): string | undefined {
  for (const [, { position }] of entriesOf(state.branches)) {
    if (position.k !== 'forked') continue;
    const fanOut = getIn(state.fan_outs, position.fan_out);
    if (fanOut === undefined) continue;
    const { router } = fanOut;
    if (changed.includes(router)) return `the router ${router}, whose branches are under way, was changed`;
    const meets = (graph: Graph): string | undefined => graph.fanOuts.find((candidate) => candidate.router === router)?.convergence;
    if (meets(before) !== meets(after)) {
      return `the branches of ${router} are under way to ${fanOut.convergence}; in the new workflow they meet at ${meets(after) ?? 'no node'}`;
    }
  }
  return undefined;
}

/** A running activation lies in a loop that the new graph does not have. */
function goneLoop(after: Graph, state: RunState): string | undefined {
  const names = new Set(after.loops.map(({ name }) => name));
  for (const [, { position }] of entriesOf(state.branches)) {
    if (position.k !== 'open') continue;
    const gone = position.loop_path.find(([name]) => !names.has(name));
    if (gone !== undefined) return `${position.node} runs in the loop ${gone[0]}, which the new workflow does not have`;
  }
  return undefined;
}

/** Finished activations of the given nodes, in tree order of their branches. */
function finishedActivations(state: RunState, nodes: ReadonlySet<string>): string[] {
  const branches = entriesOf(state.branches)
    .map(([, branch]) => branch)
    .sort((a, b) => a.path.length - b.path.length || a.id.localeCompare(b.id));
  return branches.flatMap(({ id, scope, position: at }) => {
    const position = at.k === 'ended' ? at.resume : at;
    return entriesOf(scope.iterations)
      .filter(([node]) => nodes.has(node))
      .flatMap(([node, opened]) => {
        const unfinished = position.k === 'open' && position.node === node;
        return Array.from({ length: unfinished ? opened - 1 : opened }, (_, iteration) => `${id}:${node}:${iteration}`);
      });
  });
}
