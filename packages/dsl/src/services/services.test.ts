// Hover, definition, references, rename, symbols, folding, semantic tokens and quick fixes, on whole, half typed and CRLF texts.
import { expect, test } from 'vitest';
import { compile } from '../compile/compile.ts';
import { type Document, parse } from '../document.ts';
import { everything } from '../fixtures/everything.ts';
import { formatRange } from '../format/formatRange.ts';
import type { Range } from '../graph.ts';
import { languageTable } from '../language/index.ts';
import { applyEdits } from '../source.ts';
import { codeActions } from './codeActions.ts';
import { foldingRanges } from './folding.ts';
import { hoverAt } from './hover.ts';
import { inlayHints } from './inlayHints.ts';
import { definitionAt, nameAt, referencesAt, renameAt, renameTargetAt } from './names.ts';
import { semanticTokens } from './semanticTokens.ts';
import { signatureAt } from './signature.ts';
import { documentSymbols } from './symbols.ts';

const TEXT = `## What a review says.
schema verdict:
  ok: bool
  grade: string [enum: "good", "bad"]

# one
# two
prompt ask:
  Judge {{input.ok}} by {{vars.depth}},
  and {{outputs.writer.ok}}.

vars:
  depth: int = 3

## Writes.
agent writer:
  model: "m"
  output: verdict
  publish: paper

judge critic:
  model: "m"
  input: verdict
  output: verdict
  user: ask
  session: fork

workflow review:
  entry: writer
  writer -> critic
  critic -> writer when not ok as again(2) with {
    ok: "{{outputs.critic.ok}}"
  }
  critic -> done when ok
`;
const spellings: readonly (readonly [name: string, text: string])[] = [
  ['LF', TEXT],
  ['CRLF', TEXT.replaceAll('\n', '\r\n')],
  ['a byte order mark', `\uFEFF${TEXT}`],
];

/** The offset in the n-th occurrence of a text, behind its first characters. */
function inside(text: string, needle: string, into = 0, nth = 1): number {
  let at = -1;
  for (let i = 0; i < nth; i++) at = text.indexOf(needle, at + 1);
  expect(at, needle).toBeGreaterThanOrEqual(0);
  return at + into;
}
const sliced = (document: Document, ranges: readonly Range[]): string[] =>
  ranges.map(({ start, end }) => `${document.text.slice(start.offset, end.offset)}@${start.line}`);
const hovered = (text: string, offset: number): string | undefined => {
  const document = parse(text);
  return hoverAt(document, compile(document), offset)?.markdown;
};

for (const [spelling, text] of spellings) {
  test(`E-SRC-05 definition and references of every kind of name, with ${spelling}`, () => {
    const document = parse(text);
    const definition = (offset: number): string[] => sliced(document, definitionAt(document, offset));
    expect(definition(inside(text, 'entry: writer', 8))).toEqual(['writer@16']);
    expect(definition(inside(text, 'output: verdict', 9))).toEqual(['verdict@2']);
    expect(definition(inside(text, 'user: ask', 9))).toEqual(['ask@8']);
    expect(definition(inside(text, 'vars.depth', 6))).toEqual(['depth@13']);
    expect(definition(inside(text, 'not ok', 5))).toEqual(['ok@3']);
    const writer = inside(text, 'outputs.writer', 10);
    expect(sliced(document, referencesAt(document, writer))).toEqual([
      'writer@10',
      'writer@16',
      'writer@29',
      'writer@30',
      'writer@31',
    ]);
    expect(sliced(document, referencesAt(document, writer, { declaration: false }))).not.toContain('writer@16');
    expect(definitionAt(document, inside(text, 'model', 2))).toEqual([]);
  });

  test(`E-SRC-05 L-EDIT-08 rename changes every mention and nothing else, with ${spelling}`, () => {
    const document = parse(text);
    const renamed = (offset: number, to: string): string => {
      const result = renameAt(document, offset, to);
      return result.ok ? applyEdits(text, result.edits) : result.refusal.code;
    };
    expect(renamed(inside(text, 'entry: writer', 8), 'author')).toBe(text.replaceAll('writer', 'author'));
    expect(renamed(inside(text, 'again', 1), 'more')).toBe(text.replace('again', 'more'));
    expect(renamed(inside(text, 'depth:', 1), 'deep')).toBe(text.replaceAll('depth', 'deep'));
    expect(renamed(inside(text, 'ask:', 1), 'question')).toBe(text.replaceAll(/\bask\b/g, 'question'));
    expect(renamed(inside(text, 'entry: writer', 8), 'critic')).toBe('EDIT_NAME_TAKEN');
    expect(renamed(inside(text, 'entry: writer', 8), 'two words')).toBe('EDIT_BAD_NAME');
    expect(renamed(inside(text, '"m"', 1), 'x')).toBe('EDIT_NOT_FOUND');
    expect(renameTargetAt(document, inside(text, '-> done', 4))).toBeUndefined();
    expect(renameTargetAt(document, inside(text, 'not ok', 5))?.name).toBe('ok');
  });
}

