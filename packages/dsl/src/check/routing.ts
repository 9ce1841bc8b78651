// Ways through the graph: C010–C014, C016, C020–C023, C111–C113, C115 (L-SEM-10, L-SEM-12, L-SEM-15…17). Without a known entry only
// C113 is checked. What an unreadable edge may have meant is not held against its readable ends (L-DIAG-04).
import { absolute } from '../compile/context.ts';
import { isTerminal, type Condition, type EdgeSymbol } from '../compile/edges.ts';
import { reach } from '../compile/flow.ts';
import { isNegationOf, sameExpression } from '../expression/equal.ts';
import type { Model } from '../compile/model.ts';
import type { NodeSymbol } from '../compile/symbols.ts';
import type { ParsedExpression } from '../expression/parse.ts';
import type { EditOperation } from '../edit/operations.ts';
import type { Span } from '../tree.ts';
import { didYouMeanFix, operation, preferred, setProperty, unsetProperty, type Fix } from './fixes.ts';
import type { Unsettled } from './surroundings.ts';

export function checkRouting(model: Model): void {
  terminalEdges(model);
  if (model.flow.entry === undefined) return;
  const suspects = suspectNodes(model);
  const { flow } = model;
  // What only an unread edge leads to may be reached, and so may all behind it.
  const behind = reach(
    flow,
    [...suspects].map((name) => model.number(name)).filter((n) => n >= 0),
    () => true,
  );
  const lastEnd = model.nodes.findLast(
    ({ index }) => flow.reachable[index] === true && (flow.out[index]?.length ?? 0) === 0,
  );
  for (const node of model.nodes) {
    const reachable = model.flow.reachable[node.index] === true;
    if (!reachable && !behind.has(node.index)) unreachable(model, node, lastEnd);
    const edges = model.edgesFrom.get(node.name) ?? [];
    const mode = node.kind === 'router' ? model.routerMode(node) : undefined;
    if (node.props.unknown('mode') || (mode === undefined && node.kind === 'router')) continue;
    if (mode === 'round_robin') roundRobin(model, node, edges, reachable);
    else if (mode === 'llm') llmRouter(model, node, edges, reachable);
    else if (mode !== 'fan_out_all' && !suspects.has(node.name)) selection(model, node, edges);
    if (mode === undefined) for (const edge of edges) field(model, node, edge);
    if (reachable && edges.length === 0 && !suspects.has(node.name)) deadEnd(model, node);
  }
  doneReachable(model, suspects);
}

/** Nodes named at the readable end of an edge that cannot be read, or on a line that may have been meant for one. */
function suspectNodes(model: Model): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { node } of model.symbols.workflow?.view.statements ?? []) {
    if (node.type === 'Edge' && node.to === undefined) names.add(node.from.value);
    const isLine = node.type === 'ErrorStatement';
    const unread = isLine ? node.tokens : (node.rest?.tokens ?? []);
    if (!isLine && !unread.some((token) => token.text.includes('->'))) continue;
    for (const token of unread) for (const name of token.text.match(/[\p{L}_][\p{L}\p{Nd}_]*/gu) ?? []) names.add(name);
  }
  return names;
}

function terminalEdges(model: Model): void {
  for (const edge of model.edges) {
    if (!isTerminal(edge.from)) continue;
    model.context.problems.report('C113', edge.span, {
      with: { name: edge.from },
      edgeId: edge.id,
      fixes: [preferred(removeEdge(model, edge))],
    });
  }
}

/** The title announces a target that nothing else leads to. */
function removeEdge(model: Model, edge: EdgeSymbol): Fix {
  const entering = edge.target === undefined ? [] : (model.flow.into[edge.target.index] ?? []);
  const alone = entering.every((e) => model.flowEdges[e] === edge) && entering.length > 0;
  const todo = alone ? ` (then connect \`${edge.to}\`)` : '';
  return operation(`Remove the edge${todo}`, { op: 'removeEdge', edge: edge.id });
}

function nameSpan(node: NodeSymbol): Span {
  return absolute(node.at, node.nameToken);
}

/** `lastEnd` is the last reachable node that has no way out. */
function unreachable(model: Model, node: NodeSymbol, lastEnd: NodeSymbol | undefined): void {
  const { flow, symbols } = model;
  const { workflow } = symbols;
  const from = lastEnd?.name ?? model.entry();
  const again = symbols.duplicates.some(({ later }) => later.name === node.name);
  const removal = operation(`Remove \`${node.name}\``, { op: 'removeDeclaration', space: 'node', name: node.name });
  model.context.problems.report('C016', nameSpan(node), {
    with: { name: node.name },
    nodeId: node.name,
    fixes: [
      from === undefined ? undefined : connect(model, from, node),
      workflow === undefined || (flow.into[node.index]?.length ?? 0) > 0
        ? undefined
        : setProperty(
            `Start at \`${node.name}\` (then connect the former entry)`,
            'workflow',
            workflow.name,
            ['entry'],
            node.name,
          ),
      again ? undefined : removal,
    ],
  });
}

