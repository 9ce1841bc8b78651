// Collects what the compiler and the checks find. A problem names its code, the form of its message and a place; severity, hint and
// wording come from the registry. Order, duplicates and the limit are settled once, at the end (L-DIAG-03, L-DIAG-05).
import type { Document } from '../document.ts';
import type { Diagnostic } from '../graph.ts';
import { rangeAt } from '../source.ts';
import type { Span } from '../tree.ts';
import type { Fix } from './fixes.ts';
import { fixesOf } from './fixes.ts';
import { codeRow, messageOf, type Code } from './registry.ts';

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
  private readonly found: Problem[] = [];
  private readonly document: Document;
  private readonly strict: boolean;

  constructor(document: Document, strict: boolean) {
    this.document = document;
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

  /** Whether a finding is an error, a warning or an information here. */
  severityOf(problem: Problem): Diagnostic['severity'] {
    const row = codeRow(problem.code);
    const severity = problem.severity ?? row.severity;
    return severity === 'warning' && this.strict && row.strict === true ? 'error' : severity;
  }

  toDiagnostic(problem: Problem): Diagnostic {
    const { lines } = this.document;
    const rangeOf = (span: Span) => rangeAt(lines, span.start, span.end);
    const row = codeRow(problem.code);
    const diagnostic: Diagnostic = {
      code: problem.code,
      severity: this.severityOf(problem),
      message: messageOf(row, problem.form, problem.with ?? {}),
      hint: row.hint,
      range: rangeOf(problem.span),
    };
    if (problem.nodeId !== undefined) diagnostic.nodeId = problem.nodeId;
    if (problem.edgeId !== undefined) diagnostic.edgeId = problem.edgeId;
    if (problem.path !== undefined) diagnostic.path = problem.path;
    if (problem.related !== undefined) {
      diagnostic.related = problem.related.map(({ span, message }) => ({ range: rangeOf(span), message }));
    }
    const fixes = (problem.fixes ?? []).filter((fix) => fix !== undefined);
    if (fixes.length > 0) withLazyFixes(diagnostic, this.document, fixes);
    return diagnostic;
  }
}

/** Fixes are edits of the whole text and rarely asked for, so they are computed when they are read, once. */
function withLazyFixes(diagnostic: Diagnostic, document: Document, fixes: readonly Fix[]): void {
  let computed: NonNullable<Diagnostic['fixes']> | undefined;
  Object.defineProperty(diagnostic, 'fixes', {
    enumerable: true,
    configurable: true,
    get: () => (computed ??= fixesOf(document, fixes)),
  });
}
