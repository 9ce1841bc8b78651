// Questions to people in the view: open, answered, or void because another one replaced them (R-HUMAN-08) or what asked was cut off.
import type { EventOf } from '../events.ts';
import type { ViewDraft } from './draft.ts';

export function foldInteraction(
  draft: ViewDraft,
  event: EventOf<'human_input_requested' | 'human_answers_recorded' | 'node_interrupted'>,
): void {
  if (event.type === 'node_interrupted') return cutOff(draft, event);
  const { interaction_id } = event.data;
  if (event.type === 'human_answers_recorded') {
    const { answers, by } = event.data;
    draft.changeInteractions(
      (interaction) => interaction.interaction_id === interaction_id,
      (interaction) => ({
        ...interaction,
        status: 'answered',
        answers,
        answered_at: event.timestamp,
        ...(by === undefined ? {} : { answered_by: by }),
      }),
    );
    return;
  }
  const { kind, questions, instructions, form, min_answers, shown_hash, round, replaces } = event.data;
  draft.changeInteractions(
    (interaction) => interaction.interaction_id === replaces && interaction.status === 'open',
    (interaction) => ({ ...interaction, status: 'void' }),
  );
  const asked = {
    interaction_id,
    branch_id: event.branch_id ?? 'main',
    node_id: event.node_id ?? '',
    iteration: event.iteration ?? 0,
    attempt: event.attempt ?? 1,
    kind,
    status: 'open' as const,
    questions,
    ...(instructions === undefined ? {} : { instructions }),
    form,
    ...(min_answers === undefined ? {} : { min_answers }),
    shown_hash,
    ...(round === undefined ? {} : { round }),
    requested_at: event.timestamp,
  };
  const known = draft.interactions.some((interaction) => interaction.interaction_id === interaction_id);
  if (!known) return draft.addInteraction(asked);
  draft.changeInteractions(
    (interaction) => interaction.interaction_id === interaction_id,
    () => asked,
  );
}

/** A question whose attempt is cut off takes no answer any more. */
function cutOff(draft: ViewDraft, event: EventOf<'node_interrupted'>): void {
  const { branch_id: branch = 'main', node_id: node, iteration } = event;
  draft.changeInteractions(
    (interaction) =>
      interaction.status === 'open' &&
      interaction.branch_id === branch &&
      interaction.node_id === node &&
      interaction.iteration === iteration,
    (interaction) => ({ ...interaction, status: 'void' }),
  );
}
