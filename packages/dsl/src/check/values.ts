// Values of node and workflow properties that the parser cannot judge by themselves: C004 (tools), C018, C027, C030, C037, C043, C046, C047,
// C048, C080–C084, C100, C101, C121, C122 (§2, §3). A property with an E-error is present with unknown value (L-DIAG-04).
import { absolute } from '../compile/context.ts';
import { durationMs } from '../compile/duration.ts';
import { effectiveBackend } from '../compile/effective.ts';
import type { Model } from '../compile/model.ts';
import type { PropertyAt, TextAt } from '../compile/properties.ts';
import type { NodeSymbol } from '../compile/symbols.ts';
import { isString, type Span } from '../tree.ts';
import { checkAuth, checkServers } from './servers.ts';
import { checkCursorDeclarations, checkCursorUses } from './cursors.ts';
import { checkCapabilities, checkSandbox } from './sandbox.ts';
import { didYouMeanFix, inside, operation, preferred, setProperty, unsetProperty } from './fixes.ts';
import { answers } from './names.ts';
import { about, type Owner } from './owner.ts';
import type { Unsettled } from './surroundings.ts';

export function checkValues(model: Model, unsettled: Unsettled): void {
  unsettled.each((node) => {
    const owner = ownerOf(node);
    synonyms(model, owner);
    backend(model, owner, 'backend');
    compaction(model, owner);
    checkSandbox(model, owner);
    mcp(model, owner);
    modelOf(model, node, owner);
    if (node.kind === 'agent' || node.kind === 'judge' || node.kind === 'router') effort(model, owner);
    if (node.kind === 'agent' || node.kind === 'judge') {
      tokens(model, owner);
      memory(model, node, owner);
      checkCapabilities(model, owner, node);
      checkCursorUses(model, node);
    }
    if (node.kind === 'tool') program(model, node, owner);
    if (node.kind === 'human') minAnswers(model, node, owner);
  });
  const { workflow } = model.symbols;
  if (workflow !== undefined) {
    const { name, at, nameToken, props } = workflow;
    const owner: Owner = { space: 'workflow', kind: 'workflow', name, nameSpan: absolute(at, nameToken), props };
    backend(model, owner, 'default_backend');
    compaction(model, owner);
    checkSandbox(model, owner);
    mcp(model, owner);
    checkCapabilities(model, owner);
    budget(model, owner);
  }
  checkServers(model);
  checkAuth(model);
  checkCursorDeclarations(model);
}

function ownerOf(node: NodeSymbol): Owner {
  const nameSpan = absolute(node.at, node.nameToken);
  return { space: 'node', kind: node.kind, name: node.name, nameSpan, props: node.props };
}

function valueSpanOf(property: PropertyAt): Span {
  return absolute(property.at, property.node.value ?? property.node.name);
}

/** Properties that do not count because the other spelling is given too (C101). */
function synonyms(model: Model, owner: Owner): void {
  for (const { node, at } of owner.props.shadowed) {
    const name = node.row?.name ?? node.name.value;
    const { start, end } = node.lines;
    model.context.problems.report('C101', absolute(at, node.name), {
      with: { name: node.name.value, other: name },
      ...about(owner, name),
      fixes: [
        { title: 'Remove this property', preferred: true, edits: [{ start: at + start, end: at + end, newText: '' }] },
      ],
    });
  }
}

function backend(model: Model, owner: Owner, property: 'backend' | 'default_backend'): void {
  const text = owner.props.text(property);
  if (text?.text !== 'codex' || owner.props.unknown(property)) return;
  if (owner.kind === 'router' && owner.props.word('mode') !== 'llm') return;
  model.context.problems.report('C030', text, {
    ...about(owner, property),
    fixes: [setProperty('Use `claude_code`', owner.space, owner.name, [property], 'claude_code')],
  });
}

