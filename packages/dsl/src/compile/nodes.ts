// Declared nodes as nodes of the graph (§2.5–2.9, Appendix A): one function per kind, reading what is written and filling in what the
// workflow and the defaults supply. A value in error is left out (L-IR-02).
import type {
  ComputeNode,
  Effort,
  EnvText,
  HumanNode,
  JoinNode,
  LlmNode,
  Node,
  NodeBase,
  Range,
  RouterNode,
  Strategy,
  TerminalNode,
  ToolNode,
} from '../graph.ts';
import { descriptionOf, entriesOf, isString } from '../tree.ts';
import {
  backendValue,
  compactionValue,
  effectiveBackend,
  inherited,
  interactionValue,
  readSandbox,
  textList,
} from './effective.ts';
import type { Model } from './model.ts';
import type { Scope } from './scope.ts';
import type { NodeSymbol } from './symbols.ts';
import { commandOf, expressionOf, mixedOf, templateOf } from './texts.ts';
import { isWriter } from './tools.ts';
import type { Values } from './values.ts';

export function lowerNode(model: Model, symbol: NodeSymbol, values: Values): Node {
  switch (symbol.kind) {
    case 'agent':
    case 'judge':
      return llmNode(model, symbol, values, symbol.kind);
    case 'router':
      return routerNode(model, symbol, values);
    case 'join':
      return joinNode(model, symbol);
    case 'human':
      return humanNode(model, symbol, values);
    case 'tool':
      return toolNode(model, symbol, values);
    case 'compute':
      return computeNode(model, symbol, values);
  }
  return symbol.kind satisfies never;
}

export function terminalNode(model: Model, kind: 'done' | 'fail'): TerminalNode {
  const start = { line: 1, column: 1, offset: 0 };
  const range = { start, end: start };
  return { kind, ...placed(model, kind, model.number(kind), range, range, {}) };
}

function edgeIds(model: Model, edges: readonly number[] | undefined): string[] {
  const ids: string[] = [];
  if (edges !== undefined) for (const e of edges) ids.push(model.flowEdges[e]?.id ?? '');
  return ids;
}

/** The members that every node has. The fingerprint follows when the graph is complete (fingerprint.ts). */
function placed(
  model: Model,
  name: string,
  index: number,
  range: Range,
  nameRange: Range,
  props: NodeBase['props'],
): NodeBase {
  const { flow } = model;
  const node: Omit<NodeBase, 'fingerprint'> = {
    name,
    id: name,
    range,
    nameRange,
    incoming: edgeIds(model, flow.into[index]),
    outgoing: edgeIds(model, flow.out[index]),
    reachable: flow.reachable[index] === true,
    writer: false,
    loops: model.loopsAround[index]?.slice() ?? [],
    branches: [],
    convergenceOf: [],
    props,
  };
  return node as NodeBase;
}

function base(model: Model, { name, decl, nameToken, at, index, props }: NodeSymbol): NodeBase {
  const { context } = model;
  const written: { [property: string]: Range } = {};
  props.each((property, node, place) => {
    written[property] = context.range(place, node);
  });
  const node = placed(model, name, index, context.range(at, decl), context.range(at, nameToken), written);
  const description = descriptionOf(decl);
  if (description !== undefined) node.description = description;
  assign(node, 'input', props.value('input'));
  assign(node, 'output', props.value('output'));
  assign(node, 'publish', props.value('publish'));
  assign(node, 'await', props.word<Strategy>('await'));
  return node;
}

/** Optional texts and names that several kinds have. */
function environmentProperty(symbol: NodeSymbol, name: string, values: Values): EnvText | undefined {
  const text = symbol.props.text(name);
  return text === undefined ? undefined : values.envText(text.token, text.at, symbol.name);
}

function assign<T extends object, K extends keyof T>(target: T, key: K, value: T[K] | undefined): void {
  if (value !== undefined) target[key] = value;
}

function modelText(symbol: NodeSymbol, values: Values): LlmNode['model'] {
  const text = symbol.props.text('model');
  if (text === undefined) return undefined;
  return values.mixed(mixedOf(text.token), text.token, text.at, [scopeOf(symbol)], symbol.name);
}

function scopeOf(node: NodeSymbol): Scope {
  return { kind: 'node', node };
}

function effort(symbol: NodeSymbol, values: Values): Effort | EnvText | undefined {
  const token = symbol.props.token('reasoning_effort');
  if (token !== undefined && isString(token) && token.value.includes('$')) {
    return environmentProperty(symbol, 'reasoning_effort', values);
  }
  return symbol.props.word<Effort>('reasoning_effort');
}

