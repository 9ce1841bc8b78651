// Questions to people (§6): asking, what counts as an answer, and what an answer does. One question belongs to one attempt; each is
// answered on its own, in any order, and once (R-HUMAN-06).
import { sha256 } from '@iterion/dsl';
import { branchOf } from './branchTree.ts';
import { coerceObject } from './coerce.ts';
import type { Question, RunError, SessionRef } from './effects.ts';
import { failNode, finishNode } from './ending.ts';
import type { EventData } from './events.ts';
import { checkAnswers, formOf, type Answers } from './form.ts';
import { indexOf, type GraphIndex } from './graphIndex.ts';
import { interactionId } from './ids.ts';
import { templateError } from './inputs.ts';
import { canonicalJson, isMap, type Json, type JsonMap } from './json.ts';
import { getIn } from './persistentMap.ts';
import { scopeOf } from './reading.ts';
import { resetsAt } from './recovery.ts';
import { selectedRoutes } from './routes.ts';
import type { BranchState, InteractionState, OpenPosition, RunState } from './state.ts';
import { renderTemplate } from './template.ts';
import { timestampOf } from './time.ts';
import { emit, inBranch, type Work } from './work.ts';
import type { CompiledGraph } from '@iterion/dsl';

type Shown = Pick<EventData['human_input_requested'], 'questions' | 'instructions' | 'form'>;

/** R-HUMAN-08: what a person was shown, as a hash. */
function shownHash(shown: Shown): string {
  const { questions, instructions, form } = shown;
  const fields = form.map((field): Json => ({
    ...field,
    enum: field.enum === undefined ? null : [...field.enum],
    description: field.description ?? null,
  }));
  return sha256(canonicalJson({ questions, instructions: instructions ?? null, form: fields }));
}

function request(
  work: Work,
  branch: BranchState,
  open: OpenPosition,
  data: Omit<EventData['human_input_requested'], 'shown_hash'>,
) {
  emit(work, inBranch(branch, open.node, open.iteration, open.attempt), {
    type: 'human_input_requested',
    data: { ...data, shown_hash: shownHash(data) },
  });
}

type Form =
  | { readonly ok: true; readonly shown: Shown; readonly minAnswers: number }
  | { readonly ok: false; readonly error: RunError };

/** What a human node shows (R-HUMAN-02, R-HUMAN-03). */
function formFor(graph: GraphIndex, state: RunState, branch: string, open: OpenPosition): Form {
  const node = graph.nodes.get(open.node);
  if (node?.kind !== 'human') {
    return { ok: false, error: { code: 'NODE_NOT_FOUND', message: `${open.node} is no human node` } };
  }
  const schema = node.output === undefined ? undefined : graph.schemas.get(node.output);
  const prompt = node.instructions === undefined ? undefined : graph.prompts.get(node.instructions);
  const text = prompt && renderTemplate(prompt.body, scopeOf(graph, state, branch, { input: open.input }));
  if (text?.ok === false) return { ok: false, error: templateError(text.error, `prompt ${node.instructions}`) };
  return {
    ok: true,
    minAnswers: node.minAnswers,
    shown: {
      questions: open.input,
      ...(text === undefined ? {} : { instructions: text.value }),
      form: formOf(schema, open.input, node.minAnswers),
    },
  };
}

/** R-HUMAN-02, and R-HUMAN-09 with the answers that a model proposes. */
export function askPerson(work: Work, branchId: string, proposal?: Json): void {
  const branch = branchOf(work.state, branchId);
  if (branch?.position.k !== 'open') return;
  const open = branch.position;
  const form = formFor(work.graph, work.state, branchId, open);
  if (!form.ok) {
    failNode(work, branchId, form.error);
    return;
  }
  const questions =
    proposal === undefined ? form.shown.questions : { ...(isMap(open.input) ? open.input : {}), _proposal: proposal };
  request(work, branch, open, {
    interaction_id: freshId(work, branch, open, {}),
    kind: 'human',
    ...form.shown,
    questions,
    ...(form.minAnswers > 0 ? { min_answers: form.minAnswers } : {}),
  });
}

/** R-HUMAN-10: the attempt ends with the question; its conversation is kept. */
export function askForAgent(work: Work, branchId: string, question: Question, session: SessionRef): void {
  const branch = branchOf(work.state, branchId);
  if (branch?.position.k !== 'open') return;
  const open = branch.position;
  const round = open.rounds + 1;
  const restricted = question.options !== undefined && question.allow_free_text === false;
  request(work, branch, open, {
    interaction_id: freshId(work, branch, open, { round }),
    kind: 'question',
    round,
    session,
    questions: {
      question: question.question,
      ...(question.options === undefined ? {} : { options: [...question.options] }),
      ...(question.allow_free_text === undefined ? {} : { allow_free_text: question.allow_free_text }),
    },
    form: [
      {
        name: 'ask_user_response',
        type: 'string',
        ...(restricted && question.options !== undefined ? { enum: question.options } : {}),
        required: true,
      },
    ],
  });
}

/** R-REC-08. */
export function askForRecovery(work: Work, branchId: string): void {
  const branch = branchOf(work.state, branchId);
  if (branch?.position.k !== 'open' || branch.position.error === undefined) return;
  const open = branch.position;
  const { error } = branch.position;
  const resets = resetsAt(error);
  request(work, branch, open, {
    interaction_id: freshId(work, branch, open, { recovery: open.attempt }),
    kind: 'recovery',
    questions: {
      recovery_code: error.code,
      last_error: error.message,
      attempts: open.attempt,
      ...(resets === null ? {} : { resets_at: timestampOf(resets) }),
    },
    form: [
      { name: 'action', type: 'string', enum: ['retry', 'skip', 'abort'], required: true },
      { name: 'output', type: 'json', required: false },
    ],
  });
}

