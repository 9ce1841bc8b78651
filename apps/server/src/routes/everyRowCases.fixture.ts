// What is asked of every row of the table (everyRow.test.ts): each success it promises, each error it lists, and a request its schemas refuse.
import type { ErrorCode, RouteId } from '@iterion/protocol';
import { hashOf } from '../files/content.ts';
import { BROKEN, HUMAN_GATE, PURE } from '../runs/workflows.fixture.ts';

const SNIPPET = '## title: X\n\ntool x:\n  command: "true"\n';
const NONE = `sha256-${'0'.repeat(64)}`;

export interface Case {
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
/** `at`: the ids and hashes of the world (everyRowWorld.fixture.ts). */
export function casesOf(at: Readonly<Record<string, string>>): Case[] {
  const value = (key: string): string => at[key] ?? '';
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
}
