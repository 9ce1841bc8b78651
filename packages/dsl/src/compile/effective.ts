// Values a node has from the workflow or the defaults when it says nothing itself (L-IR-01): backend, policy, capabilities,
// interaction, compaction, sandbox; and those of the workflow alone.
import type { Compaction, Eff, EnvText, Interaction, Origin, Sandbox } from '../graph.ts';
import type { Model } from './model.ts';
import type { Properties } from './properties.ts';
import type { NodeSymbol } from './symbols.ts';
import type { Values } from './values.ts';

export const DEFAULT_COMPACTION = { threshold: 0.85, preserveRecent: 4 } as const;
export const DEFAULT_BACKEND = 'claw';

export interface EffectiveBackend {
  readonly text: string;
  readonly from: Origin;
}

/** The backend of an agent, judge or router: its own, the workflow's, the machine's, `claw`. */
export function effectiveBackend(model: Model, node: NodeSymbol): EffectiveBackend {
  const own = node.props.value('backend');
  if (own !== undefined) return { text: own, from: 'node' };
  const workflow = model.symbols.workflow?.props.value('default_backend');
  if (workflow !== undefined) return { text: workflow, from: 'workflow' };
  return { text: model.context.options.defaults?.backend ?? DEFAULT_BACKEND, from: 'default' };
}

export function backendValue(model: Model, node: NodeSymbol, values: Values): Eff<EnvText> {
  const item = model.symbols.workflow?.props.get('default_backend');
  // A text with references is recorded for every node that needs it.
  const isShared = item?.node.value?.type === 'Literal' && !item.node.value.token.value.includes('$');
  const own = inherited(
    model,
    node,
    'backend',
    'default_backend',
    (props, name) => {
      const text = props.text(name);
      return text === undefined ? undefined : values.envText(text.token, text.at, node.name);
    },
    isShared,
  );
  if (own !== undefined) return own;
  const { text, from } = effectiveBackend(model, node);
  return { value: { source: text, segments: [{ kind: 'text', text }] }, from };
}

/** What the items of a workflow give to nodes that say nothing themselves; the same for all of them, so read once. */
const fromWorkflow = new WeakMap<Properties, Map<string, Eff<unknown> | undefined>>();

/** The value of a property of the node, else of an item of the workflow, with its origin and range; undefined without either. */
export function inherited<T>(
  model: Model,
  node: NodeSymbol,
  property: string,
  item: string,
  read: (props: Properties, name: string) => T | undefined,
  isShared = true,
): Eff<T> | undefined {
  const own = effective(model, 'node', node.props, property, read);
  if (own !== undefined) return own;
  const items = model.symbols.workflow?.props;
  if (items?.get(item) === undefined) return undefined;
  if (!isShared) return effective(model, 'workflow', items, item, read);
  let known = fromWorkflow.get(items);
  if (known === undefined) fromWorkflow.set(items, (known = new Map()));
  if (!known.has(item)) known.set(item, effective(model, 'workflow', items, item, read));
  return known.get(item) as Eff<T> | undefined; // an item is always read by the same function
}

function effective<T>(
  model: Model,
  from: Origin,
  props: Properties,
  name: string,
  read: (props: Properties, name: string) => T | undefined,
): Eff<T> | undefined {
  const found = props.get(name);
  const value = found === undefined ? undefined : read(props, name);
  if (found === undefined || value === undefined) return undefined;
  return { value, from, range: model.context.range(found.at, found.node.value ?? found.node.name) };
}

export function textList(props: Properties, name: string): string[] | undefined {
  return props.list(name)?.map((element) => element.text);
}

export function interactionValue(model: Model, node: NodeSymbol, fallback: Interaction): Eff<Interaction> {
  const found = inherited(model, node, 'interaction', 'interaction', (props, name) => props.word<Interaction>(name));
  return found ?? { value: fallback, from: 'default' };
}

/** Each part comes from the node, else the workflow, else the default; 0 inherits. */
export function compactionValue(model: Model, node: NodeSymbol): Eff<Compaction> {
  const property = node.props.get('compaction');
  const own = property === undefined ? undefined : readCompaction(node.props);
  const items = model.symbols.workflow?.props;
  const workflow = items?.get('compaction') === undefined ? undefined : readCompaction(items);
  const value: Compaction = { ...DEFAULT_COMPACTION, ...workflow, ...own };
  if (own !== undefined && property !== undefined) {
    return { value, from: 'node', range: model.context.range(property.at, property.node.name) };
  }
  return { value, from: workflow === undefined ? 'default' : 'workflow' };
}

/** The parts that are given and valid; undefined when there is none. */
export function readCompaction(props: Properties): Compaction | undefined {
  const block = props.block('compaction');
  const threshold = block?.number('threshold');
  const preserveRecent = block?.number('preserve_recent');
  const found: Compaction = {};
  if (threshold !== undefined && threshold > 0 && threshold <= 1) found.threshold = threshold;
  if (preserveRecent !== undefined && preserveRecent >= 1) found.preserveRecent = preserveRecent;
  return found.threshold === undefined && found.preserveRecent === undefined ? undefined : found;
}

/** The sandbox of a node or workflow, short or as a block; undefined when it is not given or cannot be read. */
export function readSandbox(props: Properties, name: string): Sandbox | undefined {
  const property = props.get(name);
  if (property === undefined) return undefined;
  if (property.node.value !== undefined) {
    const mode = props.word<Sandbox['mode']>(name);
    return mode === undefined ? undefined : { mode, env: {}, mounts: [] };
  }
  const block = props.block(name);
  if (block === undefined) return undefined;
  const sandbox: Sandbox = { mode: block.word('mode') ?? 'inline', env: {}, mounts: textList(block, 'mounts') ?? [] };
  const set = (key: 'image' | 'user' | 'workspaceFolder' | 'postCreate', from: string): void => {
    const text = block.value(from);
    if (text !== undefined) sandbox[key] = text;
  };
  set('image', 'image');
  set('user', 'user');
  set('workspaceFolder', 'workspace_folder');
  set('postCreate', 'post_create');
  const hostState = block.word<'auto' | 'none'>('host_state');
  if (hostState !== undefined) sandbox.hostState = hostState;
  sandbox.env = textMap(block, 'env');
  const network = block.block('network');
  if (network !== undefined) {
    sandbox.network = { rules: textList(network, 'rules') ?? [] };
    for (const key of ['mode', 'preset', 'inherit'] as const) {
      const text = network.word(key);
      if (text !== undefined) sandbox.network[key] = text;
    }
  }
  const build = block.block('build');
  if (build !== undefined) {
    sandbox.build = { args: textMap(build, 'args') };
    for (const key of ['dockerfile', 'context'] as const) {
      const text = build.value(key);
      if (text !== undefined) sandbox.build[key] = text;
    }
  }
  return sandbox;
}

/** A map as a plain object; keys are own data properties, also `__proto__`. */
function textMap(props: Properties, name: string): { [key: string]: string } {
  return Object.fromEntries(Array.from(props.map(name), ([key, value]) => [key, value.text]));
}
