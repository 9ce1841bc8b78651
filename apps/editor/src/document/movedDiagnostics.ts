// Diagnostics of an earlier text on the present one: they move with what they are about, and go when it goes (E-DIAG-10).
import type { Diagnostic, Range, TextEdit } from '@iterion/dsl';
import { lineIndex, rangeAt } from '@iterion/dsl';
import { spanOf, trackSpanThrough } from './rangeTracking.ts';

export function movedDiagnostics(
  diagnostics: readonly Diagnostic[],
  changes: readonly (readonly TextEdit[])[],
  text: string,
): readonly Diagnostic[] {
  if (diagnostics.length === 0 || changes.length === 0) return diagnostics;
  const lines = lineIndex(text);
  return diagnostics.flatMap((diagnostic) => {
    const span = trackSpanThrough(spanOf(diagnostic.range), changes);
    return span ? [moved(diagnostic, rangeAt(lines, span.start, span.end))] : [];
  });
}

/** Without fixes: they speak of the earlier text and would edit at the wrong place. */
function moved(diagnostic: Diagnostic, range: Range): Diagnostic {
  const keys = Object.keys(diagnostic).filter((key) => key !== 'fixes') as (keyof Diagnostic)[];
  const rest = Object.fromEntries(keys.map((key) => [key, diagnostic[key]])) as unknown as Diagnostic;
  return { ...rest, range };
}