test('E-SRC-05 L-EDIT-08 renaming a field changes every place that reads it', () => {
  const document = parse(TEXT);
  const result = renameAt(document, inside(TEXT, 'ok: bool', 1), 'passed');
  // The key of `with` is a field of the target's input, and the writer has no schema for that.
  const expected = TEXT.replaceAll(/\bok\b/g, 'passed').replace('    passed: "', '    ok: "');
  expect(result.ok && applyEdits(TEXT, result.edits)).toBe(expected);
});

test('E-SRC-05 hover tells what a name stands for', () => {
  expect(hovered(TEXT, inside(TEXT, 'entry: writer', 8))).toBe('**agent** `writer` — output `verdict`\n\nWrites.');
  expect(hovered(TEXT, inside(TEXT, 'output: verdict', 9))).toBe(
    '**schema** `verdict`\n\n- `ok`: bool\n- `grade`: string (good, bad)\n\nWhat a review says.',
  );
  expect(hovered(TEXT, inside(TEXT, 'vars.depth', 6))).toBe('**variable** `depth`: int = `3`');
  expect(hovered(TEXT, inside(TEXT, 'again', 2))).toBe(
    '**loop** `again` — at most 2 traversals; body: `writer`, `critic`',
  );
  expect(hovered(TEXT, inside(TEXT, 'paper', 2))).toBe('**artifact** `paper` — published by `writer`');
  expect(hovered(TEXT, inside(TEXT, 'user: ask', 7))).toContain('Judge {{input.ok}}');
  expect(hovered(TEXT, inside(TEXT, 'not ok', 5))).toContain('**field** `ok`: bool');
});

test('E-SRC-05 E-SRC-06 hover on a keyword or property is what the language table says', () => {
  const { agent } = languageTable.kinds;
  expect(hovered(TEXT, inside(TEXT, 'agent', 2))).toBe(`**${agent.title}** — ${agent.help}`);
  const session = agent.properties.find(({ name }) => name === 'session');
  const markdown = hovered(TEXT, inside(TEXT, 'session', 2));
  expect(markdown).toContain(session?.help);
  expect(markdown).toContain('`inherit_if_available`');
  expect(markdown).toContain('Default: fresh.');
  expect(hovered(TEXT, inside(TEXT, 'Judge', 2))).toBeUndefined();
});

test('E-SRC-05 symbols: every declaration with its members, in the order of the file', () => {
  const document = parse(TEXT);
  const symbols = documentSymbols(document);
  expect(symbols.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
    'schema verdict',
    'prompt ask',
    'vars vars',
    'agent writer',
    'judge critic',
    'workflow review',
  ]);
  expect(symbols[0]?.children.map(({ name, detail }) => `${name} ${detail}`)).toEqual(['ok bool', 'grade string']);
  expect(symbols[5]?.children.map(({ name }) => name)).toEqual([
    'entry',
    'writer -> critic',
    'critic -> writer',
    'critic -> done',
  ]);
  for (const { range, nameRange, children } of symbols) {
    for (const inner of [{ range: nameRange }, ...children]) {
      expect(inner.range.start.offset).toBeGreaterThanOrEqual(range.start.offset);
      expect(inner.range.end.offset).toBeLessThanOrEqual(range.end.offset);
    }
  }
});

test('E-SRC-05 folding: declarations, blocks over several lines and runs of comments', () => {
  const document = parse(TEXT);
  const folds = foldingRanges(document).map(({ startLine, endLine, kind }) => `${startLine}-${endLine} ${kind}`);
  expect(folds).toEqual([
    '2-4 region',
    '6-7 comment',
    '8-10 region',
    '12-13 region',
    '16-19 region',
    '21-26 region',
    '28-34 region',
    '31-33 region',
  ]);
});

test('E-SRC-05 semantic tokens are apart, in order, and say what a word is', () => {
  for (const text of [TEXT, everything, everything.replaceAll('\n', '\r\n')]) {
    let end = 0;
    for (const token of semanticTokens(parse(text))) {
      expect(token.start).toBeGreaterThanOrEqual(end);
      expect(text.slice(token.start, token.end)).not.toMatch(/[\r\n]/);
      end = token.end;
    }
  }
  const tokens = semanticTokens(parse(TEXT));
  const typeAt = (offset: number): string | undefined =>
    tokens.find(({ start, end }) => start <= offset && offset < end)?.type;
  expect(typeAt(inside(TEXT, 'agent'))).toBe('keyword');
  expect(typeAt(inside(TEXT, 'entry'))).toBe('property');
  expect(typeAt(inside(TEXT, 'entry: writer', 7))).toBe('node');
  expect(typeAt(inside(TEXT, 'output: verdict', 8))).toBe('schema');
  expect(typeAt(inside(TEXT, 'vars.depth'))).toBe('namespace');
  expect(typeAt(inside(TEXT, 'vars.depth', 5))).toBe('variable');
  expect(typeAt(inside(TEXT, 'when not'))).toBe('keyword');
  expect(typeAt(inside(TEXT, 'again'))).toBe('loop');
  expect(typeAt(inside(TEXT, 'session: fork', 9))).toBe('word');
});

