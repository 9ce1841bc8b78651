// Questions to people, of all runs of the store (E-RUN-40 … E-RUN-45).
import { z } from 'zod';
import { cursor } from '../shapes/basics.ts';
import { interaction } from '../shapes/interaction.ts';
import { runId, values } from '../shapes/launch.ts';
import { runStatus } from '../shapes/run.ts';
import { routes } from './route.ts';

export const interactionRoutes = routes({
  'interactions.list': {
    method: 'GET',
    path: '/api/interactions',
    summary: 'Questions to people, oldest first',
    auth: 'session',
    effect: 'read',
    query: z.strictObject({
      state: z.enum(['open', 'answered', 'void']).optional(),
      run: runId.optional(),
      cursor: cursor.optional(),
    }),
    responses: { 200: z.object({ items: z.array(interaction), cursor: z.string().exactOptional() }) },
    errors: [],
  },
  'interactions.answer': {
    method: 'POST',
    path: '/api/runs/:id/interactions/:iid/answer',
    summary: 'Answer a question; whole or not at all',
    auth: 'session',
    effect: 'run',
    params: z.strictObject({ id: runId, iid: z.string().max(400) }),
    body: z.strictObject({
      answers: values,
      choice: z.string().optional(),
      factsHash: z.string().max(128).optional(),
    }),
    responses: { 202: z.object({ status: runStatus, open: z.array(z.string()) }) },
    errors: [
      'not_found',
      'already_answered',
      'facts_changed',
      'answers_invalid',
      'untrusted',
      'invalid_state',
      'owner_unresponsive',
      'draining',
    ],
    idempotencyKey: true,
  },
});
