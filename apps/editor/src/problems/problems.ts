// Problems as the panel and F8 see them: in text order, by severity, filtered (E-DIAG-04, E-DIAG-05). Pure.
import type { Diagnostic } from '@iterion/dsl';

export type Severity = Diagnostic['severity'];
export interface ProblemFilter {
  readonly word: string;
  readonly severities: ReadonlySet<Severity>;
}
export const everySeverity: ReadonlySet<Severity> = new Set(['error', 'warning', 'info']);

export function filtered(diagnostics: readonly Diagnostic[], filter: ProblemFilter): Diagnostic[] {
  const word = filter.word.trim().toLowerCase();
  return diagnostics.filter(
    (diagnostic) =>
      filter.severities.has(diagnostic.severity) &&
      (word === '' || `${diagnostic.code} ${diagnostic.message}`.toLowerCase().includes(word)),
  );
}

/** The problem after (or before) an offset in text order, around the end of the text; infos are not walked. */
export function nextProblem(diagnostics: readonly Diagnostic[], offset: number, way: 1 | -1): Diagnostic | undefined {
  const walked = diagnostics
    .filter((diagnostic) => diagnostic.severity !== 'info')
    .toSorted((a, b) => a.range.start.offset - b.range.start.offset || a.code.localeCompare(b.code));
  if (way === 1) return walked.find((diagnostic) => diagnostic.range.start.offset > offset) ?? walked[0];
  return walked.findLast((diagnostic) => diagnostic.range.start.offset < offset) ?? walked.at(-1);
}

export function countsOf(diagnostics: readonly Diagnostic[]): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const diagnostic of diagnostics) counts[diagnostic.severity] += 1;
  return counts;
}
