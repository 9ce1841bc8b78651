// What an effect brought back (R-CORE §1.2): a result, an error, a question, or nothing. O-1: only the open attempt of that very id is
// touched, so no result is recorded twice (I-3). O-2: an attempt that a stop has condemned keeps an output, and is closed as
// interrupted for anything else (R-CORE-09).
import type { HumanNode, Node, RouterNode } from '@iterion/dsl';
import { branchOf } from './branchTree.ts';
import { excessIn, limitOf, usedOf } from './budget.ts';
import { coerceObject, type Giver, type Violation } from './coerce.ts';
import { condemnation } from './condemned.ts';
import type { EffectId, Meta, Outcome, RunError, SessionRef } from './effects.ts';
import { failNode, finishNode, interruptNode } from './ending.ts';
import type { BudgetDimension, EventData } from './events.ts';
import { effectId, parseEffectId } from './ids.ts';
import { isMap, withoutMetadata, type Json, type JsonMap } from './json.ts';
import { askForAgent, askForRecovery, askPerson } from './people.ts';
import { decide } from './recovery.ts';
import { selectedRoutes } from './routes.ts';
import type { BranchState, OpenPosition } from './state.ts';
import { timestampOf } from './time.ts';
import { emit, inBranch, type Work } from './work.ts';

/** The branch and position of an effect whose attempt is open (R-CORE-09). */
export function openEffect(
  work: Work,
  id: EffectId,
): { readonly branch: BranchState; readonly open: OpenPosition } | null {
  const parts = parseEffectId(id);
  const branch = parts === null ? undefined : branchOf(work.state, parts.branch);
  if (parts === null || branch?.position.k !== 'open') return null;
  const open = branch.position;
  const same = open.node === parts.node && open.iteration === parts.iteration && open.attempt === parts.attempt;
  return same && open.phase === 'executing' && open.effect !== undefined ? { branch, open } : null;
}

export function settleEffect(work: Work, id: EffectId, outcome: Outcome): void {
  const found = openEffect(work, id);
  if (found === null) return;
  const { branch, open } = found;
  const condemned = condemnation(work.state, branch.id, open);
  switch (outcome.is) {
    case 'output': {
      const error = takeOutput(work, branch, open, outcome);
      if (error === null) return;
      if (condemned !== null) interruptNode(work, branch.id, condemned);
      else recover(work, branch, open, error);
      return;
    }
    case 'error':
      if (condemned !== null) interruptNode(work, branch.id, condemned);
      else if (outcome.error.code === 'BUDGET_EXCEEDED') exhausted(work, branch, open, outcome.error);
      else recover(work, branch, open, outcome.error);
      return;
    case 'question':
      if (condemned !== null) interruptNode(work, branch.id, condemned);
      else if (mayAsk(work, open.node)) askForAgent(work, branch.id, outcome.question, outcome.session);
      else {
        const message = `${open.node} asked a person, which its interaction mode does not allow`;
        recover(work, branch, open, { code: 'EXECUTION_FAILED', message, hint: 'set interaction: human' });
      }
      return;
    case 'interrupted':
      interruptNode(work, branch.id, condemned ?? 'crash');
      return;
    default:
      outcome satisfies never;
  }
}

function mayAsk(work: Work, nodeId: string): boolean {
  const node = work.graph.nodes.get(nodeId);
  if (node?.kind !== 'agent' && node?.kind !== 'judge') return false;
  return node.interaction.value === 'human' || node.interaction.value === 'llm_or_human';
}

/** An effect that ran out of budget stops the run as a refusal would (R-BUDGET-07). */
function exhausted(work: Work, branch: BranchState, open: OpenPosition, error: RunError): void {
  const dimension = dimensionOf(error);
  const over = excessIn(work.state, dimension, work.now);
  const used = over?.used ?? usedOf(work.state, dimension, work.now);
  const limit = limitOf(work.state, dimension) ?? used;
  emit(work, inBranch(branch, open.node), { type: 'budget_exceeded', data: { dimension, used, limit } });
  interruptNode(work, branch.id, 'budget');
}

function dimensionOf(error: RunError): BudgetDimension {
  const named = error.details !== undefined && isMap(error.details) ? error.details['dimension'] : undefined;
  return named === 'cost_usd' || named === 'iterations' || named === 'duration' ? named : 'tokens';
}

