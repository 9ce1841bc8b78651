// Renaming whatever bears a name (E-CANVAS-21), for canvas, outline and inspector alike: the semantic rename of the language, and beforehand what
// it would change or why it is refused.
import type { EditOperation, MemberSpace } from '@iterion/dsl';
import { announce } from '../../app/announce.tsx';
import { notify } from '../../app/notifications.tsx';
import { type SyntaxDocument, editDocument } from '../../document/language.ts';
import type { FileId, ItemId, OpenDocument } from '../../document/model.ts';
import { nodeOf } from '../../document/projection.ts';
import { parsedDocument } from '../../document/analysis.ts';
import { applyOperation, getDocument } from '../../document/store.ts';

interface Nameable {
  readonly name: string;
  readonly operation: (to: string) => EditOperation;
}
/** What a new name would do: nothing (null), be refused, or change that many places. */
export type RenameVerdict = null | { readonly refused: string } | { readonly changes: string };

/** The operation that renames an item; null for edges, ends and what only edges mention. */
export function nameableOf(document: OpenDocument, item: ItemId): Nameable | null {
  const view = document.projection.items.get(item);
  if (view === undefined || view.type === 'edge') return null;
  const { name } = view;
  if (view.type === 'node') {
    if (view.data === null || view.kind === 'done' || view.kind === 'fail') return null;
    return { name, operation: (to) => ({ op: 'renameDeclaration', space: 'node', from: name, to }) };
  }
  const { space } = view;
  if (space === 'unknown') return null;
  if (space === 'group') {
    const members = view.data.members.map(
      (id) => nodeOf(document.projection, id)?.name ?? id.slice(id.indexOf(':') + 1),
    );
    return { name, operation: (to) => ({ op: 'setGroup', name, members, rename: to }) };
  }
  const member = memberSpaces[space];
  if (member !== undefined) return { name, operation: (to) => ({ op: 'renameMember', space: member, from: name, to }) };
  const declared = space as Exclude<typeof space, 'var' | 'preset' | 'attachment'>; // those are in the table of members
  return { name, operation: (to) => ({ op: 'renameDeclaration', space: declared, from: name, to }) };
}
const memberSpaces: { readonly [space: string]: MemberSpace } = {
  var: 'variable',
  preset: 'preset',
  attachment: 'attachment',
};

/** Judges a name while it is typed; changes nothing. */
function judgeName(fileId: FileId, item: ItemId, to: string): RenameVerdict {
  const document = getDocument(fileId);
  const syntax = parsedDocument(fileId);
  const nameable = document && nameableOf(document, item);
  if (!nameable || !syntax) return { refused: 'This is not in the file any more' };
  if (to === nameable.name) return null;
  const problem = nameProblem(to);
  if (problem !== null) return { refused: problem };
  const result = editDocument(syntax, nameable.operation(to));
  if (!result.ok) return { refused: result.refusal.reason };
  const places = counted(result.edits.length, 'place');
  const blocks = blocksOf(
    syntax,
    result.edits.map((edit) => edit.start),
  );
  return { changes: `${places} in ${counted(blocks, 'block')}` };
}
const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** How many top-level statements the offsets lie in; a comment of its own counts as one. */
function blocksOf({ file }: SyntaxDocument, offsets: readonly number[]): number {
  const blocks = file.statements.map(({ node, at }) => {
    const items = file.workflows.find(({ header }) => header.node === node && header.at === at)?.statements;
    const last = items?.at(-1);
    return { start: at + node.lines.start, end: last ? last.at + last.node.lines.end : at + node.lines.end };
  });
  const hit = offsets.map((offset) => blocks.findIndex(({ start, end }) => offset >= start && offset < end));
  return new Set(hit.filter((index) => index >= 0)).size + hit.filter((index) => index < 0).length;
}

/** Renames as one step; the reason when it is refused. */
function renameItem(fileId: FileId, item: ItemId, to: string): string | null {
  const document = getDocument(fileId);
  const nameable = document && nameableOf(document, item);
  if (!nameable) return 'This is not in the file any more';
  const { name } = nameable;
  if (to === name) return null;
  const verdict = judgeName(fileId, item, to);
  if (verdict !== null && 'refused' in verdict) return verdict.refused;
  const label = `Rename ${name} to ${to}`;
  const result = applyOperation(fileId, nameable.operation(to), label, {
    select: [`${item.slice(0, item.indexOf(':'))}:${to}` as ItemId],
  });
  if (!result.ok) return result.refusal.reason;
  const title = label.replace('Rename', 'Renamed');
  announce(title);
  const places = verdict === null ? {} : { message: verdict.changes };
  notify({ kind: 'success', title, key: 'rename', ...places });
  return null;
}

/** Judging and renaming one item, for a field that knows no document. */
export interface Renaming {
  readonly judge: (to: string) => RenameVerdict;
  /** The reason when the name is refused. */
  readonly rename: (to: string) => string | null;
}
export const renamingOf = (fileId: FileId, item: ItemId): Renaming => ({
  judge: (to) => judgeName(fileId, item, to),
  rename: (to) => renameItem(fileId, item, to),
});

/** What is wrong with a name as far as its letters go (L-LEX-14); whether it is taken is the language's to say. */
export function nameProblem(name: string): string | null {
  if (name === '') return 'A name is needed';
  if (!/^[\p{L}_]/u.test(name)) return 'A name starts with a letter or _';
  const wrong = /[^\p{L}\p{Nd}_]/u.exec(name)?.[0];
  return wrong === undefined ? null : `A name cannot contain ${wrong === ' ' ? 'spaces' : `“${wrong}”`}`;
}
