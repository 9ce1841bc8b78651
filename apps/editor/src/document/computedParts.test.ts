import { expect, test } from 'vitest';
import { dropComputed, dropFixes, restoreComputed, restoreFixes } from './computedParts.ts';
import { compileDocument, parseText } from './language.ts';

const text = (edges: number): string =>
  `agent a:\n  model: "m"\n\nworkflow w:\n  entry: a\n  a -> done\n${Array.from({ length: edges }, (_, n) => `  a -> x${n} when "n > ${n}"\n`).join('')}`;

test('E-DOC-15 a graph that crossed a thread is the same graph, fixes and hashes included', () => {
  for (const source of [text(2), text(80)]) {
    const compile = () => compileDocument(parseText(source));
    const travelled = structuredClone(dropComputed(compile()));
    restoreFixes(travelled.diagnostics, compile);
    expect(restoreComputed(travelled, compile)).toEqual(compile());
  }
});

test('E-DOC-15 the fixes of many problems are not computed for the way', () => {
  const found = dropFixes(compileDocument(parseText(text(80))).diagnostics);
  expect(found.length).toBeGreaterThan(50);
  expect(found.every((diagnostic) => diagnostic.fixes === undefined)).toBe(true);
});
