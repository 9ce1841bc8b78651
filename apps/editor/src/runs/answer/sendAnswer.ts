// Sends the answers of one question; a repeated send of the same form acts once (S-API-10).
import type { Json } from '@iterion/dsl';
import type { Interaction } from '@iterion/protocol';
import { api } from '../../server/api.ts';

export async function sendAnswer(interaction: Interaction, answers: { readonly [field: string]: Json }): Promise<void> {
  await api.call('interactions.answer', {
    params: { id: interaction.runId, iid: interaction.id },
    body: {
      answers: { ...answers },
      ...(interaction.factsHash === undefined ? {} : { factsHash: interaction.factsHash }),
    },
    idempotencyKey: crypto.randomUUID(),
  });
}
