// Quick fixes at a range: the fixes that diagnostics carry, as data (E-DIAG-06).
import type { CompiledGraph, Diagnostic } from '../graph.ts';
import type { TextEdit } from '../source.ts';

export interface CodeAction {
  readonly title: string;
  readonly preferred: boolean;
  readonly edits: readonly TextEdit[];
  readonly diagnostic: Diagnostic;
}

export function codeActions(graph: CompiledGraph, start: number, end: number): CodeAction[] {
  return graph.diagnostics
    .filter(({ range }) => range.start.offset <= end && range.end.offset >= start)
    .flatMap((diagnostic) =>
      (diagnostic.fixes ?? []).map((fix) => ({
        title: fix.title,
        preferred: fix.preferred === true,
        edits: fix.edits,
        diagnostic,
      })),
    );
}
