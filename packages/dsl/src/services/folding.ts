// Folding ranges: declarations, nested blocks, `with` blocks over several lines, and runs of comment lines.
import type { Document } from '../document.ts';
import { lineAt } from '../source.ts';
import { allStatements } from '../occurrences/occurrences.ts';
import type { Statement } from '../tree.ts';

export interface FoldingRange {
  /** 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  readonly kind: 'region' | 'comment';
}

export function foldingRanges(document: Document): FoldingRange[] {
  const found: FoldingRange[] = [];
  const add = (start: number, end: number, kind: FoldingRange['kind']) => {
    const startLine = lineAt(document.lines, start) + 1;
    const endLine = lineAt(document.lines, Math.max(start, end - 1)) + 1;
    if (endLine > startLine) found.push({ startLine, endLine, kind });
  };
  for (const { node, at } of allStatements(document)) {
    const open: Statement[] = [node];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next.type !== 'ErrorStatement') add(at + next.start, at + next.end, 'region');
      if (next.type !== 'Edge' && next.type !== 'ErrorStatement' && next.block !== undefined)
        open.push(...next.block.statements);
    }
  }
  for (const { header, statements } of document.file.workflows) {
    const last = statements.at(-1);
    if (last !== undefined) add(header.at + header.node.start, last.at + last.node.end, 'region');
  }
  for (const [index, chunk] of document.file.chunks.entries()) {
    const at = document.file.starts[index] ?? 0;
    let first: number | undefined;
    let last = -2;
    for (const comment of chunk.comments.filter(({ ownLine }) => ownLine)) {
      const line = lineAt(document.lines, at + comment.start);
      if (first === undefined || line !== last + 1) {
        if (first !== undefined && last > first)
          found.push({ startLine: first + 1, endLine: last + 1, kind: 'comment' });
        first = line;
      }
      last = line;
    }
    if (first !== undefined && last > first) found.push({ startLine: first + 1, endLine: last + 1, kind: 'comment' });
  }
  const seen = new Set<string>();
  return found
    .toSorted((a, b) => a.startLine - b.startLine || b.endLine - a.endLine)
    .filter(
      ({ startLine, endLine }) => !seen.has(`${startLine}-${endLine}`) && Boolean(seen.add(`${startLine}-${endLine}`)),
    );
}
