// Workflows for tests in the short notation of runtime.md §12: edges separated by `;`, chains `a -> b -> c`, declarations where a node
// is more than an agent. The result is the source text compiled like any other file.
import { compile, parse, type CompiledGraph } from '@iterion/dsl';

export interface WorkflowParts {
  /** Declarations as they stand in a file. */
  readonly declare?: string;
  /** Items of the workflow, one a line. */
  readonly items?: string;
  /** Diagnostics with severity error that the graph may have. */
  readonly allow?: readonly string[];
}

/** The source text of `edges`; nodes that are not declared become agents without output schema. */
export function workflowText(edges: string, parts: WorkflowParts = {}): string {
  const lines = edges
    .split(/[;\n]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .flatMap(unchained);
  const declare = parts.declare ?? '';
  const declared = new Set(
    [...declare.matchAll(/^(?:agent|judge|router|join|human|tool|compute) ([\p{L}\p{N}_]+) ?:/gmu)].map(
      (match) => match[1],
    ),
  );
  const names = [...new Set(lines.flatMap((line) => /^(\S+) -> (\S+)/.exec(line)?.slice(1, 3) ?? []))];
  const agents = names.filter((name) => name !== 'done' && name !== 'fail' && !declared.has(name));
  const entry = /^(\S+) ->/.exec(lines[0] ?? '')?.[1] ?? '';
  const items = (parts.items ?? '').split('\n').map((line) => (line.trim() === '' ? '' : `  ${line}`));
  return [
    declare,
    ...agents.map((name) => `agent ${name}:\n  model: "test/model"`),
    'workflow w:',
    `  entry: ${entry}`,
    ...items,
    ...lines.map((line) => `  ${line}`),
    '',
  ].join('\n');
}

/** `a -> b -> c` is two edges; clauses belong to the last one. */
function unchained(line: string): readonly string[] {
  const head = /^[^"{]*?(?=\s(?:when|as|with)\s|$)/.exec(line)?.[0] ?? line;
  const nodes = head.split('->').map((part) => part.trim());
  if (nodes.length <= 2) return [line];
  const rest = line.slice(head.length);
  return nodes.slice(1).map((node, index) => `${nodes[index]} -> ${node}${index === nodes.length - 2 ? rest : ''}`);
}

export function workflow(edges: string, parts: WorkflowParts = {}): CompiledGraph {
  return compiled(workflowText(edges, parts), parts.allow);
}

/** A whole file. Errors are reported, since a test that runs half a graph proves nothing. */
export function compiled(text: string, allow: readonly string[] = []): CompiledGraph {
  const graph = compile(parse(text));
  const errors = graph.diagnostics.filter(({ severity, code }) => severity === 'error' && !allow.includes(code));
  if (errors.length > 0) {
    const list = errors.map(({ code, message, range }) => `${code} line ${range.start.line}: ${message}`);
    throw new Error(`${list.join('\n')}\n\n${text}`);
  }
  return graph;
}
