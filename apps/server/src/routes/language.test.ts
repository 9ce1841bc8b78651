// The language over the wire: edits, formatting of a part, checks of the machine, plans with values, models (editor.md 14.2).
import { applyEdits, compile, edit, parse, type EditOperation } from '@iterion/dsl';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HUMAN_GATE, PURE } from '../runs/workflows.fixture.ts';
import { inProcess, ownHeaders, refused, testPlace, type InProcess } from '../testServer.fixture.ts';
import { assembleServer } from '../assembly.ts';

let server: InProcess;
beforeEach(async () => {
  server = await inProcess({ 'gate.iter': HUMAN_GATE, 'pure.iter': PURE });
});
afterEach(() => server.close());

const MODEL: EditOperation = {
  op: 'setProperty',
  target: { space: 'node', name: 'draft', path: ['model'] },
  value: 'openai/gpt-5',
};
const RENAME: EditOperation = { op: 'renameDeclaration', space: 'node', from: 'draft', to: 'write' };

describe('S-API language/edit', () => {
  test('S-API-11 L-EDIT-01 operations become the edits of the language package, and the text with its findings', async () => {
    const { client } = server;
    const one = await client.call('language.edit', { body: { text: HUMAN_GATE, operations: [MODEL] } });
    const expected = edit(parse(HUMAN_GATE), MODEL);
    expect(expected).toMatchObject({ ok: true, edits: one.edits });
    expect(applyEdits(HUMAN_GATE, one.edits)).toBe(one.text);
    expect(one.text).toBe(HUMAN_GATE.replace('anthropic/claude-sonnet-4-5', 'openai/gpt-5'));
    const two = await client.call('language.edit', { body: { text: HUMAN_GATE, operations: [RENAME, MODEL2] } });
    expect(applyEdits(HUMAN_GATE, two.edits)).toBe(two.text);
    expect(two.text).toContain('agent write:\n  model: "openai/gpt-5"');
    expect(two.text).toContain('  approval -> write when not approved as revise(3)');
    expect(two.diagnostics).toEqual(JSON.parse(JSON.stringify(compile(parse(two.text)).diagnostics)));
  });
  const MODEL2: EditOperation = { ...MODEL, target: { space: 'node', name: 'write', path: ['model'] } };

  test('L-EDIT-01 all or none: a refused operation refuses the rest, with its reason', async () => {
    const missing: EditOperation = { op: 'removeEdge', edge: 'nowhere->done' };
    const error = await refused(
      server.client.call('language.edit', { body: { text: HUMAN_GATE, operations: [MODEL, missing] } }),
    );
    expect(error).toMatchObject({
      status: 422,
      code: 'workflow_invalid',
      details: { refusal: { code: 'EDIT_NOT_FOUND', reason: error.message } },
    });
    expect(error.message).toContain('nowhere->done');
  });

  test('S-API-03 operations that the language does not know, or of another shape, are refused before it sees them', async () => {
    const send = async (operation: string): Promise<number> => {
      const headers = { ...ownHeaders(server.credentials), 'content-type': 'application/json' };
      const payload = `{"text":"","operations":[${operation}]}`;
      const answer = await server.assembly.app.inject({ method: 'POST', url: '/api/language/edit', headers, payload });
      return answer.statusCode;
    };
    for (const operation of [
      '{"op":"format"}',
      '{"op":"removeEdge"}',
      '{"op":"removeEdge","edge":"a->b","more":1}',
      '{"op":"removeEdge","edge":1}',
      '{"op":"setProperty","target":{"space":"node","name":"a","path":"model"},"value":"x"}',
      '{"op":"setLoop","edge":"a->b","loop":{"name":"l","bound":"3"}}',
      '{"op":"batch","operations":[{"op":"batch","operations":[{"op":"x"}]}]}',
      '{"op":"addDeclaration","kind":"done","name":"x"}',
      'null',
    ]) {
      expect(await send(operation), operation).toBe(400);
    }
    expect(await send('{"op":"batch","operations":[{"op":"addDeclaration","kind":"compute","name":"x"}]}')).toBe(200);
  });
});

describe('S-API language/format', () => {
  test('L-FMT-01 with a range only the declarations it touches are formatted, whole', async () => {
    const untidy = HUMAN_GATE.replace('  text: string', '  text:    string').replace(
      '  entry:   collect'.replace('   ', ' '),
      '  entry:    collect',
    );
    const at = untidy.indexOf('text:    string');
    const part = await server.client.call('language.format', { body: { text: untidy, range: { start: at, end: at } } });
    expect(applyEdits(untidy, part.edits)).toBe(part.text);
    expect(part.text).toContain('  text: string\n');
    expect(part.text).toContain('  entry:    collect');
    const end = untidy.indexOf('approval -> done');
    const rest = await server.client.call('language.format', { body: { text: untidy, range: { start: end, end } } });
    expect(rest.text).toContain('  entry: collect');
    expect(rest.text).toContain('  text:    string');
    const all = await server.client.call('language.format', {
      body: { text: untidy, range: { start: 0, end: untidy.length } },
    });
    expect(all).toEqual(await server.client.call('language.format', { body: { text: untidy } }));
  });
});

