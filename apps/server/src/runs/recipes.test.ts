// Launching with a recipe or another model (E-RUN-02, E-RUN-03, R-RECIPE-02), and the report of a run (R-RECIPE-20).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inProcess, refused, startFile, untilRun, type InProcess } from '../testServer.fixture.ts';
import { HUMAN_GATE, PURE } from './workflows.fixture.ts';

const POLICY = { name: 'strict', workflow_ref: { name: 'human_gate' }, backend: 'claude_code' };
let server: InProcess;
beforeEach(async () => {
  server = await inProcess({
    'gate.iter': HUMAN_GATE,
    'pure.iter': PURE,
    'recipes/nine.json': JSON.stringify({
      name: 'nine',
      workflow_ref: { name: 'pure' },
      preset_vars: { count: 9 },
      evaluation_policy: { primary_metric: 'double.doubled', success_value: 18 },
    }),
    'recipes/other.json': JSON.stringify({ name: 'other', workflow_ref: { name: 'elsewhere' } }),
    'recipes/strict.json': JSON.stringify(POLICY),
    'recipes/broken.json': '{',
  });
});
afterEach(() => server.close());

describe('E-RUN-02 recipes', () => {
  test('E-RUN-02 R-RECIPE-03 values of the recipe stand between defaults and given ones, and say where they come from', async () => {
    const { client } = server;
    const prepared = await client.call('runs.prepare', { body: { path: 'pure.iter', recipe: 'recipes/nine.json' } });
    expect(prepared.variables.find(({ name }) => name === 'count')).toMatchObject({ value: 9, from: 'recipe' });
    expect(prepared.manifest).toEqual(prepared.trust.manifest);
    const id = await startFile(client, 'pure.iter', { recipe: 'recipes/nine.json', vars: { topic: 'x' } });
    await untilRun(client, id, 'finished');
    const { state } = await client.call('runs.snapshot', { params: { id } });
    expect(state).toMatchObject({ run: { recipe: { name: 'nine' } }, verdict: { success: true, value: 18 } });
    const given = await startFile(client, 'pure.iter', { recipe: 'recipes/nine.json', vars: { count: 1 } });
    await untilRun(client, given, 'finished');
    expect((await client.call('runs.snapshot', { params: { id: given } })).state).toMatchObject({
      verdict: { success: false, value: 2 },
    });
  });

  test('R-RECIPE-02 a recipe that does not fit is refused, and no run exists', async () => {
    const { client } = server;
    for (const [recipe, code] of [
      ['recipes/other.json', 'vars_invalid'],
      ['recipes/broken.json', 'vars_invalid'],
      ['recipes/none.json', 'not_found'],
      ['../x.json', 'path_forbidden'],
    ] as const) {
      expect(await refused(startFile(client, 'pure.iter', { recipe })), recipe).toMatchObject({ code });
      const prepare = client.call('runs.prepare', { body: { path: 'pure.iter', recipe } });
      expect(await refused(prepare), recipe).toMatchObject({ code });
    }
    expect((await client.call('runs.list')).items).toEqual([]);
  });

  test('S-SEC-10 what a recipe adds to the powers of a file is trusted on its own', async () => {
    const { client } = server;
    const query = { path: 'gate.iter' };
    const alone = await client.call('trust.read', { query });
    await client.call('trust.grant', { query, body: { manifestHash: alone.manifestHash } });
    const recipe = 'recipes/strict.json';
    expect(await refused(startFile(client, 'gate.iter', { recipe }))).toMatchObject({ code: 'untrusted' });
    const more = await client.call('trust.read', { query: { ...query, recipe } });
    expect(more).toMatchObject({ state: 'untrusted', manifest: { backends: [{ name: 'claude_code' }] } });
    expect(
      await refused(client.call('trust.grant', { query, body: { manifestHash: more.manifestHash } })),
    ).toMatchObject({ code: 'source_changed' });
    await client.call('trust.grant', { query: { ...query, recipe }, body: { manifestHash: more.manifestHash } });
    expect(await client.call('trust.read', { query: { ...query, recipe } })).toMatchObject({ state: 'trusted' });
    expect(await client.call('trust.read', { query })).toMatchObject({ state: 'trusted' });
    await client.call('trust.revoke', { query: { ...query, recipe } });
    expect(await client.call('trust.read', { query: { ...query, recipe } })).toMatchObject({ state: 'untrusted' });
    expect(await client.call('trust.read', { query })).toMatchObject({ state: 'trusted' });
  });

  test('E-RUN-03 another model for every model node is on the text of the run, not on the file', async () => {
    const { client, place } = server;
    const id = await startFile(client, 'gate.iter', { model: 'openai/gpt-5-mini', simulate: {} });
    await untilRun(client, id, 'finished');
    const { text } = await client.call('runs.source', { params: { id } });
    expect(text).toBe(HUMAN_GATE.replace('anthropic/claude-sonnet-4-5', 'openai/gpt-5-mini'));
    expect(readFileSync(join(place.workspace, 'gate.iter'), 'utf8')).toBe(HUMAN_GATE);
    const { items } = await client.call('runs.events', {
      params: { id },
      query: { types: 'usage_recorded', node: 'draft' },
    });
    expect(items.map(({ data }) => data['model'])).toEqual(items.map(() => 'openai/gpt-5-mini'));
    expect(items.length).toBeGreaterThan(0);
  });
});

describe('R-RECIPE-20 reports', () => {
  test('R-RECIPE-20 R-RECIPE-21 the report of a run, as Markdown and as JSON, read and downloaded', async () => {
    const { client, assembly } = server;
    const id = await startFile(client, 'gate.iter', { simulate: { seed: 's' } });
    await untilRun(client, id, 'finished');
    const markdown = await client.call('runs.report', { params: { id } });
    expect(markdown.mediaType).toBe('text/markdown; charset=utf-8');
    expect(markdown.content).toContain('# human_gate · ');
    expect(markdown.content).toContain('**SIMULATED** with seed s');
    const json = await client.call('runs.report', { params: { id }, query: { format: 'json' } });
    const { header } = await client.call('runs.read', { params: { id } });
    expect(JSON.parse(json.content)).toMatchObject({
      run_id: id,
      status: 'finished',
      simulated: true,
      metrics: { total_input_tokens: header.tokens.in, total_output_tokens: header.tokens.out },
    });
    const { url } = await client.call('downloads.create', { body: { kind: 'report', run: id } });
    const bytes = await assembly.app.inject({ method: 'GET', url, headers: { host: '127.0.0.1:4891' } });
    expect(bytes.headers['content-disposition']).toBe(`attachment; filename*=UTF-8''${id}.md`);
    expect(bytes.body).toBe(markdown.content);
    expect(await refused(client.call('runs.report', { params: { id: 'none' } }))).toMatchObject({ status: 404 });
    const missing = client.call('downloads.create', { body: { kind: 'report', run: 'none' } });
    expect(await refused(missing)).toMatchObject({ status: 404 });
  });
});
