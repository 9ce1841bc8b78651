// Where a declaration or a member is used (E-INSP-12), from the one list of occurrences that rename reads as well. Pure.
import { occurrences, positionAt } from '@iterion/dsl';
import type { Document, NameSpace } from '@iterion/dsl';

/** What may be used: by the name space of the language, and for fields the schema they belong to. */
export interface Used {
  readonly space: NameSpace;
  readonly name: string;
  readonly owner?: string;
}
export interface Usage {
  readonly start: number;
  readonly end: number;
  /** 1-based. */
  readonly line: number;
  /** The line it stands in, without its indentation. */
  readonly fragment: string;
}

/** In text order, without the declaration. Of a loop every edge counts: each of them declares it. */
export function usagesOf(document: Document, used: Used): readonly Usage[] {
  const found = occurrences(document).filter(
    (each) =>
      each.space === used.space &&
      each.name === used.name &&
      (each.role === 'reference' || used.space === 'loop') &&
      (used.owner === undefined || each.owners?.includes(used.owner) === true),
  );
  return found.map(({ start, end }) => ({ start, end, ...lineOf(document, start) }));
}

function lineOf({ text, lines }: Document, offset: number): { readonly line: number; readonly fragment: string } {
  const to = text.indexOf('\n', offset);
  const fragment = text.slice(text.lastIndexOf('\n', offset - 1) + 1, to < 0 ? text.length : to).trim();
  return { line: positionAt(lines, offset).line, fragment };
}
