// The language package as the server uses it: pure functions of a text. They start nothing, read nothing and write nothing (S-API-11).
import {
  compile,
  format,
  languageTable,
  mermaid,
  parse,
  type CompiledGraph,
  type Diagnostic,
  type DiagramView,
} from '@iterion/dsl';
import { Failure } from './failure.ts';

export function compileText(text: string): CompiledGraph {
  return compile(parse(text));
}

export function diagnose(text: string): readonly Diagnostic[] {
  return compileText(text).diagnostics;
}

/** Errors of the syntax alone: what a fragment may be judged by. */
export function syntaxErrors(text: string): readonly Diagnostic[] {
  return parse(text).diagnostics.filter(({ severity }) => severity === 'error');
}

export function parseText(text: string): { ast: Record<string, unknown>; diagnostics: Diagnostic[] } {
  const { file, diagnostics } = parse(text);
  return { ast: { ...file }, diagnostics: [...diagnostics] };
}

/** The formatted text and the edits that lead to it; refused while the text has errors (L-FMT-01). */
export function formatText(text: string): { edits: { start: number; end: number; newText: string }[]; text: string } {
  const result = format(parse(text));
  if (result.ok) return { edits: [...result.edits], text: result.text };
  throw new Failure('workflow_invalid', 'A text with syntax errors is not formatted.', {
    remedy: 'Mend the errors first.',
    details: { diagnostics: result.errors },
  });
}

export function diagram(text: string, view: DiagramView): { content: string; mediaType: string } {
  return { content: mermaid(compileText(text), { view }), mediaType: 'text/vnd.mermaid' };
}

export function table(): Record<string, unknown> {
  return { ...languageTable };
}

export interface Validation {
  readonly valid: boolean;
  readonly diagnostics: Diagnostic[];
  readonly counts: { nodes: number; edges: number; errors: number; warnings: number };
}

/** All findings of a text; with `strict`, warnings make it invalid too. */
export function validate(text: string, strict: boolean): Validation {
  const graph = compileText(text);
  const errors = graph.diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = graph.diagnostics.filter(({ severity }) => severity === 'warning').length;
  return {
    valid: errors === 0 && !(strict && warnings > 0),
    diagnostics: graph.diagnostics,
    counts: {
      nodes: graph.nodes.filter(({ kind }) => kind !== 'done' && kind !== 'fail').length,
      edges: graph.edges.length,
      errors,
      warnings,
    },
  };
}

/** The graph of a text that can run; 422 with the findings otherwise. */
export function requireValid(text: string, strict: boolean): CompiledGraph {
  const graph = compileText(text);
  const findings = graph.diagnostics.filter(
    ({ severity }) => severity === 'error' || (strict && severity === 'warning'),
  );
  if (findings.length === 0) return graph;
  const first = findings[0];
  throw new Failure(
    'workflow_invalid',
    `The workflow has ${findings.length === 1 ? 'an error' : `${findings.length} errors`}: ${first?.message ?? ''}`,
    {
      ...(first === undefined ? {} : { remedy: first.hint }),
      details: { diagnostics: findings },
    },
  );
}
