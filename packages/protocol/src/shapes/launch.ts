// What a launch form shows and what a launch sends (E-RUN-01 … E-RUN-06, S-RUN-08).
import { z } from 'zod';
import { contentHash, json, workspacePath } from './basics.ts';
import { budgetOverrides } from './run.ts';

export const runId = z.string().max(200);
export const runLabel = z.string().min(1).max(64);
export const runLabels = z.array(runLabel).max(32);
/** Values by name: variables, answers. */
export const values = z.record(z.string(), json);

export const variable = z.object({
  name: z.string(),
  type: z.enum(['string', 'bool', 'int', 'float', 'json', 'string[]']),
  description: z.string().exactOptional(),
  required: z.boolean(),
  /** The value the form starts with; absent when there is none. */
  value: json.exactOptional(),
  from: z.enum(['default', 'preset', 'recipe', 'run', 'none']),
  /** The name suggests a secret: the client keeps no last value (E-RUN-02). */
  secret: z.boolean(),
});
export type LaunchVariable = z.infer<typeof variable>;

export const launchRequest = z.strictObject({
  path: workspacePath.optional(),
  /** Hash of the file the person saw; a different one on disk is refused (`source_changed`). */
  hash: contentHash.optional(),
  /** Unsaved text; only together with `simulate`. */
  text: z.string().optional(),
  vars: values.optional(),
  preset: z.string().optional(),
  /** Path of a recipe in the workspace (R-RECIPE-02); it is put on a copy of the text. */
  recipe: workspacePath.optional(),
  name: z.string().max(200).optional(),
  labels: runLabels.optional(),
  runId: runId.optional(),
  timeoutMs: z.number().positive().optional(),
  budget: budgetOverrides.optional(),
  /** Replaces the backend of every model node; `simulate` here simulates models only, tools really run. */
  backend: z.string().max(64).optional(),
  /** Replaces the model of every model node. */
  model: z.string().min(1).max(256).optional(),
  strict: z.boolean().optional(),
  /** Everything is simulated: no trust, no key, no process (E-RUN-06). */
  simulate: z
    .strictObject({
      seed: z.string().max(128).optional(),
      /** `ask`: people are really asked; `answer`: the seed answers for them (default). */
      humans: z.enum(['ask', 'answer']).optional(),
      /** Pause before each simulated result, so that people can watch. */
      delayMs: z.number().min(0).max(60_000).optional(),
    })
    .optional(),
});
export type LaunchRequest = z.infer<typeof launchRequest>;
