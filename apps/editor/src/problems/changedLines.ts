// The lines that edits touch, before and after, each group with one line around it. Pure.
import { type TextEdit, applyEdits } from '@iterion/dsl';

export interface ChangedLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

export function changedLines(text: string, edits: readonly TextEdit[]): ChangedLine[] {
  const lines: ChangedLine[] = [];
  let at = 0;
  for (const group of groupsOf(text, edits)) {
    const before = text.slice(group.start, group.end);
    const after = applyEdits(
      before,
      group.edits.map((edit) => ({ ...edit, start: edit.start - group.start, end: edit.end - group.start })),
    );
    const from = Math.max(at, lineStart(text, group.start - 1));
    if (from < group.start) lines.push(...split(text.slice(from, group.start), 'same'));
    const { head, tail, removed, added } = withoutCommon(toLines(before), toLines(after));
    lines.push(
      ...head.map((line) => ({ kind: 'same' as const, text: line })),
      ...removed.map((line) => ({ kind: 'removed' as const, text: line })),
      ...added.map((line) => ({ kind: 'added' as const, text: line })),
      ...tail.map((line) => ({ kind: 'same' as const, text: line })),
    );
    at = group.end;
    const next = lineEnd(text, group.end);
    if (next > group.end) lines.push(...split(text.slice(group.end, next), 'same'));
    at = Math.max(at, next);
  }
  return lines;
}

interface Group {
  readonly start: number;
  end: number;
  readonly edits: TextEdit[];
}
/** Edits whose lines touch belong together. */
function groupsOf(text: string, edits: readonly TextEdit[]): Group[] {
  const groups: Group[] = [];
  for (const edit of edits) {
    const start = lineStart(text, edit.start);
    const end = lineEnd(text, Math.max(edit.end, edit.start));
    const last = groups.at(-1);
    if (last && start <= last.end) {
      last.end = Math.max(last.end, end);
      last.edits.push(edit);
    } else groups.push({ start, end, edits: [edit] });
  }
  return groups;
}

function withoutCommon(before: readonly string[], after: readonly string[]) {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail += 1;
  }
  return {
    head: before.slice(0, head).slice(-1),
    removed: before.slice(head, before.length - tail),
    added: after.slice(head, after.length - tail),
    tail: before.slice(before.length - tail).slice(0, 1),
  };
}

function lineStart(text: string, offset: number): number {
  return offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}
function lineEnd(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n' && offset >= text.length) return text.length;
  const at = text.indexOf('\n', offset);
  return at < 0 ? text.length : at + 1;
}
function toLines(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
function split(text: string, kind: ChangedLine['kind']): ChangedLine[] {
  return toLines(text).map((line) => ({ kind, text: line }));
}
