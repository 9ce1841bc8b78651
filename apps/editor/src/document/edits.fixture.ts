// Random text edits for property tests: sorted, not overlapping, drawn from a stream of numbers.
import type { TextEdit } from '@iterion/dsl';

const pieces = ['', 'x', 'agent', '\n', '  ', '"', ':', '->', '\r\n', '{{', 'é😀'];

export function sortedEdits(text: string, numbers: Iterator<number>, most = 4): TextEdit[] {
  const next = (below: number): number => (below <= 0 ? 0 : (numbers.next().value as number) % below);
  const edits: TextEdit[] = [];
  let at = 0;
  for (let count = next(most + 1); count > 0 && at <= text.length; count--) {
    const start = at + next(text.length - at + 1);
    const end = Math.min(text.length, start + next(12));
    edits.push({ start, end, newText: pieces[next(pieces.length)] ?? '' });
    at = end + 1;
  }
  return edits;
}
