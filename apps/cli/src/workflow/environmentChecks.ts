// The part of `validate` that looks outside the file (language.md §7.6): environment variables, backends of this build, values of
// variables, the repository that a worktree needs. Nothing is started and nothing connected to.
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { CompiledGraph, Diagnostic, Range } from '@iterion/dsl';
import { coerceVars, preflight, runEnvironment, type Environment } from '@iterion/runtime';

export function environmentDiagnostics(graph: CompiledGraph, env: Environment, cwd: string): Diagnostic[] {
  const { recorded } = runEnvironment(graph, env, cwd);
  const start: Range = { start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 1, offset: 0 } };
  const nodeRange = (id: string | undefined): Range =>
    graph.nodes.find((node) => node.id === id)?.nameRange ?? graph.workflow?.nameRange ?? start;
  const found = preflight(graph, { env, workspaceDir: cwd, simulated: false, backends: ['simulate'] }).map(
    ({ code, message, hint = '', node_id }): Diagnostic => ({
      code: code === 'ENV_MISSING' ? 'W001' : 'W007',
      severity: 'warning',
      message,
      hint,
      range: nodeRange(node_id),
      ...(node_id === undefined ? {} : { nodeId: node_id }),
    }),
  );
  for (const name of coerceVars(graph, { env: recorded }).unset) {
    const variable = graph.vars.find((candidate) => candidate.name === name);
    found.push({
      code: 'W008',
      severity: 'warning',
      message: `the variable ${name} has neither value nor default`,
      hint: `give it a default, or run with --var ${name}=…`,
      range: variable?.nameRange ?? start,
    });
  }
  if (graph.workflow?.worktree === 'auto' && !inRepository(cwd)) {
    found.push({
      code: 'W009',
      severity: 'error',
      message: '`worktree: auto` needs a git repository, and this folder is in none',
      hint: 'run git init, or take the property out',
      range: graph.workflow.nameRange,
    });
  }
  return found;
}

function inRepository(folder: string): boolean {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (existsSync(path.join(at, '.git'))) return true;
    if (at === path.dirname(at)) return false;
  }
}