/** C018: nothing names a model or a backend. */
function modelOf(model: Model, node: NodeSymbol, owner: Owner): void {
  const { problems, options } = model.context;
  const { props } = node;
  const { workflow } = model.symbols;
  const machine = options.defaults?.model !== undefined || options.defaults?.backend !== undefined;
  // What cannot be read of the declaration may have named it.
  const named = (property: string): boolean => props.has(property) || node.decl.broken;
  if (node.kind === 'human') {
    if (!answers(model, node) || props.unknown('interaction')) return;
    const addModel = preferred(setProperty('Add `model`', 'node', node.name, ['model'], 'provider/model'));
    const noModel = !named('model') && !named('interaction_model');
    const noOutput = !named('output');
    if (noModel)
      problems.report('C018', owner.nameSpan, {
        form: 'humanModel',
        with: { name: node.name },
        ...about(owner),
        fixes: [addModel],
      });
    if (noOutput) {
      let name = `${node.name}_answer`;
      for (let n = 2; model.symbols.schemas.has(name); n++) name = `${node.name}_answer_${n}`;
      const fields = [{ name: 'answer', type: 'string' as const }];
      const declare = operation('Declare an output schema', {
        op: 'extractSchema',
        node: node.name,
        slot: 'output',
        name,
        fields,
      });
      problems.report('C018', owner.nameSpan, {
        form: 'humanOutput',
        with: { name: node.name },
        ...about(owner),
        fixes: [declare],
      });
    }
    return;
  }
  const asks = node.kind === 'agent' || node.kind === 'judge';
  const routes = node.kind === 'router' && model.routerMode(node) === 'llm' && !props.unknown('mode');
  if (!asks && !routes) return;
  if (
    named('model') ||
    named('backend') ||
    machine ||
    workflow === undefined ||
    workflow.props.get('default_backend') !== undefined
  ) {
    return;
  }
  problems.report('C018', owner.nameSpan, {
    form: 'node',
    with: { name: node.name },
    ...(routes ? { severity: 'warning' } : {}),
    ...about(owner),
    fixes: [
      setProperty('Add `model`', 'node', node.name, ['model'], 'provider/model'),
      preferred(setProperty('Add `default_backend: "claw"`', 'workflow', workflow.name, ['default_backend'], 'claw')),
    ],
  });
}

const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'];

function effort(model: Model, owner: Owner): void {
  const text = owner.props.text('reasoning_effort');
  if (
    text === undefined ||
    owner.props.unknown('reasoning_effort') ||
    owner.props.word('reasoning_effort') !== undefined
  )
    return;
  if (!isString(text.token) || text.text.includes('$')) return;
  model.context.problems.report('C027', text, {
    with: { value: text.text },
    ...about(owner, 'reasoning_effort'),
    fixes: [didYouMeanFix(text.text, [...EFFORTS, 'extra_high'], inside(text.token, text.at))],
  });
}

function tokens(model: Model, owner: Owner): void {
  const property = owner.props.get('max_tokens');
  const value = owner.props.number('max_tokens');
  const limit = model.symbols.workflow?.props.block('budget')?.number('max_tokens');
  if (property === undefined || value === undefined || limit === undefined || limit <= 0 || value <= limit) return;
  model.context.problems.report('C037', valueSpanOf(property), {
    with: { value, budget: limit },
    ...about(owner, 'max_tokens'),
    fixes: [preferred(setProperty(`Set ${limit}`, 'node', owner.name, ['max_tokens'], limit))],
  });
}

function compaction(model: Model, owner: Owner): void {
  const block = owner.props.block('compaction');
  if (block === undefined) return;
  const rules: readonly [string, (value: number) => boolean][] = [
    ['threshold', (value) => value >= 0 && value <= 1],
    ['preserve_recent', (value) => value >= 0],
  ];
  for (const [name, isRight] of rules) {
    const property = block.get(name);
    const value = block.number(name);
    if (property === undefined || value === undefined || isRight(value) || block.unknown(name)) continue;
    model.context.problems.report('C043', valueSpanOf(property), {
      with: { value, property: name },
      ...about(owner, 'compaction', name),
      fixes: [preferred(unsetProperty(owner.space, owner.name, ['compaction', name]))],
    });
  }
}

function memory(model: Model, node: NodeSymbol, owner: Owner): void {
  const property = node.props.get('memory');
  const block = node.props.block('memory');
  if (property === undefined || block === undefined || property.node.broken) return;
  const span = absolute(property.at, property.node.name);
  const enabled = block.bool('enabled') !== false;
  const { text: name } = effectiveBackend(model, node);
  if (enabled && name !== 'claw' && !name.includes('$') && !node.props.unknown('backend')) {
    model.context.problems.report('C047', span, { with: { backend: name }, ...about(owner, 'memory') });
  }
  if (enabled && !block.unknown('enabled') && block.get('scope') === undefined) {
    model.context.problems.report('C048', span, {
      with: { name: node.name },
      ...about(owner, 'memory', 'scope'),
      fixes: [preferred(setProperty('Add `scope`', 'node', node.name, ['memory', 'scope'], node.name))],
    });
  }
}

