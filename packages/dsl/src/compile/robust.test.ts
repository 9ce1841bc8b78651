// What holds for every text and every edit: the compiler ends, says nothing meaningless, every fix can be worked out, and a document
// that was parsed step by step compiles to the same graph as one parsed at once.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, type Document } from '../document.ts';
import { applyEdits } from '../source.ts';
import { compile } from './compile.ts';

const example = readFileSync(new URL('../../../../examples/pr_refine_single_model.iter', import.meta.url), 'utf8');
const lines = example.split('\n');

const snippets = [
  'when ok',
  'as l(3)',
  'with { a: 1 }',
  '->',
  'agent x:',
  '  model: "m"',
  '{{vars.',
  '}}',
  '${X:-',
  '"',
  '`',
  '[',
  '}',
  '## ignore C016',
  'workflow w:',
  '  entry: x',
  '  x -> x',
  'schema s:',
  '  f: int [enum: ]',
  '\t',
  '"{{outputs.x.history}}"',
  'vars:',
  '  v: string = {"a": [1,',
  '<<<<<<<',
  '|',
  'when "a ==',
  'await: wait_all',
  'router r:',
  '  mode: llm',
  'sandbox:',
  '    image: 1',
  'é',
  '\u00a0',
  '\r\n',
];
const mutation = fc.record({
  at: fc.nat(example.length),
  remove: fc.nat(30),
  insert: fc.oneof(fc.constantFrom(...snippets), fc.constantFrom(...lines), fc.constant('')),
});
type Mutation = { readonly at: number; readonly remove: number; readonly insert: string };
const mutate = (text: string, { at, remove, insert }: Mutation): string =>
  text.slice(0, at % (text.length + 1)) + insert + text.slice((at % (text.length + 1)) + remove);

test('L-REC-01 every text compiles, and every fix of every finding can be worked out', () => {
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 6 }), (mutations) => {
      const text = mutations.reduce(mutate, example);
      const graph = compile(parse(text));
      for (const { message, hint, range, fixes, related } of graph.diagnostics) {
        expect(message).not.toMatch(/undefined|\[object|NaN/);
        expect(hint).not.toBe('');
        for (const each of [range, ...(related ?? []).map((one) => one.range)]) {
          expect(each.start.offset).toBeLessThanOrEqual(each.end.offset);
          expect(each.end.offset).toBeLessThanOrEqual(text.length);
        }
        for (const { edits } of fixes ?? []) {
          let end = 0;
          for (const edit of edits) {
            expect(edit.start).toBeGreaterThanOrEqual(end);
            end = edit.end;
          }
          expect(end).toBeLessThanOrEqual(text.length);
          compile(parse(applyEdits(text, edits)));
        }
      }
    }),
    { numRuns: 40 },
  );
});

test('L-CST-05 a document parsed step by step compiles like one parsed at once', () => {
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 5 }), (mutations) => {
      let text = example;
      let document: Document = parse(text);
      for (const each of mutations) {
        text = mutate(text, each);
        document = parse(text, document);
        const step = JSON.stringify(compile(document));
        expect(step).toBe(JSON.stringify(compile(parse(text))));
      }
    }),
    { numRuns: 25 },
  );
});

test('L-REC-10 a broken statement does not change what is said of the others', () => {
  const found = (text: string): string[] =>
    compile(parse(text))
      .diagnostics.filter(({ code }) => !code.startsWith('E'))
      .map(({ code, message }) => `${code} ${message}`);
  const before = found(example);
  for (const broken of [
    '  max_tokens: : 5',
    '  tools: [a, , b',
    '  readonly: perhaps',
    '  model: "open',
    '  nonsense: 1',
  ]) {
    const agent = lines.findIndex((line) => line.startsWith('agent '));
    const text = lines.toSpliced(agent + 1, 0, broken).join('\n');
    expect(found(text), broken).toEqual(before);
  }
});

test('L-REC-01 10 000 nodes and 20 000 edges compile without exhausting the stack', () => {
  const size = 10_000;
  const parts: string[] = ['schema s:\n  ok: bool\n'];
  for (let i = 0; i < size; i++) parts.push(`agent n${i}:\n  output: s\n`);
  parts.push('workflow w:\n  default_backend: "claw"\n  entry: n0\n');
  for (let i = 0; i < size; i++) {
    const next = i + 1 < size ? `n${i + 1}` : 'done';
    parts.push(
      `  n${i} -> ${next} when ok\n  n${i} -> ${i % 100 === 99 ? `n${i - 99} when not ok as l${i}(2)` : 'fail'}\n`,
    );
  }
  const graph = compile(parse(parts.join('')));
  expect(graph.edges).toHaveLength(2 * size);
  expect(graph.loops).toHaveLength(100);
  expect(graph.valid).toBe(true);
});
