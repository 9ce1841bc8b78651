// Definition, references, highlights and rename at a place of the text: all read the one list of occurrences.
import type { Document } from '../document.ts';
import { edit } from '../edit/edit.ts';
import type { EditResult } from '../edit/operations.ts';
import type { Range } from '../graph.ts';
import { occurrences, type Occurrence } from '../occurrences/occurrences.ts';
import { rangeAt } from '../source.ts';

export interface NameAt {
  readonly occurrence: Occurrence;
  readonly range: Range;
  /** All occurrences of the same name, the one at the place included. */
  readonly all: readonly Occurrence[];
}

const sameName = (a: Occurrence, b: Occurrence): boolean =>
  a.space === b.space &&
  a.name === b.name &&
  (a.owners === undefined || a.owners.some((owner) => b.owners?.includes(owner) ?? false));

/** The name at an offset (its end counts), with every other place that means the same. */
export function nameAt(document: Document, offset: number): NameAt | undefined {
  const all = occurrences(document);
  const occurrence = all.find(({ start, end }) => start <= offset && offset <= end);
  if (occurrence === undefined) return undefined;
  return {
    occurrence,
    range: rangeAt(document.lines, occurrence.start, occurrence.end),
    all: all.filter((other) => sameName(occurrence, other)),
  };
}

const rangesOf = (document: Document, found: readonly Occurrence[]): Range[] =>
  found.map(({ start, end }) => rangeAt(document.lines, start, end));

/** Where the name at an offset is declared. */
export function definitionAt(document: Document, offset: number): Range[] {
  const name = nameAt(document, offset);
  return name === undefined
    ? []
    : rangesOf(document, name.all.filter(({ role }) => role === 'declaration').slice(0, 1));
}

/** Every place that names what stands at an offset. */
export function referencesAt(document: Document, offset: number, { declaration = true } = {}): Range[] {
  const name = nameAt(document, offset);
  return name === undefined
    ? []
    : rangesOf(
        document,
        name.all.filter(({ role }) => declaration || role === 'reference'),
      );
}

/** The range that a rename at an offset would replace, and the name there; undefined where nothing can be renamed. */
export function renameTargetAt(
  document: Document,
  offset: number,
): { readonly range: Range; readonly name: string } | undefined {
  const name = nameAt(document, offset);
  if (
    name === undefined ||
    (name.occurrence.space === 'node' && (name.occurrence.name === 'done' || name.occurrence.name === 'fail'))
  )
    return undefined;
  return { range: name.range, name: name.occurrence.name };
}

/** Renames what stands at an offset, wherever it is mentioned. */
export function renameAt(document: Document, offset: number, to: string): EditResult {
  const found = nameAt(document, offset)?.occurrence;
  if (found === undefined)
    return { ok: false, refusal: { code: 'EDIT_NOT_FOUND', reason: 'There is no name here that could be renamed.' } };
  const { space, name } = found;
  switch (space) {
    case 'node':
    case 'schema':
    case 'prompt':
    case 'mcp_server':
    case 'cursor':
    case 'workflow':
      return edit(document, { op: 'renameDeclaration', space, from: name, to });
    case 'variable':
    case 'attachment':
    case 'artifact':
    case 'loop':
    case 'preset':
      return edit(document, { op: 'renameMember', space, from: name, to });
    case 'field':
      return edit(document, {
        op: 'renameMember',
        space: { fieldOf: found.owners?.find((owner) => owner !== '') ?? '' },
        from: name,
        to,
      });
    default:
      return space satisfies never;
  }
}
