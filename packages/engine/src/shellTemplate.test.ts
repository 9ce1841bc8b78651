import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from './json.ts';
import { scopeOf } from './scope.fixture.ts';
import { renderCommand } from './shellTemplate.ts';
import { commandOf } from './template.fixture.ts';

const nasty = `a'b "c" $(touch x) ; rm`;
const scope = scopeOf({ vars: { v: nasty, list: ['one', 'two words', 3], none: null, map: { k: [1] }, empty: [] } });

function command(source: string, vars?: { [name: string]: Json }, env: { [name: string]: string | null } = {}) {
  const result = renderCommand(commandOf(source), vars === undefined ? scope : scopeOf({ vars }), env);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** The arguments that a program gets: each between NUL characters. */
function run(source: string, vars?: { [name: string]: Json }): string[] {
  const { shell, refs } = command(source, vars);
  const env = Object.fromEntries(refs.map(({ name, value }) => [name, value]));
  const printed = execFileSync('bash', ['-c', shell], {
    env: { PATH: process.env['PATH'], ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return printed.split('\0').slice(0, -1);
}
const print = (words: string): string => `printf '%s\\0' ${words}`;

test('S-116 R-TOOL-17 the program gets exactly the value, whatever the quoting', () => {
  for (const words of ['{{vars.v}}', '"{{vars.v}}"', "'{{vars.v}}'"]) expect(run(print(words))).toEqual([nasty]);
  expect(run(print('"$(printf %s {{vars.v}})"'))).toEqual([nasty]);
  expect(run(print(`pre{{vars.v}}post "a {{vars.v}}" 'b {{vars.v}}'`))).toEqual([
    `pre${nasty}post`,
    `a ${nasty}`,
    `b ${nasty}`,
  ]);
  expect(run(`cat <<EOF | tr '\\n' '\\0'\n{{vars.v}}\nEOF`)).toEqual([nasty]);
});

test('S-117 R-TOOL-17 outside quotes a list of scalars is one word per item', () => {
  expect(run(print('{{vars.list}}'))).toEqual(['one', 'two words', '3']);
  expect(run(print('"{{vars.list}}"'))).toEqual(['["one","two words",3]']);
  expect(run(`X={{vars.list}}; ${print('"$X"')}`)).toEqual(['["one","two words",3]']);
  expect(run(print('{{vars.map}} {{vars.none}} x{{vars.empty}}'))).toEqual(['{"k":[1]}', '', 'x']);
});

test('R-TOOL-17 where no expansion is possible the reference is an error with a remedy', () => {
  for (const source of ['echo `{{vars.v}}`', "echo $'{{vars.v}}'", "cat <<'EOF'\n{{vars.v}}\nEOF"]) {
    const result = renderCommand(commandOf(source), scope, {});
    expect(result).toMatchObject({ ok: false, error: { code: 'TEMPLATE_ERROR', reference: 'vars.v' } });
  }
  expect(renderCommand(commandOf('x {{vars.v}}'), scopeOf({ vars: { v: 'a\0b' } }), {}).ok).toBe(false);
  const long = renderCommand(commandOf('x {{vars.v}}'), scopeOf({ vars: { v: 'x'.repeat(128 * 1024 + 1) } }), {});
  expect(long).toMatchObject({ error: { hint: 'write the value to a file and pass its path' } });
});

test('L-TPL-12 {{!ref}} inserts the bare rendering', () => {
  expect(command('run {{!vars.v}}', { v: '--a --b' })).toEqual({ shell: 'run --a --b', refs: [] });
});

test('L-ENV-03 L-ENV-04 the environment is replaced first; an unset name is left for the shell', () => {
  const env = { A: 'value', HIDDEN: '' };
  expect(command('x ${A} ${B} ${C:-d} ${HIDDEN:-e} {{vars.v}}', { v: '${A}' }, env)).toEqual({
    shell: 'x value ${B} d e "${ITERION_REF_1}"',
    refs: [{ name: 'ITERION_REF_1', value: '${A}' }],
  });
  expect(command('for A in 1; do echo ${A}; done', {}, env).shell).toBe('for A in 1; do echo ${A}; done');
});

test('P-24 shell arguments equal the values for arbitrary Unicode texts', () => {
  const texts = fc
    .string({ unit: 'binary', maxLength: 12 })
    .filter((text) => !text.includes('\0') && text.isWellFormed());
  const words = fc.constantFrom('{{vars.v}}', '"{{vars.v}}"', "'{{vars.v}}'", '"$(printf %s. "{{vars.v}}")"');
  fc.assert(
    fc.property(fc.array(fc.tuple(texts, words), { minLength: 1, maxLength: 12 }), (cases) => {
      const vars = Object.fromEntries(cases.map(([text], index) => [`v${index}`, text]));
      const source = print(cases.map(([, word], index) => word.replace('vars.v', `vars.v${index}`)).join(' '));
      const expected = cases.map(([text, word]) => (word.includes('%s.') ? `${text}.` : text));
      expect(run(source, vars)).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});