function freshId(
  work: Work,
  branch: BranchState,
  open: OpenPosition,
  mark: { round?: number; recovery?: number },
): string {
  const place = { branch: branch.id, node: open.node, iteration: open.iteration };
  for (let version = 1; ; version += 1) {
    const id = interactionId(work.state.run_id, place, { ...mark, version });
    if (getIn(work.state.interactions, id) === undefined) return id;
  }
}

/** R-HUMAN-08: after a change of the file an open question of a human node is asked anew when it would show something else. */
export function askAgainIfChanged(work: Work, interaction: InteractionState): void {
  const branch = branchOf(work.state, interaction.branch);
  const position = branch?.position.k === 'ended' ? branch.position.resume : branch?.position;
  if (branch === undefined || position?.k !== 'open' || position.interaction !== interaction.id) return;
  if (interaction.kind !== 'human' || (isMap(interaction.questions) && '_proposal' in interaction.questions)) return;
  const form = formFor(work.graph, work.state, branch.id, position);
  if (!form.ok || shownHash(form.shown) === interaction.shown_hash) return;
  request(work, branch, position, {
    interaction_id: freshId(work, branch, position, {}),
    kind: 'human',
    ...form.shown,
    ...(form.minAnswers > 0 ? { min_answers: form.minAnswers } : {}),
    replaces: interaction.id,
  });
}

/**
 * Whether answers are accepted, and as what they are recorded (R-HUMAN-04). `step` records nothing for answers that this refuses;
 * hosts call it first to say why.
 */
export function judgeAnswers(graph: CompiledGraph, state: RunState, interactionName: string, given: Json): Answers {
  const interaction = getIn(state.interactions, interactionName);
  if (interaction === undefined) return refusal(`there is no interaction ${interactionName}`);
  if (interaction.status === 'void')
    return refusal(`${interactionName} was replaced or called off; it takes no answer`);
  if (interaction.status !== 'open') return refusal(`${interactionName} was answered already`);
  const index = indexOf(graph);
  const node = index.nodes.get(interaction.node);
  const schema = node?.output === undefined ? undefined : index.schemas.get(node.output);
  const open = interaction.kind === 'human' && schema === undefined;
  const checked = checkAnswers(interaction.form, given, { open, minAnswers: interaction.min_answers ?? 0 });
  if (!checked.ok || interaction.kind !== 'recovery' || checked.answers['action'] !== 'skip') return checked;
  const output = isMap(checked.answers['output'] ?? null) ? (checked.answers['output'] as JsonMap) : {};
  if (node?.kind === 'router') {
    const selection = selectedRoutes(index, node, output);
    return selection.ok ? { ok: true, answers: { action: 'skip', output } } : refusal(selection.message);
  }
  if (schema === undefined) return { ok: true, answers: { action: 'skip', output } };
  const { value, missing, wrong } = coerceObject(output, schema.fields, 'person');
  const problems = [...missing, ...wrong].map(({ path, expected, found }) => ({
    field: 'output',
    message: `output.${path} must be ${expected}, not ${found}`,
  }));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, answers: { action: 'skip', output: value } };
}

function refusal(message: string): Answers {
  return { ok: false, problems: [{ field: '', message }] };
}

/** Records accepted answers; true when they were (R-HUMAN-06). */
export function recordAnswers(work: Work, id: string, given: Json, by: string | undefined): boolean {
  const judged = judgeAnswers(work.graph.graph, work.state, id, given);
  const interaction = getIn(work.state.interactions, id);
  if (!judged.ok || interaction === undefined) return false;
  emit(work, inBranch(interaction.branch, interaction.node, interaction.iteration), {
    type: 'human_answers_recorded',
    data: {
      interaction_id: id,
      answers: judged.answers,
      shown_hash: interaction.shown_hash,
      ...(by === undefined ? {} : { by }),
    },
  });
  return true;
}

/** What an answered interaction does to its branch; says when a further attempt has to open. */
export function consumeAnswers(
  work: Work,
  branchId: string,
  open: OpenPosition,
  interaction: InteractionState,
): 'done' | 'answer' | 'retry' {
  const answers: JsonMap = interaction.answers ?? {};
  switch (interaction.kind) {
    case 'human':
      finishNode(work, branchId, { output: answers });
      return 'done';
    case 'question':
      return 'answer';
    case 'recovery':
      if (answers['action'] === 'retry') return 'retry';
      if (answers['action'] === 'skip') {
        skip(work, branchId, open, answers['output'] ?? {});
        return 'done';
      }
      failNode(work, branchId, open.error ?? { code: 'EXECUTION_FAILED', message: `${open.node} was aborted` });
      return 'done';
    default:
      return interaction.kind satisfies never;
  }
}

/** A person gives the output in place of the node (R-REC-08); for a router that is its selection. */
function skip(work: Work, branchId: string, open: OpenPosition, output: Json): void {
  const node = work.graph.nodes.get(open.node);
  const selection = node?.kind === 'router' ? selectedRoutes(work.graph, node, output) : undefined;
  if (node?.kind !== 'router' || selection?.ok !== true) return finishNode(work, branchId, { output, skipped: true });
  const chosen = node.multi
    ? { selected_routes: [...selection.targets] }
    : { selected_route: selection.targets[0] ?? '' };
  const input = isMap(open.input) ? open.input : {};
  finishNode(work, branchId, { output: { ...input, ...chosen }, ...chosen, skipped: true });
}
