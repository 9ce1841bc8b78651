// Which field of a form each problem belongs to (E-DIAG-03, E-A11Y-13): by its place in the text, or, where the property is absent, by the path
// that the problem names. What belongs to no field is about the whole declaration. Pure.
import type { Diagnostic, Placed, PropertyRow, Statement } from '@iterion/dsl';
import { unknownIn, writtenProperty } from './reading.ts';

export interface FormProblems {
  /** By the path of the field, joined with dots. */
  readonly ofFields: ReadonlyMap<string, readonly Diagnostic[]>;
  /** About the declaration as a whole. */
  readonly ofAll: readonly Diagnostic[];
}

export function formProblems(
  diagnostics: readonly Diagnostic[],
  statements: readonly Placed<Statement>[],
  rows: readonly PropertyRow[],
): FormProblems {
  const ofFields = new Map<string, Diagnostic[]>();
  const ofAll: Diagnostic[] = [];
  for (const diagnostic of diagnostics) {
    const owner = ownerOf(diagnostic, statements, rows, []);
    if (owner === elsewhere) continue;
    if (owner === null) ofAll.push(diagnostic);
    else ofFields.set(owner, [...(ofFields.get(owner) ?? []), diagnostic]);
  }
  return { ofFields, ofAll };
}

/** Not a path of a field. */
const elsewhere = '/elsewhere';

/** The path of the field; `elsewhere` where other parts of the panel show it; null where it is about the whole. */
function ownerOf(
  diagnostic: Diagnostic,
  statements: readonly Placed<Statement>[],
  rows: readonly PropertyRow[],
  path: readonly string[],
): string | null {
  const { start, end } = diagnostic.range;
  const within = (from: number, to: number): boolean => start.offset >= from && end.offset <= to;
  const isEdge = statements.some(({ node, at }) => node.type === 'Edge' && within(at + node.start, at + node.end));
  if (isEdge || unknownIn(statements, rows).some((unknown) => within(unknown.start, unknown.end))) return elsewhere;
  for (const row of rows) {
    const own = [...path, row.name];
    const written = writtenProperty(statements, row);
    if (!written) {
      if (pathIn(diagnostic) === own.join('.')) return own.join('.');
      continue;
    }
    if (!within(written.start, written.end)) continue;
    const inside = row.value.kind === 'block' ? ownerOf(diagnostic, written.nested, row.value.properties, own) : null;
    return inside ?? own.join('.');
  }
  return null;
}

/** `memory.scope` of `agent a.memory.scope`: names have no dots. */
function pathIn({ path = '' }: Diagnostic): string {
  const dot = path.indexOf('.');
  return dot < 0 ? '' : path.slice(dot + 1);
}
