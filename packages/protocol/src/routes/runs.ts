// Runs: launch, list, read, control, answer (S-RUN-01 … S-RUN-08).
import { z } from 'zod';
import {
  contentHash,
  cursor,
  diagnostic,
  json,
  limit,
  payloadRef,
  queryBool,
  queryInt,
  time,
  workspacePath,
} from '../shapes/basics.ts';
import { discarded } from '../shapes/file.ts';
import { interaction } from '../shapes/interaction.ts';
import { trustState } from '../shapes/manifest.ts';
import { plan } from '../shapes/plan.ts';
import { budgetOverrides, runEventEnvelope, runHeader, runOrigin, runStatus } from '../shapes/run.ts';
import { environmentReport } from './session.ts';
import { routes } from './route.ts';

const runId = z.string().max(200);
const byId = z.strictObject({ id: runId });
const label = z.string().min(1).max(64);
const labels = z.array(label).max(32);
const values = z.record(z.string(), json);
/** Comma-separated words in a query. */
const words = z.string().max(1024);

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
  name: z.string().max(200).optional(),
  labels: labels.optional(),
  runId: runId.optional(),
  timeoutMs: z.number().positive().optional(),
  budget: budgetOverrides.optional(),
  /** Replaces the backend of every model node; `simulate` here simulates models only, tools really run. */
  backend: z.string().max(64).optional(),
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

const runAggregates = z.object({
  counts: z.record(z.string(), z.number()),
  events: z.number(),
});
const artifactItem = z.object({
  name: z.string(),
  node: z.string(),
  version: z.number(),
  size: z.number(),
  mediaType: z.string(),
  writtenAt: time,
  execution: z.string(),
});
export type ArtifactItem = z.infer<typeof artifactItem>;
const valueOrRef = z.union([payloadRef, json]);

export const executionDetail = z.object({
  execution: z.record(z.string(), z.unknown()),
  input: valueOrRef,
  output: valueOrRef.exactOptional(),
  /** `llm_prompt` of each attempt. */
  prompts: z.array(z.object({ attempt: z.number(), system: valueOrRef, user: valueOrRef })),
  /** The edge that led here and the edges taken. */
  edgeIn: z.string().exactOptional(),
  edgesOut: z.array(z.string()),
  /** All events of the execution, in order, large values as PayloadRef. */
  events: z.array(runEventEnvelope),
});
export type ExecutionDetail = z.infer<typeof executionDetail>;

