import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadModelTable, modelEntry, priceOf } from './modelTable.ts';

function file(value: unknown): { path: string; required: boolean } {
  const at = path.join(mkdtempSync(path.join(tmpdir(), 'iterion-models-')), 'models.json');
  writeFileSync(at, typeof value === 'string' ? value : JSON.stringify(value));
  return { path: at, required: true };
}
const SMALL = {
  as_of: '2027-01-01',
  per: 1000,
  models: [
    { match: ['claude-haiku-4-5'], provider: 'anthropic', price: { input: 0.002, output: 0.008 } },
    { match: ['own-*'], provider: 'me', window: 10 },
    { match: ['own-big-*'], provider: 'me', window: 20 },
  ],
};

test('R-LLM-25 the shipped table has windows, prices and efforts, and says of which day', () => {
  const table = loadModelTable();
  expect(table.as_of).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  const sonnet = modelEntry(table, 'anthropic/claude-sonnet-4-5');
  expect(sonnet).toMatchObject({ provider: 'anthropic', window: 200_000, default_max_tokens: 8192 });
  expect(sonnet && priceOf(table, sonnet)).toEqual({ input: 3, output: 15, cache_read: 0.3, cache_write: 3.75 });
});

test('R-LLM-25 a further table replaces entries by their match and keeps the others; its unit may differ', () => {
  const table = loadModelTable([file(SMALL), { path: '/nowhere/models.json', required: false }]);
  expect(table.as_of).toBe('2027-01-01');
  const haiku = modelEntry(table, 'claude-haiku-4-5');
  const price = haiku && priceOf(table, haiku);
  expect([price?.input, price?.output].map((usd) => Math.round((usd ?? 0) * 1e6) / 1e6)).toEqual([2, 8]);
  expect(modelEntry(table, 'claude-sonnet-4-5')).toEqual(modelEntry(loadModelTable(), 'claude-sonnet-4-5'));
});

test('R-LLM-25 a table that cannot be read, or is wrong, is refused with every fault', () => {
  expect(() => loadModelTable([{ path: '/nowhere/models.json', required: true }])).toThrow(/cannot be read/);
  expect(() => loadModelTable([file('{')])).toThrow(/cannot be read/);
  expect(() => loadModelTable([file({ models: [{ match: ['x'], provder: 'y', price: { input: -1 } }] })])).toThrow(
    /provider is missing.*provder is unknown.*input must be a number above 0/s,
  );
});

test('R-LLM-26 without the provider: exact, then without date or -latest, then the longest glob', () => {
  const table = loadModelTable([file(SMALL)]);
  const found = (name: string): unknown => modelEntry(table, name)?.match;
  expect(found('openrouter/anthropic/claude-haiku-4-5')).toEqual(['claude-haiku-4-5']);
  expect(found('claude-haiku-4-5-20251001')).toEqual(['claude-haiku-4-5']);
  expect(found('claude-haiku-4-5-latest')).toEqual(['claude-haiku-4-5']);
  expect(modelEntry(table, 'own-big-1')?.window).toBe(20);
  expect(modelEntry(table, 'own-1')?.window).toBe(10);
  expect(found('claude-unheard-of')).toEqual(['claude-*']);
  expect(found('unheard-of')).toBe(undefined);
});

test('R-LLM-26 missing cache prices fall back to the input price; an entry without price has none', () => {
  const table = loadModelTable([file(SMALL)]);
  const haiku = modelEntry(table, 'claude-haiku-4-5');
  const price = haiku && priceOf(table, haiku);
  expect(price?.cache_read).toBe(price?.input);
  expect(price?.cache_write).toBe(price?.input);
  const other = modelEntry(table, 'claude-unheard-of');
  expect(other && priceOf(table, other)).toBe(undefined);
});
