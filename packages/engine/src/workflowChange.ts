// Resuming with another file (R-RESUME-07): which nodes differ, whose finished results would be kept although their node changed,
// and what makes the new graph unfit for the positions of the run.
import type { CompiledGraph } from '@iterion/dsl';
import { fanOutOf } from './branchTree.ts';
import type { RunError } from './effects.ts';
import type { RunEvent, WorkflowChange } from './events.ts';
import { indexOf, type GraphIndex } from './graphIndex.ts';
import { activationId } from './ids.ts';
import type { Json, JsonMap } from './json.ts';
import { entriesOf } from './persistentMap.ts';
import { MAIN, type BranchState, type Position, type RunState } from './state.ts';

export type WorkflowComparison =
  | {
      readonly ok: true;
      /** `forced` is the caller's to set when `stale` is not empty. */
      readonly change: Omit<WorkflowChange, 'forced'>;
    }
  | { readonly ok: false; readonly error: RunError };

/** Compares the graph of the log with another one, for the run as it stands. `vars` gives the defaults of new variables. */
export function compareWorkflow(
  from: CompiledGraph,
  to: CompiledGraph,
  run: { readonly state: RunState; readonly log: Iterable<RunEvent>; readonly vars?: JsonMap },
): WorkflowComparison {
  const before = indexOf(from);
  const after = indexOf(to);
  const problem = unfit(after, run.state);
  if (problem !== null) {
    return {
      ok: false,
      error: {
        code: 'RESUME_INVALID',
        message: `the run cannot go on with this file: ${problem.message}`,
        node_id: problem.node,
        hint: 'undo the change, or fork the run from before it',
      },
    };
  }
  const changed = to.nodes.filter(
    (node) => (before.nodes.get(node.id)?.fingerprint ?? node.fingerprint) !== node.fingerprint,
  );
  const removed = from.nodes.filter((node) => !after.nodes.has(node.id)).map((node) => node.id);
  const differing = new Set([...changed.map((node) => node.id), ...removed]);
  const vars = newVars(to, run.state, run.vars ?? {});
  return {
    ok: true,
    change: {
      from_hash: run.state.graph_hash,
      to_hash: to.hash,
      changed: changed.map((node) => node.id),
      added: to.nodes.filter((node) => !before.nodes.has(node.id)).map((node) => node.id),
      removed,
      stale: staleActivations(run.log, differing),
      ...(Object.keys(vars).length === 0 ? {} : { vars }),
    },
  };
}

/** Recorded values stay; a new variable gets its default. */
function newVars(to: CompiledGraph, state: RunState, defaults: JsonMap): JsonMap {
  const missing = to.vars.filter((variable) => !Object.hasOwn(state.vars, variable.name));
  return Object.fromEntries(
    missing.map((variable): [string, Json] => [
      variable.name,
      Object.hasOwn(defaults, variable.name) ? (defaults[variable.name] ?? null) : null,
    ]),
  );
}

/** Finished activations of nodes that differ. */
function staleActivations(log: Iterable<RunEvent>, differing: ReadonlySet<string>): readonly string[] {
  const stale: string[] = [];
  for (const event of log) {
    if (event.type !== 'node_finished' || event.node_id === undefined || !differing.has(event.node_id)) continue;
    stale.push(activationId(event.branch_id ?? MAIN, event.node_id, event.iteration ?? 0));
  }
  return stale;
}

interface Problem {
  readonly message: string;
  readonly node: string;
}

function unfit(graph: GraphIndex, state: RunState): Problem | null {
  for (const [, branch] of entriesOf(state.branches)) {
    const problem = unfitBranch(graph, state, branch);
    if (problem !== null) return problem;
  }
  return null;
}

function unfitBranch(graph: GraphIndex, state: RunState, branch: BranchState): Problem | null {
  const { position } = branch;
  if (position.k === 'ended' && ['arrived', 'left', 'done'].includes(position.status)) return null;
  const at: Exclude<Position, { k: 'ended' }> = position.k === 'ended' ? position.resume : position;
  const node = at.k === 'starting' ? at.to : at.node;
  if (!graph.nodes.has(node)) return { message: `${node}, where branch ${branch.id} stands, is gone`, node };
  if (at.k === 'open') {
    const lost = at.loop_path.find(([name]) => !graph.loops.has(name));
    if (lost !== undefined) return { message: `loop ${lost[0]}, in which ${node} runs, is gone`, node };
  }
  const fanOut = at.k === 'forked' ? fanOutOf(state, at.fan_out) : undefined;
  if (fanOut === undefined) return null;
  const compiled = graph.fanOuts.get(fanOut.router);
  if ((compiled?.convergence ?? 'done') !== fanOut.convergence) {
    const now = compiled?.convergence ?? 'nowhere';
    return {
      message: `the branches of ${fanOut.router} met at ${fanOut.convergence}, now at ${now}`,
      node: fanOut.router,
    };
  }
  if (compiled !== undefined && compiled.strategy !== fanOut.strategy) {
    return {
      message: `the strategy of ${fanOut.convergence} changed while its branches run`,
      node: fanOut.convergence,
    };
  }
  const lost = fanOut.edges.find((edge) => !graph.edges.has(edge));
  return lost === undefined
    ? null
    : { message: `edge ${lost}, by which a branch started, is gone`, node: fanOut.router };
}