const spread = z.object({ p50: z.number(), p95: z.number() }).nullable();
export const nodeStats = z.object({
  executions: z.array(
    z.object({
      runId,
      execution: z.string(),
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

export const runRoutes = routes({
  'runs.list': {
    method: 'GET',
    path: '/api/runs',
    summary: 'Runs of the store, newest first; counts are those under the other filters',
    auth: 'session',
    effect: 'read',
    query: z.strictObject({
      q: z.string().max(200).optional(),
      status: words.optional(),
      workflow: z.string().max(200).optional(),
      path: workspacePath.optional(),
      label: label.optional(),
      origin: runOrigin.optional(),
      simulated: queryBool.optional(),
      since: time.optional(),
      until: time.optional(),
      sort: z.enum(['created', '-created', 'cost', '-cost', 'active', '-active', 'name', '-name']).optional(),
      cursor: cursor.optional(),
      limit: limit.optional(),
    }),
    responses: {
      200: z.object({
        items: z.array(runHeader),
        counts: z.record(z.string(), z.number()),
        cursor: z.string().exactOptional(),
      }),
    },
    errors: [],
  },
  'runs.prepare': {
    method: 'POST',
    path: '/api/runs/prepare',
    summary: 'Everything the launch form shows, computed without starting anything',
    auth: 'session',
    effect: 'read',
    body: z.strictObject({
      path: workspacePath,
      hash: contentHash.optional(),
      preset: z.string().optional(),
      fromRun: runId.optional(),
    }),
    responses: {
      200: z.object({
        hash: contentHash,
        workflow: z.string(),
        variables: z.array(variable),
        presets: z.array(z.string()),
        plan,
        trust: trustState,
        environment: environmentReport,
        diagnostics: z.array(diagnostic),
      }),
    },
    errors: ['path_forbidden', 'not_found', 'not_text', 'source_changed', 'workflow_invalid', 'vars_invalid'],
  },
  'runs.start': {
    method: 'POST',
    path: '/api/runs',
    summary: 'Launch a run',
    auth: 'session',
    effect: 'run',
    body: launchRequest,
    responses: { 202: z.object({ runId, status: runStatus }) },
    errors: [
      'draining',
      'path_forbidden',
      'not_found',
      'not_text',
      'source_changed',
      'untrusted',
      'workflow_invalid',
      'vars_invalid',
      'exists',
    ],
    idempotencyKey: true,
  },
  'runs.read': {
    method: 'GET',
    path: '/api/runs/:id',
    summary: 'Header and aggregates of a run',
    auth: 'session',
    effect: 'read',
    params: byId,
    responses: {
      200: z.object({
        header: runHeader,
        aggregates: runAggregates,
        lastSeq: z.number(),
        owner: runHeader.shape.owner,
      }),
    },
    errors: ['not_found'],
  },
  'runs.change': {
    method: 'PATCH',
    path: '/api/runs/:id',
    summary: 'Rename or label a run',
    auth: 'session',
    effect: 'write',
    params: byId,
    body: z.strictObject({ name: z.string().max(200).nullable().optional(), labels: labels.optional() }),
    responses: { 200: runHeader },
    errors: ['not_found'],
    idempotent: true,
  },
  'runs.delete': {
    method: 'DELETE',
    path: '/api/runs/:id',
    summary: 'Move a run that has ended to the trash',
    auth: 'session',
    effect: 'write',
    params: byId,
    responses: { 200: discarded },
    errors: ['not_found', 'invalid_state'],
  },
  'runs.restore': {
    method: 'POST',
    path: '/api/runs/restore',
    summary: 'Bring a run back from the trash',
    auth: 'session',
    effect: 'write',
    body: z.strictObject({ restoreId: z.string().max(128) }),
    responses: { 201: z.object({ runId }) },
    errors: ['not_found', 'exists'],
  },
  'runs.snapshot': {
    method: 'GET',
    path: '/api/runs/:id/snapshot',
    summary: "The engine's view of the run at a sequence number, the newest by default",
    auth: 'session',
    effect: 'read',
    params: byId,
    query: z.strictObject({ at: queryInt.optional() }),
    responses: { 200: z.object({ seq: z.number(), state: z.record(z.string(), z.unknown()) }) },
    errors: ['not_found'],
  },
  'runs.events': {
    method: 'GET',
    path: '/api/runs/:id/events',
    summary: 'A page of the log; counts by type are those of the whole run',
    auth: 'session',
    effect: 'read',
    params: byId,
    query: z.strictObject({
      after: queryInt.optional(),
      before: queryInt.optional(),
      limit: limit.optional(),
      types: words.optional(),
      node: z.string().max(200).optional(),
      execution: z.string().max(600).optional(),
      q: z.string().max(200).optional(),
    }),
    responses: {
      200: z.object({
        items: z.array(runEventEnvelope),
        firstSeq: z.number().nullable(),
        lastSeq: z.number().nullable(),
        counts: z.record(z.string(), z.number()),
      }),
    },
    errors: ['not_found'],
  },
  'runs.source': {
    method: 'GET',
    path: '/api/runs/:id/source',
    summary: 'The text the run was started with',
    auth: 'session',
    effect: 'read',
    params: byId,
    responses: {
      200: z.object({
        text: z.string(),
        hash: contentHash,
        path: z.string().nullable(),
        onDisk: z.enum(['same', 'changed', 'missing']),
      }),
    },
    errors: ['not_found'],
  },
  'runs.execution': {
    method: 'GET',
    path: '/api/runs/:id/executions/:eid',
    summary: 'One activation of a node in detail',
    auth: 'session',
    effect: 'read',
    params: z.strictObject({ id: runId, eid: z.string().max(600) }),
    responses: { 200: executionDetail },
    errors: ['not_found'],
  },
  'runs.payload': {
    method: 'GET',
    path: '/api/runs/:id/payloads/:ref',
    summary: 'A page of a large value, as text',
    auth: 'session',
    effect: 'read',
    params: z.strictObject({ id: runId, ref: z.string().max(256) }),
    query: z.strictObject({ offset: queryInt.optional(), limit: queryInt.optional() }),
    responses: {
      200: z.object({ text: z.string(), offset: z.number(), total: z.number(), more: z.boolean() }),
    },
    errors: ['not_found'],
  },
  'runs.artifacts': {
    method: 'GET',
    path: '/api/runs/:id/artifacts',
    summary: 'Published artifacts of a run, all versions',
    auth: 'session',
    effect: 'read',
    params: byId,
    responses: { 200: z.object({ items: z.array(artifactItem) }) },
    errors: ['not_found'],
  },
  'runs.artifact': {
    method: 'GET',
    path: '/api/runs/:id/artifacts/:name/:version',
    summary: 'One version of an artifact',
    auth: 'session',
    effect: 'read',
    params: z.strictObject({ id: runId, name: z.string().max(200), version: queryInt }),
    responses: { 200: artifactItem.extend({ value: valueOrRef }) },
    errors: ['not_found'],
  },
  'runs.cancel': {
    method: 'POST',
    path: '/api/runs/:id/cancel',
    summary: 'Cancel a run',
    auth: 'session',
    effect: 'run',
    params: byId,
    body: z.strictObject({ kill: z.boolean().optional() }),
    responses: { 202: z.object({ status: runStatus }) },
    errors: ['not_found', 'invalid_state', 'owner_unresponsive'],
    idempotent: true,
  },
  'runs.pause': {
    method: 'POST',
    path: '/api/runs/:id/pause',
    summary: 'Pause a run at its next safe point',
    auth: 'session',
    effect: 'run',
    params: byId,
    body: z.strictObject({}),
    responses: { 202: z.object({ waitingFor: z.array(z.string()) }) },
    errors: ['not_found', 'invalid_state', 'owner_unresponsive'],
    idempotent: true,
  },
  'runs.resumeCheck': {
    method: 'POST',
    path: '/api/runs/:id/resume/check',
    summary: 'What resuming would keep and run again; with the recorded source, a file, or a text',
    auth: 'session',
    effect: 'read',
    params: byId,
    body: z.strictObject({ path: workspacePath.optional(), text: z.string().optional() }),
    responses: {
      200: z.object({
        resumable: z.boolean(),
        reasons: z.array(z.string()),
        /** `incompatible`: changed although its results would be kept (resume needs `force`), or the reason of a refusal. */
        nodes: z.array(z.object({ node: z.string(), effect: z.enum(['kept', 'rerun', 'removed', 'incompatible']) })),
      }),
    },
    errors: ['not_found', 'path_forbidden', 'not_text', 'workflow_invalid'],
  },
  'runs.resume': {
    method: 'POST',
    path: '/api/runs/:id/resume',
    summary: 'Continue a run that was paused, stopped or interrupted',
    auth: 'session',
    effect: 'run',
    params: byId,
    body: z.strictObject({
      source: z.enum(['recorded', 'current']),
      hash: contentHash.optional(),
      budget: budgetOverrides.optional(),
      extendLoops: z.record(z.string(), z.number().int().min(1)).optional(),
      force: z.boolean().optional(),
    }),
    responses: { 202: z.object({ status: runStatus }) },
    errors: ['untrusted', 'not_found', 'not_resumable', 'source_changed', 'workflow_invalid', 'locked', 'draining'],
  },
  'nodes.stats': {
    method: 'GET',
    path: '/api/nodes/stats',
    summary: 'How a node of a file did in its newest runs',
    auth: 'session',
    effect: 'read',
    query: z.strictObject({ path: workspacePath, node: z.string().max(200) }),
    responses: { 200: nodeStats },
    errors: ['not_found'],
  },
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
