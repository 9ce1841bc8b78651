// The shape of a row of the registry of diagnostics, and small files for its examples.
import type { Diagnostic } from '../../graph.ts';

export interface CodeRow {
  readonly severity: Diagnostic['severity'];
  /** An error under `strict` (the † of §7, L-DIAG-05). */
  readonly strict?: true;
  /** When it is reported, as a phrase. */
  readonly title: string;
  /** The message with `{placeholders}`; several forms where one code has several causes. */
  readonly message: string | { readonly [form: string]: string };
  /** What to do, in one or two sentences. */
  readonly hint: string;
  /** Why it is a problem, for the documentation (Markdown). */
  readonly docs: string;
  /** A whole file that is reported, and the same file mended. */
  readonly failing: string;
  readonly mended: string;
}

/** A code of the pass that needs an environment (`validate --env`, run start, server); its checks live with the hosts. */
export interface EnvironmentRow extends Omit<CodeRow, 'failing' | 'mended'> {
  readonly pass: 'environment';
}

export interface FlowExample {
  /** Names of agents to declare, each with the output schema `report` (`ok: bool`, `text: string`, `n: int`). */
  readonly agents?: string;
  /** Further declarations. */
  readonly declare?: string;
  /** Items and edges of the workflow, without indentation. */
  readonly body: string;
}

/** A file whose workflow has the given body, `default_backend` and, unless given, as entry the source of the first edge. */
export function flow({ agents = '', declare = '', body }: FlowExample): string {
  const names = agents.split(' ').filter((name) => name !== '');
  const schema = names.length === 0 ? '' : 'schema report:\n  ok: bool\n  text: string\n  n: int\n\n';
  const nodes = names.map((name) => `agent ${name}:\n  output: report\n\n`).join('');
  const entry = /^entry:/m.test(body) ? '' : `  entry: ${/^(\w+) ->/m.exec(body)?.[1] ?? 'a'}\n`;
  const lines = body.split('\n').map((line) => (line === '' ? '' : `  ${line}`));
  const given = declare === '' ? '' : `${declare.trim()}\n\n`;
  return `${schema}${given}${nodes}workflow w:\n  default_backend: "claw"\n${entry}${lines.join('\n')}\n`;
}

/** A file whose workflow leads from an agent `a` through the nodes that are declared. */
export function declare(declarations: string): string {
  const nodes = [...declarations.matchAll(/^(?:agent|judge|human|tool|compute) (\w+)/gm)].map(
    (match) => match[1] ?? '',
  );
  const path = ['a', ...nodes.filter((name) => name !== 'a'), 'done'];
  const edges = path.slice(1).map((to, i) => `${path[i]} -> ${to}`);
  return flow({ declare: declarations, agents: 'a', body: edges.join('\n') });
}
