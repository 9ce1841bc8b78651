// Text to lines that keep their own ends, and the edits that lead from one text to another, line by line. Pure.
import type { TextEdit } from '@iterion/dsl';
import { diffIndices } from 'node-diff3';

/** Lines with their line ends; joined they are the text again. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

interface Hunk {
  readonly buffer1: readonly [start: number, length: number];
  readonly buffer1Content: readonly string[];
  readonly buffer2Content: readonly string[];
}

/** The smallest line-based edits that make `after` of `before`, each trimmed to what differs within its lines (E-FILE-04). */
export function editsBetween(before: string, after: string): TextEdit[] {
  if (before === after) return [];
  const oldLines = linesOf(before);
  const newLines = linesOf(after);
  // What is equal at both ends is most of the text and need not be compared line by line with everything else.
  let head = 0;
  const shorter = Math.min(oldLines.length, newLines.length);
  while (head < shorter && oldLines[head] === newLines[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && oldLines.at(-1 - tail) === newLines.at(-1 - tail)) tail += 1;
  const middle = oldLines.slice(head, oldLines.length - tail);
  const starts = [oldLines.slice(0, head).join('').length];
  for (const line of middle) starts.push((starts.at(-1) ?? 0) + line.length);
  const hunks = diffIndices(middle, newLines.slice(head, newLines.length - tail)) as unknown as Hunk[];
  return hunks.map((hunk) => {
    const start = starts[hunk.buffer1[0]] ?? before.length;
    return trimmed(start, hunk.buffer1Content.join(''), hunk.buffer2Content.join(''));
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
