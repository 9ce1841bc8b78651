// Reading runs: the list, headers, snapshots, events, details, artifacts (S-RUN-01 … S-RUN-04).
import { z } from 'zod';
import { contentHash, cursor, limit, queryBool, queryInt, time, workspacePath } from '../shapes/basics.ts';
import { discarded } from '../shapes/file.ts';
import { runId, runLabel, runLabels } from '../shapes/launch.ts';
import { runEventEnvelope, runHeader, runOrigin } from '../shapes/run.ts';
import { artifactItem, executionDetail, nodeStats, valueOrRef } from '../shapes/runDetail.ts';
import { routes } from './route.ts';

const byId = z.strictObject({ id: runId });
/** Markdown is the default. */
export const reportFormat = z.enum(['json', 'md', 'csv', 'html']);
export type ReportFormat = z.infer<typeof reportFormat>;
/** Comma-separated words in a query. */
const words = z.string().max(1024);
const runAggregates = z.object({
  counts: z.record(z.string(), z.number()),
  events: z.number(),
});

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
      label: runLabel.optional(),
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
    body: z.strictObject({ name: z.string().max(200).nullable().optional(), labels: runLabels.optional() }),
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
  'runs.report': {
    method: 'GET',
    path: '/api/runs/:id/report',
    summary:
      'The report of a run, as Markdown, JSON, CSV (its executions) or one HTML file; up to an event, by default whole',
    auth: 'session',
    effect: 'read',
    params: byId,
    query: z.strictObject({ format: reportFormat.optional(), at: queryInt.optional() }),
    responses: { 200: z.object({ content: z.string(), mediaType: z.string() }) },
    errors: ['not_found'],
  },
  'nodes.stats': {
    method: 'GET',
    path: '/api/nodes/stats',
    summary: 'How a node of a file did in its newest runs',
    auth: 'session',
    effect: 'read',
    query: z.strictObject({ path: workspacePath, node: z.string().max(200) }),
    responses: { 200: nodeStats },
    errors: ['path_forbidden', 'not_found', 'not_text'],
  },
});
