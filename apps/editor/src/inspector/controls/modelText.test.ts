import { compile, parse } from '@iterion/dsl';
import type { ModelItem } from '@iterion/protocol';
import { expect, test } from 'vitest';
import { effortReason, environmentNames, knownModel, modelLines } from './modelText.ts';

const item = (id: string, efforts: readonly string[]): ModelItem => ({
  id,
  provider: id.split('/')[0] ?? '',
  backends: ['claw'],
  efforts: [...efforts],
  defaultEffort: null,
  contextWindow: 200_000,
  price: { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
});
const models = [item('anthropic/claude-sonnet-4-5', ['low', 'medium', 'high']), item('openai/gpt-4o', [])];
const graph = compile(parse('vars:\n  model: string = "openai/gpt-4o"\n  late: string\n'));
const lines = (text: string, set: Record<string, boolean> = {}) =>
  modelLines(text, graph, models, new Map(Object.entries(set))).map((line) => line.text);

test('E-INSP-03 S-SEC-12 beneath a model stands what it comes to; of the environment only whether it is set', () => {
  expect(lines('${OPENAI_MODEL}', { OPENAI_MODEL: true })).toEqual([
    'OPENAI_MODEL is set where the server runs; its value stays there',
  ]);
  expect(lines('${OPENAI_MODEL}', { OPENAI_MODEL: false })).toEqual(['OPENAI_MODEL is not set where the server runs']);
  expect(lines('${A:-openai/${B:-gpt-4o}}', { A: false, B: false })).toEqual([
    'A is not set where the server runs: its default counts',
    'B is not set where the server runs: its default counts',
    'With the defaults: openai/gpt-4o',
    '200K context · $3 in, $15 out per million tokens',
  ]);
  expect(lines('${A:-openai/gpt-4o}', { A: true }), 'a value that is not known is not guessed').toHaveLength(1);
  expect(lines('{{vars.model}}')[0]).toBe('With the defaults: openai/gpt-4o');
  expect(lines('{{vars.late}}')).toEqual([]);
  expect(lines('nobody/knows')).toEqual(['Not among the models known here: its price is not known']);
  expect(lines('${NOT_ASKED}')).toEqual([]);
});

test('E-INSP-03 a model is known with and without its provider and date, and tells which levels of effort it takes', () => {
  const sonnet = knownModel('claude-sonnet-4-5-20250929', models);
  expect(sonnet?.id).toBe('anthropic/claude-sonnet-4-5');
  expect(knownModel('other/claude-sonnet-4-5', models)).toBe(sonnet);
  expect(effortReason('high', sonnet)).toBeUndefined();
  expect(effortReason('max', sonnet)).toBe(
    'anthropic/claude-sonnet-4-5 takes low, medium, high: max is lowered to high',
  );
  expect(effortReason('max', knownModel('gpt-4o', models)), 'no levels are known').toBeUndefined();
  expect(effortReason('max', knownModel('${X}', models))).toBeUndefined();
  expect(environmentNames('${A}/{{vars.x}}${B:-${A}}')).toEqual([
    { name: 'A', hasDefault: false },
    { name: 'B', hasDefault: true },
  ]);
});
