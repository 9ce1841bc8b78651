// What the host is asked to do for an open attempt: prompts rendered, schema, tools, model, all plain JSON (R-CORE §1.2).
// RQ-1: a request depends on graph, header, input and scope alone; the scope of a branch does not change while its attempt is
// open, so asking again gives the same request (R-CORE-08).
import type { CompiledGraph, EnvText, HumanNode, LlmNode, MixedText, Node, RouterNode, ToolNode } from '@iterion/dsl';
import { chainOf } from './branchTree.ts';
import { fragmentsOf } from './cursors.ts';
import type { EffectKind, LlmRequest, RunError, ToolRequest } from './effects.ts';
import { resolveEnvText } from './environmentText.ts';
import type { GraphIndex } from './graphIndex.ts';
import { templateError } from './inputs.ts';
import { compactJson, isMap, type Json, type JsonMap } from './json.ts';
import { jsonSchemaOf } from './jsonSchema.ts';
import { entriesOf } from './persistentMap.ts';
import { scopeOf } from './reading.ts';
import { routeOf } from './routes.ts';
import type { Scope } from './scope.ts';
import { renderCommand } from './shellTemplate.ts';
import type { OpenPosition, RunState } from './state.ts';
import { renderMixed, renderScript, renderTemplate, type Rendered } from './template.ts';
import { isToolName } from './toolNames.ts';

/** What of an attempt a request depends on. */
export type AttemptFacts = Pick<OpenPosition, 'node' | 'input' | 'reserved' | 'answered'> & {
  readonly compact?: boolean;
};
export type RequestResult =
  | { readonly ok: true; readonly request: LlmRequest | ToolRequest; readonly unresolved: readonly string[] }
  | { readonly ok: false; readonly error: RunError };

interface Asking {
  readonly graph: GraphIndex;
  readonly state: RunState;
  readonly branch: string;
  readonly facts: AttemptFacts;
  readonly scope: Scope;
  readonly unresolved: Set<string>;
}

/** The effect that carries out a node; null for those that the core finishes itself and for people (§2.1). */
export function effectKindOf(node: Node, state: RunState): EffectKind | null {
  switch (node.kind) {
    case 'agent':
    case 'judge':
      return 'llm';
    case 'tool':
      return 'tool';
    case 'router':
      return node.mode === 'llm' ? 'route' : null;
    case 'human':
      return answeredByModel(node) || (state.simulated !== null && state.simulated.humans !== false)
        ? 'auto_human'
        : null;
    case 'join':
    case 'compute':
    case 'done':
    case 'fail':
      return null;
    default:
      return node satisfies never;
  }
}

function answeredByModel(node: HumanNode): boolean {
  return node.interaction.value === 'llm' || node.interaction.value === 'llm_or_human';
}

/** Whether attempts of the node count for max_iterations (§2.1, R-BUDGET-02). */
export function isCounted(node: Node): boolean {
  if (node.kind === 'router') return node.mode === 'llm';
  if (node.kind === 'human') return answeredByModel(node);
  return node.kind === 'agent' || node.kind === 'judge' || node.kind === 'tool';
}

/** Whether an attempt may write to the workspace (R-FAN-17); nothing does under `--simulate`. */
export function isWriter(graph: GraphIndex, state: RunState, node: Node): boolean {
  if (state.simulated !== null) return false;
  if (node.kind !== 'agent' && node.kind !== 'judge') return node.writer;
  if (node.readonly) return false;
  const backend = backendOf(graph, state, node);
  return node.writer || (backend !== 'claw' && backend !== 'simulate');
}

export function requestOf(graph: GraphIndex, state: RunState, branch: string, facts: AttemptFacts): RequestResult {
  const node = graph.nodes.get(facts.node);
  const scope = scopeOf(graph, state, branch, { input: facts.input });
  const asking: Asking = { graph, state, branch, facts, scope, unresolved: new Set() };
  try {
    const request = build(asking, node);
    return { ok: true, request, unresolved: [...asking.unresolved] };
  } catch (error) {
    if (error instanceof RequestFailure) return { ok: false, error: { ...error.error, node_id: facts.node } };
    throw error;
  }
}

