// A short run of the fuzzer (fuzz/language.mjs runs a million), and the cases it has found, as they were mended.
import { expect, test } from 'vitest';
import { checkLinear, checkText } from '../../../fuzz/properties.ts';
import { randomOf } from '../../../fuzz/random.ts';
import { fuzz } from '../../../fuzz/run.ts';
import { parse } from './document.ts';
import { edit } from './edit/edit.ts';
import { everything } from './fixtures/everything.ts';
import { applyEdits } from './source.ts';

test('L-REC-01 L-CST-01 L-CST-05 L-FMT-06 L-EDIT-02 2 000 broken texts: parse, print, compile, format, edits, services', () => {
  const failures = fuzz({ seed: 20_26, count: 2000 });
  expect(failures.map(({ message, smaller }) => `${message}\n${smaller}`)).toEqual([]);
}, 60_000);

test('L-REC-01 ten times the text takes at most twelve times the time', () => {
  for (const text of [
    everything,
    'u',
    '  a -> b when "x" as l(2) with { x: "1" }',
    'agent a:\n  tools: [a, b',
    '<<<<<<< a',
  ])
    checkLinear(text);
}, 60_000);

test('L-REC-01 a case of a seed is always the same', () => {
  const numbers = (seed: number): number[] => {
    const random = randomOf(seed);
    return Array.from({ length: 20 }, () => random.below(1000));
  };
  expect(numbers(5)).toEqual(numbers(5));
  expect(numbers(5)).not.toEqual(numbers(6));
  expect(() => checkText('agent a:\n  model: "m"\n', randomOf(1))).not.toThrow();
});

test('L-EDIT-02 found by fuzzing: a property that means something else in the new kind does not stay', () => {
  const text = 'router f:\n  mode: fan_out_all\n\nworkflow w:\n  entry: f\n  f -> done\n';
  const changed = edit(parse(text), { op: 'changeKind', node: 'f', kind: 'human' });
  expect(changed).toMatchObject({ ok: true, report: { dropped: ['mode'] } });
  const after = parse(applyEdits(text, changed.ok ? changed.edits : []));
  expect(after.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const human = 'human h:\n  mode: auto_answer\n\nworkflow w:\n  entry: h\n  h -> done\n';
  expect(edit(parse(human), { op: 'changeKind', node: 'h', kind: 'agent' })).toMatchObject({
    ok: true,
    report: { dropped: ['mode'] },
  });
});

test('L-EDIT-02 found by fuzzing: a new edge goes behind a line that two statements share', () => {
  const text = 'workflow w:\n  default_backend: "claw" entry: a\nagent a:\n  model: "m"\n';
  const added = edit(parse(text), { op: 'addEdge', from: 'a', to: 'done' });
  expect(applyEdits(text, added.ok ? added.edits : [])).toBe(text.replace('entry: a\n', 'entry: a\n  a -> done\n'));
});

test('L-EDIT-01 found by fuzzing: a name in a workflow inside a broken declaration is renamed once', () => {
  const text = 'compute z\n workflow w:\n  entry: z\n  z -> done';
  const renamed = edit(parse(text), { op: 'renameDeclaration', space: 'node', from: 'z', to: 'q' });
  expect(applyEdits(text, renamed.ok ? renamed.edits : [])).toBe(text.replaceAll('z', 'q'));
});
