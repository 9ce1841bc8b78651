// What one compilation carries from pass to pass: the document, the options, places in the text, and the problems found so far.
// Offsets in here are absolute; `Range`s are made once, when something enters the graph.
import type { Document } from '../document.ts';
import type { Range } from '../graph.ts';
import { Places } from './places.ts';
import type { Span } from '../tree.ts';
import { Problems } from '../check/problems.ts';

export interface CompileOptions {
  /** The codes marked † are errors (L-DIAG-05). */
  readonly strict?: boolean;
  /** What the machine supplies where the file says nothing (L-SEM-43). */
  readonly defaults?: { readonly model?: string; readonly backend?: string };
  /** Recorded in `graph.source`. */
  readonly uri?: string;
  /** `false` leaves all ranges out of the graph; nothing else changes. */
  readonly ranges?: boolean;
}

export class Context {
  readonly document: Document;
  readonly options: CompileOptions;
  readonly problems: Problems;
  private places: Places | undefined;

  constructor(document: Document, options: CompileOptions) {
    this.document = document;
    this.options = options;
    this.problems = new Problems(options.strict === true);
  }

  /** The range of a span (relative to a chunk that starts at `at`). */
  range(at: number, span: Span): Range {
    this.places ??= new Places(this.document.lines);
    return this.places.range(at + span.start, at + span.end);
  }
}

/** A token or other span of a chunk, made absolute. */
export function absolute(at: number, span: Span): Span {
  return { start: at + span.start, end: at + span.end };
}
