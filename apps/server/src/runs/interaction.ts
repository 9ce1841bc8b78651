// Questions to people, as the protocol's Interaction: from the view of a followed run, or from the store's file of one that is not. Facts come from
// the engine alone and are bound, together with everything else that is shown, to `shown_hash` (S-SEC-20).
import type { Json, ViewInteraction } from '@iterion/engine';
import type { Interaction } from '@iterion/protocol';
import type { StoredInteraction } from '@iterion/runtime';

/** What both sources say. */
export type Asked = Pick<
  ViewInteraction,
  | 'interaction_id'
  | 'branch_id'
  | 'node_id'
  | 'iteration'
  | 'kind'
  | 'status'
  | 'questions'
  | 'form'
  | 'shown_hash'
  | 'requested_at'
> &
  Partial<Pick<ViewInteraction, 'instructions' | 'min_answers' | 'answered_at' | 'answered_by'>> & {
    readonly answers?: Json;
  };

export function fromStored(stored: StoredInteraction): Asked {
  const { id, kind, form, void: gone, ...rest } = stored;
  return {
    ...rest,
    interaction_id: id,
    kind: kind === 'question' || kind === 'recovery' ? kind : 'human',
    form: form as unknown as Asked['form'],
    status: gone === true ? 'void' : stored.answers === undefined ? 'open' : 'answered',
  };
}

export function presentInteraction(runId: string, asked: Asked): Interaction {
  const question = asked.kind === 'question' ? questionOf(asked.questions) : null;
  return {
    id: asked.interaction_id,
    runId,
    node: asked.node_id,
    branch: asked.branch_id,
    execution: `exec:${asked.branch_id}:${asked.node_id}:${asked.iteration}`,
    kind: asked.kind,
    createdAt: asked.requested_at,
    ...(asked.instructions === undefined ? {} : { instructions: asked.instructions }),
    questions: asked.questions,
    facts: asked.kind === 'recovery' ? facts(asked.questions) : [],
    factsHash: asked.shown_hash,
    ...(question?.text === undefined ? {} : { agentText: question.text }),
    schema: asked.form.map(({ name, type, required, enum: words, description }) => ({
      name,
      type,
      required,
      ...(words === undefined ? {} : { enum: [...words] }),
      ...(description === undefined ? {} : { description }),
    })),
    minAnswers: asked.min_answers ?? null,
    ...choicesOf(asked.kind, question?.options ?? []),
    state: asked.status,
    ...(asked.answers === undefined ? {} : { recorded: recorded(asked, asked.answers) }),
  };
}

/** The field of the answer that `choice` fills (R-REC-08, R-HUMAN-10). */
export function choiceField(kind: Asked['kind']): string | null {
  return kind === 'recovery' ? 'action' : kind === 'question' ? 'ask_user_response' : null;
}

function choicesOf(kind: Asked['kind'], options: readonly string[]): Pick<Interaction, 'choices'> {
  if (kind === 'recovery') return { choices: RECOVERY_CHOICES.map((choice) => ({ ...choice })) };
  return options.length === 0 ? {} : { choices: options.map((value) => ({ value, label: value })) };
}

const RECOVERY_CHOICES = [
  { value: 'retry', label: 'Retry' },
  { value: 'skip', label: 'Skip with this output' },
  { value: 'abort', label: 'Abort' },
];

function recorded(asked: Asked, answers: Json): NonNullable<Interaction['recorded']> {
  return {
    answers,
    ...(asked.answered_at === undefined ? {} : { at: asked.answered_at }),
    ...(asked.answered_by === undefined ? {} : { by: asked.answered_by }),
  };
}

function questionOf(questions: Json): { readonly text: string | undefined; readonly options: readonly string[] } {
  const map = isMap(questions) ? questions : {};
  const options = Array.isArray(map['options']) ? map['options'].filter((option) => typeof option === 'string') : [];
  return { text: typeof map['question'] === 'string' ? map['question'] : undefined, options };
}

/** What the engine itself says about a failure. */
function facts(questions: Json): Interaction['facts'] {
  return isMap(questions) ? Object.entries(questions).map(([label, value]) => ({ label, value })) : [];
}

function isMap(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
