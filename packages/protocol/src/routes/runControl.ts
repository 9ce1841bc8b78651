// Launching, stopping and continuing runs (S-RUN-05 … S-RUN-08).
import { z } from 'zod';
import { contentHash, diagnostic, workspacePath } from '../shapes/basics.ts';
import { launchRequest, runId, variable } from '../shapes/launch.ts';
import { manifest, trustState } from '../shapes/manifest.ts';
import { plan } from '../shapes/plan.ts';
import { budgetOverrides, runStatus } from '../shapes/run.ts';
import { routes } from './route.ts';
import { environmentReport } from './session.ts';

const byId = z.strictObject({ id: runId });

export const runControlRoutes = routes({
  'runs.prepare': {
    method: 'POST',
    path: '/api/runs/prepare',
    summary: 'Everything the launch form shows, computed without starting anything',
    auth: 'session',
    effect: 'read',
    body: z.strictObject({
      path: workspacePath,
      hash: contentHash.optional(),
      /** The buffer, when it is not what is on disk: shown before it is saved. */
      text: z.string().optional(),
      preset: z.string().optional(),
      /** Path of a recipe in the workspace. */
      recipe: workspacePath.optional(),
      fromRun: runId.optional(),
    }),
    responses: {
      200: z.object({
        hash: contentHash,
        workflow: z.string(),
        variables: z.array(variable),
        presets: z.array(z.string()),
        plan,
        manifest,
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
});
