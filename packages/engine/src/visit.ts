// One branch, as far as it can go without an outside result (R-CORE-11). Each call of `move` makes one move and says whether there
// was one; what cannot move stays where it is and is asked again when something has changed.
import { endBeforeStop, fork, startChildren, takeFirstEdge, traverse } from './branches.ts';
import { branchOf, isCondemned, readUp } from './branchTree.ts';
import { usageTotals } from './budget.ts';
import { cancelBranch, failBranch, failRun, publish } from './ending.ts';
import { carryOut } from './instantNodes.ts';
import type { Json } from './json.ts';
import { openActivation, openAttempt } from './opening.ts';
import { askForRecovery, consumeAnswers } from './people.ts';
import { getIn } from './persistentMap.ts';
import { edgeTo, firingEdges, roundRobinEdge, selectEdge, takeEdge, type Choice, type Selection } from './routing.ts';
import { MAIN, type BranchState, type EnteringPosition, type FinishedPosition, type OpenPosition } from './state.ts';
import { millisOf } from './time.ts';
import { emit, type Work } from './work.ts';

/** True when the branch moved at all. */
export function visit(work: Work, branchId: string): boolean {
  let moved = false;
  while (work.state.status === 'running' && work.state.stopping === null && move(work, branchId)) moved = true;
  return moved;
}

function move(work: Work, branchId: string): boolean {
  const branch = branchOf(work.state, branchId);
  if (branch === undefined) return false;
  const { position } = branch;
  if (position.k !== 'ended' && isCondemned(work.state, branchId)) return cancelBranch(work, branchId);
  switch (position.k) {
    case 'starting':
      return takeFirstEdge(work, branch, position);
    case 'entering':
      return enter(work, branch, position);
    case 'open':
      return moveOpen(work, branch, position);
    case 'finished':
      return leave(work, branch, position);
    case 'forked':
      return startChildren(work, position.fan_out);
    case 'ended':
      return false;
    default:
      return position satisfies never;
  }
}

function enter(work: Work, branch: BranchState, position: EnteringPosition): boolean {
  if (endBeforeStop(work, branch, position)) return true;
  const node = work.graph.nodes.get(position.node);
  if (node === undefined) {
    failBranch(work, branch.id, {
      code: 'NODE_NOT_FOUND',
      message: `the workflow has no node ${position.node === '' ? 'to start with' : position.node}`,
      node_id: position.node,
      hint: 'declare it, or fork the run from before',
    });
    return true;
  }
  return openActivation(work, branch, position, node);
}

function moveOpen(work: Work, branch: BranchState, position: OpenPosition): boolean {
  switch (position.phase) {
    case 'executing': {
      const node = work.graph.nodes.get(position.node);
      if (position.effect !== undefined || node === undefined) return false;
      carryOut(work, branch.id, node);
      return branchOf(work.state, branch.id)?.position !== position;
    }
    case 'waiting': {
      const due = position.not_before === undefined ? 0 : millisOf(position.not_before);
      return work.now >= due && openAttempt(work, branch, position, 'retry');
    }
    case 'interrupted':
      return openAttempt(work, branch, position, position.next_reason ?? 'resume');
    case 'failed':
      failBranch(work, branch.id, {
        ...(position.error ?? { code: 'EXECUTION_FAILED', message: `${position.node} failed` }),
        node_id: position.node,
      });
      return true;
    case 'waiting_human':
      return answered(work, branch, position);
    default:
      return position.phase satisfies never;
  }
}

function answered(work: Work, branch: BranchState, position: OpenPosition): boolean {
  if (position.interaction === undefined) {
    askForRecovery(work, branch.id);
    return branchOf(work.state, branch.id)?.position !== position;
  }
  const interaction = getIn(work.state.interactions, position.interaction);
  if (interaction?.status !== 'answered') return false;
  const answer = consumeAnswers(work, branch.id, position, interaction);
  switch (answer) {
    case 'done':
      return true;
    case 'answer':
    case 'retry':
      return openAttempt(work, branch, position, answer);
    default:
      return answer satisfies never;
  }
}

/** Publishes, then takes an edge, or ends the run at a terminal. */
function leave(work: Work, branch: BranchState, position: FinishedPosition): boolean {
  if (publish(work, branch.id)) return true;
  const node = work.graph.nodes.get(position.node);
  const output = readUp(work.state, branch.id, (scope) => scope.outputs, position.node) ?? null;
  if (node?.kind === 'done' && branch.id === MAIN) {
    const usage = usageTotals(work.state, work.now);
    emit(work, {}, { type: 'run_finished', data: { output, usage, active_s: usage.active_s } });
    return true;
  }
  if (node?.kind === 'fail' && branch.id === MAIN) {
    const error = { code: 'EXECUTION_FAILED', message: 'the workflow reached fail', details: output } as const;
    failRun(work, error, position.node, false);
    return true;
  }
  const source = { branch: branch.id, node: position.node, output };
  if (node?.kind === 'router' && (node.mode === 'fan_out_all' || (node.mode === 'llm' && node.multi))) {
    return fanOut(work, branch, position, source);
  }
  const selection = selectionOf(work, position, source);
  if (!selection.ok) {
    failBranch(work, branch.id, selection.error);
    return true;
  }
  return traverse(work, branch, selection.choice);
}

interface Source {
  readonly branch: string;
  readonly node: string;
  readonly output: Json;
}

function selectionOf(work: Work, position: FinishedPosition, source: Source): Selection {
  const { graph, state } = work;
  const node = graph.nodes.get(position.node);
  if (node?.kind === 'router' && node.mode === 'round_robin') {
    const chosen = position.selected_edge === undefined ? undefined : graph.edges.get(position.selected_edge);
    if (chosen !== undefined) return takeEdge(graph, state, source, chosen);
    const turns = readUp(state, source.branch, (scope) => scope.round_robin, position.node) ?? 1;
    return roundRobinEdge(graph, state, source, turns - 1);
  }
  if (node?.kind === 'router' && node.mode === 'llm') {
    return edgeTo(graph, state, source, position.selected_routes?.[0] ?? '');
  }
  return selectEdge(graph, state, source);
}

/** R-FAN-01: two or more firing edges of a fan_out_all router, or whatever a multi router's model chose. */
function fanOut(work: Work, branch: BranchState, position: FinishedPosition, source: Source): boolean {
  const { graph, state } = work;
  const node = graph.nodes.get(position.node);
  if (node?.kind !== 'router') return false;
  if (node.mode === 'llm') {
    const fired: Choice[] = [];
    for (const target of position.selected_routes ?? []) {
      const selection = edgeTo(graph, state, source, target);
      if (!selection.ok) {
        failBranch(work, branch.id, selection.error);
        return true;
      }
      fired.push(selection.choice);
    }
    fork(work, branch, position, node, { fired, notes: [] });
    return true;
  }
  const firing = firingEdges(graph, state, source);
  if (!firing.ok) {
    failBranch(work, branch.id, firing.error);
    return true;
  }
  const [only, second] = firing.fired;
  if (only !== undefined && second === undefined) return traverse(work, branch, { ...only, notes: firing.notes });
  fork(work, branch, position, node, firing);
  return true;
}