describe('S-API language/validate and language/plan', () => {
  test('S-FILE-02 with environment, what this machine lacks is found too; without it, nothing outside the text is', async () => {
    const body = { text: HUMAN_GATE };
    const inside = await server.client.call('language.validate', { body });
    const outside = await server.client.call('language.validate', { body: { ...body, environment: true } });
    expect(inside.diagnostics).toEqual([]);
    expect(outside.diagnostics.map(({ code }) => code)).toEqual(['W007']);
    expect(outside).toMatchObject({ valid: true, counts: { warnings: 1 } });
  });

  test('W001 S-API-11 what a node needs of the environment is told by presence, never by value', async () => {
    const model = (value: string) =>
      `agent a:\n  model: "${value}"\n  backend: "simulate"\nworkflow w:\n  entry: a\n\n  a -> done\n`;
    const found = async (value: string) => {
      const body = { text: model(value), environment: true };
      return (await server.client.call('language.validate', { body })).diagnostics.map((each) => each.code);
    };
    expect(await found('${PATH}')).toEqual([]);
    expect(await found('${NOT_SET_HERE:-m/x}')).toEqual([]);
    expect(await found('${NOT_SET_HERE}')).toEqual(['W001']);
    const { variables } = await server.client.call('server.environment', { query: { names: 'PATH,NOT_SET_HERE' } });
    expect(variables).toEqual([
      { name: 'PATH', present: true },
      { name: 'NOT_SET_HERE', present: false },
    ]);
  });

  test('S-API-13 the plan takes values and limits as a launch would', async () => {
    const plan = (more: object) => server.client.call('language.plan', { body: { path: 'gate.iter', ...more } });
    expect(await plan({})).toMatchObject({ executionsMax: 9, caps: { iterations: 30, durationMs: null } });
    expect(await plan({ budget: { maxIterations: 4, maxDurationMs: 60_000 } })).toMatchObject({
      executionsMax: 4,
      caps: { iterations: 4, durationMs: 60_000 },
    });
    const wrong = server.client.call('language.plan', { body: { path: 'pure.iter', vars: { count: 'many' } } });
    expect(await refused(wrong)).toMatchObject({ status: 422, code: 'vars_invalid', field: 'vars.count' });
  });
});

describe('S-API models', () => {
  test('S-API-13 R-LLM-25 models are listed with window, efforts and price, by backend and by name', async () => {
    const { items } = await server.client.call('models.list');
    const sonnet = items.find(({ id }) => id === 'anthropic/claude-sonnet-4-5');
    expect(sonnet).toEqual({
      id: 'anthropic/claude-sonnet-4-5',
      provider: 'anthropic',
      backends: ['claw', 'claude_code', 'simulate'],
      efforts: ['low', 'medium', 'high'],
      defaultEffort: null,
      contextWindow: 200_000,
      price: { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
    });
    expect(items.every(({ id }) => !id.includes('*'))).toBe(true);
    const codex = await server.client.call('models.list', { query: { backend: 'codex' } });
    expect(new Set(codex.items.map(({ provider }) => provider))).toEqual(new Set(['openai']));
    const named = await server.client.call('models.list', { query: { q: 'SONNET-4-5' } });
    expect(named.items).toEqual([sonnet]);
    expect((await server.client.call('models.list', { query: { backend: 'none' } })).items).toEqual([]);
  });

  test('R-LLM-25 S-SEC-11 the user and the environment of the server may replace entries, a workspace may not', async () => {
    const place = await testPlace();
    try {
      const table = join(place.base, 'models.json');
      const entry = { match: ['claude-sonnet-4-5'], provider: 'anthropic', price: { input: 1, output: 2 } };
      await writeFile(table, JSON.stringify({ models: [entry] }));
      await writeFile(
        join(place.workspace, 'models.json'),
        JSON.stringify({ models: [{ ...entry, provider: 'evil' }] }),
      );
      const assembly = await assembleServer({ ...place.options, env: { ITERION_MODELS_FILE: table } });
      assembly.settle(4891);
      const headers = { host: '127.0.0.1:4891', authorization: `Bearer ${assembly.sessions.bearer}` };
      const answer = await assembly.app.inject({ method: 'GET', url: '/api/models?q=sonnet-4-5', headers });
      expect(answer.json()).toMatchObject({ items: [{ provider: 'anthropic', price: { input: 1, cacheRead: 1 } }] });
      await assembly.close();
      await writeFile(table, '{"models": 1}');
      await expect(assembleServer({ ...place.options, env: { ITERION_MODELS_FILE: table } })).rejects.toThrow(
        /model table .* is wrong/,
      );
    } finally {
      await place.remove();
    }
  });
});