test('E-DIAG-06 quick fixes at a place are those of the diagnostics there, and mend them', () => {
  const text = TEXT.replace('input: verdict', 'input: verdcit').replace('session: fork', 'session: frok');
  const graph = compile(parse(text));
  const at = (needle: string) => codeActions(graph, inside(text, needle, 1), inside(text, needle, 1));
  const [schema] = at('verdcit');
  expect(schema?.diagnostic.code).toBe('C002');
  expect(applyEdits(text, schema?.edits ?? [])).toBe(text.replace('verdcit', 'verdict'));
  expect(at('frok').map(({ edits }) => applyEdits(text, edits))).toContain(text.replace('frok', 'fork'));
  expect(codeActions(graph, 0, 0)).toEqual([]);
  expect(at('frok').filter(({ preferred }) => preferred).length).toBeLessThanOrEqual(1);
});

test('L-REC-01 E-SRC-05 every service answers at every place of a text that is being typed', () => {
  for (const source of [TEXT, TEXT.replaceAll('\n', '\r\n')]) {
    for (let length = 0; length <= source.length; length += 23) {
      const document = parse(source.slice(0, length));
      const graph = compile(document);
      const place = nameAt(document, length);
      expect(place === undefined || place.all.includes(place.occurrence)).toBe(true);
      expect(definitionAt(document, length).length).toBeLessThanOrEqual(1);
      hoverAt(document, graph, length);
      for (const { range } of documentSymbols(document)) expect(range.end.offset).toBeLessThanOrEqual(length);
      for (const { startLine, endLine } of foldingRanges(document)) expect(endLine).toBeGreaterThan(startLine);
      for (const { end } of semanticTokens(document)) expect(end).toBeLessThanOrEqual(length);
    }
  }
});

test.each(['\n', '\r\n'])(
  'E-SRC-05 hints tell the backend a node takes from elsewhere and the bound a loop edge does not say (%j)',
  (eol) => {
    const text = [
      'agent a:',
      '  model: "m"',
      'agent b:',
      '  model: "m"',
      '  backend: "claw"',
      'workflow w:',
      '  default_backend: "claude_code"',
      '  entry: a',
      '  a -> b',
      '  b -> a when x as again(2)',
      '  b -> a when not x as again with { y: "f(x)" }',
      '',
    ].join(eol);
    const document = parse(text);
    const shown = inlayHints(document, compile(document)).map((hint) => [
      text.slice(text.lastIndexOf('\n', hint.offset - 1) + 1, hint.offset),
      hint.text,
    ]);
    expect(shown).toEqual([
      ['agent a:', ' claude_code (workflow)'],
      ['  b -> a when not x as again', ' ≤ 2'],
    ]);
  },
);

test('E-SRC-05 signature help: the function whose parentheses are open, and the argument that is written', () => {
  const at = (text: string): string | undefined => {
    const found = signatureAt(parse(text.replace('|', '')), text.indexOf('|'));
    return found && `${found.label} ${found.active}`;
  };
  const edge = (condition: string): string => `workflow w:\n  entry: a\n  a -> done when "${condition}"\n`;
  expect(at(edge('length(|) > 2'))).toBe('length(x) 0');
  expect(at(edge("contains(outputs.a.tags, |'x')"))).toBe('contains(list, value) 1');
  expect(at(edge("join(concat(a, b), ', |')"))).toBe('join(list, separator) 1');
  expect(at(edge('concat(a, b, c|)'))).toBe('concat(list, …) 0');
  expect(at(edge('(a|) && b'))).toBeUndefined();
  expect(at(edge("'if(|'"))).toBeUndefined();
  expect(at('compute c:\n  expr:\n    n: "if(ok, |1, 2)"\n')).toBe('if(condition, then, else) 1');
  expect(at('agent a:\n  model: "length(|"\n')).toBeUndefined();
});

test('E-SRC-05 formatting a selection touches the declarations it meets and no other', () => {
  const text =
    'agent a:\n      model:   "m"\n\nagent b:\n      model:   "m"\n\nworkflow w:\n  entry: a\n  a->b\n  b->done\n';
  const within = (word: string): string => {
    const start = text.indexOf(word);
    const result = formatRange(parse(text), { start, end: start + 1 });
    return result.ok ? result.text : '';
  };
  expect(within('agent b')).toBe(text.replace('agent b:\n      model:   "m"', 'agent b:\n  model: "m"'));
  expect(within('b->done')).toBe(text.replace('a->b', 'a -> b').replace('b->done', 'b -> done'));
});
