// A compilation leaves things behind for the next one: what is known of a declaration, in which surroundings it is sound, parsed
// texts. None of it may show: after any edits the graph is the one that a compiler without a past makes of the same text.
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, expect, test, vi } from 'vitest';
import { parse, type Document } from '../document.ts';
import { compile } from './compile.ts';

const examples = new URL('../../../../examples/', import.meta.url);
const texts = readdirSync(examples, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.iter'))
  .map((name) => readFileSync(new URL(name, examples), 'utf8'))
  .filter((text) => text.length < 12_000);

/** Modules of their own, with nothing remembered. */
let fresh: { parse: typeof parse; compile: typeof compile };
beforeAll(async () => {
  vi.resetModules();
  const [document, compiler] = await Promise.all([import('../document.ts'), import('./compile.ts')]);
  fresh = { parse: document.parse, compile: compiler.compile };
});

const WORDS = [
  'x',
  'claw',
  'true',
  'result',
  '{{input.text}}',
  '{{vars.nothing}}',
  '{{outputs.step.history}}',
  '${KEY:-1}',
  'mode: llm\n  ',
  'readonly: true\n  ',
  'interaction: llm\n  ',
  'require: [a]\n  ',
  'default_backend: "codex"\n  ',
  'capabilities: [board.read]\n  ',
  '## ignore C124\n',
  '"',
  '\n',
  '\n\n',
];
type Change = {
  readonly kind: 'word' | 'line' | 'name';
  readonly at: number;
  readonly from: number;
  readonly word: string;
};
const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('word', 'line', 'name'),
  at: fc.nat(),
  from: fc.nat(),
  word: fc.constantFrom(...WORDS),
});

/** Puts a word somewhere, moves a line, or gives one name the text of another. */
function changed(text: string, { kind, at, from, word }: Change): string {
  if (kind === 'word') {
    const place = at % (text.length + 1);
    return text.slice(0, place) + word + text.slice(place + (from % 3));
  }
  if (kind === 'line') {
    const lines = text.split('\n');
    const [line = ''] = lines.splice(from % lines.length, 1);
    lines.splice(at % (lines.length + 1), 0, line);
    return lines.join('\n');
  }
  const names = [...text.matchAll(/[a-z_]{3,}/g)];
  const target = names[at % Math.max(1, names.length)];
  const source = names[from % Math.max(1, names.length)];
  if (target === undefined || source === undefined) return text;
  return text.slice(0, target.index) + source[0] + text.slice(target.index + target[0].length);
}

test('L-CST-05 what earlier compilations left behind does not change a graph', () => {
  expect(texts.length).toBeGreaterThan(2);
  const options = [{}, { strict: true }, { defaults: { model: 'm', backend: 'codex' } }];
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      fc.nat(2),
      (start, changes, choice) => {
        let text = start;
        let document: Document = parse(text);
        compile(document);
        for (const [i, each] of changes.entries()) {
          const option = options[i % 2 === 0 ? choice : 0];
          text = changed(text, each);
          document = parse(text, document);
          const step = JSON.stringify(compile(document, option));
          expect(step).toBe(JSON.stringify(fresh.compile(fresh.parse(text), option)));
        }
        // And back: what is remembered of the start is still right.
        const back = JSON.stringify(compile(parse(start, document)));
        expect(back).toBe(JSON.stringify(fresh.compile(fresh.parse(start))));
      },
    ),
    { numRuns: 40 },
  );
});

test('L-CST-05 a node is checked again when what it refers to changes', () => {
  const file = (schema: string, item: string, vars: string): string =>
    `vars:\n  ${vars}: int = 1\n\n${schema}\n\ntool t:\n  command: "echo {{vars.n}}"\n\nagent a:\n  output: s\n  max_tokens: 50\n\nworkflow w:\n  ${item}\n  entry: a\n  a -> t\n  t -> done\n`;
  const schema = 'schema s:\n  ok: bool';
  const codes = (text: string, previous: Document): { found: string[]; document: Document } => {
    const document = parse(text, previous);
    return { found: compile(document).diagnostics.map(({ code }) => code), document };
  };
  const sound = file(schema, 'default_backend: "claw"', 'n');
  let { found, document } = codes(sound, parse(''));
  expect(found).toEqual([]);
  for (const [text, code] of [
    [file('schema q:\n  ok: bool', 'default_backend: "claw"', 'n'), 'C002'],
    [file(schema, 'budget:\n    max_tokens: 10', 'n'), 'C018'],
    [file(schema, 'budget:\n    max_tokens: 10', 'n'), 'C037'],
    [file(schema, 'default_backend: "claw"', 'm'), 'C033'],
  ] as const) {
    ({ found, document } = codes(text, document));
    expect(found).toContain(code);
    ({ found, document } = codes(sound, document));
    expect(found).toEqual([]);
  }
});