/** An edge that adds no error: unconditional from a node that has no way out, else a fallback that is taken when nothing holds. */
function connect(model: Model, from: string, node: NodeSymbol): Fix | undefined {
  const edges = model.edgesFrom.get(from) ?? [];
  if (edges.some((edge) => edge.condition.kind === 'none' && edge.loop === undefined)) return undefined;
  const mode = node.kind === 'router' ? model.routerMode(node) : undefined;
  const choosing = mode === 'round_robin' || mode === 'llm';
  const todo = choosing && (model.flow.out[node.index]?.length ?? 0) < 2 ? ' (then add its branches)' : '';
  return operation(`Connect from \`${from}\`${todo}`, { op: 'addEdge', from, to: node.name });
}

function roundRobin(model: Model, node: NodeSymbol, edges: readonly EdgeSymbol[], reachable: boolean): void {
  if (!reachable) return;
  const { problems } = model.context;
  for (const edge of edges) {
    if (edge.node.when === undefined) continue;
    problems.report('C115', absolute(edge.at, edge.node.when), {
      with: { name: node.name },
      edgeId: edge.id,
      fixes: [preferred(removeWhen(edge))],
    });
  }
  const usable = edges.filter((edge) => edge.node.when === undefined);
  if (usable.length < 2) tooFew(model, node, 'C020', usable.length);
}

function llmRouter(model: Model, node: NodeSymbol, edges: readonly EdgeSymbol[], reachable: boolean): void {
  for (const edge of edges) {
    if (edge.node.when === undefined) continue;
    model.context.problems.report('C022', absolute(edge.at, edge.node.when), {
      with: { name: node.name },
      edgeId: edge.id,
      fixes: [
        preferred(removeWhen(edge)),
        operation('Make it a condition router (then add what is missing)', ...toCondition(node)),
      ],
    });
  }
  if (reachable && edges.length < 2) tooFew(model, node, 'C021', edges.length);
}

function removeWhen(edge: EdgeSymbol): Fix {
  return operation('Remove the condition', { op: 'setCondition', edge: edge.id, when: null });
}

function tooFew(model: Model, node: NodeSymbol, code: 'C020' | 'C021', count: number): void {
  if ((model.edgesFrom.get(node.name) ?? []).some((edge) => !edge.known)) return;
  const targets = new Set((model.edgesFrom.get(node.name) ?? []).map((edge) => edge.to));
  const more = ['done', 'fail'].filter((name) => !targets.has(name)).slice(0, 2 - count);
  const edges = more.map((to) => ({ op: 'addEdge', from: node.name, to }) as const);
  const present = model.edgesFrom.get(node.name) ?? [];
  const conditional = present.length > 0 && present.every((edge) => edge.node.when !== undefined);
  model.context.problems.report(code, nameSpan(node), {
    with: { name: node.name, count },
    nodeId: node.name,
    fixes: [
      operation(`Add ${more.length === 1 ? 'a branch' : 'branches'} to ${more.join(' and ')}`, ...edges),
      operation(
        `Make it a condition router${conditional ? ' (then add the other condition)' : ''}`,
        ...toCondition(node),
      ),
    ],
  });
}

/** The mode changes, and what only an llm router has goes. */
function toCondition(node: NodeSymbol): EditOperation[] {
  const { name } = node;
  const target = (property: string) => ({ space: 'node', name, path: [property] }) as const;
  const present = LLM_ONLY.filter((property) => node.props.get(property) !== undefined);
  return [
    { op: 'setProperty', target: target('mode'), value: 'condition' },
    ...present.map((property) => ({ op: 'unsetProperty', target: target(property) }) as const),
  ];
}

/** Nodes that take the first edge that fits: C010, C011, C012. */
function selection(model: Model, node: NodeSymbol, edges: readonly EdgeSymbol[]): void {
  if (edges.length === 1 && edges[0]?.condition.kind === 'none') return;
  const { problems } = model.context;
  const plain = edges.filter((edge) => edge.condition.kind === 'none' && edge.node.as === undefined);
  for (const edge of plain.slice(1)) {
    problems.report('C010', edge.span, {
      with: { name: node.name },
      edgeId: edge.id,
      nodeId: node.name,
      fixes: [preferred(fanOutFix(model, node, plain)), conditionFix(model, node, edge), removeEdge(model, edge)],
    });
  }
  sameConditions(model, node, edges);
  exhaustive(model, node, edges);
}

