// Names that are declared twice, reserved, or unknown where a declaration refers to another: C001–C003, C007, C008, C015, C024, C041,
// C042, C050, C051, C072, C086 (L-DECL-02, L-LEX-16, L-SEM-01).
import { absolute } from '../compile/context.ts';
import { isTerminal, type EdgeSymbol } from '../compile/edges.ts';
import type { Model } from '../compile/model.ts';
import type { TextAt } from '../compile/properties.ts';
import type { NodeSymbol } from '../compile/symbols.ts';
import type { Space } from '../edit/operations.ts';
import { declarationsOf, entriesOf, type Entry, type Span, type WorkflowView } from '../tree.ts';
import { didYouMeanFix, inside, operation, preferred, setProperty, type Fix } from './fixes.ts';
import type { Code } from './registry.ts';
import type { Unsettled } from './surroundings.ts';

export function checkNames(model: Model, unsettled: Unsettled): void {
  duplicates(model);
  terminals(model);
  workflows(model);
  members(model);
  unsettled.each((node) => properties(model, node));
  for (const edge of model.edges) ends(model, edge);
  entry(model);
}

const SPACES: { readonly [kind: string]: Space | undefined } = {
  schema: 'schema',
  prompt: 'prompt',
  mcp_server: 'mcp_server',
  cursor: 'cursor',
};
const DUPLICATES: { readonly [space in Space]: { readonly code: Code; readonly warning: boolean } } = {
  node: { code: 'C041', warning: false },
  schema: { code: 'C041', warning: true },
  prompt: { code: 'C041', warning: true },
  mcp_server: { code: 'C024', warning: false },
  cursor: { code: 'C086', warning: false },
  workflow: { code: 'C007', warning: false },
};

function duplicates(model: Model): void {
  const { problems } = model.context;
  for (const { later, first } of model.symbols.duplicates) {
    const space = SPACES[later.decl.kind] ?? 'node';
    const { code, warning } = DUPLICATES[space];
    const span = absolute(later.at, later.nameToken);
    const taken = (name: string): boolean => isTaken(model, space, name);
    const { start, end } = later.decl.lines;
    problems.report(code, span, {
      with: { kind: space, name: later.name },
      ...(warning ? { severity: severityOf(model) } : {}),
      ...(space === 'node' ? { nodeId: later.name } : {}),
      related: [{ span: absolute(first.at, first.nameToken), message: 'The first declaration.' }],
      fixes: [
        renameFix(later.name, span, taken, space === 'node' ? ' (then connect it)' : ''),
        { title: 'Remove this declaration', edits: [{ start: later.at + start, end: later.at + end, newText: '' }] },
      ],
    });
  }
}

/** Schemas and prompts twice are a warning, an error under `strict`. */
function severityOf(model: Model): 'warning' | 'error' {
  return model.context.options.strict === true ? 'error' : 'warning';
}

function isTaken(model: Model, space: Space, name: string): boolean {
  const { nodes, schemas, prompts, servers, cursors } = model.symbols;
  if (isTerminal(name)) return true;
  if (space === 'node') return nodes.has(name);
  if (space === 'schema') return schemas.has(name);
  if (space === 'prompt') return prompts.has(name);
  return space === 'cursor' ? cursors.has(name) : servers.has(name);
}

/** Gives the token at `span` the first free name `NAME_2`, `NAME_3`, …. */
export function renameFix(name: string, { start, end }: Span, taken: (name: string) => boolean, todo = ''): Fix {
  let free = `${name}_2`;
  for (let n = 3; taken(free); n++) free = `${name}_${n}`;
  return { title: `Rename to \`${free}\`${todo}`, edits: [{ start, end, newText: free }] };
}

function terminals(model: Model): void {
  for (const { name, nameToken, decl, at } of model.symbols.terminals) {
    // For the other kinds the parser has reported E011.
    if (decl.kind !== 'router' && decl.kind !== 'join' && decl.kind !== 'human' && decl.kind !== 'tool') continue;
    const span = absolute(at, nameToken);
    model.context.problems.report('C042', span, {
      with: { name },
      fixes: [preferred(renameFix(name, span, (free) => isTaken(model, 'node', free), ' (then connect it)'))],
    });
  }
}

