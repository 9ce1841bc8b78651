// Every edit operation on many texts (the "byte comparisons for every visual act"): what an operation does not concern stays byte for
// byte, in its order, whatever line ends, indentation, alignment, tabs and comments the file has; undo gives the same bytes back.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from '../document.ts';
import { everything } from '../fixtures/everything.ts';
import { mutatedText } from '../fixtures/mutations.ts';
import { operationFor, operationNames, type OperationName, piecesOf } from '../fixtures/operations.ts';
import { applyEdits, invertEdits } from '../source.ts';
import { edit } from './edit.ts';
import type { EditResult } from './operations.ts';

const folder = fileURLToPath(new URL('../../../../examples/', import.meta.url));
const files = [
  everything,
  ...readdirSync(folder)
    .filter((name) => name.endsWith('.iter'))
    .map((name) => readFileSync(folder + name, 'utf8')),
];

/** Lines that no literal or prompt body of several lines holds: blanks at their end or in their middle mean nothing. */
function plainLines(text: string): ReadonlySet<number> {
  const { file, lines } = parse(text);
  const rowOf = (offset: number): number => lines.starts.findLastIndex((start) => start <= offset);
  const held = new Set<number>();
  let at = 0;
  for (const chunk of file.chunks) {
    const { statement } = chunk;
    const body = statement?.type === 'Declaration' ? statement.body?.token : undefined;
    for (const token of body === undefined ? chunk.tokens : [...chunk.tokens, body]) {
      const last = rowOf(at + token.end);
      for (let row = rowOf(at + token.start); row < last; row++) held.add(row).add(last);
    }
    at += chunk.text.length;
  }
  return new Set([...lines.starts.keys()].filter((row) => !held.has(row)));
}
const onPlainLines = (text: string, change: (line: string, row: number) => string): string => {
  const plain = plainLines(text);
  return text
    .split('\n')
    .map((line, row) => (plain.has(row) ? change(line, row) : line))
    .join('\n');
};

/** The same workflow as others would write it. */
const spellings: { readonly [name: string]: (text: string) => string } = {
  'as it is': (text) => text,
  CRLF: (text) => text.replaceAll('\n', '\r\n'),
  'CRLF without a final one': (text) => text.trimEnd().replaceAll('\n', '\r\n'),
  'deeper indentation': (text) => text.replace(/^( +)/gm, (blanks) => blanks + blanks),
  'no final line end': (text) => text.trimEnd(),
  'byte order mark': (text) => `\uFEFF${text}`,
  'odd alignment': (text) =>
    onPlainLines(text, (line, row) => line.replace(/^( *[a-z_]+:) (?=\S)/, `$1${' '.repeat(1 + (row % 7))}`)),
  'tabs as blanks': (text) => onPlainLines(text, (line) => line.replace(/^( *[a-z_]+:) (?=\S)/, '$1\t')),
  'trailing blanks': (text) => onPlainLines(text, (line, row) => (row % 3 === 0 && line !== '' ? `${line}  ` : line)),
  'comments everywhere': (text) =>
    onPlainLines(text, (line, row) =>
      row % 2 === 0 && / (?:->|\w+:) ?\S/.test(line) ? `${line} # remark ${row}` : line,
    ),
  'no blank lines': (text) =>
    onPlainLines(text, (line) => (line === '' ? '\0' : line))
      .split('\n')
      .filter((line) => line !== '\0')
      .join('\n'),
};

const spelled = (file: number, spelling: string): string => spellings[spelling]?.(files[file] ?? '') ?? '';

const arbitrary = fc.record({
  name: fc.constantFrom(...operationNames),
  file: fc.nat(files.length - 1),
  spelling: fc.constantFrom(...Object.keys(spellings)),
  seed: fc.noBias(fc.nat(100_000)),
});

const syntaxErrors = (text: string): string[] =>
  parse(text)
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code, message, range }) => `${range.start.line} ${code} ${message}`);

/** Comments of a text outside prompts, in order. */
const commentsOf = (text: string): string[] =>
  parse(text).file.chunks.flatMap((chunk) => chunk.comments.map((comment) => comment.text.trimEnd()));

/** These may take comments with them: what they remove, and what is a comment itself. */
const takesComments: ReadonlySet<OperationName> = new Set([
  'removeDeclaration',
  'bridgeNode',
  'changeKind',
  'unsetProperty',
  'removeMember',
  'removeEdge',
  'unsetWith',
  'fromConditionRouter',
  'setDescription',
  'setGroup',
  'renameDeclaration',
]);

/** Whether all of `wanted` stand in `list`, in that order. */
function missingFrom(list: readonly string[], wanted: readonly string[]): string | undefined {
  let at = 0;
  for (const each of wanted) {
    const found = list.indexOf(each, at);
    if (found === -1) return each;
    at = found + 1;
  }
  return undefined;
}

