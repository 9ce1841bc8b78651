// Who is declared (§2): per name space the first declaration of each name (L-DECL-02), the variables and attachments of file and
// workflow (L-DECL-10, L-DECL-13), and the workflow that counts (L-DECL-01). Later declarations of a name are kept aside for the checks.
import type { NodeKind } from '../edit/operations.ts';
import { languageTable } from '../language/index.ts';
import {
  entriesOf,
  type Declaration,
  type EdgeStatement,
  type Entry,
  type File,
  type Placed,
  type Property,
  type Token,
  type WorkflowView,
} from '../tree.ts';
import { factsOf, type Facts } from './facts.ts';
import { Properties, PropertyIndex } from './properties.ts';

export interface Named {
  readonly name: string;
  readonly nameToken: Token;
  readonly decl: Declaration;
  readonly at: number;
}
export interface NodeSymbol extends Named {
  readonly kind: NodeKind;
  /** Its number in the workflow graph: the place among the declared nodes. */
  readonly index: number;
  readonly props: Properties;
  readonly facts: Facts;
}
export interface DeclSymbol extends Named {
  readonly props: Properties;
}
/** A variable or attachment: an entry of a block at top level or in the workflow. */
interface MemberSymbol {
  readonly name: string;
  readonly entry: Entry;
  readonly at: number;
  readonly scope: 'file' | 'workflow';
}
interface WorkflowSymbol extends Named {
  readonly view: WorkflowView;
  readonly props: Properties;
  readonly edges: readonly Placed<EdgeStatement>[];
}
interface Duplicate {
  readonly later: Named;
  readonly first: Named;
}

export interface Symbols {
  readonly nodes: ReadonlyMap<string, NodeSymbol>;
  readonly schemas: ReadonlyMap<string, Named>;
  readonly prompts: ReadonlyMap<string, Named>;
  readonly servers: ReadonlyMap<string, DeclSymbol>;
  readonly cursors: ReadonlyMap<string, DeclSymbol>;
  readonly presets: ReadonlyMap<string, { readonly entry: Entry; readonly at: number }>;
  readonly variables: ReadonlyMap<string, MemberSymbol>;
  readonly attachments: ReadonlyMap<string, MemberSymbol>;
  readonly workflow?: WorkflowSymbol;
  /** Declarations that do not count because their name is taken. */
  readonly duplicates: readonly Duplicate[];
  /** Declarations named `done` or `fail` (L-LEX-16). */
  readonly terminals: readonly Named[];
}

const nodeKinds: ReadonlySet<string> = new Set(languageTable.nodeKinds);
function isNodeKind(kind: string): kind is NodeKind {
  return nodeKinds.has(kind);
}

export function collectSymbols(file: File): Symbols {
  const nodes = new Map<string, NodeSymbol>();
  const schemas = new Map<string, Named>();
  const prompts = new Map<string, Named>();
  const servers = new Map<string, DeclSymbol>();
  const cursors = new Map<string, DeclSymbol>();
  const presets = new Map<string, { entry: Entry; at: number }>();
  const variables = new Map<string, MemberSymbol>();
  const attachments = new Map<string, MemberSymbol>();
  const duplicates: Duplicate[] = [];
  const terminals: Named[] = [];
  const add = <S extends Named>(space: Map<string, S>, symbol: S): void => {
    const first = space.get(symbol.name);
    if (first === undefined) space.set(symbol.name, symbol);
    else duplicates.push({ later: symbol, first });
  };
  const blocks = new Set<string>();
  for (const { node: decl, at } of file.statements) {
    if (decl.type !== 'Declaration') continue;
    const { kind } = decl;
    if (kind === 'vars' || kind === 'presets' || kind === 'attachments') {
      if (blocks.has(kind)) continue; // E014: the first counts
      blocks.add(kind);
      if (kind === 'presets') for (const entry of entriesOf(decl)) addFirst(presets, entry, { entry, at });
      else addMembers(kind === 'vars' ? variables : attachments, kind, decl, at, 'file');
      continue;
    }
    if (decl.name === undefined || kind === 'workflow') continue;
    if (isNodeKind(kind) && decl.name.value !== 'done' && decl.name.value !== 'fail') {
      const facts = factsOf(decl);
      const props = new Properties(facts.properties, at);
      const index = nodes.size;
      add(nodes, { name: decl.name.value, nameToken: decl.name, decl, at, kind, index, props, facts });
      continue;
    }
    const symbol: Named = { name: decl.name.value, nameToken: decl.name, decl, at };
    const terminal = symbol.name === 'done' || symbol.name === 'fail';
    if (terminal && kind !== 'mcp_server') {
      terminals.push(symbol);
      continue;
    }
    if (kind === 'schema') add(schemas, symbol);
    else if (kind === 'prompt') add(prompts, symbol);
    else add(kind === 'cursor' ? cursors : servers, { ...symbol, props: Properties.of(decl, at) });
  }
  const workflow = workflowSymbol(file);
  if (workflow !== undefined) {
    for (const kind of ['vars', 'attachments'] as const) {
      const item = workflow.props.get(kind);
      if (item === undefined) continue;
      addMembers(kind === 'vars' ? variables : attachments, kind, item.node, item.at, 'workflow');
    }
  }
  const found = { nodes, schemas, prompts, servers, cursors, presets, variables, attachments, duplicates, terminals };
  return workflow === undefined ? found : { ...found, workflow };
}

function addFirst<V>(space: Map<string, V>, entry: Entry, value: V): void {
  if (!space.has(entry.key.value)) space.set(entry.key.value, value);
}

/** Of several variables of one block the last counts (L-DECL-10), and a workflow entry replaces the file's; of several attachments the first. */
function addMembers(
  space: Map<string, MemberSymbol>,
  kind: 'vars' | 'attachments',
  owner: Parameters<typeof entriesOf>[0],
  at: number,
  scope: 'file' | 'workflow',
): void {
  for (const entry of entriesOf(owner)) {
    const name = entry.key.value;
    if (kind === 'attachments' && space.has(name)) continue;
    space.set(name, { name, entry, at, scope });
  }
}

function workflowSymbol(file: File): WorkflowSymbol | undefined {
  const view = file.workflows[0];
  if (view === undefined) return undefined;
  const { node: decl, at } = view.header;
  const items: Property[] = [];
  const ats = new Map<Property, number>();
  const edges: Placed<EdgeStatement>[] = [];
  for (const placed of view.statements) {
    if (placed.node.type === 'Property') {
      items.push(placed.node);
      ats.set(placed.node, placed.at);
    } else if (placed.node.type === 'Edge') edges.push(placed as Placed<EdgeStatement>);
  }
  const nameToken = decl.name ?? decl.keyword;
  return {
    name: decl.name?.value ?? '',
    nameToken,
    decl,
    at,
    view,
    props: new Properties(new PropertyIndex(items), at, ats),
    edges,
  };
}
