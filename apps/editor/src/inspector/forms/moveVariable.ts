// Moving a variable between the file and its workflow (E-INSP-20): its line goes with the comments that are attached to it. Pure.
import { entriesOf } from '@iterion/dsl';
import type { EditOperation, Entry, Json, Placed, Statement, TextEdit, Type } from '@iterion/dsl';
import { editDocument } from '../../document/language.ts';
import type { SyntaxDocument } from '../../document/language.ts';

type VariableScope = 'file' | 'workflow';
interface Moved {
  readonly name: string;
  readonly type: Type;
  readonly default?: Json | undefined;
  readonly from: VariableScope;
}
type Move =
  | { readonly ok: true; readonly edits: readonly TextEdit[] }
  | { readonly ok: false; readonly reason: string };

/** The declarations of a variable, in the file and in the workflow. */
export function declaredIn(document: SyntaxDocument, name: string): ReadonlyMap<VariableScope, PlacedEntry> {
  const blocks: readonly (readonly [VariableScope, readonly Placed<Statement>[]])[] = [
    ['file', document.file.statements],
    ['workflow', document.file.workflows.flatMap(({ statements }) => statements)],
  ];
  return new Map(
    blocks.flatMap(([scope, statements]) =>
      statements.flatMap(({ node, at }) => {
        const isBlock =
          (node.type === 'Declaration' && node.kind === 'vars') ||
          (node.type === 'Property' && node.name.value === 'vars');
        const entry = isBlock ? entriesOf(node).find(({ key }) => key.value === name) : undefined;
        return entry ? [[scope, { entry, at }] as const] : [];
      }),
    ),
  );
}
interface PlacedEntry {
  readonly entry: Entry;
  readonly at: number;
}

export function moveVariable(document: SyntaxDocument, { name, type, default: value, from }: Moved): Move {
  const to = from === 'file' ? 'workflow' : 'file';
  const present = declaredIn(document, name).get(from);
  const result = editDocument(document, {
    op: 'batch',
    operations: [
      {
        op: 'setMember',
        block: { block: 'vars', in: to },
        key: name,
        parts: { type, ...(value === undefined ? {} : { default: value }) },
      },
      removal(document, name, from),
    ],
  });
  if (!result.ok) return { ok: false, reason: result.refusal.reason };
  return { ok: true, edits: result.edits.map((edit) => commented(document, edit, name, present)) };
}

/** The last variable of a workflow takes its block with it; that of the file stays, as other declarations do. */
function removal(document: SyntaxDocument, name: string, from: VariableScope): EditOperation {
  const [workflow] = document.file.workflows;
  const block = workflow?.statements.find(({ node }) => node.type === 'Property' && node.name.value === 'vars');
  const owner = workflow?.header.node.name?.value;
  return from === 'workflow' &&
    owner !== undefined &&
    block?.node.type === 'Property' &&
    entriesOf(block.node).length === 1
    ? { op: 'unsetProperty', target: { space: 'workflow', name: owner, path: ['vars'] } }
    : { op: 'removeMember', block: { block: 'vars', in: from }, key: name };
}

/** The edit that writes the line of a variable, with the comments of its former line. */
function commented(document: SyntaxDocument, edit: TextEdit, name: string, present: PlacedEntry | undefined): TextEdit {
  const line = new RegExp(`^([ \\t]*)(${name}[ \\t]*:[^\\r\\n]*)`, 'mu');
  const found = line.exec(edit.newText);
  if (!found || !present) return edit;
  const eol = edit.newText.includes('\r\n') ? '\r\n' : '\n';
  const [indent = '', rest = ''] = found.slice(1);
  const textOf = (comment: { readonly start: number; readonly end: number }): string =>
    document.text.slice(present.at + comment.start, present.at + comment.end).trimEnd();
  const above = present.entry.comments.map((comment) => `${indent}${textOf(comment)}${eol}`);
  const { trailing } = present.entry;
  const behind = trailing ? `  ${textOf(trailing)}` : '';
  const written = `${above.join('')}${indent}${rest}${behind}`;
  return {
    ...edit,
    newText: edit.newText.slice(0, found.index) + written + edit.newText.slice(found.index + found[0].length),
  };
}
