// Every row of the table (S-API-08): each success it promises, each error it lists, and a violation of its schema. What a case proves is what its row
// says; a row that promises more than its cases show fails the last test of this file.
import { spawn, type ChildProcess } from 'node:child_process';
import { hostname } from 'node:os';
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ERROR_STATUS, ROUTES, ROUTE_IDS, type ErrorCode, type Route, type RouteId } from '@iterion/protocol';
import { compile, parse } from '@iterion/dsl';
import { openStore, processStart, startRun } from '@iterion/runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashOf } from '../files/content.ts';
import { BROKEN, HUMAN_GATE, PURE, SLOW } from '../runs/workflows.fixture.ts';
import { inProcess, ownHeaders, signIn, startFile, untilRun, type InProcess } from '../testServer.fixture.ts';

/** Needs a disk that is full; the mapping of its error is the same for every row that writes. */
const ELSEWHERE = new Set<ErrorCode>(['storage_full', 'draining', 'read_only']);
const SNIPPET = '## title: X\n\ntool x:\n  command: "true"\n';
const NONE = `sha256-${'0'.repeat(64)}`;

let now = Date.now();
let server: InProcess;
let foreign: ChildProcess;
/** Ids and hashes that cases need. */
const at: Record<string, string> = {};

beforeAll(async () => {
  server = await inProcess(
    {
      'pure.iter': PURE,
      'gate.iter': HUMAN_GATE,
      'slow.iter': SLOW,
      'broken.iter': BROKEN,
      'gone.iter': 'x',
      'moved.iter': 'x',
      'full/x.iter': 'x',
      'empty/.keep': '',
      'bad.iter': '',
      'recipes/none.json': '{}',
    },
    { now: () => (now += 20), examplesDir: new URL('../../../../examples', import.meta.url).pathname },
  );
  const { client, place } = server;
  await writeFile(join(place.workspace, 'bad.iter'), Buffer.from([0xff, 0xfe, 0x00]));
  await mkdir(join(place.workspace, 'void'));
  for (const path of ['pure.iter', 'gate.iter', 'slow.iter', 'gone.iter', 'moved.iter'])
    at[path] = (await client.call('file.read', { query: { path } })).hash;
  at['manifest'] = (await client.call('trust.read', { query: { path: 'gate.iter' } })).manifestHash;
  at['done'] = await startFile(client, 'gate.iter', { simulate: { seed: 'x' }, runId: 'done' });
  at['spare'] = await startFile(client, 'pure.iter', { runId: 'spare' });
  for (const runId of ['paused', 'asked', 'dropped'])
    await startFile(client, 'gate.iter', { simulate: { humans: 'ask' }, runId });
  await writeFile(join(place.workspace, 'wrong.iter'), HUMAN_GATE);
  await startFile(client, 'wrong.iter', { simulate: { humans: 'ask' }, runId: 'wrong' });
  await untilRun(client, 'wrong', 'paused_waiting_human');
  await client.call('runs.cancel', { params: { id: 'wrong' }, body: {} });
  await writeFile(join(place.workspace, 'wrong.iter'), BROKEN);
  for (const runId of ['done', 'spare']) await untilRun(client, runId, 'finished');
  for (const runId of ['paused', 'asked', 'dropped']) await untilRun(client, runId, 'paused_waiting_human');
  await client.call('runs.cancel', { params: { id: 'dropped' }, body: {} });
  const artifact = (await client.call('runs.artifacts', { params: { id: 'done' } })).items[0];
  at['artifact'] = artifact?.name ?? '';
  const { items } = await client.call('runs.events', { params: { id: 'done' } });
  at['payload'] = `${items.find(({ type }) => type === 'llm_prompt')?.seq ?? 0}~`;
  at['question'] = (await client.call('interactions.list', { query: { run: 'asked' } })).items[0]?.id ?? '';
  at['restore'] = (
    await client.call('file.delete', { query: { path: 'gone.iter' }, base: at['gone.iter'] ?? '' })
  ).restoreId;
  at['restoreRun'] = (await client.call('runs.delete', { params: { id: 'spare' } })).restoreId;
  // Files and runs that something else has taken the place of.
  await writeFile(join(place.workspace, 'twin.iter'), 'x');
  await mkdir(join(place.workspace, 'astray'));
  await writeFile(join(place.workspace, 'astray/x.iter'), 'x');
  const discard = async (path: string): Promise<string> =>
    (await client.call('file.delete', { query: { path }, base: hashOf('x') })).restoreId;
  at['restoreTwin'] = await discard('twin.iter');
  await writeFile(join(place.workspace, 'twin.iter'), 'y');
  at['restoreAstray'] = await discard('astray/x.iter');
  await rename(join(place.workspace, 'astray'), join(place.base, 'astray'));
  await symlink('../astray', join(place.workspace, 'astray'));
  await symlink(place.base, join(place.workspace, '.iterion/snippets'));
  for (const again of [false, true]) {
    await startFile(client, 'pure.iter', { runId: 'twin' });
    await untilRun(client, 'twin', 'finished');
    if (!again) at['restoreTwinRun'] = (await client.call('runs.delete', { params: { id: 'twin' } })).restoreId;
  }
  // Runs of the command line, let go while they wait: `cli` really ran its command, `held` is held by a process that never answers.
  for (const [runId, simulated] of [
    ['cli', false],
    ['held', true],
  ] as const) {
    const { done } = await startRun({
      graph: compile(parse(HUMAN_GATE)),
      sourceText: HUMAN_GATE,
      filePath: join(server.assembly.workspace, 'gate.iter'),
      vars: {},
      inputs: {},
      runId,
      store: openStore(join(place.workspace, '.iterion')),
      workspaceDir: server.assembly.workspace,
      env: { PATH: process.env['PATH'] ?? '' },
      ...(simulated ? { simulate: { seed: 'x', humans: 'off' as const } } : { backend: 'simulate' }),
    });
    await done;
    await untilRun(client, runId, 'paused_waiting_human');
    at[`${runId}Question`] = (await client.call('interactions.list', { query: { run: runId } })).items[0]?.id ?? '';
  }
  at['voidQuestion'] = (await client.call('interactions.list', { query: { run: 'wrong' } })).items[0]?.id ?? '';
  at['code'] = server.assembly.sessions.newCode().code;
  const { url } = await client.call('downloads.create', { body: { kind: 'file', path: 'pure.iter' } });
  at['ticket'] = url.split('/').at(-1) ?? '';
  foreign = spawn('sleep', ['60'], { stdio: 'ignore' });
  const pid = foreign.pid ?? 0;
  const acquired_at = new Date().toISOString();
  const holder = { pid, process_start: processStart(pid), host: hostname(), epoch: 9, token: 'x', acquired_at };
  await writeFile(join(place.workspace, '.iterion/runs/held/.lock'), JSON.stringify(holder));
});
afterAll(async () => {
  foreign?.kill('SIGKILL');
  await server.close();
});