/** R-REC-04, R-REC-05: another attempt later, a person, or failure. */
function recover(work: Work, branch: BranchState, open: OpenPosition, error: RunError): void {
  const used = Object.hasOwn(open.recoveries, error.code) ? (open.recoveries[error.code] ?? 0) : 0;
  const effect = effectId(branch.id, open.node, open.iteration, open.attempt);
  const decision = decide({ error, used, effect }, work.state, work.now);
  if (decision.action === 'fail') {
    failNode(work, branch.id, error);
    return;
  }
  const { action } = decision;
  const delay = action === 'pause' ? {} : { delay_ms: decision.delay_ms, not_before: timestampOf(decision.not_before) };
  emit(work, inBranch(branch, open.node, open.iteration, open.attempt), {
    type: 'node_recovery',
    data: { code: error.code, reason: error.message, action, attempt: used + 1, ...delay, error },
  });
  if (action === 'pause') askForRecovery(work, branch.id);
}

type OutputOutcome = Extract<Outcome, { is: 'output' }>;

/** Records a result; the error when it does not fit (R-CORE-17). */
function takeOutput(work: Work, branch: BranchState, open: OpenPosition, outcome: OutputOutcome): RunError | null {
  const node = work.graph.nodes.get(open.node);
  if (node === undefined) return { code: 'NODE_NOT_FOUND', message: `the workflow has no node ${open.node} any more` };
  const meta = metadata(outcome.meta, open, outcome.session);
  switch (node.kind) {
    case 'agent':
    case 'judge': {
      const checked = conforming(work, node, outcome.output, 'model');
      if (!checked.ok) return checked.error;
      const session = outcome.session ?? open.session;
      finishNode(work, branch.id, { ...meta, ...checked.data, ...(session === undefined ? {} : { session }) });
      return null;
    }
    case 'tool': {
      const checked = toolOutput(work, node, outcome);
      if (!checked.ok) return checked.error;
      finishNode(work, branch.id, { ...meta, ...checked.data });
      return null;
    }
    case 'router':
      return routed(work, branch, open, node, outcome, meta);
    case 'human':
      return answeredByModel(work, branch, node, outcome, meta);
    case 'join':
    case 'compute':
    case 'done':
    case 'fail':
      return { code: 'EXECUTION_FAILED', message: `${node.id} has no effect that could bring a result` };
    default:
      return node satisfies never;
  }
}

type Conforming =
  | { readonly ok: true; readonly data: Pick<EventData['node_finished'], 'output' | 'output_issues' | 'coerced'> }
  | { readonly ok: false; readonly error: RunError };

/** An object that satisfies the output schema; without one any object, and text under `text` (R-LLM-10, R-LLM-12). */
function conforming(work: Work, node: Node, output: Json, by: Giver): Conforming {
  const schema = node.output === undefined ? undefined : work.graph.schemas.get(node.output);
  if (schema === undefined) return { ok: true, data: { output: asObject(output) } };
  const { value, missing, wrong, coerced } = coerceObject(output, schema.fields, by);
  const violations = [...missing, ...wrong];
  if (violations.length > 0) return { ok: false, error: invalid(node.id, violations) };
  return { ok: true, data: { output: value, ...(coerced.length === 0 ? {} : { coerced }) } };
}

function asObject(output: Json): JsonMap {
  if (isMap(output)) return withoutMetadata(output);
  return typeof output === 'string' ? { text: output } : { value: output };
}

/** R-TOOL-20: absent fields are null and listed, wrong ones fail the node. */
function toolOutput(work: Work, node: Node, outcome: OutputOutcome): Conforming {
  const schema = node.output === undefined ? undefined : work.graph.schemas.get(node.output);
  const listed = outcome.meta.output_issues ?? [];
  if (schema === undefined) {
    return {
      ok: true,
      data: { output: asObject(outcome.output), ...(listed.length === 0 ? {} : { output_issues: listed }) },
    };
  }
  const { value, missing, wrong, coerced } = coerceObject(outcome.output, schema.fields, 'tool');
  if (wrong.length > 0) return { ok: false, error: invalid(node.id, wrong) };
  const issues = [...new Set([...listed, ...missing.map((violation) => violation.path)])];
  const absent = Object.fromEntries(missing.map((violation) => [violation.path, null]));
  return {
    ok: true,
    data: {
      output: { ...value, ...absent },
      ...(issues.length === 0 ? {} : { output_issues: issues }),
      ...(coerced.length === 0 ? {} : { coerced }),
    },
  };
}