function workflows(model: Model): void {
  const { problems, document } = model.context;
  const { workflows: found } = document.file;
  if (found.length === 0) {
    const first = model.nodes[0];
    const text = `workflow main:\n  entry: ${first?.name ?? 'start'}\n`;
    problems.report('C006', { start: 0, end: 0 }, { fixes: [addWorkflow(document.text, text, first !== undefined)] });
  }
  for (const view of found.slice(1)) {
    const { node, at } = view.header;
    problems.report('C007', absolute(at, node.name ?? node.keyword), {
      with: { name: node.name?.value ?? '' },
      ...(node.name === undefined ? {} : { fixes: [removeWorkflow(view, node.name.value)] }),
    });
  }
}

function addWorkflow(text: string, workflow: string, hasEntry: boolean): Fix {
  const gap = text === '' ? '' : text.endsWith('\n') ? '\n' : '\n\n';
  const title = hasEntry ? 'Add a workflow (then add its edges)' : 'Add a workflow (then declare its entry)';
  return { title, preferred: true, edits: [{ start: text.length, end: text.length, newText: gap + workflow }] };
}

/** From the header of a further workflow to the end of its last statement. */
function removeWorkflow(view: WorkflowView, name: string): Fix {
  const { at } = view.header;
  const last = view.statements.at(-1) ?? view.header;
  const edits = [{ start: at + view.header.node.lines.start, end: last.at + last.node.lines.end, newText: '' }];
  return { title: `Remove the workflow \`${name}\``, edits };
}

/** Attachments and presets that are given twice; attachments that share a name with a variable. */
function members(model: Model): void {
  const { context, symbols } = model;
  const { problems } = context;
  const blocks: { readonly kind: 'attachments' | 'presets'; readonly at: number; readonly entries: Entry[] }[] = [];
  for (const kind of ['attachments', 'presets'] as const) {
    const [block] = declarationsOf(context.document.file, kind);
    if (block !== undefined) blocks.push({ kind, at: block.at, entries: entriesOf(block.node) });
  }
  const item = symbols.workflow?.props.get('attachments');
  if (item !== undefined) blocks.push({ kind: 'attachments', at: item.at, entries: entriesOf(item.node) });
  for (const { kind, at, entries } of blocks) {
    for (const entry of entries) {
      const name = entry.key.value;
      const first = kind === 'presets' ? symbols.presets.get(name) : symbols.attachments.get(name);
      const span = absolute(at, entry.key);
      const taken = (free: string): boolean =>
        kind === 'presets' ? symbols.presets.has(free) : symbols.attachments.has(free) || symbols.variables.has(free);
      const rename = renameFix(name, span, taken);
      if (first !== undefined && first.entry !== entry) {
        const { start, end } = entry.lines;
        problems.report(kind === 'presets' ? 'C072' : 'C050', span, {
          with: { name },
          related: [{ span: absolute(first.at, first.entry.key), message: 'The first one.' }],
          fixes: [rename, { title: 'Remove it', edits: [{ start: at + start, end: at + end, newText: '' }] }],
        });
      } else if (kind === 'attachments' && symbols.variables.has(name)) {
        problems.report('C051', span, {
          with: { name },
          fixes: [
            operation(rename.title, { op: 'renameMember', space: 'attachment', from: name, to: free(name, taken) }),
          ],
        });
      }
    }
  }
}

function free(name: string, taken: (name: string) => boolean): string {
  for (let n = 2; ; n++) if (!taken(`${name}_${n}`)) return `${name}_${n}`;
}

