import type { Ref, Template } from '@iterion/dsl';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { resolveEnvText } from './environmentText.ts';
import type { Json } from './json.ts';
import { scopeOf, type ScopeData } from './scope.fixture.ts';
import {
  evaluateJsonTemplate,
  evaluateTemplate,
  evaluateWithValue,
  MAX_TEXT_BYTES,
  renderMixed,
  renderScript,
  renderTemplate,
  type Rendered,
} from './template.ts';
import { envTextOf, mixedOf, templateOf } from './template.fixture.ts';

const scope = scopeOf({
  vars: {
    n: 3,
    nums: [1, 2, 2],
    list: ['a', 'b', 'a'],
    m: { k: 1 },
    s: 'abc',
    nothing: null,
    open: '{{vars.n}} $(id)',
  },
  input: { msg: 'hello', nested: { x: [{ y: 7 }] } },
  outputs: { plan: { text: 'P' } },
  meta: { plan: { _tokens: 12 } },
  histories: { plan: [{ text: 'O' }, { text: 'P' }] },
  artifacts: { report: { title: 'R' } },
  loops: { l: { iteration: 1, max: 3, previous_output: null } },
  attachments: { logo: { path: '/w/logo.png', mime: 'image/png' } },
  nodes: ['later'],
});

function text(source: string, data = scope): string {
  const result = renderTemplate(templateOf(source), data);
  return result.ok ? result.value : `${result.error.code}: ${result.error.message}`;
}
function value(source: string): Json {
  const result = evaluateTemplate(templateOf(source), scope);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
function unresolved(result: Rendered<unknown>): readonly string[] {
  return result.ok ? result.unresolved : [];
}

test('L-TPL-10 R-TPL-02 a whole reference keeps its type, other text is interpolated', () => {
  expect(value('{{vars.nums}}')).toEqual([1, 2, 2]);
  expect(value('n={{vars.n}} m={{vars.m}}')).toBe('n=3 m={"k":1}');
  expect(value('{{vars.list[-1]}}')).toBe('a');
  expect(value("{{'{{'}}x")).toBe('{{x');
  expect(value('{}')).toBe('{}');
  expect(value('{{vars.n}} ')).toBe('3 ');
});

test('L-TPL-11 texts stand as they are, null as nothing, everything else as compact JSON', () => {
  expect(text('[{{vars.s}}] [{{vars.nothing}}] [{{vars.m}}] [{{vars.nums}}]')).toBe('[abc] [] [{"k":1}] [[1,2,2]]');
});

test('S-11 R-TPL-02 inserted text is not scanned again', () => {
  expect(text('<{{vars.open}}>')).toBe('<{{vars.n}} $(id)>');
});

test('L-TPL-03 the name spaces', () => {
  expect(text('{{input.nested.x[0].y}} {{outputs.plan.text}} {{outputs.plan._tokens}}')).toBe('7 P 12');
  expect(value('{{outputs.plan.history}}')).toEqual([{ text: 'O' }, { text: 'P' }]);
  expect(text('{{outputs.plan.history[-1].text}} {{artifacts.report.title}}')).toBe('P R');
  expect(text('{{loop.l.iteration}}/{{loop.l.max}}:{{loop.l.previous_output.x}}')).toBe('1/3:');
  expect(text('{{run.id}} {{run.started_at}}')).toBe('run_1 2026-01-05T10:00:00.000Z');
  expect(text('{{attachments.logo}} {{attachments.logo.mime}}')).toBe('/w/logo.png image/png');
});

test('L-TPL-05 R-TPL-03 what is known but not there is null and listed', () => {
  const result = renderTemplate(templateOf('[{{outputs.later.x}}{{vars.nothing}}{{input.nested.q}}{{vars.n}}]'), scope);
  expect(result).toEqual({ ok: true, value: '[3]', unresolved: unresolved(result) });
  expect(unresolved(result)).toEqual(['outputs.later.x', 'vars.nothing', 'input.nested.q']);
  expect(unresolved(evaluateTemplate(templateOf('{{outputs.later}}'), scope))).toEqual(['outputs.later']);
});

test('R-TPL-03 an unknown name is an error that names the reference, its line and the nearest name', () => {
  const unknown = (source: string, data: ScopeData = {}): unknown => {
    const result = renderTemplate(
      templateOf(source, () => false),
      scopeOf({ vars: { ticket: 'T' }, outputs: { plan: { text: 'P' } }, ...data }),
    );
    return result.ok ? result.value : result.error;
  };
  expect(unknown('a\n{{vars.tickt}}')).toEqual({
    code: 'TEMPLATE_ERROR',
    reference: 'vars.tickt',
    message: '{{vars.tickt}} on line 2 refers to variable tickt, which does not exist',
    hint: 'the nearest name is ticket',
  });
  expect(unknown('{{outputs.plam.x}}')).toMatchObject({ hint: 'the nearest name is plan' });
  expect(unknown('{{outputs.plan.txt}}')).toMatchObject({
    message: '{{outputs.plan.txt}} on line 1 refers to a field of outputs.plan, txt, which does not exist',
    hint: 'the nearest name is text',
  });
  expect(unknown('{{input.zzz}}')).toMatchObject({ code: 'TEMPLATE_ERROR' });
  expect(unknown('{{vars.ticket}}')).toBe('T');
});

test('R-EDGE-11 L-EDGE-33 on an edge input.x is the source output, else the run input', () => {
  const edge = scopeOf({ input: { a: 1, none: null }, inputBehind: { a: 9, none: 9, t: 'T' } });
  expect(text('{{input.a}} {{input.t}} [{{input.none}}]', edge)).toBe('1 T []');
  expect(text('{{input.t}}', scopeOf({ input: 'no object', inputBehind: { t: 'T' } }))).toBe('T');
});

test('S-08 mapping values', () => {
  const source = scopeOf({ vars: { max: 9 }, outputs: { a: { n: 5, list: [{ k: 'u' }, { k: 'v' }] } } });
  const given = (text: string): Json => {
    const result = evaluateWithValue({ kind: 'template', template: templateOf(text) }, source);
    return result.ok ? result.value : null;
  };
  expect([
    given('{{outputs.a.n}}'),
    given('N={{outputs.a.n}} of {{vars.max}}'),
    given('{{outputs.a.list[-1].k}}'),
  ]).toEqual([5, 'N=5 of 9', 'v']);
  expect(evaluateWithValue({ kind: 'json', value: 3 }, source)).toMatchObject({ value: 3 });
});

test('L-EDGE-05 the text leaves of a JSON value are templates', () => {
  const result = evaluateJsonTemplate(
    {
      o: {
        n: { t: templateOf('{{vars.n}}') },
        list: [null, true, { t: templateOf('x{{vars.n}}') }, { o: {} }],
        ['__proto__']: { t: templateOf('{{outputs.later}}') },
      },
    },
    scope,
  );
  expect(result.ok && JSON.stringify(result.value)).toBe('{"n":3,"list":[null,true,"x3",{}],"__proto__":null}');
  expect(unresolved(result)).toEqual(['outputs.later']);
  expect(evaluateJsonTemplate([{ t: templateOf('{{vars.zz}}', () => false) }], scope).ok).toBe(false);
});

test('L-TPL-13 R-TOOL-18 in a script a reference is a JSON literal', () => {
  const result = renderScript(
    templateOf('let a = {{vars.s}}, b = {{vars.nothing}}, c = {{!vars.s}}, d = {{vars.m}};'),
    scope,
  );
  expect(result).toMatchObject({ value: 'let a = "abc", b = null, c = abc, d = {"k":1};' });
});

test('R-TPL-07 a text above 5 MiB names the largest reference', () => {
  const big = scopeOf({ vars: { small: 'x', big: 'é'.repeat(MAX_TEXT_BYTES / 2) } });
  expect(text('{{vars.small}}{{vars.big}}', big)).toMatch(/^TEMPLATE_ERROR: with \{\{vars\.big\}\}/);
  expect(text('{{vars.big}}', big)).toHaveLength(MAX_TEXT_BYTES / 2);
});

test('L-ENV-01 L-ENV-02 a default applies when the variable is unset or empty', () => {
  const env = { A: 'a', EMPTY: '', HIDDEN: null };
  const resolved = (source: string): unknown => resolveEnvText(envTextOf(source), env);
  expect(resolved('x${A}y$A ${A')).toEqual({ text: 'xay$A ${A', missing: [] });
  expect(resolved('${EMPTY:-d}|${NO:-${A}${EMPTY}}')).toEqual({ text: 'd|a', missing: [] });
  expect(resolved('${EMPTY}${NO}${NO}${toString}')).toEqual({ text: '', missing: ['NO', 'toString'] });
  expect(resolved('[${HIDDEN}]')).toEqual({ text: '[]', missing: [] });
});

test('R-TPL-08 a model text has both, the environment first; a missing name is ENV_MISSING', () => {
  const env = { MODEL: '{{vars.s}}' };
  expect(renderMixed(mixedOf('p/${MODEL}-{{vars.n}}'), scope, env)).toMatchObject({ value: 'p/{{vars.s}}-3' });
  expect(renderMixed(mixedOf('${NOPE}'), scope, env)).toMatchObject({
    error: { code: 'ENV_MISSING', reference: '${NOPE}', hint: 'set NOPE, or give it a default: ${NOPE:-…}' },
  });
});

const keys = fc.constantFrom('__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty', 'length', '0', 'k');
const namespaces = fc.constantFrom<Ref['ns']>('vars', 'input', 'outputs', 'artifacts', 'loop', 'run', 'attachments');
test('P-24 no reference reads an inherited property', () => {
  const data = { vars: { k: { k: 'own' } }, input: { k: [1] }, outputs: { k: 'text' }, loops: {} };
  fc.assert(
    fc.property(namespaces, fc.array(keys, { minLength: 1, maxLength: 4 }), (ns, path) => {
      const template: Template = {
        source: '',
        whole: true,
        segments: [
          {
            kind: 'ref',
            raw: false,
            range: { start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 1, offset: 0 } },
            ref: { ns, path, known: true, type: 'unknown' },
          },
        ],
      };
      const result = evaluateTemplate(template, scopeOf(data));
      let plain: Json | undefined = { ...data, artifacts: {}, attachments: {}, loop: {}, run: {} }[ns];
      for (const key of path) {
        plain =
          plain !== null && typeof plain === 'object' && !Array.isArray(plain) && Object.hasOwn(plain, key)
            ? plain[key]
            : undefined;
        if (plain === undefined) break;
      }
      expect(result.ok && result.value).toEqual(plain ?? null);
    }),
    { numRuns: 500 },
  );
});

test('P-24 inserted text is never expanded', () => {
  const values = fc.oneof(fc.string(), fc.constantFrom('{{vars.s}}', '{{', '}}', '${A}', '{{"{{"}}'));
  fc.assert(
    fc.property(values, values, (a, b) => {
      expect(text('<{{vars.a}}|{{vars.b}}>', scopeOf({ vars: { a, b } }))).toBe(`<${a}|${b}>`);
    }),
  );
});
