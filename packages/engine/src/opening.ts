// Opening activations and attempts (R-CORE-16): budget, slot and workspace are asked, the input is built, `node_started` is emitted,
// and a node without effect is carried out in the same batch. Each function returns whether anything moved.
import { readUp } from './branchTree.ts';
import { concurrency, excess, warn } from './budget.ts';
import { failNode } from './ending.ts';
import type { StartReason } from './events.ts';
import { inputOf, type NodeInput } from './inputs.ts';
import { loopPathOf } from './loops.ts';
import { carryOut } from './instantNodes.ts';
import { getIn } from './persistentMap.ts';
import { backendOf, effectKindOf, isCounted, isWriter, requestOf } from './requests.ts';
import { roundRobinEdge } from './routing.ts';
import type { BranchState, EnteringPosition, OpenPosition } from './state.ts';
import type { Node } from '@iterion/dsl';
import type { RunError } from './effects.ts';
import { atNode, emit, inBranch, type Work } from './work.ts';

/** A new activation of the node before which the branch stands. */
export function openActivation(work: Work, branch: BranchState, position: EnteringPosition, node: Node): boolean {
  if (!mayOpen(work, branch, node, undefined)) return false;
  const iteration = getIn(branch.scope.iterations, node.id) ?? 0;
  const input = inputOf(work.graph, work.state, branch.id, position);
  startAttempt(work, branch, node, { iteration, attempt: 1, input });
  return true;
}

/** A further attempt of an open activation (§1.1). */
export function openAttempt(work: Work, branch: BranchState, position: OpenPosition, reason: StartReason): boolean {
  const node = work.graph.nodes.get(position.node);
  if (node === undefined) return false;
  if (!mayOpen(work, branch, node, reason)) return false;
  const afresh = reason === 'resume' || reason === 'crash';
  const input: NodeInput = afresh
    ? inputOf(work.graph, work.state, branch.id, position)
    : { ok: true, input: record(position.input), issues: [], unresolved: [], reserved: position.reserved };
  startAttempt(work, branch, node, {
    iteration: position.iteration,
    attempt: position.attempt + 1,
    input,
    reason,
    open: position,
  });
  return true;
}

function record(input: OpenPosition['input']) {
  return typeof input === 'object' && input !== null && !Array.isArray(input) ? input : {};
}

/** Budget, slot, workspace. A refusal by the budget stops the run (R-BUDGET-05, R-BUDGET-07). */
function mayOpen(work: Work, branch: BranchState, node: Node, reason: StartReason | undefined): boolean {
  const { state, graph } = work;
  if (isCounted(node) && reason !== 'answer') {
    const over = excess(state, work.now);
    if (over !== null) {
      emit(work, atNode(branch, node.id), { type: 'budget_exceeded', data: over });
      return false;
    }
  }
  if (effectKindOf(node, state) === null) return true;
  if (state.index.executing.length >= concurrency(state)) return false;
  return !isWriter(graph, state, node) || !workspaceTaken(work, branch);
}

/** Another branch holds the workspace: a writer executes, or waits for its retry (R-FAN-17). */
function workspaceTaken(work: Work, branch: BranchState): boolean {
  const { writer } = work.state.index;
  return writer !== null && writer !== branch.id;
}

interface Attempt {
  readonly iteration: number;
  readonly attempt: number;
  readonly input: NodeInput;
  readonly reason?: StartReason;
  readonly open?: OpenPosition;
}

function startAttempt(work: Work, branch: BranchState, node: Node, attempt: Attempt): void {
  const { state, graph } = work;
  const { input, reason, open } = attempt;
  const effect = effectKindOf(node, state);
  const place = inBranch(branch, node.id, attempt.iteration, attempt.attempt);
  const request =
    effect === null || !input.ok
      ? null
      : requestOf(graph, state, branch.id, {
          node: node.id,
          input: input.input,
          reserved: input.reserved,
          answered: open?.answered ?? [],
          compact: open?.compact === true,
        });
  const unresolved = input.ok
    ? [...new Set([...input.unresolved, ...(request?.ok === true ? request.unresolved : [])])]
    : [];
  const loopPath = loopPathOf(graph, state, branch.id, node.id);
  const reserved = input.ok ? input.reserved : {};
  const simulated = effect !== null && isSimulated(work, node);
  emit(work, place, {
    type: 'node_started',
    data: {
      kind: node.kind,
      input: input.ok ? input.input : null,
      ...(reason === undefined ? {} : { reason }),
      ...modeOf(work, branch, node, open),
      ...(loopPath.length === 0 ? {} : { loop_path: loopPath }),
      ...(unresolved.length === 0 ? {} : { unresolved }),
      ...(input.ok && input.issues.length > 0 ? { input_issues: input.issues } : {}),
      ...(effect === null ? {} : { effect }),
      ...(isCounted(node) && reason !== 'answer' ? { counted: true } : {}),
      ...(isWriter(graph, state, node) && effect !== null ? { writer: true } : {}),
      ...(Object.keys(reserved).length === 0 ? {} : { reserved }),
      ...(simulated ? { simulated } : {}),
    },
  });
  warn(work, inBranch(branch, node.id, attempt.iteration));
  const error: RunError | undefined = !input.ok ? input.error : request?.ok === false ? request.error : undefined;
  if (error !== undefined) failNode(work, branch.id, error);
  else if (effect === null) carryOut(work, branch.id, node);
}

function isSimulated(work: Work, node: Node): boolean {
  if (work.state.simulated !== null) return true;
  if (node.kind !== 'agent' && node.kind !== 'judge' && node.kind !== 'router' && node.kind !== 'human') return false;
  return backendOf(work.graph, work.state, node) === 'simulate';
}

function modeOf(work: Work, branch: BranchState, node: Node, open: OpenPosition | undefined) {
  switch (node.kind) {
    case 'router': {
      if (node.mode !== 'round_robin') return { mode: node.mode };
      return { mode: node.mode, ...turnOf(work, branch, node.id, open) };
    }
    case 'human':
      return { mode: node.interaction.value };
    case 'join':
      return { strategy: node.strategy };
    default:
      return node.await === undefined ? {} : { strategy: node.await };
  }
}

/** The turn of a round_robin router is decided when it starts (R-ROUTE-02). */
function turnOf(work: Work, branch: BranchState, node: string, open: OpenPosition | undefined) {
  const turns = readUp(work.state, branch.id, (scope) => scope.round_robin, node) ?? 0;
  const number = open === undefined ? turns : turns - 1;
  const source = { branch: branch.id, node, output: null };
  const turn = roundRobinEdge(work.graph, work.state, source, Math.max(0, number));
  if (!turn.ok) return {};
  const { edge } = turn.choice;
  return { round_robin_index: turn.index, selected_target: edge.to, selected_edge: edge.id };
}
