// All checks over one compiled file, and the list of diagnostics that comes of them (L-DIAG-03, L-DIAG-04, L-DIAG-07).
import type { Diagnostic } from '../graph.ts';
import type { PromptUse } from '../compile/declarations.ts';
import type { Model } from '../compile/model.ts';

export function checkDocument(model: Model, _uses: ReadonlyMap<string, readonly PromptUse[]>): Diagnostic[] {
  const { context } = model;
  return [
    ...context.document.diagnostics,
    ...context.problems.all().map((problem) => context.problems.toDiagnostic(problem)),
  ];
}