/** A request that cannot be built, on its way to `requestOf`. */
class RequestFailure extends Error {
  readonly error: RunError;
  constructor(error: RunError) {
    super(error.message);
    this.error = error;
  }
}

function build(asking: Asking, node: Node | undefined): LlmRequest | ToolRequest {
  switch (node?.kind) {
    case 'agent':
    case 'judge':
      return conversation(asking, node);
    case 'router':
      return route(asking, node);
    case 'human':
      return answering(asking, node);
    case 'tool':
      return command(asking, node);
    case 'join':
    case 'compute':
    case 'done':
    case 'fail':
    case undefined:
      throw new RequestFailure({
        code: 'NODE_NOT_FOUND',
        message: `${asking.facts.node} is no node with work for the host`,
      });
    default:
      return node satisfies never;
  }
}

function taken<T>(asking: Asking, place: string, result: Rendered<T>): T {
  if (!result.ok) throw new RequestFailure(templateError(result.error, place));
  for (const reference of result.unresolved) asking.unresolved.add(reference);
  return result.value;
}

function prompt(asking: Asking, name: string | undefined): string | undefined {
  const found = name === undefined ? undefined : asking.graph.prompts.get(name);
  return found === undefined
    ? undefined
    : taken(asking, `prompt ${found.name}`, renderTemplate(found.body, asking.scope));
}

/** R-LLM-05: the prompt, else the JSON of the input, else a fixed text. */
function userText(asking: Asking, name: string | undefined): string {
  const text = prompt(asking, name);
  if (text !== undefined) return text;
  const { input } = asking.facts;
  return isMap(input) && Object.keys(input).length === 0 ? 'Continue.' : compactJson(input);
}

function conversation(asking: Asking, node: LlmNode): LlmRequest {
  const { graph, state, facts } = asking;
  const workflow = graph.graph.workflow;
  const schema = node.output === undefined ? undefined : graph.schemas.get(node.output);
  const supervisorModel = node.interactionModel === undefined ? undefined : environment(state, node.interactionModel);
  const supervisorPrompt = prompt(asking, node.interactionPrompt);
  const fragments = fragmentsOf(graph, state, node);
  return {
    backend: backendOf(graph, state, node),
    ...modelOf(asking, node.model),
    ...(node.provider === undefined ? {} : { provider: environment(state, node.provider) }),
    ...effortOf(state, node.reasoningEffort, facts.reserved.reasoning_effort),
    system: prompt(asking, node.system) ?? '',
    user: userText(asking, node.user),
    ...(schema === undefined ? {} : { schema: jsonSchemaOf(schema) }),
    tools: node.tools.length > 0 || node.props['tools'] !== undefined ? node.tools : null,
    policy: node.toolPolicy?.value ?? null,
    readonly: node.readonly,
    interaction: node.interaction.value,
    max_steps: node.toolMaxSteps,
    ...(node.maxTokens > 0 ? { max_tokens: node.maxTokens } : {}),
    compaction: {
      threshold: node.compaction.value.threshold ?? 0.85,
      preserve_recent: node.compaction.value.preserveRecent ?? 4,
      ...(facts.compact === true ? { force: true } : {}),
    },
    mcp: activeServers(workflow, node),
    mcp_autoload: node.mcp.inherit && (workflow?.mcp.autoloadProject ?? true),
    mcp_disabled: [...node.mcp.disable, ...(node.mcp.inherit ? (workflow?.mcp.disable ?? []) : [])],
    ...(facts.answered.length === 0 ? {} : { answered: facts.answered }),
    ...(supervisorModel === undefined && supervisorPrompt === undefined
      ? {}
      : {
          supervisor: {
            ...(supervisorModel === undefined ? {} : { model: supervisorModel }),
            ...(supervisorPrompt === undefined ? {} : { prompt: supervisorPrompt }),
          },
        }),
    ...(fragments.length === 0 ? {} : { fragments }),
    ...(node.session === 'artifacts_only' ? { artifacts: visibleArtifacts(asking) } : {}),
    ...(node.capabilities.value.length === 0 ? {} : { capabilities: node.capabilities.value }),
    ...(node.memory === undefined ? {} : { memory: json(node.memory) }),
    ...(node.sandbox === undefined ? {} : { sandbox: json(node.sandbox.value) }),
  };
}

