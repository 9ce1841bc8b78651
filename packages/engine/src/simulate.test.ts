import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { coerceObject, type FieldType } from './coerce.ts';
import { simulatedTokens, simulateOutput, simulateRoute, simulationHash, type Simulated } from './simulate.ts';

const of: Simulated = { seed: '1', node: 'plan', branch: 'main', iteration: 0 };
const arbitraryOf = fc.record({
  seed: fc.string(),
  node: fc.stringMatching(/^[a-z]{1,8}$/),
  branch: fc.constantFrom('main', 'branch_fan_a'),
  iteration: fc.nat(20),
});

test('R-SIM-02 the hash is the first 6 bytes of SHA-256 over seed, node, branch, iteration and path', () => {
  // printf '["1","plan","main",0,"n"]' | sha256sum
  expect(simulationHash(of, 'n')).toBe(0xd4117ca167cd);
});

test('R-SIM-02 values by type', () => {
  const fields: readonly FieldType[] = [
    { name: 'ok', type: 'bool' },
    { name: 'n', type: 'int' },
    { name: 'f', type: 'float' },
    { name: 's', type: 'string' },
    { name: 'e', type: 'string', enum: ['a', 'b', 'c'] },
    { name: 'l', type: 'string[]' },
    { name: 'j', type: 'json' },
  ];
  const h = (path: string): number => simulationHash(of, path);
  expect(simulateOutput(of, fields)).toEqual({
    ok: h('ok') % 100 < 60,
    n: h('n') % 100,
    f: (h('f') % 1000) / 1000,
    s: 'simulated plan.s 1',
    e: ['a', 'b', 'c'][h('e') % 3],
    l: Array.from({ length: 1 + (h('l') % 3) }, () => 'simulated plan.l 1'),
    j: { simulated: true, value: h('j') % 100 },
  });
  expect(simulateOutput({ ...of, iteration: 2 }, undefined)).toEqual({ text: 'simulated plan 3' });
});

test('R-SIM-02 from the third visit every bool is true, so that simulated loops end', () => {
  fc.assert(
    fc.property(arbitraryOf, (who) => {
      expect(simulateOutput({ ...who, iteration: 2 }, [{ name: 'ok', type: 'bool' }])).toEqual({ ok: true });
    }),
  );
});

const members = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 5 });
const fields: fc.Arbitrary<FieldType[]> = fc.uniqueArray(
  fc.oneof(
    fc.record({
      name: fc.stringMatching(/^[a-z]{1,6}$/),
      type: fc.constantFrom('string', 'bool', 'int', 'float', 'json', 'string[]'),
    }),
    fc.record({
      name: fc.stringMatching(/^[a-z]{1,6}$/),
      type: fc.constantFrom('string', 'string[]'),
      enum: members,
    }),
  ),
  { selector: (field) => field.name },
);
test('P-27 R-SIM-04 equal seeds give equal outputs, and outputs always satisfy their schemas', () => {
  fc.assert(
    fc.property(arbitraryOf, fields, (who, declared) => {
      const output = simulateOutput(who, declared);
      expect(simulateOutput(who, declared)).toEqual(output);
      const { missing, wrong, coerced } = coerceObject(output, declared, 'model');
      expect([missing, wrong, coerced]).toEqual([[], [], []]);
    }),
    { numRuns: 500 },
  );
});

test('R-SIM-02 R-ROUTE-05 a simulated router chooses among its candidates, and what is required', () => {
  const candidates = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,4}$/), { minLength: 2, maxLength: 60 });
  fc.assert(
    fc.property(arbitraryOf, candidates, fc.nat(), (who, names, pick) => {
      const needed = names[pick % names.length] ?? '';
      const single = simulateRoute(who, { candidates: names, multi: false, require: [] });
      expect(names).toContain(single['selected_route']);
      const multi = simulateRoute(who, { candidates: names, multi: true, require: [{ any_of: [needed] }] });
      const routes = multi['selected_routes'] as string[];
      expect(routes).toContain(needed);
      expect(names.filter((name) => routes.includes(name))).toEqual(routes);
      expect(simulateRoute(who, { candidates: names, multi: true, require: [] })['selected_routes']).not.toEqual([]);
    }),
  );
});

test('R-SIM-03 tokens are a quarter of the bytes', () => {
  expect(simulatedTokens('')).toBe(0);
  expect(simulatedTokens('abcde')).toBe(2);
  expect(simulatedTokens('é🤖')).toBe(2);
});
