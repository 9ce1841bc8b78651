// What a run of a file can take at most, as numbers: bounds of nodes, the worst case cut at the budget, what the file may do (R-CLI-13).
import type { CompiledGraph, LlmNode, Node } from '@iterion/dsl';
import { planBounds, resolveEnvText, sumOfBounds, topologicalOrder, type Bound, type Limits } from '@iterion/engine';

interface PlannedNode {
  readonly id: string;
  readonly kind: string;
  readonly backend: string | null;
  readonly model: string | null;
  readonly writer: boolean;
  /** It counts for max_iterations (R-BUDGET-02). */
  readonly counted: boolean;
  readonly maxActivations: Bound;
  readonly reason: string | null;
  /** Loops whose body holds it, innermost first. */
  readonly inside: readonly string[];
  /** Of nodes that talk to a model: steps and output tokens of one attempt; 0 steps stands for no bound. */
  readonly steps: number;
  readonly maxTokens: number;
}

export interface WorkflowPlan {
  readonly file: string;
  readonly workflow: string;
  readonly nodes: readonly PlannedNode[];
  readonly loops: readonly { readonly name: string; readonly max: Bound; readonly inside: readonly string[] }[];
  readonly fanOuts: CompiledGraph['fanOuts'];
  readonly width: number;
  readonly worst: {
    readonly attempts: Bound;
    readonly modelSteps: Bound;
    readonly outputTokens: Bound;
    readonly limitedBy: readonly string[];
  };
  readonly limits: Limits;
  readonly capabilities: {
    readonly commands: readonly string[];
    readonly mcp_servers: readonly string[];
    readonly environment: readonly string[];
    readonly writers: readonly string[];
  };
}

export interface PlanInput {
  readonly file: string;
  readonly limits: Limits;
  readonly env: Readonly<Record<string, string | null>>;
  readonly backend?: string;
}

export function planOf(graph: CompiledGraph, input: PlanInput): WorkflowPlan {
  const bounds = planBounds(graph);
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const nodes = topologicalOrder(graph).flatMap((id): PlannedNode[] => {
    const node = byId.get(id);
    const bound = bounds.nodes.find((each) => each.id === id);
    return node === undefined || bound === undefined ? [] : [planned(graph, node, bound, input)];
  });
  const attempts = sumOfBounds(nodes.filter(({ counted }) => counted).map(({ maxActivations }) => maxActivations));
  const steps = sumOfBounds(
    nodes.map(({ steps, maxActivations, backend }) =>
      backend === null ? 0 : steps === 0 ? null : times(maxActivations, steps),
    ),
  );
  const tokens = sumOfBounds(
    nodes.map(({ steps, maxTokens, maxActivations, backend }) =>
      backend === null ? 0 : steps === 0 ? null : times(maxActivations, steps * maxTokens),
    ),
  );
  const { max_iterations, max_tokens } = input.limits;
  const limitedBy = [...cuts('max_iterations', attempts, max_iterations), ...cuts('max_tokens', tokens, max_tokens)];
  const always = (['max_cost_usd', 'max_duration'] as const).filter((name) => typeof input.limits[name] === 'number');
  return {
    file: input.file,
    workflow: graph.workflow?.name ?? '',
    nodes,
    loops: bounds.loops,
    fanOuts: graph.fanOuts,
    width: Math.min(bounds.width, input.limits.max_parallel_branches ?? Number.POSITIVE_INFINITY),
    worst: {
      attempts: least(attempts, max_iterations),
      modelSteps: steps,
      outputTokens: least(tokens, max_tokens),
      limitedBy: [...limitedBy, ...always],
    },
    limits: input.limits,
    capabilities: {
      commands: graph.nodes.filter((node) => node.kind === 'tool' && node.reachable).map(({ id }) => id),
      mcp_servers: graph.mcpServers.map(({ name }) => name),
      environment: graph.env.map(({ name }) => name),
      writers: graph.nodes.filter((node) => node.writer && node.reachable).map(({ id }) => id),
    },
  };
}

function planned(
  graph: CompiledGraph,
  node: Node,
  bound: { readonly max: Bound; readonly reason?: string },
  input: PlanInput,
): PlannedNode {
  const llm = node.kind === 'agent' || node.kind === 'judge' ? node : undefined;
  const talks =
    llm !== undefined ||
    (node.kind === 'router' && node.mode === 'llm') ||
    (node.kind === 'human' && node.interaction.value.startsWith('llm'));
  return {
    id: node.id,
    kind: node.kind,
    backend: talks ? (input.backend ?? backendName(graph, node, input.env)) : null,
    model: 'model' in node ? (node.model?.source ?? null) : null,
    writer: node.writer,
    counted: talks || node.kind === 'tool',
    maxActivations: bound.max,
    reason: bound.reason ?? null,
    inside: node.loops,
    steps: llm === undefined ? 1 : llm.toolMaxSteps || (usesTools(llm) ? 0 : 1),
    maxTokens: llm?.maxTokens || DEFAULT_MAX_TOKENS,
  };
}

/** R-LLM-09: the cap of one step where nothing else is said. */
const DEFAULT_MAX_TOKENS = 8192;

function usesTools(node: LlmNode): boolean {
  return node.tools.length > 0 || node.mcp.servers.length > 0;
}

/** R-LLM-01. */
function backendName(graph: CompiledGraph, node: Node, env: PlanInput['env']): string {
  const own = 'backend' in node && node.backend?.from !== 'default' ? node.backend?.value : undefined;
  const text = own ?? graph.workflow?.defaultBackend;
  if (text === undefined) return env['ITERION_DEFAULT_BACKEND'] || 'claw';
  return resolveEnvText(text, env).text || text.source;
}

function times(bound: Bound, factor: number): Bound {
  return bound === null ? null : bound * factor;
}

function least(bound: Bound, limit: number | null | undefined): Bound {
  if (limit === null || limit === undefined) return bound;
  return bound === null ? limit : Math.min(bound, limit);
}

function cuts(name: string, bound: Bound, limit: number | null | undefined): string[] {
  return limit !== null && limit !== undefined && (bound === null || bound > limit) ? [name] : [];
}
