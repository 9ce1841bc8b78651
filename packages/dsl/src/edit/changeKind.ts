// `changeKind`: the keyword is replaced; properties the new kind lacks, or reads otherwise, are removed and listed, `await` and `strategy` exchanged.
import type { Document } from '../document.ts';
import { rowOf } from '../language/index.ts';
import type { PropertyRow } from '../language/table.ts';
import type { TextEdit } from '../source.ts';
import { type Property, propertiesOf, propertyOf, textOf } from '../tree.ts';
import { rowsOf } from './addLines.ts';
import { isTerminal, requireDeclaration } from './find.ts';
import { linesOf, removeLines } from './lines.ts';
import type { NodeKind } from './operations.ts';
import { setProperty } from './property.ts';
import { refuse } from './refusal.ts';
import { sequence, type Step } from './sequence.ts';

export interface ChangedKind {
  readonly edits: TextEdit[];
  readonly dropped: readonly string[];
}

export function changeKind(document: Document, node: string, kind: NodeKind): ChangedKind {
  const ref = { space: 'node', name: node } as const;
  const declaration = requireDeclaration(document, ref);
  // Its name is what is wrong with it (L-LEX-16), and would be an error of another kind afterwards.
  if (isTerminal(node)) refuse('EDIT_BAD_NAME', `"${node}" is a built-in terminal; rename the declaration first.`);
  if (declaration.node.kind === kind) return { edits: [], dropped: [] };
  const rows = rowsOf(kind);
  const has = (name: string) => rowOf(rows, name) !== undefined;
  const lost = propertiesOf(declaration.node).filter(
    (property) => property.row !== undefined && !means(rowOf(rows, property.name.value), property),
  );
  const swapped = exchanged(
    textOf(propertyOf(declaration.node, 'await')?.value),
    textOf(propertyOf(declaration.node, 'strategy')?.value),
    has,
  );
  const dropped = lost.map((property) => property.name.value).filter((name) => name !== swapped?.from);
  const keyword: Step = (current) => {
    const { node: found, at } = requireDeclaration(current, ref);
    return [{ start: at + found.keyword.start, end: at + found.keyword.end, newText: kind }];
  };
  const edits = sequence(document, [
    ...lost.map(({ name }): Step => (current) => {
      const found = requireDeclaration(current, ref);
      const property = propertiesOf(found.node).find((candidate) => candidate.name.value === name.value);
      if (property === undefined) return [];
      const statements = found.node.block?.statements ?? [];
      const within = {
        start: found.at + (statements[0]?.lines.start ?? 0),
        end: found.at + (statements.at(-1)?.lines.end ?? found.node.lines.end),
      };
      return [removeLines(current, linesOf({ ...found, node: property }), within)];
    }),
    keyword,
    (current) => (swapped === undefined ? [] : setProperty(current, { ...ref, path: [swapped.to] }, swapped.value)),
  ]);
  return { edits, dropped };
}

/** Whether a property may stay as it is written: `mode: condition` of a router is no `mode` of a human. */
function means(row: PropertyRow | undefined, property: Property): boolean {
  const before = property.row?.value;
  if (row === undefined || before === undefined || row.value.kind !== before.kind) return false;
  if (row.value === before || row.value.kind !== 'word') return true;
  const word = textOf(property.value) ?? '';
  return row.value.words.includes(word) || word in (row.value.synonyms ?? {});
}

function exchanged(await_: string | undefined, strategy: string | undefined, has: (name: string) => boolean) {
  if (await_ !== undefined && !has('await') && has('strategy')) return { from: 'await', to: 'strategy', value: await_ };
  if (strategy !== undefined && !has('strategy') && has('await'))
    return { from: 'strategy', to: 'await', value: strategy };
  return undefined;
}
