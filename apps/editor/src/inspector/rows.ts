// The rows of the language table for a declaration. Which properties there are is the table's to say, and only the table's (E-INSP-02).
import { languageTable } from '@iterion/dsl';
import type { CompiledGraph, DeclarationKind, PropertyOwner, PropertyRow, Section } from '@iterion/dsl';

/** What a form is of: a kind of declaration, or an attachment; undefined for the ends. */
export function kindOf(ref: PropertyOwner, graph: CompiledGraph): DeclarationKind | 'attachment' | undefined {
  if (ref.space !== 'node') return ref.space;
  const kind = graph.nodes.find((node) => node.id === ref.name)?.kind;
  return kind === 'done' || kind === 'fail' ? undefined : kind;
}
export function rowsOf(ref: PropertyOwner, graph: CompiledGraph): readonly PropertyRow[] {
  const kind = kindOf(ref, graph);
  if (kind === undefined) return [];
  if (kind === 'attachment') return languageTable.memberBlocks.attachments.memberProperties ?? [];
  return languageTable.kinds[kind].properties;
}

const sections: readonly Section[] = [
  'Basics',
  'Data',
  'Prompts',
  'Tools and limits',
  'Conversation',
  'Convergence',
  'Environment',
  'Other',
];
/** The rows by section, in the order of the sections; empty sections are left out. */
export function bySection(
  rows: readonly PropertyRow[],
): readonly { readonly section: Section; readonly rows: readonly PropertyRow[] }[] {
  return sections.flatMap((section) => {
    const own = rows.filter((row) => row.section === section);
    return own.length === 0 ? [] : [{ section, rows: own }];
  });
}
/** Whether a row is found by name, help or value (E-INSP-07). */
export function isFound(row: PropertyRow, value: string, query: string): boolean {
  const text = `${row.name} ${row.synonyms?.join(' ') ?? ''} ${row.help} ${value}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => text.includes(word));
}
