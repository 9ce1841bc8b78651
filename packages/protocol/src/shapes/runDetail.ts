// What is read of one run beside its events: artifacts, one execution, statistics of a node (E-RUN-20 … E-RUN-31).
import { z } from 'zod';
import { json, payloadRef, time } from './basics.ts';
import { runEventEnvelope } from './run.ts';

export const artifactItem = z.object({
  name: z.string(),
  node: z.string(),
  version: z.number(),
  size: z.number(),
  mediaType: z.string(),
  writtenAt: time,
  execution: z.string(),
});
export type ArtifactItem = z.infer<typeof artifactItem>;
/** A value, or where it can be read when it is large. */
export const valueOrRef = z.union([payloadRef, json]);

export const executionDetail = z.object({
  execution: z.record(z.string(), z.unknown()),
  input: valueOrRef,
  output: valueOrRef.exactOptional(),
  /** `llm_prompt` of each attempt. */
  prompts: z.array(z.object({ attempt: z.number(), system: valueOrRef, user: valueOrRef })),
  /** The edges that led here, several at a convergence, and the edges taken. */
  edgesIn: z.array(z.string()),
  edgesOut: z.array(z.string()),
  /** All events of the execution, in order, large values as PayloadRef. */
  events: z.array(runEventEnvelope),
});
export type ExecutionDetail = z.infer<typeof executionDetail>;

const spread = z.object({ p50: z.number(), p95: z.number() }).nullable();
export const nodeStats = z.object({
  executions: z.array(
    z.object({
      runId: z.string(),
      execution: z.string(),
      branch: z.string(),
      /** From 0: the lap of the innermost loop. */
      iteration: z.number(),
      status: z.string(),
      startedAt: time,
      activeMs: z.number(),
      costUsd: z.number(),
      simulated: z.boolean(),
    }),
  ),
  /** Finished among those that have ended; null when none has. */
  successRate: z.number().nullable(),
  /** Milliseconds of real finished executions. */
  duration: spread,
  cost: spread,
});
export type NodeStats = z.infer<typeof nodeStats>;