/** Tests the first bool field of the output that no edge of the node tests yet. */
function conditionFix(model: Model, node: NodeSymbol, edge: EdgeSymbol): Fix | undefined {
  const tested = (model.edgesFrom.get(node.name) ?? []).map(({ condition }) =>
    condition.kind === 'field' ? condition.field : undefined,
  );
  const fields = [...(model.schemaOf(node, 'output')?.fields ?? [])];
  const [field] = fields.find(([name, { type }]) => type === 'bool' && !tested.includes(name)) ?? [];
  if (field === undefined || node.kind === 'join') return undefined;
  return operation(`Add \`when ${field}\``, { op: 'setCondition', edge: edge.id, when: { field } });
}

/** Puts a fan-out router between the node and the targets of its unconditional edges. */
function fanOutFix(model: Model, node: NodeSymbol, plain: readonly EdgeSymbol[]): Fix | undefined {
  if (plain.some((edge) => edge.node.with !== undefined || !edge.known)) return undefined;
  let name = `${node.name}_branches`;
  for (let n = 2; model.symbols.nodes.has(name); n++) name = `${node.name}_branches_${n}`;
  return operation(
    'Make a fan-out router',
    { op: 'addDeclaration', kind: 'router', name, props: { mode: 'fan_out_all' } },
    ...plain.toReversed().map((edge) => ({ op: 'retargetEdge', edge: edge.id, from: name }) as const),
    { op: 'addEdge', from: node.name, to: name },
  );
}

function sameConditions(model: Model, node: NodeSymbol, edges: readonly EdgeSymbol[]): void {
  const seen: EdgeSymbol[] = [];
  for (const edge of edges) {
    if (edge.condition.kind === 'none' || edge.condition.kind === 'unknown') continue;
    const first = seen.find((each) => sameCondition(each.condition, edge.condition));
    if (first === undefined) {
      if (edge.node.as === undefined) seen.push(edge);
      continue;
    }
    const negated = negatedFix(edge);
    model.context.problems.report('C011', absolute(edge.at, edge.node.when ?? edge.node), {
      with: { name: node.name },
      edgeId: edge.id,
      related: [{ span: absolute(first.at, first.node.when ?? first.node), message: 'The edge that is taken.' }],
      fixes: [
        removeEdge(model, edge),
        edges.some((each) => sameCondition(each.condition, negated)) ? undefined : negate(edge),
      ],
    });
  }
}

function sameCondition(a: Condition, b: Condition | undefined): boolean {
  if (a.kind === 'field') return b?.kind === 'field' && a.field === b.field && a.negated === b.negated;
  if (a.kind !== 'expr' || b?.kind !== 'expr') return false;
  return a.parsed.expr !== undefined && b.parsed.expr !== undefined && sameExpression(a.parsed.expr, b.parsed.expr);
}

function negatedFix({ condition }: EdgeSymbol): Condition | undefined {
  return condition.kind === 'field' ? { ...condition, negated: !condition.negated } : undefined;
}

function negate(edge: EdgeSymbol): Fix | undefined {
  const { condition } = edge;
  if (condition.kind === 'field') {
    const when = { field: condition.field, negated: !condition.negated };
    return operation('Negate the condition', { op: 'setCondition', edge: edge.id, when });
  }
  if (condition.kind !== 'expr') return undefined;
  const when = { expression: `!(${condition.parsed.source})` };
  return operation('Negate the condition', { op: 'setCondition', edge: edge.id, when });
}

function exhaustive(model: Model, node: NodeSymbol, edges: readonly EdgeSymbol[]): void {
  const conditional = edges.filter((edge) => edge.condition.kind !== 'none');
  const last = conditional.at(-1);
  if (last === undefined || conditional.length < edges.length) return;
  const conditions = conditional.map((edge) => edge.condition);
  if (conditions.some((each) => each.kind === 'unknown' || (each.kind === 'expr' && each.parsed.expr === undefined)))
    return;
  if (coversAll(conditions)) return;
  const fields = new Set(conditions.map((each) => (each.kind === 'field' ? each.field : undefined)));
  const { condition } = last;
  const only = fields.size === 1 && condition.kind === 'field' ? condition : undefined;
  model.context.problems.report('C012', last.span, {
    with: { name: node.name },
    edgeId: last.id,
    nodeId: node.name,
    fixes: [
      only === undefined ? undefined : preferred(otherwise(node, only.field, !only.negated)),
      operation(`Add \`${node.name} -> fail\``, { op: 'addEdge', from: node.name, to: 'fail' }),
    ],
  });
}

