// What a run needs from the machine, looked at before its first node (R-LLM-04, R-TPL-08): backends that are there, environment
// variables that are set. No model is called and no program started. All problems are listed together.
import type { EnvText, Node } from '@iterion/dsl';
import { type Graph, type RunError, resolveEnvText } from '@iterion/engine';
import { UNAVAILABLE_HINT, unavailableMessage } from './effects.ts';
import { type Environment, runEnvironment } from './environment.ts';

export interface PreflightOptions {
  readonly env: Environment;
  readonly workspaceDir: string;
  /** Nothing but the simulation carries out effects: backends are not needed and unset variables are null. */
  readonly simulated: boolean;
  /** Replaces the backend of every node that talks to a model. */
  readonly backend?: string;
  /** Names of the backends that are there. */
  readonly backends: readonly string[];
}

/** Everything that would keep reachable nodes from running, in file order; empty if nothing does. */
export function preflight(graph: Graph, options: PreflightOptions): RunError[] {
  if (options.simulated) return [];
  const { recorded, missing } = runEnvironment(graph, options.env, options.workspaceDir);
  const unset = missing.map(({ name, users }): RunError => ({
    code: 'ENV_MISSING',
    message: `the environment variable ${name} is not set; ${users.join(', ')} ${users.length === 1 ? 'needs' : 'need'} it`,
    ...(users[0] === undefined ? {} : { node_id: users[0] }),
    hint: `set ${name}, or give a default: \${${name}:-…}`,
  }));
  const absent = graph.nodes.flatMap((node): RunError[] => {
    const backend = node.reachable ? backendOf(graph, node, options, recorded) : undefined;
    if (backend === undefined || options.backends.includes(backend)) return [];
    return [
      { code: 'BACKEND_UNAVAILABLE', message: unavailableMessage(backend), node_id: node.id, hint: UNAVAILABLE_HINT },
    ];
  });
  return [...unset, ...absent];
}

/** The backend of a node that talks to a model (R-LLM-01); undefined for other nodes and while a variable of its name is missing. */
function backendOf(
  graph: Graph,
  node: Node,
  options: PreflightOptions,
  env: Readonly<Record<string, string | null>>,
): string | undefined {
  if (!talksToModel(node)) return undefined;
  if (options.backend !== undefined) return options.backend;
  const written =
    'backend' in node && node.backend !== undefined && node.backend.from !== 'default' ? node.backend.value : undefined;
  const text: EnvText | undefined = written ?? graph.workflow?.defaultBackend;
  if (text === undefined) return env['ITERION_DEFAULT_BACKEND'] || 'claw';
  const resolved = resolveEnvText(text, env);
  return resolved.missing.length > 0 ? undefined : resolved.text;
}

function talksToModel(node: Node): boolean {
  switch (node.kind) {
    case 'agent':
    case 'judge':
      return true;
    case 'router':
      return node.mode === 'llm';
    case 'human':
      return node.interaction.value === 'llm' || node.interaction.value === 'llm_or_human';
    case 'tool':
    case 'compute':
    case 'join':
    case 'done':
    case 'fail':
      return false;
    default:
      return node satisfies never;
  }
}