function mcp(model: Model, owner: Owner): void {
  const { servers, workflow } = model.symbols;
  if (workflow?.props.block('mcp')?.bool('autoload_project') !== false) return;
  const block = owner.props.block('mcp');
  for (const list of ['servers', 'disable']) {
    if (block?.unknown(list) === true) continue;
    for (const element of block?.list(list) ?? []) {
      if (servers.has(element.text)) continue;
      model.context.problems.report('C122', element, {
        with: { name: element.text },
        ...about(owner, 'mcp', list),
        fixes: [didYouMeanFix(element.text, servers.keys(), inside(element.token, element.at))],
      });
    }
  }
}

/** Command, script and language of a tool (C004). */
function program(model: Model, node: NodeSymbol, owner: Owner): void {
  const { problems } = model.context;
  const { props } = node;
  const command = props.get('command');
  const script = props.get('script');
  const language = props.get('language');
  if ((command === undefined) === (script === undefined) && !node.decl.broken) {
    const both = command !== undefined;
    problems.report('C004', owner.nameSpan, {
      form: both ? 'both' : 'neither',
      with: { name: node.name },
      ...about(owner),
      fixes: both
        ? [unsetProperty('node', node.name, ['script']), unsetProperty('node', node.name, ['command'])]
        : [setProperty('Add `command`', 'node', node.name, ['command'], 'true')],
    });
  }
  if (language === undefined || language.node.broken) return;
  const text = props.text('language');
  const remove = unsetProperty('node', node.name, ['language']);
  if (text !== undefined && props.word('language') === undefined) {
    const words = ['sh', 'bash', 'js', 'node', 'py', 'python', 'python3'];
    problems.report('C004', text, {
      form: 'language',
      with: { value: text.text },
      ...about(owner, 'language'),
      fixes: [didYouMeanFix(text.text, words, inside(text.token, text.at)), remove],
    });
  } else if (script === undefined) {
    problems.report('C004', valueSpanOf(language), {
      form: 'noScript',
      with: { name: node.name },
      ...about(owner, 'language'),
      fixes: [preferred(remove)],
    });
  }
}

function minAnswers(model: Model, node: NodeSymbol, owner: Owner): void {
  const property = node.props.get('min_answers');
  const value = node.props.number('min_answers');
  const schema = model.schemaOf(node, 'output');
  if (property === undefined || value === undefined || schema === undefined || property.node.broken) return;
  const count = schema.fields.size;
  if (value <= count || schema.symbol.decl.broken) return;
  model.context.problems.report('C121', valueSpanOf(property), {
    with: { value, count },
    ...about(owner, 'min_answers'),
    fixes: [preferred(setProperty(`Set ${count}`, 'node', node.name, ['min_answers'], count))],
  });
}

function budget(model: Model, owner: Owner): void {
  const block = owner.props.block('budget');
  if (block === undefined) return;
  for (const name of ['max_parallel_branches', 'max_cost_usd', 'max_tokens', 'max_iterations']) {
    const property = block.get(name);
    const value = block.number(name);
    if (property === undefined || value === undefined || block.unknown(name)) continue;
    if (value >= 0 && Number.isFinite(value)) continue;
    model.context.problems.report('C046', valueSpanOf(property), {
      with: { value: shownNumber(block.text(name)) },
      ...about(owner, 'budget', name),
      fixes: [preferred(unsetProperty(owner.space, owner.name, ['budget', name]))],
    });
  }
  const duration = block.text('max_duration');
  if (duration === undefined || block.unknown('max_duration')) return;
  if (durationMs(duration.text) === undefined) {
    model.context.problems.report('C100', duration, {
      with: { value: duration.text },
      ...about(owner, 'budget', 'max_duration'),
    });
  }
}

function shownNumber(text: TextAt | undefined): string {
  return text?.text ?? '';
}
