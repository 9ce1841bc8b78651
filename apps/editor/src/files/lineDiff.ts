// Text to lines that keep their own ends, and the edits that lead from one text to another, line by line. Pure.
import type { TextEdit } from '@iterion/dsl';
import { hunksBetween } from './lineHunks.ts';

/** Lines with their line ends; joined they are the text again. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Small line-based edits that make `after` of `before`, each trimmed to what differs within its lines (E-FILE-04). */
export function editsBetween(before: string, after: string): TextEdit[] {
  if (before === after) return [];
  const lines = linesOf(before);
  let line = 0;
  let offset = 0;
  return hunksBetween(lines, linesOf(after)).map((hunk) => {
    for (; line < hunk.start; line++) offset += lines[line]?.length ?? 0;
    return trimmed(offset, lines.slice(hunk.start, hunk.end).join(''), hunk.lines.join(''));
  });
}

function trimmed(start: number, removed: string, added: string): TextEdit {
  const shorter = Math.min(removed.length, added.length);
  let head = 0;
  while (head < shorter && removed[head] === added[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && removed[removed.length - 1 - tail] === added[added.length - 1 - tail]) tail += 1;
  return {
    start: start + head,
    end: start + removed.length - tail,
    newText: added.slice(head, added.length - tail),
  };
}
