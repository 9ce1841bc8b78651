// The language as the routes use it: findings, graphs, formatted texts, diagrams. Everything that costs goes through the analysis.
import {
  languageTable,
  mermaid,
  type CompiledGraph,
  type Diagnostic,
  type DiagramView,
  type EditOperation,
  type TextEdit,
} from '@iterion/dsl';
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
    return this.#analysis.ask({ operation: 'compile', given: null }, text);
  }

  async diagnose(text: string): Promise<readonly Diagnostic[]> {
    return (await this.compile(text)).diagnostics;
  }

  /** All findings of a text, with `more` of them from outside it; with `strict`, warnings of the text make it invalid too. */
  async validate(text: string, strict: boolean, more: readonly Diagnostic[] = []): Promise<Validation> {
    const graph = await this.compile(text);
    const errors = graph.diagnostics.filter(({ severity }) => severity === 'error').length;
    const warnings = graph.diagnostics.filter(({ severity }) => severity === 'warning').length;
    return {
      valid: errors === 0 && !(strict && warnings > 0),
      diagnostics: [...graph.diagnostics, ...more],
      counts: {
        nodes: graph.nodes.filter(({ kind }) => kind !== 'done' && kind !== 'fail').length,
        edges: graph.edges.length,
        errors,
        warnings: warnings + more.length,
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
    const { file, diagnostics } = await this.#analysis.ask({ operation: 'parse', given: null }, text);
    return { ast: { ...file }, diagnostics: [...diagnostics] };
  }

  /** Errors of the syntax alone: what a fragment may be judged by. */
  async syntaxErrors(text: string): Promise<readonly Diagnostic[]> {
    const { diagnostics } = await this.#analysis.ask({ operation: 'parse', given: null }, text);
    return diagnostics.filter(({ severity }) => severity === 'error');
  }

  /** The formatted text and the edits that lead to it, or those of the declarations that a range touches; refused while the text has errors (L-FMT-01). */
  async format(
    text: string,
    range?: { readonly start: number; readonly end: number },
  ): Promise<{ edits: TextEdit[]; text: string }> {
    const result = await this.#analysis.ask({ operation: 'format', given: range ?? null }, text);
    if (result.ok) return { edits: [...result.edits], text: result.text };
    throw new Failure('workflow_invalid', 'A text with syntax errors is not formatted.', {
      remedy: 'Mend the errors first.',
      details: { diagnostics: result.errors },
    });
  }

  /** Carries out operations on a text, all or none; 422 with the refusal (L-EDIT-01). */
  async edit(
    text: string,
    operations: readonly EditOperation[],
  ): Promise<{ edits: TextEdit[]; text: string; diagnostics: Diagnostic[] }> {
    const result = await this.#analysis.ask({ operation: 'edit', given: operations }, text);
    if (result.ok) return { edits: [...result.edits], text: result.text, diagnostics: [...result.diagnostics] };
    throw new Failure('workflow_invalid', result.refusal.reason, { details: { refusal: result.refusal } });
  }

  async diagram(text: string, view: DiagramView): Promise<{ content: string; mediaType: string }> {
    const graph = await this.compile(text);
    if (graph.nodes.every(({ kind }) => kind === 'done' || kind === 'fail')) {
      throw new Failure('workflow_invalid', 'There is no node to draw.', {
        remedy: 'Add a node and a workflow that begins with it.',
        details: { diagnostics: graph.diagnostics },
      });
    }
    return { content: mermaid(graph, { view }), mediaType: 'text/vnd.mermaid' };
  }

  table(): Record<string, unknown> {
    return { ...languageTable };
  }
}
