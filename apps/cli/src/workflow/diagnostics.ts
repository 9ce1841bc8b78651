// Diagnostics as lines and as JSON (R-CLI-11).
import type { CompiledGraph, Diagnostic } from '@iterion/dsl';
import type { Json, JsonMap } from '@iterion/engine';
import { plural, visible } from '@iterion/runtime/text';
import type { Terminal } from '../output/terminal.ts';

/** `file:line:col: severity [CODE]: message` */
export function diagnosticLine(file: string, diagnostic: Diagnostic): string {
  const { code, severity, message, range } = diagnostic;
  return `${file}:${range.start.line}:${range.start.column}: ${severity} [${code}]: ${message}`;
}

export function printDiagnostic(terminal: Terminal, file: string, diagnostic: Diagnostic): void {
  const { code, severity, message, hint, range } = diagnostic;
  const colour = severity === 'error' ? 'red' : severity === 'warning' ? 'yellow' : 'blue';
  const place = terminal.paint('dim', `${visible(file)}:${range.start.line}:${range.start.column}:`);
  terminal.out(`${place} ${terminal.paint(colour, `${severity} [${code}]:`)} ${visible(message)}\n`);
  if (hint !== '') terminal.out(`  ${terminal.paint('dim', 'hint:')} ${visible(hint)}\n`);
}

/** `2 errors, 1 warning`, or `no problems`. */
export function countText(diagnostics: readonly Diagnostic[]): string {
  const of = (severity: Diagnostic['severity']): number =>
    diagnostics.filter((one) => one.severity === severity).length;
  const parts = [
    [of('error'), 'error', 'errors'],
    [of('warning'), 'warning', 'warnings'],
    [of('info'), 'note', 'notes'],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, one, many]) => plural(count, one, many));
  return told.length === 0 ? 'no problems' : told.join(', ');
}

export function validationJson(file: string, graph: CompiledGraph): JsonMap {
  const lines = (isParse: boolean): string[] =>
    graph.diagnostics
      .filter(({ code }) => code.startsWith('E') === isParse)
      .map((diagnostic) => diagnosticLine(file, diagnostic));
  return {
    file,
    valid: graph.valid,
    workflow_name: graph.workflow?.name ?? null,
    node_count: declaredNodes(graph),
    edge_count: graph.edges.length,
    diagnostics: graph.diagnostics.map(diagnosticJson),
    parse_diagnostics: lines(true),
    compile_diagnostics: lines(false),
  };
}

/** The nodes that the file declares; `done` and `fail` are always there. */
export function declaredNodes(graph: CompiledGraph): number {
  return graph.nodes.filter(({ kind }) => kind !== 'done' && kind !== 'fail').length;
}

function diagnosticJson(diagnostic: Diagnostic): Json {
  const { code, severity, message, hint, range, nodeId, edgeId, related, fixes } = diagnostic;
  return JSON.parse(
    JSON.stringify({
      code,
      severity,
      message,
      hint: hint === '' ? undefined : hint,
      range,
      node_id: nodeId,
      edge_id: edgeId,
      related,
      fixes,
    }),
  ) as Json;
}
