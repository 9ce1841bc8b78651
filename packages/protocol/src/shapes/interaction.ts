// A question to a person, from a node, an agent or a recovery (S-API-13, R-HUMAN-02, R-HUMAN-03).
import { z } from 'zod';
import { json, time } from './basics.ts';

export const formField = z.object({
  name: z.string(),
  type: z.string(),
  enum: z.array(z.string()).exactOptional(),
  required: z.boolean(),
  description: z.string().exactOptional(),
});
export type FormField = z.infer<typeof formField>;

export const interaction = z.object({
  id: z.string(),
  runId: z.string(),
  node: z.string(),
  branch: z.string(),
  execution: z.string(),
  kind: z.enum(['human', 'question', 'recovery']),
  createdAt: time,
  deadline: time.exactOptional(),
  /** Rendered prompt of the node; written by the author of the workflow, with data of the run in it. */
  instructions: z.string().exactOptional(),
  /** What the node shows: its input. */
  questions: json,
  /** Statements of the engine, never of a model (S-SEC-20). */
  facts: z.array(z.object({ label: z.string(), value: json })),
  /** Present when facts are shown; the answer repeats it (S-SEC-20). */
  factsHash: z.string().exactOptional(),
  /** Written by an agent; shown as such (E-RUN-41). */
  agentText: z.string().exactOptional(),
  /** The answer form, in order. Empty: free answers. */
  schema: z.array(formField),
  /** How many fields must be answered; null: those marked required. */
  minAnswers: z.number().nullable(),
  choices: z.array(z.object({ value: z.string(), label: z.string() })).exactOptional(),
  state: z.enum(['open', 'answered', 'void']),
  recorded: z.object({ answers: json, at: time.exactOptional(), by: z.string().exactOptional() }).exactOptional(),
});
export type Interaction = z.infer<typeof interaction>;