function route(asking: Asking, node: RouterNode): LlmRequest {
  const { graph, state } = asking;
  const { text, schema, route: candidates } = routeOf(graph, node);
  const own = prompt(asking, node.system);
  return {
    ...plainRequest(asking, node),
    ...effortOf(state, node.reasoningEffort, asking.facts.reserved.reasoning_effort),
    system: own === undefined || own === '' ? text : `${own}\n\n${text}`,
    user: userText(asking, node.user),
    schema,
    route: candidates,
  };
}

/** R-HUMAN-09: a model answers in place of a person. */
function answering(asking: Asking, node: HumanNode): LlmRequest {
  const { graph, state, facts } = asking;
  const schema = node.output === undefined ? undefined : graph.schemas.get(node.output);
  const declared = schema === undefined ? undefined : jsonSchemaOf(schema);
  const model = node.model === undefined ? undefined : modelOf(asking, node.model).model;
  const fallback = node.interactionModel === undefined ? undefined : environment(state, node.interactionModel);
  const chosen = model ?? fallback ?? machineModel(state);
  const instructions = prompt(asking, node.instructions);
  const questions = compactJson(facts.input);
  const { model: _, ...plain } = plainRequest(asking, node);
  return {
    ...plain,
    ...(chosen === undefined ? {} : { model: chosen }),
    system: prompt(asking, node.system) ?? prompt(asking, node.interactionPrompt) ?? '',
    user: instructions === undefined || instructions === '' ? questions : `${instructions}\n\n${questions}`,
    ...(declared === undefined
      ? {}
      : { schema: node.interaction.value === 'llm_or_human' ? askingForHelp(declared) : declared }),
  };
}

