// Comments that carry information: the description attached to a statement, and `## @group` lines (language.md 9.4, L-LEX-13).
import type { Document } from '../document.ts';
import type { TextEdit } from '../source.ts';
import { ignoredCodes, type Placed, type Statement } from '../tree.ts';
import { requireDeclaration, requireEdge, requireName, requireNode, requireWorkflow } from './find.ts';
import { indentationAt, insertLines, lineStart, linesOf, nextLineStart, removeLines } from './lines.ts';
import type { DeclarationRef, EditOperation } from './operations.ts';
import { refuse } from './refusal.ts';

/** Replaces the attached comment lines by `## ` lines; empty text removes them. `ignore` lines stay. */
export function setDescription(
  document: Document,
  target: DeclarationRef | { readonly edge: string },
  text: string,
): TextEdit[] {
  const placed: Placed<Statement> =
    'edge' in target ? requireEdge(document, target.edge) : requireDeclaration(document, target);
  const { node, at } = placed;
  const header = lineStart(document, at + node.start);
  const indent = indentationAt(document, at + node.start);
  const trimmed = text.trim();
  const lines =
    trimmed === ''
      ? []
      : trimmed.split(/\r?\n/).map((line) => `${indent}##${line.trim() === '' ? '' : ` ${line.trim()}`}`);
  const replaced = node.comments.filter((comment) => comment.ownLine && ignoredCodes(comment) === undefined);
  const [first] = replaced;
  const removals = replaced.map((comment): TextEdit => {
    const start = lineStart(document, at + comment.start);
    return { start, end: nextLineStart(document, start), newText: '' };
  });
  if (lines.length === 0) return removals;
  const offset = first === undefined ? header : lineStart(document, at + first.start);
  const insertion = insertLines(document.text, { offset }, lines);
  const [head, ...rest] = removals;
  return head === undefined ? [insertion] : [{ ...head, newText: insertion.newText }, ...rest];
}

/** The `@group` line of that name: changed, added before the workflow, or removed with null. */
export function setGroup(
  document: Document,
  { name, members, rename }: Extract<EditOperation, { op: 'setGroup' }>,
): TextEdit[] {
  const present = document.file.groups.find(({ node }) => node.name === name);
  const newName = rename ?? name;
  if (members === null) {
    if (present === undefined) return refuse('EDIT_NOT_FOUND', `There is no group "${name}".`);
    const start = lineStart(document, present.at + present.node.comment.start);
    const within = { start: 0, end: document.text.length };
    return [removeLines(document, { start, end: nextLineStart(document, start) }, within)];
  }
  requireName(newName);
  if (members.length === 0) refuse('EDIT_INVALID', 'A group needs at least one member.');
  // Names that the group has already stay, whether something declares them or not.
  const known = new Set(present?.node.members.map((member) => member.name));
  for (const member of members) if (!known.has(member)) requireNode(document, member);
  if (newName !== name && document.file.groups.some(({ node }) => node.name === newName))
    refuse('EDIT_NAME_TAKEN', `There is already a group "${newName}".`);
  const line = `## @group ${newName}: ${members.join(', ')}`;
  if (present !== undefined) {
    const start = present.at + present.node.comment.start;
    const end = present.at + present.node.comment.end;
    const newText = present.node.comment.text.startsWith('##') ? line : line.slice(1);
    return document.text.slice(start, end) === newText ? [] : [{ start, end, newText }];
  }
  const offset = linesOf(requireWorkflow(document).header).start;
  // A blank line after it keeps the comment free: attached to the workflow it would become its description.
  return [insertLines(document.text, { offset }, [line, ''])];
}
