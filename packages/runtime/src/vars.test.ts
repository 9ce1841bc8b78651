import { expect, test } from 'vitest';
import { graphOf } from './runs.fixture.ts';
import { coerceVars } from './vars.ts';

const graph = graphOf(`
vars:
  count: int = 3
  name: string
  tags: string[] = ["a"]
  where: string = "\${PLACE:-here}/\${PROJECT_DIR}"
  config: json = { "k": [1, null] }
  on: bool = false

presets:
  loud:
    count: 9
    on: true

tool t:
  command: "true"

workflow w:
  entry: t
  t -> done
`);

test('R-CLI-14 values are coerced by their declared types; undeclared names become inputs', () => {
  const { vars, inputs, unset } = coerceVars(graph, {
    given: { count: '12', tags: 'x, y', config: '{"z":1}', on: 'yes', other: 'free' },
    env: {},
  });
  expect(vars).toMatchObject({ count: 12, tags: ['x', 'y'], config: { z: 1 }, on: true, name: null });
  expect(inputs).toEqual({ other: 'free' });
  expect(unset).toEqual(['name']);
});

test('S-131 a value that cannot be coerced is a usage error that names it', () => {
  expect(() => coerceVars(graph, { given: { count: 'many', on: 'perhaps' } })).toThrow(
    expect.objectContaining({ code: 'USAGE', message: expect.stringMatching(/count.*on/s) }),
  );
});

test('R-RECIPE-03 file default < recipe < preset < given', () => {
  const count = (values: Parameters<typeof coerceVars>[1]): unknown => coerceVars(graph, values).vars['count'];
  expect(count({})).toBe(3);
  expect(count({ recipe: { count: 5 } })).toBe(5);
  expect(count({ recipe: { count: 5 }, preset: 'loud' })).toBe(9);
  expect(count({ recipe: { count: 5 }, preset: 'loud', given: { count: '1' } })).toBe(1);
  expect(() => count({ preset: 'lout' })).toThrow(
    expect.objectContaining({ code: 'USAGE', hint: 'did you mean loud?' }),
  );
});

test('L-ENV-02 string leaves of defaults get the environment, given values do not', () => {
  expect(coerceVars(graph, { env: { PROJECT_DIR: '/w' } }).vars['where']).toBe('here//w');
  expect(coerceVars(graph, { env: { PLACE: 'there', PROJECT_DIR: '/w' } }).vars['where']).toBe('there//w');
  expect(coerceVars(graph, { given: { where: '${PLACE}' }, env: { PLACE: 'x' } }).vars['where']).toBe('${PLACE}');
});

test('L-ENV-02 names like __proto__ are ordinary inputs', () => {
  const { inputs } = coerceVars(graph, {
    given: JSON.parse('{"__proto__": 1, "constructor": 2}') as Record<string, number>,
  });
  expect(Object.keys(inputs)).toEqual(['__proto__', 'constructor']);
});

test('L-DECL-11 the given value comes before the preset, the preset before the recipe, the recipe before the default', () => {
  const recipe = { count: 5, name: 'from the recipe' };
  const start = (values: Parameters<typeof coerceVars>[1]) => coerceVars(graph, { env: {}, ...values });
  expect(start({ given: { count: '12' }, preset: 'loud', recipe }).vars).toMatchObject({
    count: 12,
    on: true,
    name: 'from the recipe',
  });
  expect(start({ preset: 'loud', recipe }).vars).toMatchObject({ count: 9 });
  expect(start({ recipe }).vars).toMatchObject({ count: 5, on: false });
  const { vars, unset, inputs } = start({ given: { elsewhere: [1] } });
  expect(vars).toMatchObject({ count: 3, name: null });
  expect(unset).toEqual(['name']);
  expect(inputs).toEqual({ elsewhere: [1] });
  expect(() => start({ given: { count: 'many' }, preset: 'loud' })).toThrow(expect.objectContaining({ code: 'USAGE' }));
});
