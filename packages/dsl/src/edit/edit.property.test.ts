import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from '../compile/compile.ts';
import { parse } from '../document.ts';
import { languageTable } from '../language/index.ts';
import type { PropertyRow } from '../language/table.ts';
import { applyEdits, invertEdits } from '../source.ts';
import { declarationsOf, entriesOf, jsonOf, propertyOf } from '../tree.ts';
import { edit } from './edit.ts';
import type { EditOperation, NodeKind, PropertyValue } from './operations.ts';

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

const value = (row: PropertyRow, seed: number): PropertyValue | undefined => {
  switch (row.value.kind) {
    case 'word':
      return row.value.words[seed % row.value.words.length];
    case 'name':
      return `name_${seed}`;
    case 'string':
      return ['plain', 'with "quotes"', 'two\nlines', 'back\\slash', '`raw`', ''][seed % 6];
    case 'int':
      return row.value.min + (seed % 50);
    case 'number':
      return (seed % 7) + 0.5;
    case 'bool':
      return seed % 2 === 0;
    case 'list':
      return ['alpha', 'beta_2', 'gamma'].slice(0, 1 + (seed % 3));
    case 'map':
      return { KEY: 'value', OTHER: `v${seed}` };
    case 'block':
    case 'members':
      return undefined;
    default:
      return row.value satisfies never;
  }
};

/** An operation that makes sense on the text, chosen by numbers. */
function operationOn(text: string, pick: number, seed: number): EditOperation | undefined {
  const graph = compile(parse(text));
  const nodes = graph.nodes.filter(({ kind }) => kind !== 'done' && kind !== 'fail');
  const node = nodes[seed % nodes.length];
  const edge = graph.edges[seed % graph.edges.length];
  if (node === undefined || edge === undefined) return undefined;
  const rows = languageTable.kinds[node.kind as NodeKind].properties;
  const row = rows[(seed >> 3) % rows.length] as PropertyRow;
  switch (pick % 14) {
    case 0: {
      const wanted = value(row, seed);
      return wanted === undefined
        ? undefined
        : { op: 'setProperty', target: { space: 'node', name: node.id, path: [row.name] }, value: wanted };
    }
    case 1:
      return { op: 'unsetProperty', target: { space: 'node', name: node.id, path: [row.name] } };
    case 2:
      return { op: 'renameDeclaration', space: 'node', from: node.id, to: `renamed_${seed}` };
    case 3:
      return {
        op: 'addDeclaration',
        kind: (['agent', 'tool', 'human', 'prompt', 'schema'] as const)[seed % 5] ?? 'agent',
        name: `added_${seed}`,
      };
    case 4:
      return { op: 'removeDeclaration', space: 'node', name: node.id };
    case 5:
      return { op: 'addEdge', from: node.id, to: 'fail', clauses: { when: { expression: `run.id == '${seed}'` } } };
    case 6:
      return { op: 'removeEdge', edge: edge.id };
    case 7:
      return {
        op: 'setCondition',
        edge: edge.id,
        when: seed % 3 === 0 ? null : { field: `flag_${seed}`, negated: seed % 2 === 0 },
      };
    case 8:
      return {
        op: 'setLoop',
        edge: edge.id,
        loop: seed % 3 === 0 ? null : { name: `loop_${seed}`, bound: 1 + (seed % 9) },
      };
    case 9:
      return {
        op: 'setWith',
        edge: edge.id,
        key: `key_${seed % 4}`,
        value: seed % 2 === 0 ? { template: '{{run.id}}' } : { json: seed },
      };
    case 10:
      return {
        op: 'insertOnEdge',
        edge: edge.id,
        node: `between_${seed}`,
        add: { kind: 'tool', props: { command: 'true' } },
      };
    case 11:
      return { op: 'bridgeNode', name: node.id };
    case 12: {
      const prompt = graph.prompts[seed % graph.prompts.length];
      return prompt === undefined
        ? undefined
        : { op: 'setPromptBody', name: prompt.name, text: `${prompt.body.source}\nOne more line ${seed}.` };
    }
    default:
      return { op: 'duplicateDeclaration', space: 'node', name: node.id, as: `copy_${seed}` };
  }
}

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

const arbitrary = fc.record({ text: someText, pick: fc.nat(1000), seed: fc.nat(100_000) });

/** Comments of a text outside prompts, in order. */
const comments = (text: string): string[] =>
  parse(text).file.chunks.flatMap((chunk) => chunk.comments.map((comment) => comment.text.trimEnd()));

describe('any operation on any example', () => {
  test('L-EDIT-02 can be taken back to the same bytes and leaves a text without parse errors', () => {
    fc.assert(
      fc.property(arbitrary, ({ text, pick, seed }) => {
        const operation = operationOn(text, pick, seed);
        fc.pre(operation !== undefined);
        const result = edit(parse(text), operation);
        if (!result.ok) {
          expect(result.refusal.reason).toMatch(/\w/);
          return;
        }
        for (const [index, current] of result.edits.entries()) {
          const before = result.edits[index - 1];
          if (before !== undefined) expect(before.end).toBeLessThanOrEqual(current.start);
        }
        const next = applyEdits(text, result.edits);
        expect(applyEdits(next, invertEdits(text, result.edits))).toBe(text);
        const broken = parse(next).diagnostics.filter(({ severity, code }) => severity === 'error' && code !== 'E012');
        expect(broken.map(({ code, message, range }) => `${range.start.line} ${code} ${message}`)).toEqual([]);
        if (text.includes('\r\n')) expect(next.replaceAll('\r\n', '')).not.toContain('\n');
      }),
      { numRuns: 1500 },
    );
  });

  test('E-DOC-03 changing a property, an edge or a prompt keeps every comment and its order', () => {
    fc.assert(
      fc.property(arbitrary, ({ text, pick, seed }) => {
        const operation = operationOn(text, [0, 2, 3, 5, 7, 8, 9, 10, 12][pick % 9] ?? 0, seed);
        fc.pre(operation !== undefined);
        const result = edit(parse(text), operation);
        if (result.ok) expect(comments(applyEdits(text, result.edits))).toEqual(comments(text));
      }),
      { numRuns: 700 },
    );
  });

  test('E-DOC-03 changing one property changes the lines of that property and no other', () => {
    fc.assert(
      fc.property(arbitrary, ({ text, seed }) => {
        const operation = operationOn(text, 0, seed);
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
});
