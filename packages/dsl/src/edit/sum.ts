// Adds up edits that are made one after another on intermediate texts into one list on the first text (L-EDIT-01, `batch`).
// The current text is a list of pieces: stretches of the first text and inserted strings. Invariant: stretches stay in order.
import type { TextEdit } from '../source.ts';

type Piece = { readonly from: number; readonly to: number } | { readonly inserted: string };

const lengthOf = (piece: Piece): number => ('inserted' in piece ? piece.inserted.length : piece.to - piece.from);

export class EditSum {
  private pieces: Piece[];
  private readonly length: number;

  constructor(length: number) {
    this.length = length;
    this.pieces = length === 0 ? [] : [{ from: 0, to: length }];
  }

  /** Adds edits whose offsets are those of the text as it is after everything added so far. */
  add(edits: readonly TextEdit[]): void {
    const next: Piece[] = [];
    let index = 0;
    let at = 0;
    /** Moves pieces up to offset `until` to the result, or drops them. */
    const advance = (until: number, keep: boolean) => {
      while (at < until && index < this.pieces.length) {
        const piece = this.pieces[index];
        if (piece === undefined) break;
        const length = lengthOf(piece);
        const take = Math.min(length, until - at);
        const [head, tail] = split(piece, take);
        if (keep) next.push(head);
        if (tail === undefined) index += 1;
        else this.pieces[index] = tail;
        at += take;
      }
    };
    for (const edit of edits) {
      advance(edit.start, true);
      advance(edit.end, false);
      if (edit.newText !== '') next.push({ inserted: edit.newText });
    }
    advance(Number.POSITIVE_INFINITY, true);
    this.pieces = next;
  }

  /** The sum: sorted, not overlapping, on the first text. */
  edits(): TextEdit[] {
    const result: TextEdit[] = [];
    let at = 0;
    let inserted = '';
    const gap = (until: number) => {
      if (until > at || inserted !== '') result.push({ start: at, end: until, newText: inserted });
      inserted = '';
    };
    for (const piece of this.pieces) {
      if ('inserted' in piece) inserted += piece.inserted;
      else {
        gap(piece.from);
        at = piece.to;
      }
    }
    gap(this.length);
    return result;
  }
}

function split(piece: Piece, take: number): readonly [Piece, Piece | undefined] {
  if (take >= lengthOf(piece)) return [piece, undefined];
  if ('inserted' in piece)
    return [{ inserted: piece.inserted.slice(0, take) }, { inserted: piece.inserted.slice(take) }];
  return [
    { from: piece.from, to: piece.from + take },
    { from: piece.from + take, to: piece.to },
  ];
}

/** Drops from each edit what the text already says at its ends, so that only what changes is replaced (L-EDIT-02). */
export function tighten(text: string, edits: readonly TextEdit[]): TextEdit[] {
  const result: TextEdit[] = [];
  for (const edit of edits) {
    let { start, end, newText } = edit;
    while (start < end && newText !== '' && text.charCodeAt(start) === newText.charCodeAt(0)) {
      start += 1;
      newText = newText.slice(1);
    }
    while (start < end && newText !== '' && text.charCodeAt(end - 1) === newText.charCodeAt(newText.length - 1)) {
      end -= 1;
      newText = newText.slice(0, -1);
    }
    if (start !== end || newText !== '') result.push({ start, end, newText });
  }
  return result;
}