function askingForHelp(schema: JsonMap): JsonMap {
  const properties = isMap(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return {
    ...schema,
    properties: {
      ...properties,
      needs_human_input: { type: 'boolean', description: 'true when a person has to decide' },
    },
    required: [...required, 'needs_human_input'],
  };
}

/** What a routing or answering conversation has in common: no tools, no questions. */
function plainRequest(asking: Asking, node: RouterNode | HumanNode) {
  const { graph, state } = asking;
  const provider = node.kind === 'router' ? node.provider : undefined;
  return {
    backend: backendOf(graph, state, node),
    ...modelOf(asking, node.model),
    ...(provider === undefined ? {} : { provider: environment(state, provider) }),
    tools: [],
    policy: [],
    readonly: true,
    interaction: 'none' as const,
    max_steps: 0,
    compaction: { threshold: 0.85, preserve_recent: 4 },
    mcp: [],
  };
}

function command(asking: Asking, node: ToolNode): ToolRequest {
  const { graph, state, scope, facts } = asking;
  const schema = node.output === undefined ? undefined : graph.schemas.get(node.output);
  const rest = {
    ...(schema === undefined ? {} : { schema: jsonSchemaOf(schema) }),
    policy_name: `tool.${node.id}`,
    policy: graph.graph.workflow?.toolPolicy ?? null,
    ...(node.sandbox === undefined ? {} : { sandbox: json(node.sandbox.value) }),
  };
  if (node.script !== undefined) {
    const script = taken(asking, `the script of ${node.id}`, renderScript(node.script, scope));
    return { run: { script, language: node.language ?? 'sh' }, refs: [], ...rest };
  }
  const word = node.command?.source.trim() ?? '';
  if (isToolName(word)) return { run: { tool: word, args: facts.input }, refs: [], ...rest };
  // A secret is never inserted: it stays as written, for the shell that has it (R-TPL-08).
  const shown = Object.fromEntries(Object.entries(state.env).filter(([, value]) => value !== null));
  const text = node.command ?? { source: '', segments: [] };
  const { shell, refs } = taken(asking, `the command of ${node.id}`, renderCommand(text, scope, shown));
  return { run: { shell }, refs: refs.map((ref) => ({ ...ref })), ...rest };
}

/** R-LLM-01: node, workflow, machine, `claw`; everything is simulated under `--simulate`. */
export function backendOf(graph: GraphIndex, state: RunState, node: LlmNode | RouterNode | HumanNode): string {
  if (state.simulated !== null) return 'simulate';
  const machine = environmentValue(state, 'ITERION_DEFAULT_BACKEND');
  const own = node.kind === 'human' ? undefined : node.backend;
  const written = own !== undefined && own.from !== 'default' ? own.value : graph.graph.workflow?.defaultBackend;
  const text = written === undefined ? '' : environment(state, written);
  return text !== '' ? text : (machine ?? 'claw');
}

function modelOf(asking: Asking, model: MixedText | undefined): { readonly model?: string } {
  const text =
    model === undefined
      ? ''
      : taken(asking, `the model of ${asking.facts.node}`, renderMixed(model, asking.scope, asking.state.env));
  const chosen = text === '' ? machineModel(asking.state) : text;
  return chosen === undefined ? {} : { model: chosen };
}

function machineModel(state: RunState): string | undefined {
  return environmentValue(state, 'ITERION_DEFAULT_SUPERVISOR_MODEL');
}

function environmentValue(state: RunState, name: string): string | undefined {
  const value = Object.hasOwn(state.env, name) ? state.env[name] : undefined;
  return value === undefined || value === null || value === '' ? undefined : value;
}

function environment(state: RunState, text: EnvText): string {
  return resolveEnvText(text, state.env).text;
}

const EFFORTS: ReadonlySet<string> = new Set(['low', 'medium', 'high', 'xhigh', 'max']);

/** R-LLM-08: the input key if it is a level, else what the node says. */
function effortOf(
  state: RunState,
  declared: LlmNode['reasoningEffort'],
  mapped: string | undefined,
): { readonly effort?: string } {
  const written = declared === undefined ? '' : typeof declared === 'string' ? declared : environment(state, declared);
  for (const text of [mapped ?? '', written]) {
    const level = text === 'extra_high' ? 'xhigh' : text;
    if (EFFORTS.has(level)) return { effort: level };
  }
  return {};
}

function activeServers(workflow: CompiledGraph['workflow'], node: LlmNode): readonly string[] {
  const inherited = node.mcp.inherit ? (workflow?.mcp.servers ?? []) : [];
  const off = new Set([...node.mcp.disable, ...(node.mcp.inherit ? (workflow?.mcp.disable ?? []) : [])]);
  return [...new Set([...inherited, ...node.mcp.servers])].filter((name) => !off.has(name));
}

/** Published values visible in the scope, in order of first publication (R-SESS-06). */
function visibleArtifacts(asking: Asking): readonly { readonly name: string; readonly value: Json }[] {
  const found = new Map<string, { readonly value: Json; readonly since: number }>();
  for (const branch of chainOf(asking.state, asking.branch)) {
    for (const [name, entry] of entriesOf(branch.scope.artifacts)) if (!found.has(name)) found.set(name, entry);
  }
  return [...found].toSorted(([, a], [, b]) => a.since - b.since).map(([name, { value }]) => ({ name, value }));
}

/** Plain data of the graph as JSON. */
function json(value: object): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
