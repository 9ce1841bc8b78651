// Ranges of one text, many of them and mostly near the one before: the line of the last answer is tried first, and in a text where
// every UTF-16 unit is a column of its own, columns are differences. The answers are those of `positionAt` (source.ts).
import { lineAt, positionAt, type LineIndex, type Pos, type Range } from '../source.ts';

/** A text in which some character is not one column: one of two units, or the byte order mark. */
const UNEVEN = /[\ufeff\ud800-\udfff]/;

export class Places {
  private readonly lines: LineIndex;
  private readonly isEven: boolean;
  private readonly end: number;
  /** 0-based, of the last answer. */
  private line = 0;

  constructor(lines: LineIndex) {
    this.lines = lines;
    this.isEven = !UNEVEN.test(lines.text);
    this.end = lines.text.length;
  }

  range(start: number, end: number): Range {
    return { start: this.position(start), end: this.position(end) };
  }

  private position(offset: number): Pos {
    if (!this.isEven || offset < 0 || offset > this.end) return positionAt(this.lines, offset);
    const { starts } = this.lines;
    let { line } = this;
    let start = starts[line] ?? 0;
    if (offset < start || offset >= (starts[line + 1] ?? Infinity)) {
      line = this.line = this.lineOf(offset);
      start = starts[line] ?? 0;
    }
    return { line: line + 1, column: offset - start + 1, offset };
  }

  private lineOf(offset: number): number {
    const { starts } = this.lines;
    let { line } = this;
    for (let steps = 0; steps < 8; steps++) {
      if (offset < (starts[line] ?? 0)) line--;
      else if (offset >= (starts[line + 1] ?? Infinity)) line++;
      else return line;
    }
    return lineAt(this.lines, offset);
  }
}
