// Columns of text, as wide as their contents.
import { visible } from '@iterion/runtime/text';

export interface Cell {
  readonly text: string;
  /** Colours the padded text. */
  readonly paint?: (text: string) => string;
  readonly right?: boolean;
}

/** Lines of a table without trailing blanks; widths are counted in code points. */
export function tableLines(rows: readonly (readonly Cell[])[], gap = '  '): string[] {
  const clean = rows.map((row) => row.map((cell) => ({ ...cell, text: visible(cell.text) })));
  const widths: number[] = [];
  for (const row of clean)
    for (const [index, { text }] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, width(text));
  return clean.map((row) => {
    const cells = row.map(({ text, paint, right }, index) => {
      const last = index === row.length - 1;
      const fill = ' '.repeat(Math.max(0, (widths[index] ?? 0) - width(text)));
      const padded = right === true ? fill + text : last ? text : text + fill;
      return paint === undefined ? padded : paint(padded);
    });
    return cells.join(gap).trimEnd();
  });
}

function width(text: string): number {
  return Array.from(text).length;
}
