// A run as lists and headers show it (S-API-13). Statuses are those of the run-time specification. The events and the snapshot are the
// engine's own shapes; on the wire they are checked for their envelope only.
import { z } from 'zod';
import { json, time } from './basics.ts';
import { RUN_STATUSES } from './runStatuses.ts';

export const runStatus = z.enum(RUN_STATUSES);
export type RunStatus = z.infer<typeof runStatus>;

export const runOrigin = z.enum(['editor', 'cli', 'fork']);
const bound = z.number().nullable();
export const runBudget = z.object({
  maxTokens: bound,
  maxCostUsd: bound,
  maxDurationMs: bound,
  maxIterations: bound,
  maxParallelBranches: bound,
});
/** Overrides of limits at launch and resume; an absent one keeps the file's. */
export const budgetOverrides = z.strictObject({
  maxTokens: z.number().positive().optional(),
  maxCostUsd: z.number().positive().optional(),
  maxDurationMs: z.number().positive().optional(),
  maxIterations: z.number().int().positive().optional(),
  maxParallelBranches: z.number().int().positive().optional(),
});
export type BudgetOverrides = z.infer<typeof budgetOverrides>;

export const runError = z.object({
  code: z.string(),
  message: z.string(),
  node: z.string().exactOptional(),
  hint: z.string().exactOptional(),
});

export const runHeader = z.object({
  id: z.string(),
  name: z.string().nullable(),
  workflow: z.string(),
  /** Workspace-relative path of the source, null when it lies outside or the text was sent. */
  path: z.string().nullable(),
  status: runStatus,
  /** Nothing holds the run although its log says it is active: its process died. */
  interrupted: z.boolean(),
  simulated: z.boolean(),
  /** Only some steps are simulated, the rest is real. */
  simulatedInPart: z.boolean().exactOptional(),
  origin: runOrigin,
  owner: z.object({ pid: z.number(), host: z.string(), alive: z.boolean(), here: z.boolean() }).nullable(),
  labels: z.array(z.string()),
  createdAt: time,
  startedAt: time.exactOptional(),
  finishedAt: time.exactOptional(),
  activeMs: z.number(),
  /** While the run works: the time at which `activeMs` was right. */
  activeAsOf: time.exactOptional(),
  costUsd: z.number().exactOptional(),
  /** Models whose price is not known; the cost leaves them out. The word `unknown` while the run's log has not been read. */
  costUnknown: z.array(z.string()),
  tokens: z.object({ in: z.number(), out: z.number(), cache: z.number() }),
  executions: z.number(),
  budget: runBudget,
  progress: z.object({ done: z.number(), total: z.number().nullable() }),
  openInteractions: z.number(),
  error: runError.exactOptional(),
  forkedFrom: z.object({ runId: z.string(), seq: z.number() }).exactOptional(),
  sourceHash: z.string(),
  lastSeq: z.number(),
  /** Grows with every change of this header. */
  rev: z.number(),
});
export type RunHeader = z.infer<typeof runHeader>;

/** The envelope of R-STORE-05; unknown keys are kept. */
export const runEventEnvelope = z.looseObject({
  seq: z.number().int(),
  timestamp: z.string(),
  type: z.string(),
  run_id: z.string(),
  branch_id: z.string().exactOptional(),
  node_id: z.string().exactOptional(),
  iteration: z.number().exactOptional(),
  attempt: z.number().exactOptional(),
  data: z.record(z.string(), json),
});
export type RunEventEnvelope = z.infer<typeof runEventEnvelope>;