interface Case {
  readonly id: RouteId;
  /** A status of success, or the code of a refusal; `schema`: a request that the row's schemas refuse. */
  readonly is: number | ErrorCode | 'schema';
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** `If-Match`, or `create`; by default none. */
  readonly base?: string;
  /** As a command-line client. */
  readonly bearer?: true;
}
const value = (key: string): string => at[key] ?? '';

/** Made when the world stands. */
const cases = (): Case[] => {
  const of = (id: RouteId, ...list: readonly (readonly [Case['is'], Omit<Case, 'id' | 'is'>?])[]): Case[] =>
    list.map(([is, more]) => ({ id, is, ...more }));
  const out = { path: '../x.iter' };
  const gone = { path: 'none.iter' };
  const text = { text: 'x' };
  const run = (id: string) => ({ params: { id } });
  const launch = (path: string, more: object = {}) => ({ body: { path, hash: value(path), ...more } });
  const onFile = (id: RouteId, ok: Case[]): Case[] => [
    ...ok,
    ...of(
      id,
      ['path_forbidden', { body: out }],
      ['not_found', { body: gone }],
      ['not_text', { body: { path: 'bad.iter' } }],
    ),
  ];
  const answers = { approved: true, remarks: 'x' };
  return [
    ...of('session.create', ['code_invalid', { body: { code: 'x' } }], ['schema', { body: { code: 1 } }]),
    ...of('session.code', ['unauthenticated', { body: {} }]),
    ...of('server.info', [200]),
    ...of('server.openapi', [200]),
    ...of('server.environment', [200], ['schema', { query: { names: 'not a name' } }]),
    ...of(
      'tree.list',
      [200],
      ['path_forbidden', { query: { dir: '..' } }],
      ['not_found', { query: { dir: 'none' } }],
      ['schema', { query: { depth: 'deep' } }],
    ),
    ...of(
      'file.read',
      [200, { query: { path: 'pure.iter' } }],
      ['path_forbidden', { query: out }],
      ['not_found', { query: gone }],
      ['not_text', { query: { path: 'bad.iter' } }],
      ['schema', { query: { path: '' } }],
    ),
    ...of(
      'file.write',
      [201, { query: { path: 'new.iter' }, body: text, base: 'create' }],
      ['precondition_failed', { query: { path: 'new.iter' }, body: text, base: NONE }],
      ['precondition_required', { query: { path: 'new.iter' }, body: text }],
      ['path_forbidden', { query: out, body: text, base: 'create' }],
      ['not_found', { query: { path: 'no/folder.iter' }, body: text, base: 'create' }],
      ['schema', { query: { path: 'new.iter' }, body: { text: 1 }, base: 'create' }],
    ),
    ...of('file.write', [200, { query: { path: 'pure.iter' }, body: { text: PURE }, base: value('pure.iter') }]),
    ...of(
      'file.delete',
      ['precondition_required', { query: { path: 'new.iter' } }],
      ['precondition_failed', { query: { path: 'new.iter' }, base: NONE }],
      ['path_forbidden', { query: out, base: NONE }],
      ['not_found', { query: gone, base: NONE }],
      ['schema', { query: {} }],
      [200, { query: { path: 'moved.iter' }, base: value('moved.iter') }],
    ),
    ...of(
      'file.restore',
      [201, { body: { restoreId: value('restore') } }],
      ['not_found', { body: { restoreId: 'none' } }],
      ['schema', { body: {} }],
    ),
    ...of(
      'file.move',
      ['path_forbidden', { body: { from: 'pure.iter', to: '../x' }, base: value('pure.iter') }],
      ['not_found', { body: { from: 'none.iter', to: 'x.iter' }, base: NONE }],
      ['exists', { body: { from: 'pure.iter', to: 'gate.iter' }, base: value('pure.iter') }],
      ['precondition_failed', { body: { from: 'pure.iter', to: 'x.iter' }, base: NONE }],
      ['precondition_required', { body: { from: 'pure.iter', to: 'x.iter' } }],
      ['schema', { body: { from: 'x' }, base: NONE }],
      [200, { body: { from: 'slow.iter', to: 'full/slow.iter' }, base: value('slow.iter') }],
    ),
    ...of(
      'folder.create',
      [201, { body: { path: 'made' } }],
      ['exists', { body: { path: 'made' } }],
      ['path_forbidden', { body: { path: '../made' } }],
      ['not_found', { body: { path: 'no/made' } }],
      ['schema', { body: {} }],
    ),
    ...of(
      'folder.delete',
      ['not_empty', { query: { path: 'full' } }],
      ['not_found', { query: { path: 'none' } }],
      ['path_forbidden', { query: { path: '..' } }],
      ['schema'],
      [204, { query: { path: 'void' } }],
    ),
    ...of('layout.read', [200, { query: { path: 'pure.iter' } }], ['path_forbidden', { query: out }], ['schema']),
    ...of(
      'layout.write',
      [200, { query: { path: 'pure.iter' }, body: text, base: 'create' }],
      ['precondition_failed', { query: { path: 'pure.iter' }, body: text, base: NONE }],
      ['precondition_required', { query: { path: 'pure.iter' }, body: text }],
      ['path_forbidden', { query: out, body: text, base: 'create' }],
      ['schema', { query: { path: 'pure.iter' }, body: {}, base: 'create' }],
    ),
    ...of('examples.list', [200]),
    ...of(
      'examples.read',
      [200, { params: { id: 'judge_loop' } }],
      ['not_found', { params: { id: 'none' } }],
      ['schema', { params: { id: 'x'.repeat(200) } }],
    ),
    ...onFile(
      'language.validate',
      of('language.validate', [200, { body: { text: PURE } }], ['schema', { body: { text: 1 } }]),
    ),
    ...of('language.table', [200]),
    ...of('language.parse', [200, { body: text }], ['schema', { body: {} }]),
    ...of(
      'language.format',
      [200, { body: { text: PURE } }],
      ['workflow_invalid', { body: { text: 'agent a\n ???' } }],
      ['schema', { body: { text: '', range: { start: -1, end: 0 } } }],
    ),
    ...of(
      'language.edit',
      [
        200,
        {
          body: {
            text: PURE,
            operations: [{ op: 'setDescription', target: { space: 'node', name: 'double' }, text: 'x' }],
          },
        },
      ],
      ['workflow_invalid', { body: { text: PURE, operations: [{ op: 'removeEdge', edge: 'x->y' }] } }],
      ['schema', { body: { text: '', operations: [] } }],
    ),
    ...onFile(
      'language.plan',
      of(
        'language.plan',
        [200, { body: { path: 'pure.iter' } }],
        ['workflow_invalid', { body: { path: 'broken.iter' } }],
        ['vars_invalid', { body: { path: 'pure.iter', vars: { count: 'x' } } }],
        ['schema', { body: { path: 'pure.iter', budget: { maxTokens: 0 } } }],
      ),
    ),
    ...onFile(
      'language.diagram',
      of(
        'language.diagram',
        [200, { body: { path: 'pure.iter' } }],
        ['workflow_invalid', { body: { text: '' } }],
        ['schema', { body: { text: '', view: 'x' } }],
      ),
    ),
    ...of('models.list', [200], ['schema', { query: { q: 'x'.repeat(300) } }]),
    ...of('preferences.read', [200]),
    ...of(
      'preferences.write',
      [200, { body: { values: { theme: 'dark' } }, base: 'create' }],
      ['precondition_failed', { body: { values: {} }, base: 'create' }],
      ['precondition_required', { body: { values: {} } }],
      ['schema', { body: { values: 1 }, base: NONE }],
    ),
    ...of('snippets.list', [200]),
    ...of(
      'snippets.write',
      [
        200,
        {
          params: { scope: 'user', id: 'x' },
          body: { text: SNIPPET },
          base: 'create',
        },
      ],
      ['precondition_failed', { params: { scope: 'user', id: 'x' }, body: { text: '' }, base: 'create' }],
      ['precondition_required', { params: { scope: 'user', id: 'x' }, body: { text: '' } }],
      ['workflow_invalid', { params: { scope: 'user', id: 'y' }, body: { text: 'agent a\n ???' }, base: 'create' }],
      ['schema', { params: { scope: 'nobody', id: 'x' }, body: { text: '' }, base: 'create' }],
    ),
    ...of(
      'snippets.delete',
      ['not_found', { params: { scope: 'user', id: 'none' }, base: NONE }],
      ['precondition_failed', { params: { scope: 'user', id: 'x' }, base: NONE }],
      ['precondition_required', { params: { scope: 'user', id: 'x' } }],
      ['schema', { params: { scope: 'user', id: 'X' }, base: NONE }],
    ),
    ...of(
      'trust.read',
      [200, { query: { path: 'gate.iter' } }],
      ['path_forbidden', { query: out }],
      ['not_found', { query: gone }],
      ['not_text', { query: { path: 'bad.iter' } }],
      ['workflow_invalid', { query: { path: 'broken.iter' } }],
      ['vars_invalid', { query: { path: 'gate.iter', recipe: 'recipes/none.json' } }],
      ['schema'],
    ),
    ...of(
      'trust.grant',
      ...(['path_forbidden', 'not_found', 'not_text', 'workflow_invalid'] as const).map(
        (is, index) =>
          [
            is,
            {
              query: [out, gone, { path: 'bad.iter' }, { path: 'broken.iter' }][index] ?? out,
              body: { manifestHash: NONE },
            },
          ] as const,
      ),
      ['source_changed', { query: { path: 'gate.iter' }, body: { manifestHash: NONE } }],
      ['vars_invalid', { query: { path: 'gate.iter', recipe: 'recipes/none.json' }, body: { manifestHash: NONE } }],
      ['schema', { query: { path: 'gate.iter' }, body: { manifestHash: 'x' } }],
      [204, { query: { path: 'gate.iter' }, body: { manifestHash: value('manifest') } }],
    ),
    ...of(
      'trust.revoke',
      [204, { query: { path: 'gate.iter' } }],
      ['path_forbidden', { query: out }],
      ['not_found', { query: { path: 'gate.iter', recipe: 'none.json' } }],
      ['not_text', { query: { path: 'gate.iter', recipe: 'bad.iter' } }],
      ['vars_invalid', { query: { path: 'gate.iter', recipe: 'recipes/none.json' } }],
      ['schema'],
    ),
    ...of('runs.list', [200], ['schema', { query: { limit: '0' } }]),
    ...(['runs.read', 'runs.snapshot', 'runs.events', 'runs.source', 'runs.artifacts', 'runs.report'] as const).flatMap(
      (id) => of(id, [200, run('done')], ['not_found', run('none')], ['schema', run('x'.repeat(300))]),
    ),
    ...of(
      'runs.change',
      [200, { ...run('done'), body: { name: 'N' } }],
      ['not_found', { ...run('none'), body: {} }],
      ['schema', { ...run('done'), body: { labels: [''] } }],
    ),
    ...of(
      'runs.delete',
      ['not_found', run('none')],
      ['invalid_state', run('paused')],
      ['schema', run('x'.repeat(300))],
    ),
    ...of(
      'runs.restore',
      [201, { body: { restoreId: value('restoreRun') } }],
      ['not_found', { body: { restoreId: 'none' } }],
      ['schema', { body: {} }],
    ),
    ...of('runs.delete', [200, run('spare')]),
    ...of(
      'runs.execution',
      [200, { params: { id: 'done', eid: 'exec:main:collect:0' } }],
      ['not_found', { params: { id: 'done', eid: 'none' } }],
      ['schema', { params: { id: 'done', eid: 'x'.repeat(700) } }],
    ),
    ...of(
      'runs.payload',
      ['not_found', { params: { id: 'done', ref: '999999:/x' } }],
      ['schema', { params: { id: 'done', ref: 'x'.repeat(300) } }],
    ),
    ...of(
      'runs.artifact',
      [200, { params: { id: 'done', name: value('artifact'), version: '0' } }],
      ['not_found', { params: { id: 'done', name: 'none', version: '0' } }],
      ['schema', { params: { id: 'done', name: 'x', version: '-1' } }],
    ),
    ...of(
      'nodes.stats',
      [200, { query: { path: 'gate.iter', node: 'draft' } }],
      ['schema', { query: { path: 'gate.iter' } }],
    ),
    ...of(
      'runs.prepare',
      [200, { body: { path: 'pure.iter' } }],
      ['path_forbidden', { body: out }],
      ['not_found', { body: gone }],
      ['not_text', { body: { path: 'bad.iter' } }],
      ['source_changed', { body: { path: 'pure.iter', hash: NONE } }],
      ['workflow_invalid', { body: { path: 'broken.iter' } }],
      ['vars_invalid', { body: { path: 'pure.iter', preset: 'none' } }],
      ['schema', { body: {} }],
    ),
    ...of(
      'runs.start',
      [202, launch('pure.iter', { runId: 'started' })],
      ['exists', launch('pure.iter', { runId: 'done' })],
      ['path_forbidden', { body: { ...out, hash: NONE } }],
      ['not_found', { body: { ...gone, hash: NONE } }],
      ['not_text', { body: { path: 'bad.iter', hash: NONE } }],
      ['source_changed', { body: { path: 'pure.iter', hash: NONE } }],
      ['untrusted', launch('gate.iter')],
      ['workflow_invalid', { body: { text: BROKEN, simulate: {} } }],
      ['vars_invalid', launch('pure.iter', { vars: { count: 'x' } })],
      ['schema', launch('pure.iter', { timeoutMs: 0 })],
    ),
    ...of(
      'runs.resumeCheck',
      [200, { ...run('paused'), body: {} }],
      ['not_found', { ...run('none'), body: {} }],
      ['path_forbidden', { ...run('paused'), body: out }],
      ['not_text', { ...run('paused'), body: { path: 'bad.iter' } }],
      ['workflow_invalid', { ...run('paused'), body: { text: BROKEN } }],
      ['schema', { ...run('paused'), body: { text: 1 } }],
    ),
    ...of('interactions.list', [200], ['schema', { query: { state: 'lost' } }]),
    ...of(
      'interactions.answer',
      ['answers_invalid', { params: { id: 'asked', iid: value('question') }, body: { answers: {} } }],
      ['facts_changed', { params: { id: 'asked', iid: value('question') }, body: { answers, factsHash: 'x' } }],
      ['not_found', { params: { id: 'asked', iid: 'none' }, body: { answers } }],
      ['schema', { params: { id: 'asked', iid: value('question') }, body: {} }],
      [202, { params: { id: 'asked', iid: value('question') }, body: { answers } }],
      ['already_answered', { params: { id: 'asked', iid: value('question') }, body: { answers } }],
    ),
    ...of(
      'runs.resume',
      ['not_found', { ...run('none'), body: { source: 'recorded' } }],
      ['not_resumable', { ...run('done'), body: { source: 'recorded' } }],
      ['source_changed', { ...run('dropped'), body: { source: 'current', hash: NONE } }],
      ['schema', { ...run('dropped'), body: { source: 'x' } }],
      [202, { ...run('dropped'), body: { source: 'recorded' } }],
    ),
    ...of(
      'runs.pause',
      ['not_found', { ...run('none'), body: {} }],
      ['invalid_state', { ...run('done'), body: {} }],
      ['schema', { ...run('done'), body: { x: 1 } }],
    ),
    ...of(
      'runs.cancel',
      [202, { ...run('paused'), body: {} }],
      ['not_found', { ...run('none'), body: {} }],
      ['invalid_state', { ...run('done'), body: {} }],
      ['schema', { ...run('done'), body: { kill: 1 } }],
    ),
    ...of(
      'downloads.create',
      [201, { body: { kind: 'file', path: 'pure.iter' } }],
      ['path_forbidden', { body: { kind: 'file', ...out } }],
      ['not_found', { body: { kind: 'file', ...gone } }],
      ['not_text', { body: { kind: 'file', path: 'bad.iter' } }],
      ['schema', { body: { kind: 'x' } }],
    ),
    ...of(
      'downloads.fetch',
      ['not_found', { params: { ticket: 'none' } }],
      ['schema', { params: { ticket: 'x'.repeat(100) } }],
    ),
    ...of('session.create', [200, { body: { code: value('code') } }]),
    ...of('session.code', [201, { bearer: true, body: {} }], ['schema', { bearer: true, body: { x: 1 } }]),
    ...of(
      'file.restore',
      ['exists', { body: { restoreId: value('restoreTwin') } }],
      ['path_forbidden', { body: { restoreId: value('restoreAstray') } }],
    ),
    ...of('snippets.write', [
      'path_forbidden',
      { params: { scope: 'workspace', id: 'x' }, body: { text: '' }, base: 'create' },
    ]),
    ...of(
      'snippets.delete',
      ['path_forbidden', { params: { scope: 'workspace', id: 'x' }, base: NONE }],
      [204, { params: { scope: 'user', id: 'x' }, base: hashOf(SNIPPET) }],
    ),
    ...of('runs.restore', ['exists', { body: { restoreId: value('restoreTwinRun') } }]),
    ...of('runs.payload', [200, { params: { id: 'done', ref: value('payload') } }]),
    ...of(
      'nodes.stats',
      ['path_forbidden', { query: { ...out, node: 'x' } }],
      ['not_found', { query: { ...gone, node: 'x' } }],
      ['not_text', { query: { path: 'bad.iter', node: 'x' } }],
    ),
    ...of('runs.start', [202, { body: { text: HUMAN_GATE, simulate: { delayMs: 3000 }, runId: 'slow' } }]),
    ...of('runs.pause', [202, { ...run('slow'), body: {} }], ['owner_unresponsive', { ...run('held'), body: {} }]),
    ...of('runs.cancel', ['owner_unresponsive', { ...run('held'), body: {} }]),
    ...of(
      'interactions.answer',
      ['untrusted', { params: { id: 'cli', iid: value('cliQuestion') }, body: { answers } }],
      ['invalid_state', { params: { id: 'wrong', iid: value('voidQuestion') }, body: { answers } }],
      ['owner_unresponsive', { params: { id: 'held', iid: value('heldQuestion') }, body: { answers } }],
    ),
    ...of(
      'runs.resume',
      ['untrusted', { ...run('cli'), body: { source: 'recorded' } }],
      ['locked', { ...run('held'), body: { source: 'recorded' } }],
      ['workflow_invalid', { ...run('wrong'), body: { source: 'current' } }],
    ),
    ...of('downloads.fetch', [200, { params: { ticket: value('ticket') } }]),
    ...of('session.end', [204]),
  ];
};

