// Collects what the compiler and the checks find. A problem names its code, the form of its message and a place; severity, hint, wording
// and fixes are added when it becomes a diagnostic (diagnostic.ts), which only a check needs.
import type { Diagnostic } from '../graph.ts';
import type { Span } from '../tree.ts';
import type { Fix } from './fixes.ts';
import type { Code } from './registry.ts';

export interface Details {
  /** Fills the `{…}` of the message. */
  readonly with?: { readonly [placeholder: string]: string | number };
  /** The form of the message, where the code has several. */
  readonly form?: string;
  /** The other severity of a code that has two. */
  readonly severity?: Diagnostic['severity'];
  readonly nodeId?: string;
  readonly edgeId?: string;
  /** Declaration and property, such as `agent writer.model`. */
  readonly path?: string;
  /** Absolute spans. */
  readonly related?: readonly { readonly span: Span; readonly message: string }[];
  readonly fixes?: readonly (Fix | undefined)[];
}

export interface Problem extends Details {
  readonly code: Code;
  /** Absolute. */
  readonly span: Span;
}

export class Problems {
  /** Warnings that a strict file has as errors are told apart when the findings become diagnostics (L-DIAG-05). */
  readonly strict: boolean;
  private readonly found: Problem[] = [];

  constructor(strict: boolean) {
    this.strict = strict;
  }

  report(code: Code, span: Span, details: Details = {}): void {
    this.found.push({ ...details, code, span: { start: span.start, end: span.end } });
  }

  get count(): number {
    return this.found.length;
  }

  all(): readonly Problem[] {
    return this.found;
  }
}