/** `input`, `output`, `system`, `user`, `instructions`, `interaction_prompt`, `require`. */
function properties(model: Model, node: NodeSymbol): void {
  const { problems } = model.context;
  const { schemas, prompts, nodes } = model.symbols;
  const { mentions } = node.facts;
  const isKnown =
    mentions.schemas.every((name) => schemas.has(name)) && mentions.prompts.every(({ name }) => prompts.has(name));
  if (isKnown && !node.props.has('require')) return;
  const about = (property: string) => ({ nodeId: node.name, path: `${node.kind} ${node.name}.${property}` });
  for (const property of ['input', 'output'] as const) {
    const text = reliable(node, property);
    if (text === undefined || schemas.has(text.text)) continue;
    const { text: name } = text;
    problems.report('C002', text, {
      with: { name },
      ...about(property),
      fixes: [
        didYouMeanFix(name, schemas.keys(), inside(text.token, text.at)),
        operation(
          `Declare the schema \`${name}\``,
          { op: 'addDeclaration', kind: 'schema', name },
          { op: 'setMember', block: { block: 'fields', schema: name }, key: 'text', parts: { type: 'string' } },
        ),
      ],
    });
  }
  for (const property of ['system', 'user', 'instructions', 'interaction_prompt'] as const) {
    const text = reliable(node, property);
    if (text === undefined || prompts.has(text.text)) continue;
    const { text: name } = text;
    const optional =
      property === 'interaction_prompt' || (property === 'system' && node.kind === 'human' && !answers(model, node));
    problems.report('C003', text, {
      with: { name },
      ...(optional ? { severity: 'warning' } : {}),
      ...about(property),
      fixes: [
        didYouMeanFix(name, prompts.keys(), inside(text.token, text.at)),
        operation(`Declare the prompt \`${name}\``, {
          op: 'addDeclaration',
          kind: 'prompt',
          name,
          body: 'Describe the task.',
        }),
      ],
    });
  }
  if (node.props.unknown('require')) return;
  for (const element of node.props.list('require') ?? []) {
    const { text: name } = element;
    if (nodes.has(name)) continue;
    const rest = (node.props.list('require') ?? []).map((each) => each.text).filter((each) => each !== name);
    problems.report('C015', element, {
      with: { name },
      ...about('require'),
      fixes: [
        didYouMeanFix(name, nodes.keys(), inside(element.token, element.at)),
        declareNode(model, name, 'then connect it'),
        setProperty(`Remove \`${name}\` from \`require\``, 'node', node.name, ['require'], rest),
      ],
    });
  }
}

/** Whether a model may answer for a human node. */
export function answers(model: Model, node: NodeSymbol): boolean {
  const own = node.props.word('interaction') ?? model.symbols.workflow?.props.word('interaction');
  return own === 'llm' || own === 'llm_or_human';
}

function reliable(node: NodeSymbol, property: string): TextAt | undefined {
  return node.props.unknown(property) ? undefined : node.props.text(property);
}

/** Adds an agent of that name; the title says what is still to be done. */
export function declareNode(model: Model, name: string, ...todo: readonly string[]): Fix {
  const hasBackend =
    model.symbols.workflow?.props.get('default_backend') !== undefined || model.context.options.defaults !== undefined;
  const steps = hasBackend ? todo : [...todo, 'choose its model'];
  const rest = steps.length === 0 ? '' : ` (${steps.join(', ')})`;
  return operation(`Declare the agent \`${name}\`${rest}`, { op: 'addDeclaration', kind: 'agent', name });
}

function ends(model: Model, edge: EdgeSymbol): void {
  if (edge.known) return;
  const { nodes } = model.symbols;
  for (const end of ['from', 'to'] as const) {
    const token = edge.node[end];
    if (token === undefined || nodes.has(token.value) || isTerminal(token.value)) continue;
    const span = absolute(edge.at, token);
    const candidates = end === 'to' ? [...nodes.keys(), 'done', 'fail'] : nodes.keys();
    const todo = end === 'to' ? [] : ['then connect it'];
    model.context.problems.report('C001', span, {
      with: { name: token.value },
      edgeId: edge.id,
      fixes: [didYouMeanFix(token.value, candidates, span), declareNode(model, token.value, ...todo)],
    });
  }
}

function entry(model: Model): void {
  const { workflow, nodes } = model.symbols;
  if (workflow === undefined || workflow.props.unknown('entry')) return;
  const text = workflow.props.text('entry');
  if (text !== undefined && nodes.has(text.text)) return;
  const entered = new Set(model.edges.map((edge) => edge.to));
  const first = model.nodes.find((node) => !entered.has(node.name)) ?? model.nodes[0];
  const set =
    first === undefined
      ? undefined
      : setProperty(`Start at \`${first.name}\``, 'workflow', workflow.name, ['entry'], first.name);
  const path = `workflow ${workflow.name}.entry`;
  if (text === undefined) {
    model.context.problems.report('C008', absolute(workflow.at, workflow.nameToken), {
      form: 'missing',
      path,
      fixes: [preferred(set)],
    });
    return;
  }
  model.context.problems.report('C008', text, {
    form: 'unknown',
    with: { name: text.text },
    path,
    fixes: [didYouMeanFix(text.text, nodes.keys(), inside(text.token, text.at)), set],
  });
}
