// What a run can cost at most, computed before it starts (S-API-13, E-RUN-04). `null` stands for what has no bound.
import { z } from 'zod';

const bound = z.number().nullable();

export const plan = z.object({
  executionsMax: bound,
  perNode: z.array(z.object({ node: z.string(), max: bound })),
  loops: z.array(z.object({ name: z.string(), max: bound })),
  parallelMax: z.number(),
  caps: z.object({
    costUsd: bound,
    tokens: bound,
    durationMs: bound,
    iterations: bound,
  }),
  /** Nodes that write to the workspace and therefore wait for each other. */
  serialisedWriters: z.array(z.string()),
  /** Medians of finished runs of the same workflow, when there are any. */
  history: z
    .object({ runs: z.number(), durationMs: bound, costUsd: bound, tokens: bound, executions: bound })
    .exactOptional(),
});
export type Plan = z.infer<typeof plan>;
