import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from '../document.ts';
import { operationFor } from '../fixtures/operations.ts';
import { applyEdits } from '../source.ts';
import { declarationsOf, entriesOf, jsonOf, propertyOf } from '../tree.ts';
import { edit } from './edit.ts';
import type { EditOperation } from './operations.ts';

const folder = fileURLToPath(new URL('../../../../examples/', import.meta.url));
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.iter'))
  .map((name) => readFileSync(folder + name, 'utf8'));

/** The same workflow as others would write it: other line ends, deeper indentation, no final line end, a byte order mark. */
const spellings: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.replace(/^( +)/gm, (blanks) => blanks + blanks),
  (text) => text.trimEnd(),
  (text) => `\uFEFF${text}`,
];

const someText = fc.tuple(fc.constantFrom(...files), fc.constantFrom(...spellings)).map(([text, spell]) => spell(text));

type SetProperty = Extract<EditOperation, { op: 'setProperty' }>;

/** The property that the operation sets, and its text. */
function propertyIn(text: string, { target }: SetProperty) {
  const declaration = declarationsOf(parse(text).file).find(
    ({ node }) => node.name?.value === target.name && node.kind !== 'prompt' && node.kind !== 'schema',
  );
  const property = declaration && propertyOf(declaration.node, target.path[0] ?? '');
  return property && { property, source: text.slice(declaration.at + property.start, declaration.at + property.end) };
}

/** What the text says for the property that the operation set. */
function written(text: string, operation: SetProperty): unknown {
  const property = propertyIn(text, operation)?.property;
  if (property?.block !== undefined)
    return Object.fromEntries(
      entriesOf(property).map((entry) => [entry.key.value, entry.value && jsonOf(entry.value)]),
    );
  return property?.value && jsonOf(property.value);
}

const arbitrary = fc.record({ text: someText, seed: fc.nat(100_000) });

test('E-DOC-03 changing one property changes the lines of that property and no other', () => {
  fc.assert(
    fc.property(arbitrary, ({ text, seed }) => {
      const operation = operationFor('setProperty', text, seed)?.operation;
      fc.pre(operation !== undefined);
      const result = edit(parse(text), operation);
      if (!result.ok) return;
      expect(result.edits.length).toBeLessThanOrEqual(2);
      expect(written(applyEdits(text, result.edits), operation as SetProperty)).toEqual(
        (operation as SetProperty).value,
      );
      const before = text.split('\n');
      const after = applyEdits(text, result.edits).split('\n');
      let head = 0;
      while (head < before.length && before[head] === after[head]) head += 1;
      let tail = 0;
      while (tail < before.length - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
      // The lines it had; a new one is inserted, behind a line that may have to get its line end.
      const own =
        propertyIn(text, operation as SetProperty)
          ?.source.trimEnd()
          .split('\n').length ?? 1;
      expect(before.length - head - tail).toBeLessThanOrEqual(own);
    }),
    { numRuns: 700 },
  );
});
