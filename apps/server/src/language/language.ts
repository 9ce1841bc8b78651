// The language as the routes use it: findings, graphs, formatted texts, diagrams. Everything that costs goes through the analysis.
import { languageTable, mermaid, type CompiledGraph, type Diagnostic, type DiagramView } from '@iterion/dsl';
import { Failure } from '../failure.ts';
import type { Analysis } from './analysis.ts';

export interface Validation {
  readonly valid: boolean;
  readonly diagnostics: Diagnostic[];
  readonly counts: { nodes: number; edges: number; errors: number; warnings: number };
}

export class Language {
  readonly #analysis: Analysis;

  constructor(analysis: Analysis) {
    this.#analysis = analysis;
  }

  compile(text: string): Promise<CompiledGraph> {
    return this.#analysis.ask('compile', text);
  }

  async diagnose(text: string): Promise<readonly Diagnostic[]> {
    return (await this.compile(text)).diagnostics;
  }

  /** All findings of a text; with `strict`, warnings make it invalid too. */
  async validate(text: string, strict: boolean): Promise<Validation> {
    const graph = await this.compile(text);
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
  async requireValid(text: string, strict: boolean): Promise<CompiledGraph> {
    const graph = await this.compile(text);
    const findings = graph.diagnostics.filter(
      ({ severity }) => severity === 'error' || (strict && severity === 'warning'),
    );
    const [first] = findings;
    if (first === undefined) return graph;
    const count = findings.length === 1 ? 'an error' : `${findings.length} errors`;
    throw new Failure('workflow_invalid', `The workflow has ${count}: ${first.message}`, {
      remedy: first.hint,
      details: { diagnostics: findings },
    });
  }

  async parse(text: string): Promise<{ ast: Record<string, unknown>; diagnostics: Diagnostic[] }> {
    const { file, diagnostics } = await this.#analysis.ask('parse', text);
    return { ast: { ...file }, diagnostics: [...diagnostics] };
  }

  /** Errors of the syntax alone: what a fragment may be judged by. */
  async syntaxErrors(text: string): Promise<readonly Diagnostic[]> {
    const { diagnostics } = await this.#analysis.ask('parse', text);
    return diagnostics.filter(({ severity }) => severity === 'error');
  }

  /** The formatted text and the edits that lead to it; refused while the text has errors (L-FMT-01). */
  async format(text: string): Promise<{ edits: { start: number; end: number; newText: string }[]; text: string }> {
    const result = await this.#analysis.ask('format', text);
    if (result.ok) return { edits: [...result.edits], text: result.text };
    throw new Failure('workflow_invalid', 'A text with syntax errors is not formatted.', {
      remedy: 'Mend the errors first.',
      details: { diagnostics: result.errors },
    });
  }

  async diagram(text: string, view: DiagramView): Promise<{ content: string; mediaType: string }> {
    return { content: mermaid(await this.compile(text), { view }), mediaType: 'text/vnd.mermaid' };
  }

  table(): Record<string, unknown> {
    return { ...languageTable };
  }
}
