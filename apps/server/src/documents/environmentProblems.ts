// Problems that lie outside the text (S-FILE-02): backends whose program or credential is missing, variables that are not set. Presence
// only, nothing is started.
import type { CompiledGraph, Diagnostic, Node } from '@iterion/dsl';
import type { EnvironmentReport } from '@iterion/protocol';
import { runEnvironment } from '@iterion/runtime';
import type { Language } from '../language/language.ts';
import type { Diagnose } from './sessions.ts';

export function diagnoseEnvironment(
  language: Language,
  environment: (asked: readonly string[]) => EnvironmentReport,
): Diagnose {
  return async (text) => {
    const graph = await language.compile(text);
    const asked = graph.env.map(({ name }) => name);
    if (asked.length === 0 && !graph.nodes.some(usesModel)) return [];
    const report = environment(asked);
    return [...missingBackends(graph, report), ...missingVariables(graph, report)];
  };
}

/** Variables that a reachable node needs, that have no default and are not set (W001, L-ENV-03). */
function missingVariables(graph: CompiledGraph, report: EnvironmentReport): Diagnostic[] {
  // Which are set is enough to say what is missing: no value is needed.
  const present = Object.fromEntries(report.variables.filter((each) => each.present).map(({ name }) => [name, name]));
  return runEnvironment(graph, present, '').missing.flatMap(({ name, users: [user] }): Diagnostic[] => {
    const range = graph.env.find((each) => each.name === name)?.range;
    if (range === undefined) return [];
    return [
      {
        code: 'W001',
        severity: 'warning',
        message: `The environment variable ${name} is not set where the server runs.`,
        hint: `Set it and start the server again, or write \${${name}:-default}.`,
        range,
        ...(user === undefined ? {} : { nodeId: user }),
      },
    ];
  });
}

function usesModel(node: Node): boolean {
  return node.kind === 'agent' || node.kind === 'judge' || (node.kind === 'router' && node.mode === 'llm');
}

/**
 * One problem per place that names the backend (W007): a node that names its own, else the workflow's default once for all nodes that
 * take it, so that a file does not turn yellow all over for one reason.
 */
function missingBackends(graph: CompiledGraph, report: EnvironmentReport): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const node of graph.nodes) {
    if (!usesModel(node) || !node.reachable || !('backend' in node)) continue;
    const name = node.backend?.value.source ?? 'claw';
    const backend = report.backends.find(({ id }) => id === name);
    if (backend === undefined || backend.available) continue;
    const own = node.backend?.from === 'node';
    const key = own ? `node ${node.id}` : name;
    if (found.has(key)) continue;
    const who = own ? node.id : 'This workflow';
    const range = node.backend?.range ?? (own ? node.nameRange : (graph.workflow?.nameRange ?? node.nameRange));
    found.set(key, {
      code: 'W007',
      severity: 'warning',
      message: `${who} uses the backend ${name}, which is not available here. ${backend.reason ?? ''}`.trim(),
      hint: 'Simulate the run, or start the server where the backend is available.',
      range,
      ...(own ? { nodeId: node.id } : {}),
    });
  }
  return [...found.values()];
}
