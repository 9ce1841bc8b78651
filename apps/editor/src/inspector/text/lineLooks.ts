// A text with references cut into lines, each into the pieces that look alike. Lines that look as before are not painted again, so a long
// prompt can be typed in. Pure.
import type { FieldReferences } from '@iterion/dsl';
import { inkOf } from './ink.ts';
import type { Dialect, InkMark } from './ink.ts';

export interface DrawnMark {
  readonly start: number;
  readonly end: number;
  readonly kind: 'reference' | 'environment' | 'wrong';
  /** Which of the references it is. */
  readonly index?: number;
}

/** What is tinted or underlined, in text order; of references that hold others only the outer one. */
export function drawnMarks(found: FieldReferences | null): readonly DrawnMark[] {
  if (!found) return [];
  const all = [
    ...found.references.map(({ start, end, finding }, index): DrawnMark => ({
      start,
      end,
      index,
      kind: finding ? 'wrong' : 'reference',
    })),
    ...found.environment.map(({ start, end }): DrawnMark => ({ start, end, kind: 'environment' })),
    ...found.malformed.map(({ start, end }): DrawnMark => ({ start, end, kind: 'wrong' })),
  ].sort((a, b) => a.start - b.start);
  let at = 0;
  return all.filter((mark) => {
    if (mark.start < at) return false;
    at = mark.end;
    return true;
  });
}

interface LinePiece {
  readonly text: string;
  readonly ink: InkMark['kind'] | '';
  readonly mark: DrawnMark['kind'] | '';
  /** The mark began before this piece. */
  readonly goesOn: boolean;
}
export interface LineLook {
  /** The same for lines that look the same. */
  readonly look: string;
  readonly pieces: readonly LinePiece[];
}

/** Every line with its line end. */
export function lineLooks(
  text: string,
  marks: readonly DrawnMark[],
  dialect: Dialect | undefined,
): readonly LineLook[] {
  const ink = dialect ? inkOf(text, dialect) : [];
  const markIn = cursor(marks);
  const inkIn = cursor(ink);
  const lines: LineLook[] = [];
  let at = 0;
  for (const line of text.split('\n')) {
    const end = at + line.length;
    const pieces: LinePiece[] = [];
    while (at < end) {
      const mark = markIn(at);
      const word = inkIn(at);
      const to = Math.min(end, boundary(mark, at), boundary(word, at));
      pieces.push({
        text: text.slice(at, to),
        ink: word && word.start <= at ? word.kind : '',
        mark: mark && mark.start <= at ? mark.kind : '',
        goesOn: mark !== undefined && mark.start < at,
      });
      at = to;
    }
    lines.push({ look: pieces.map((piece) => `${piece.ink}\0${piece.mark}\0${piece.text}`).join('\0'), pieces });
    at = end + 1;
  }
  return lines;
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}
/** The first stretch that ends behind a place; places are asked for in order. */
function cursor<S extends Stretch>(stretches: readonly S[]): (at: number) => S | undefined {
  let next = 0;
  return (at) => {
    for (;;) {
      const stretch = stretches[next];
      if (!stretch || stretch.end > at) return stretch;
      next++;
    }
  };
}
/** Where what holds at a place changes next. */
function boundary(stretch: Stretch | undefined, at: number): number {
  if (!stretch) return Infinity;
  return stretch.start > at ? stretch.start : stretch.end;
}