function invalid(node: string, violations: readonly Violation[]): RunError {
  const list = violations.map(
    ({ path, expected, found }) => `${path === '' ? 'output' : path}: expected ${expected}, found ${found}`,
  );
  return {
    code: 'SCHEMA_VALIDATION',
    message: `the output of ${node} does not fit its schema: ${list.join('; ')}`,
    hint: 'ask for what is expected, in the prompt or by what the command prints, or widen the schema',
    details: { violations: violations.map((violation) => ({ ...violation })) },
  };
}

/** R-ROUTE-04: the input overlaid with the answer. */
function routed(
  work: Work,
  branch: BranchState,
  open: OpenPosition,
  node: RouterNode,
  outcome: OutputOutcome,
  meta: Metadata,
): RunError | null {
  const selection = selectedRoutes(work.graph, node, outcome.output);
  if (!selection.ok) {
    return {
      code: 'SCHEMA_VALIDATION',
      message: `the answer of ${node.id} is no valid selection: ${selection.message}`,
    };
  }
  const reasoning = isMap(outcome.output) ? outcome.output['reasoning'] : undefined;
  const text = typeof reasoning === 'string' ? { reasoning } : {};
  const chosen = node.multi
    ? { selected_routes: [...selection.targets] }
    : { selected_route: selection.targets[0] ?? '' };
  const input = isMap(open.input) ? open.input : {};
  finishNode(work, branch.id, { ...meta, output: { ...input, ...chosen, ...text }, ...chosen, ...text });
  return null;
}

/** R-HUMAN-09: a model's answers, or its wish that a person decides. */
function answeredByModel(
  work: Work,
  branch: BranchState,
  node: HumanNode,
  outcome: OutputOutcome,
  meta: Metadata,
): RunError | null {
  const given = isMap(outcome.output) ? outcome.output : {};
  const { needs_human_input: needed, ...answers } = given;
  const mayPause = node.interaction.value === 'llm_or_human' && work.state.simulated === null;
  if (mayPause && needed === true) {
    askPerson(work, branch.id, withoutMetadata(answers));
    return null;
  }
  const checked = conforming(work, node, node.interaction.value === 'llm_or_human' ? answers : outcome.output, 'model');
  if (!checked.ok) return checked.error;
  finishNode(work, branch.id, { ...meta, ...checked.data });
  return null;
}

type Metadata = Omit<EventData['node_finished'], 'output'>;

/** R-CORE-18. */
function metadata(meta: Meta, open: OpenPosition, session: SessionRef | undefined): Metadata {
  const id = session?.id ?? open.session?.id;
  return {
    ...(meta.tokens === undefined ? {} : { _tokens: meta.tokens }),
    ...(meta.cost_usd === undefined ? {} : { _cost_usd: meta.cost_usd }),
    ...(meta.model === undefined ? {} : { _model: meta.model }),
    ...(meta.backend === undefined ? {} : { _backend: meta.backend }),
    ...(id === undefined ? {} : { _session_id: id }),
    ...(meta.duration_s === undefined ? {} : { _duration_s: meta.duration_s }),
    _attempts: open.attempt,
    ...(meta.exit_code === undefined ? {} : { _exit_code: meta.exit_code }),
    ...(meta.stderr === undefined || meta.stderr === '' ? {} : { _stderr: meta.stderr }),
    ...(meta.dropped_bytes === undefined ? {} : { _dropped_bytes: meta.dropped_bytes }),
    ...(open.simulated === true ? { _simulated: true, simulated: true } : {}),
    ...(meta.output_issues === undefined || meta.output_issues.length === 0
      ? {}
      : { output_issues: meta.output_issues }),
    ...(meta.coerced === undefined || meta.coerced.length === 0 ? {} : { coerced: meta.coerced }),
  };
}
