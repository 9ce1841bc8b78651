// From a problem to a diagnostic: severity, hint and wording from the registry, fixes as edits of the text.
import type { Document } from '../document.ts';
import type { Diagnostic } from '../graph.ts';
import { rangeAt } from '../source.ts';
import type { Span } from '../tree.ts';
import type { Fix } from './fixes.ts';
import { fixesOf } from './fixes.ts';
import type { Problem } from './problems.ts';
import { codeRow, messageOf } from './registry.ts';

/** Whether a finding is an error, a warning or an information here (L-DIAG-05). */
export function severityOf(problem: Problem, strict: boolean): Diagnostic['severity'] {
  const row = codeRow(problem.code);
  const severity = problem.severity ?? row.severity;
  return severity === 'warning' && strict && row.strict === true ? 'error' : severity;
}

export function diagnosticOf(problem: Problem, document: Document, strict: boolean): Diagnostic {
  const { lines } = document;
  const rangeOf = (span: Span) => rangeAt(lines, span.start, span.end);
  const row = codeRow(problem.code);
  const diagnostic: Diagnostic = {
    code: problem.code,
    severity: severityOf(problem, strict),
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
  if (fixes.length > 0) withLazyFixes(diagnostic, document, fixes);
  return diagnostic;
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