function otherwise(node: NodeSymbol, field: string, negated: boolean): Fix {
  const text = `${node.name} -> fail when ${negated ? 'not ' : ''}${field}`;
  return operation(`Add \`${text}\``, {
    op: 'addEdge',
    from: node.name,
    to: 'fail',
    clauses: { when: { field, negated } },
  });
}

/** L-SEM-16: both polarities of one field, or an expression and its negation. */
function coversAll(conditions: readonly Condition[]): boolean {
  const polarity = new Map<string, number>();
  const parsed: ParsedExpression[] = [];
  for (const each of conditions) {
    if (each.kind === 'field') {
      const seen = (polarity.get(each.field) ?? 0) | (each.negated ? 2 : 1);
      if (seen === 3) return true;
      polarity.set(each.field, seen);
    } else if (each.kind === 'expr') parsed.push(each.parsed);
  }
  return parsed.some((a, i) =>
    parsed.some((b, j) => i < j && a.expr !== undefined && b.expr !== undefined && isNegationOf(a.expr, b.expr)),
  );
}

/** `when FIELD` against the output schema of the source (L-SEM-17): C013, C014. */
function field(model: Model, node: NodeSymbol, edge: EdgeSymbol): void {
  const { condition } = edge;
  if (condition.kind !== 'field' || node.kind === 'join') return;
  const schema = model.schemaOf(node, 'output');
  if (schema === undefined) return;
  const { problems } = model.context;
  const span = absolute(edge.at, condition.token);
  const found = schema.fields.get(condition.field);
  const bools = [...schema.fields].filter(([, each]) => each.type === 'bool').map(([name]) => name);
  const block = { block: 'fields', schema: schema.symbol.name } as const;
  if (found === undefined) {
    problems.report('C014', span, {
      with: { name: condition.field, schema: schema.symbol.name },
      edgeId: edge.id,
      fixes: [
        didYouMeanFix(condition.field, bools, span),
        operation(`Add the field \`${condition.field}: bool\``, {
          op: 'setMember',
          block,
          key: condition.field,
          parts: { type: 'bool' },
        }),
      ],
    });
  } else if (found.type !== 'bool' && found.type !== 'unknown') {
    problems.report('C013', span, {
      with: { name: condition.field, type: found.type },
      edgeId: edge.id,
      fixes: [
        didYouMeanFix(condition.field, bools, span),
        operation('Change the type to bool', { op: 'setMember', block, key: condition.field, parts: { type: 'bool' } }),
      ],
    });
  }
}

function deadEnd(model: Model, node: NodeSymbol): void {
  model.context.problems.report('C111', nameSpan(node), {
    with: { name: node.name },
    nodeId: node.name,
    fixes: [preferred(operation(`Add \`${node.name} -> done\``, { op: 'addEdge', from: node.name, to: 'done' }))],
  });
}

function doneReachable(model: Model, suspects: ReadonlySet<string>): void {
  const { flow, symbols } = model;
  if (flow.reachable[flow.done] === true) return;
  const open = model.nodes.some(
    (node) =>
      flow.reachable[node.index] === true &&
      (suspects.has(node.name) || (model.edgesFrom.get(node.name) ?? []).some((edge) => !edge.known)),
  );
  const entry = symbols.workflow?.props.text('entry');
  if (open || entry === undefined) return;
  model.context.problems.report('C112', entry, { with: { name: entry.text } });
}

const LLM_ONLY = ['model', 'backend', 'provider', 'system', 'user', 'multi', 'reasoning_effort'];

/** `model`, `backend`, … on routers that ask no model (C023). */
export function checkRouterProperties(model: Model, unsettled: Unsettled): void {
  unsettled.each((node) => {
    if (node.kind !== 'router' || node.props.unknown('mode') || model.routerMode(node) === 'llm') return;
    for (const name of LLM_ONLY) {
      const property = node.props.get(name);
      if (property === undefined || (name === 'multi' && node.props.bool('multi') !== true)) continue;
      model.context.problems.report('C023', absolute(property.at, property.node.name), {
        with: { property: property.node.name.value },
        nodeId: node.name,
        path: `router ${node.name}.${name}`,
        fixes: [
          preferred(unsetProperty('node', node.name, [name])),
          canBeLlm(model, node) ? setProperty('Set `mode: llm`', 'node', node.name, ['mode'], 'llm') : undefined,
        ],
      });
    }
  });
}

/** An llm router needs two edges, all without condition. */
function canBeLlm(model: Model, node: NodeSymbol): boolean {
  const edges = model.edgesFrom.get(node.name) ?? [];
  return edges.length >= 2 && edges.every((edge) => edge.node.when === undefined);
}
