import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { coerceObject, coerceValue, type FieldType, type Giver } from './coerce.ts';
import type { Json } from './json.ts';

const GIVERS: readonly Giver[] = ['model', 'tool', 'person', 'commandLine', 'input'];
const TYPES: readonly FieldType['type'][] = ['string', 'bool', 'int', 'float', 'json', 'string[]'];

function coerced(value: Json, type: FieldType['type'], by: Giver): Json {
  const result = coerceValue(value, { name: 'f', type }, by);
  return result.ok ? result.value : 'refused';
}

test('R-LLM-12 numeric text becomes a number where nothing is lost', () => {
  for (const by of GIVERS) {
    expect(coerced('4', 'int', by)).toBe(4);
    expect(coerced(' -4 ', 'int', by)).toBe(-4);
    expect(coerced('4.0', 'int', by)).toBe(4);
    expect(coerced('4.5', 'int', by)).toBe('refused');
    expect(coerced(4.5, 'int', by)).toBe('refused');
    expect(coerced('1e3', 'float', by)).toBe(1000);
    expect(coerced('9007199254740993', 'int', by)).toBe('refused');
    for (const no of ['', 'four', '0x10', '007', '1_000', 'Infinity', 'NaN']) {
      expect(coerced(no, 'float', by)).toBe('refused');
    }
    expect(coerced(true, 'int', by)).toBe('refused');
  }
});

test('R-LLM-12 words become booleans, more of them where a person typed', () => {
  for (const by of GIVERS) {
    expect(coerced('true', 'bool', by)).toBe(true);
    expect(coerced('false', 'bool', by)).toBe(false);
    expect(coerced(1, 'bool', by)).toBe('refused');
    expect(coerced('maybe', 'bool', by)).toBe('refused');
  }
  for (const [word, value] of [
    ['yes', true],
    ['NO', false],
    ['1', true],
    ['0', false],
    [' True ', true],
  ] as const) {
    expect(coerced(word, 'bool', 'person')).toBe(value);
    expect(coerced(word, 'bool', 'commandLine')).toBe(value);
    expect(coerced(word, 'bool', 'model')).toBe('refused');
    expect(coerced(word, 'bool', 'tool')).toBe('refused');
  }
});

test('R-LLM-12 a scalar becomes text unless a model gave it', () => {
  expect(coerced(5, 'string', 'tool')).toBe('5');
  expect(coerced(true, 'string', 'input')).toBe('true');
  expect(coerced(5, 'string', 'model')).toBe('refused');
  expect(coerced([1, 'a'], 'string[]', 'tool')).toEqual(['1', 'a']);
  expect(coerced([1, 'a'], 'string[]', 'model')).toBe('refused');
  expect(coerced({}, 'string', 'tool')).toBe('refused');
});

test('R-LLM-12 JSON and commas have a meaning where text was typed', () => {
  for (const by of ['person', 'commandLine'] as const) {
    expect(coerced('{"a": [1]}', 'json', by)).toEqual({ a: [1] });
    expect(coerced('plain', 'json', by)).toBe('plain');
    expect(coerced('["a, b", "c"]', 'string[]', by)).toEqual(['a, b', 'c']);
    expect(coerced('a, b,', 'string[]', by)).toEqual(['a', 'b']);
    expect(coerced('', 'string[]', by)).toEqual([]);
    expect(coerced('[1, {}]', 'string[]', by)).toBe('refused');
  }
  for (const by of ['model', 'tool', 'input'] as const) {
    expect(coerced('{"a": 1}', 'json', by)).toBe('{"a": 1}');
    expect(coerced('a, b', 'string[]', by)).toBe('refused');
  }
});

test('R-LLM-12 declared fields are present, not null, of their type and within their enum', () => {
  const fields: readonly FieldType[] = [
    { name: 'severity', type: 'string', enum: ['low', 'high'] },
    { name: 'tags', type: 'string[]', enum: ['a', 'b'] },
    { name: 'ok', type: 'bool' },
    { name: 'n', type: 'int' },
  ];
  const result = coerceObject({ severity: 'mid', tags: ['a', 'z'], ok: null, extra: 1, _x: 2 }, fields, 'model');
  expect(result.wrong).toEqual([
    { path: 'severity', expected: 'low|high', found: 'mid' },
    { path: 'tags[1]', expected: 'a|b', found: 'z' },
  ]);
  expect(result.missing).toEqual([
    { path: 'ok', expected: 'bool', found: 'null' },
    { path: 'n', expected: 'int', found: 'nothing' },
  ]);
  expect(result.value).toEqual({ severity: 'mid', tags: ['a', 'z'], ok: null, extra: 1 });
  expect(coerceObject({}, fields, 'model').missing).toHaveLength(4);
  expect(coerceObject('text', fields, 'model').wrong).toEqual([{ path: '', expected: 'an object', found: '"text"' }]);
});

test('R-CORE-18 keys that begin with _ are dropped from what models and tools give, and kept in an input', () => {
  expect(coerceObject({ _a: 1, b: 2 }, [], 'tool').value).toEqual({ b: 2 });
  expect(coerceObject({ _failed_branches: [], b: 2 }, [], 'input').value).toEqual({ _failed_branches: [], b: 2 });
});

test('R-EDGE-15 what cannot be coerced stays and is listed (S-06)', () => {
  const fields: readonly FieldType[] = [
    { name: 'x', type: 'int' },
    { name: 'w', type: 'string' },
  ];
  const result = coerceObject({ x: '4' }, fields, 'input');
  expect(result.value).toEqual({ x: 4 });
  expect(result.coerced).toEqual(['x']);
  expect(result.missing.map((violation) => violation.path)).toEqual(['w']);
});

test('R-LLM-12 a key called __proto__ is data', () => {
  const given = JSON.parse('{"__proto__": {"polluted": true}, "a": 1}') as Json;
  const { value } = coerceObject(given, [{ name: 'a', type: 'int' }], 'input');
  expect(Object.keys(value)).toEqual(['__proto__', 'a']);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json);
test('R-LLM-12 coercion is idempotent and leaves conforming values alone', () => {
  const fields: readonly FieldType[] = TYPES.map((type) => ({ name: type, type }));
  const texts = fc.constantFrom('1', 'true', 'yes', 'a,b', '["x"]', '{"a":1}', 'null', '');
  const objects = fc.record(Object.fromEntries(TYPES.map((type) => [type, fc.oneof(json, texts)])));
  fc.assert(
    fc.property(objects, fc.constantFrom(...GIVERS), (object, by) => {
      const once = coerceObject(object, fields, by);
      expect(coerceObject(once.value, fields, 'model').wrong.map(({ path }) => path)).toEqual(
        once.wrong.map(({ path }) => path),
      );
      const clean = coerceObject(once.value, fields, 'model');
      expect(clean.value).toEqual(once.value);
      if (once.coerced.length === 0) expect(once.value).toEqual(object);
    }),
    { numRuns: 500 },
  );
});