function llmNode(model: Model, symbol: NodeSymbol, values: Values, kind: 'agent' | 'judge'): LlmNode {
  const { props } = symbol;
  const mcp = props.block('mcp');
  const node: LlmNode = {
    ...base(model, symbol),
    kind,
    backend: backendValue(model, symbol, values),
    session: props.word('session') ?? 'fresh',
    tools: textList(props, 'tools') ?? [],
    capabilities: inherited(model, symbol, 'capabilities', 'capabilities', textList) ?? { value: [], from: 'default' },
    toolMaxSteps: props.number('tool_max_steps') ?? 0,
    maxTokens: props.number('max_tokens') ?? 0,
    readonly: props.bool('readonly') ?? false,
    interaction: interactionValue(model, symbol, 'none'),
    mcp: {
      inherit: mcp?.bool('inherit') ?? true,
      servers: (mcp === undefined ? undefined : textList(mcp, 'servers')) ?? [],
      disable: (mcp === undefined ? undefined : textList(mcp, 'disable')) ?? [],
    },
    compaction: compactionValue(model, symbol),
    cursors: cursorUses(symbol, values),
  };
  node.writer = isWriter(symbol, effectiveBackend(model, symbol));
  assign(node, 'model', modelText(symbol, values));
  assign(node, 'provider', environmentProperty(symbol, 'provider', values));
  assign(node, 'system', props.value('system'));
  assign(node, 'user', props.value('user'));
  assign(node, 'toolPolicy', inherited(model, symbol, 'tool_policy', 'tool_policy', textList));
  assign(node, 'reasoningEffort', effort(symbol, values));
  assign(node, 'interactionPrompt', props.value('interaction_prompt'));
  assign(node, 'interactionModel', environmentProperty(symbol, 'interaction_model', values));
  assign(node, 'memory', memory(symbol));
  assign(node, 'sandbox', inherited(model, symbol, 'sandbox', 'sandbox', readSandbox));
  return node;
}

function memory(symbol: NodeSymbol): LlmNode['memory'] {
  const block = symbol.props.block('memory');
  if (block === undefined) return undefined;
  return {
    enabled: block.bool('enabled') ?? true,
    scope: block.value('scope') ?? '',
    autoload: textList(block, 'autoload') ?? [],
    read: block.bool('read') ?? true,
    write: block.bool('write') ?? true,
    preCompactInject: block.bool('pre_compact_inject') ?? false,
  };
}

/** The cursors a node sets, none when they are not enabled. */
function cursorUses(symbol: NodeSymbol, values: Values): LlmNode['cursors'] {
  const property = symbol.props.get('cursors');
  if (property === undefined || symbol.props.block('cursors')?.bool('enabled') === false) return [];
  const uses = new Map<string, LlmNode['cursors'][number]>();
  for (const entry of entriesOf(property.node)) {
    if (entry.value?.type !== 'Literal') continue;
    const { token } = entry.value;
    const number = token.kind === 'int' || token.kind === 'float';
    const value = number
      ? Number(token.text)
      : token.value.includes('${')
        ? values.envText(token, property.at, symbol.name)
        : token.value;
    uses.set(entry.key.value, { cursor: entry.key.value, value });
  }
  return [...uses.values()];
}

function routerNode(model: Model, symbol: NodeSymbol, values: Values): RouterNode {
  const { props } = symbol;
  const mode = model.routerMode(symbol);
  const node: RouterNode = {
    ...base(model, symbol),
    kind: 'router',
    mode,
    multi: mode === 'llm' && props.bool('multi') === true,
  };
  if (mode !== 'llm') return node;
  node.backend = backendValue(model, symbol, values);
  assign(node, 'model', modelText(symbol, values));
  assign(node, 'provider', environmentProperty(symbol, 'provider', values));
  assign(node, 'system', props.value('system'));
  assign(node, 'user', props.value('user'));
  assign(node, 'reasoningEffort', effort(symbol, values));
  return node;
}

function joinNode(model: Model, symbol: NodeSymbol): JoinNode {
  const require = (symbol.props.list('require') ?? []).map((element) => element.text);
  return {
    ...base(model, symbol),
    kind: 'join',
    strategy: model.strategyOf(symbol),
    require: require.filter((name) => model.symbols.nodes.has(name)),
  };
}

function humanNode(model: Model, symbol: NodeSymbol, values: Values): HumanNode {
  const { props } = symbol;
  const node: HumanNode = {
    ...base(model, symbol),
    kind: 'human',
    interaction: interactionValue(model, symbol, 'human'),
    minAnswers: props.number('min_answers') ?? 0,
  };
  assign(node, 'instructions', props.value('instructions'));
  assign(node, 'model', modelText(symbol, values));
  assign(node, 'interactionModel', environmentProperty(symbol, 'interaction_model', values));
  assign(node, 'interactionPrompt', props.value('interaction_prompt'));
  assign(node, 'system', props.value('system'));
  return node;
}

function toolNode(model: Model, symbol: NodeSymbol, values: Values): ToolNode {
  const { props } = symbol;
  const node: ToolNode = { ...base(model, symbol), kind: 'tool' };
  node.writer = isWriter(symbol, effectiveBackend(model, symbol));
  const command = props.text('command');
  const script = props.text('script');
  const scopes = [scopeOf(symbol)];
  if (command !== undefined) {
    node.command = values.mixed(commandOf(command.token), command.token, command.at, scopes, symbol.name);
  }
  if (script !== undefined) {
    node.script = values.template(templateOf(script.token), script.token, script.at, scopes);
    node.language = props.word('language') ?? 'sh';
  }
  assign(node, 'sandbox', inherited(model, symbol, 'sandbox', 'sandbox', readSandbox));
  return node;
}

function computeNode(model: Model, symbol: NodeSymbol, values: Values): ComputeNode {
  const property = symbol.props.get('expr');
  const fields = new Map<string, ComputeNode['fields'][number]>();
  for (const entry of property === undefined ? [] : entriesOf(property.node)) {
    if (property === undefined || entry.value?.type !== 'Literal') continue;
    const { token } = entry.value;
    const parsed = expressionOf(token);
    if (parsed.expr === undefined) continue;
    const expr = values.expression(parsed, parsed.expr, scopeOf(symbol));
    const name = entry.key.value;
    fields.delete(name);
    fields.set(name, { name, source: parsed.source, expr, range: model.context.range(property.at, entry) });
  }
  return { ...base(model, symbol), kind: 'compute', fields: [...fields.values()] };
}
