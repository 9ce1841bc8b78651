// Renaming: the name and every reference to it, each one token or path segment (language.md 9.4). What counts as a reference is
// decided in one place, `occurrences`.
import type { Document } from '../document.ts';
import { isNamespace } from '../expression/parse.ts';
import { occurrences, type Occurrence } from '../occurrences/occurrences.ts';
import type { TextEdit } from '../source.ts';
import { requireDeclaration, requireFree, requireName } from './find.ts';
import type { MemberSpace, Space } from './operations.ts';
import { refuse } from './refusal.ts';

/** Words that no bare name of an expression can be (L-EXPR-01). */
const WORDS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'true', 'false', 'null']);

export function renameDeclaration(document: Document, space: Space, from: string, to: string): TextEdit[] {
  requireDeclaration(document, { space, name: from });
  if (from === to) return [];
  requireFree(document, space, to);
  const found = occurrences(document).filter((occurrence) => occurrence.space === space && occurrence.name === from);
  // Of several declarations with one name the first counts; the others keep theirs.
  const first = found.find(({ role }) => role === 'declaration');
  return found
    .filter((occurrence) => occurrence.role === 'reference' || occurrence === first)
    .map((occurrence) => replacement(occurrence, to));
}

export function renameMember(document: Document, space: MemberSpace, from: string, to: string): TextEdit[] {
  requireName(to);
  if (from === to) return [];
  const schema = typeof space === 'object' ? space.fieldOf : undefined;
  const what = typeof space === 'object' ? `field of schema "${space.fieldOf}"` : space;
  if (schema !== undefined) requireDeclaration(document, { space: 'schema', name: schema });
  const inSpace = occurrences(document).filter((occurrence) =>
    schema === undefined
      ? occurrence.space === space
      : occurrence.space === 'field' && (occurrence.owners?.includes(schema) ?? false),
  );
  const declares = (name: string) =>
    inSpace.some((occurrence) => occurrence.role === 'declaration' && occurrence.name === name);
  if (!declares(from)) refuse('EDIT_NOT_FOUND', `There is no ${what} "${from}" in this file.`);
  if (declares(to)) refuse('EDIT_NAME_TAKEN', `The name "${to}" is taken by another ${what}.`);
  const found = inSpace.filter(({ name }) => name === from);
  const shared = found.find(({ owners }) => owners !== undefined && owners.length > 1);
  if (shared !== undefined)
    refuse(
      'EDIT_AMBIGUOUS',
      `Prompt "${promptAt(document, shared.start)}" reads input.${from} and is shared with a node of another input schema; give that node its own prompt first.`,
    );
  return found.map((occurrence) => replacement(occurrence, to));
}

function replacement({ start, end, bare }: Occurrence, to: string): TextEdit {
  return { start, end, newText: bare === true && (isNamespace(to) || WORDS.has(to)) ? `input.${to}` : to };
}

function promptAt(document: Document, offset: number): string {
  const found = document.file.statements.findLast(
    ({ node, at }) => node.type === 'Declaration' && node.kind === 'prompt' && at + node.start <= offset,
  );
  return found?.node.type === 'Declaration' ? (found.node.name?.value ?? '') : '';
}