async function send({
  id,
  params = {},
  query = {},
  body,
  base,
  bearer,
}: Case): Promise<{ status: number; code: string; text: string }> {
  const row = ROUTES[id] as Route;
  const path = row.path.replaceAll(/:([a-z]+)/gi, (_, name: string) => encodeURIComponent(params[name] ?? 'x'));
  const search = new URLSearchParams(query).toString();
  const credentials = id === 'session.end' ? signIn(server.assembly) : server.credentials;
  const answer = await server.assembly.app.inject({
    method: row.method,
    url: search === '' ? path : `${path}?${search}`,
    headers: {
      ...ownHeaders(credentials),
      ...(bearer === true ? { authorization: `Bearer ${server.assembly.sessions.bearer}` } : {}),
      ...(row.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(base === undefined ? {} : base === 'create' ? { 'if-none-match': '*' } : { 'if-match': `"${base}"` }),
    },
    ...(row.body === undefined ? {} : { payload: JSON.stringify(body ?? {}) }),
  });
  const code = answer.body.startsWith('{"error"') ? answer.json<{ error: { code: string } }>().error.code : '';
  return { status: answer.statusCode, code, text: answer.body };
}

describe('S-API-08 every row', () => {
  /** What each row was seen to do. */
  const seen = new Map<RouteId, Set<number | string>>();

  test('S-API-08 S-API-04 each case answers as its row says, in the one shape of errors', async () => {
    for (const each of cases()) {
      const { status, code, text } = await send(each);
      const where = `${each.id} ${String(each.is)}: ${text.slice(0, 200)}`;
      if (typeof each.is === 'number') expect(status, where).toBe(each.is);
      else {
        const wanted = each.is === 'schema' ? 'invalid_request' : each.is;
        expect([code, status], where).toEqual([wanted, ERROR_STATUS[wanted]]);
        expect(JSON.parse(text), where).toMatchObject({
          error: { message: expect.stringMatching(/\w.*\.?$/s) as unknown, requestId: expect.any(String) as unknown },
        });
        expect(text, where).not.toContain(server.place.base);
      }
      seen.set(each.id, new Set([...(seen.get(each.id) ?? []), each.is]));
    }
    // Three times five seconds are waited for an owner that does not answer.
  }, 60_000);

  test('S-API-08 no row promises more than its cases show', () => {
    const missing = ROUTE_IDS.flatMap((id) => {
      const row = ROUTES[id] as Route;
      if (row.upgrade === true) return [];
      const shown = seen.get(id) ?? new Set();
      const promised = [
        ...Object.keys(row.responses).map(Number),
        ...row.errors.filter((code) => !ELSEWHERE.has(code)),
      ];
      const checked = row.body !== undefined || row.query !== undefined || row.params !== undefined ? ['schema'] : [];
      return [...promised, ...checked].filter((each) => !shown.has(each)).map((each) => `${id}: ${each}`);
    });
    expect(missing).toEqual([]);
  });
});
