// Problems that lie outside the text (S-FILE-02): backends whose program or credential is missing. Presence only, nothing is started.
import type { CompiledGraph, Diagnostic, Node } from '@iterion/dsl';
import type { EnvironmentReport } from '@iterion/protocol';
import { compileText } from '../language.ts';
import type { Diagnose } from './sessions.ts';

export function diagnoseEnvironment(environment: () => EnvironmentReport): Diagnose {
  return (text) => {
    const graph = compileText(text);
    if (!graph.nodes.some(usesModel)) return [];
    return missingBackends(graph, environment());
  };
}

function usesModel(node: Node): boolean {
  return node.kind === 'agent' || node.kind === 'judge' || (node.kind === 'router' && node.mode === 'llm');
}

function missingBackends(graph: CompiledGraph, report: EnvironmentReport): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const node of graph.nodes) {
    if (!usesModel(node) || !node.reachable || !('backend' in node)) continue;
    const name = node.backend?.value.source ?? 'claw';
    const backend = report.backends.find(({ id }) => id === name);
    if (backend === undefined || backend.available) continue;
    found.push({
      code: 'BACKEND_UNAVAILABLE',
      severity: 'warning',
      message: `${node.id} uses the backend ${name}, which is not available here. ${backend.reason ?? ''}`.trim(),
      hint: 'Simulate the run, or start the server where the backend is available.',
      range: node.nameRange,
      nodeId: node.id,
    });
  }
  return found;
}