function expectClean(text: string, result: EditResult): string {
  if (!result.ok) {
    expect(result.refusal.reason).toMatch(/\w/);
    return text;
  }
  for (const [index, current] of result.edits.entries()) {
    expect(current.start).toBeLessThanOrEqual(current.end);
    const before = result.edits[index - 1];
    if (before !== undefined) expect(before.end).toBeLessThanOrEqual(current.start);
  }
  const next = applyEdits(text, result.edits);
  expect(applyEdits(next, invertEdits(text, result.edits))).toBe(text);
  expect(next.startsWith('\uFEFF')).toBe(text.startsWith('\uFEFF'));
  return next;
}

/** Milliseconds that many runs may take on a busy machine. */
const patience = 90_000;

describe('L-EDIT-02 E-DOC-03 every operation', () => {
  test('the table of this test has every operation carried out somewhere', () => {
    const done = new Set<OperationName>();
    for (const name of operationNames)
      for (const text of files)
        for (let seed = 0; seed < 40 && !done.has(name); seed++) {
          const chosen = operationFor(name, text, seed);
          if (chosen && edit(parse(text), chosen.operation).ok) done.add(name);
        }
    expect(operationNames.filter((name) => !done.has(name))).toEqual([]);
  });

  test(
    'leaves every byte of what it does not concern, adds no syntax error, and can be taken back',
    () => {
      fc.assert(
        fc.property(arbitrary, ({ name, file, spelling, seed }) => {
          const text = spelled(file, spelling);
          const chosen = operationFor(name, text, seed);
          fc.pre(chosen !== undefined && syntaxErrors(text).length === 0);
          const result = edit(parse(text), chosen.operation);
          const next = expectClean(text, result);
          if (!result.ok) return;
          expect(syntaxErrors(next)).toEqual([]);
          if (text.includes('\r\n')) expect(next.replaceAll('\r\n', ''), 'one kind of line end').not.toContain('\n');
          else expect(next).not.toContain('\r');
          const concerned = new Set(chosen.concerns);
          if (!concerned.has('*')) {
            const untouched = piecesOf(text).filter(({ key }) => !concerned.has(key));
            const missing = missingFrom(
              piecesOf(next).map((piece) => piece.text),
              untouched.map((piece) => piece.text),
            );
            expect(missing, 'a statement that is not concerned').toBeUndefined();
          }
          if (!takesComments.has(name)) {
            const lost = commentsOf(text).toSorted();
            expect(missingFrom(commentsOf(next).toSorted(), lost), 'a comment').toBeUndefined();
          }
        }),
        { numRuns: 1500 },
      );
    },
    patience,
  );

  test('a move takes its statement as it is', () => {
    fc.assert(
      fc.property(arbitrary, ({ file, spelling, seed }) => {
        const text = spelled(file, spelling);
        const chosen = operationFor(seed % 2 === 0 ? 'moveEdge' : 'moveDeclaration', text, seed);
        fc.pre(chosen !== undefined);
        const result = edit(parse(text), chosen.operation);
        if (!result.ok) return;
        const pieces = (of: string): string[] => piecesOf(of).map((piece) => piece.text);
        expect(pieces(applyEdits(text, result.edits)).toSorted()).toEqual(pieces(text).toSorted());
      }),
      { numRuns: 500 },
    );
  });

  test('a renaming renamed back gives the same bytes', () => {
    fc.assert(
      fc.property(arbitrary, ({ file, spelling, seed }) => {
        const text = spelled(file, spelling);
        const { operation } = operationFor(seed % 2 === 0 ? 'renameDeclaration' : 'renameMember', text, seed) ?? {};
        fc.pre(operation?.op === 'renameDeclaration' || operation?.op === 'renameMember');
        const result = edit(parse(text), operation);
        if (!result.ok) return;
        const next = applyEdits(text, result.edits);
        const back = edit(parse(next), { ...operation, from: operation.to, to: operation.from });
        if (!back.ok) throw new Error(back.refusal.reason);
        expect(applyEdits(next, back.edits)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  test('E-CANVAS-27 conditions moved to a router and back give the same bytes', () => {
    fc.assert(
      fc.property(arbitrary, ({ file, spelling, seed }) => {
        const text = spelled(file, spelling);
        const chosen = operationFor('toConditionRouter', text, seed);
        // A new declaration stands between blank lines, and leaves one where there was none (L-EDIT-05).
        fc.pre(spelling !== 'no blank lines');
        fc.pre(chosen?.operation.op === 'toConditionRouter');
        const there = edit(parse(text), chosen.operation);
        if (!there.ok) return;
        const next = applyEdits(text, there.edits);
        const back = edit(parse(next), { op: 'fromConditionRouter', router: chosen.operation.name });
        if (!back.ok) throw new Error(back.refusal.reason);
        expect(applyEdits(next, back.edits)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  test(
    'on a broken file it is carried out or refused, never thrown, and can be taken back',
    () => {
      fc.assert(
        fc.property(mutatedText, fc.constantFrom(...operationNames), fc.noBias(fc.nat(100_000)), (text, name, seed) => {
          const chosen = operationFor(name, text, seed);
          fc.pre(chosen !== undefined);
          expectClean(text, edit(parse(text), chosen.operation));
        }),
        { numRuns: 600 },
      );
    },
    patience,
  );
});
