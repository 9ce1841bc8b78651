// The facts about one file that the lowering and the checks share: symbols, edges, the workflow graph with its loops and fan-outs,
// schemas and artifacts by name. Made once per compilation; nothing here reports.
import type { StaticType, Strategy } from '../graph.ts';
import { entriesOf, type Entry } from '../tree.ts';
import { Context } from './context.ts';
import type { FlowFanOut } from './convergence.ts';
import { collectEdges, isTerminal, type EdgeSymbol } from './edges.ts';
import type { Flow, FlowEdge } from './flow.ts';
import type { FlowLoop } from './loops.ts';
import { shapedBy } from './shape.ts';
import { collectSymbols, type Named, type NodeSymbol, type Symbols } from './symbols.ts';

/** The fields a value has: those of a schema, those of a join's bundle; `open`: it may have any; `none`: no schema says. */
export type Fields =
  | { readonly kind: 'fields'; readonly types: ReadonlyMap<string, StaticType>; readonly schema?: string }
  | { readonly kind: 'open' }
  | { readonly kind: 'none' };

export interface SchemaFields {
  readonly symbol: Named;
  readonly fields: ReadonlyMap<string, { readonly type: StaticType; readonly entry: Entry }>;
  /** The fields as what is known of a value of this schema. */
  readonly known: Fields;
}
export interface LoopFacts {
  readonly name: string;
  readonly edges: readonly EdgeSymbol[];
  /** Of the edges that are part of the workflow graph; absent when none is. */
  readonly flow?: FlowLoop;
}

export class Model {
  readonly context: Context;
  readonly symbols: Symbols;
  readonly nodes: readonly NodeSymbol[];
  readonly edges: readonly EdgeSymbol[];
  readonly flow: Flow;
  /** The edges of `flow`, by their number there. */
  readonly flowEdges: readonly EdgeSymbol[];
  /** Per edge its number in `flow`; -1 when it is not part of it. */
  readonly flowIndex: Int32Array;
  readonly schemas: ReadonlyMap<string, SchemaFields>;
  readonly artifacts: ReadonlyMap<string, readonly NodeSymbol[]>;
  readonly loops: readonly LoopFacts[];
  readonly loopNames: ReadonlySet<string>;
  /** Per node number the names of the loops whose body contains it, innermost first. */
  readonly loopsAround: readonly (readonly string[])[];
  readonly fanOuts: readonly FlowFanOut[];
  /** Edges grouped by the name of the node they leave and enter, in file order. */
  readonly edgesFrom: ReadonlyMap<string, readonly EdgeSymbol[]>;
  readonly edgesTo: ReadonlyMap<string, readonly EdgeSymbol[]>;

  constructor(context: Context) {
    this.context = context;
    this.symbols = collectSymbols(context.document.file);
    this.nodes = [...this.symbols.nodes.values()];
    this.edges = collectEdges(this.symbols);
    this.edgesFrom = groupBy(this.edges, (edge) => edge.from);
    this.edgesTo = groupBy(this.edges, (edge) => edge.to);
    this.flowEdges = this.edges.filter((edge) => edge.known && !isTerminal(edge.from));
    this.flowIndex = new Int32Array(this.edges.length).fill(-1);
    for (let i = 0; i < this.flowEdges.length; i++) this.flowIndex[this.flowEdges[i]?.index ?? 0] = i;
    const entry = this.entry();
    const shaped = shapedBy(this.symbols.workflow?.decl, {
      size: this.nodes.length + 2,
      edges: this.flowEdges.map((edge) => this.flowEdge(edge)),
      entry: entry === undefined ? undefined : this.number(entry),
      routers: this.numbersOf((node) => this.isFanOut(node)),
      explicit: this.numbersOf((node) => this.isExplicit(node)),
    });
    this.flow = shaped.flow;
    this.schemas = schemaFields(this.symbols);
    this.artifacts = this.publishers();
    this.loops = this.loopFacts(shaped.loops);
    this.loopNames = new Set(this.loops.map((loop) => loop.name));
    this.loopsAround = shaped.loopsAround;
    this.fanOuts = shaped.fanOuts;
  }

  /** The number of a declared node or terminal in the workflow graph; -1 for an unknown name. */
  number(name: string): number {
    if (name === 'done') return this.nodes.length;
    if (name === 'fail') return this.nodes.length + 1;
    return this.symbols.nodes.get(name)?.index ?? -1;
  }

  /** The name of a node of the workflow graph. */
  name(node: number): string {
    return this.nodes[node]?.name ?? (node === this.flow.done ? 'done' : 'fail');
  }

  /** The entry when it is a declared node. A terminal is no entry. */
  entry(): string | undefined {
    const name = this.symbols.workflow?.props.value('entry');
    return name !== undefined && this.symbols.nodes.has(name) ? name : undefined;
  }

  /** The schema of a property, when it is declared and can be relied on. */
  schemaOf(node: NodeSymbol, property: 'input' | 'output'): SchemaFields | undefined {
    const name = node.props.unknown(property) ? undefined : node.props.value(property);
    return name === undefined ? undefined : this.schemas.get(name);
  }

  strategyOf(node: NodeSymbol): Strategy {
    return node.props.word<Strategy>(node.kind === 'join' ? 'strategy' : 'await') ?? 'wait_all';
  }

  isExplicit(node: NodeSymbol | undefined): boolean {
    return node !== undefined && (node.kind === 'join' || node.props.has('await'));
  }

  routerMode(node: NodeSymbol): 'fan_out_all' | 'condition' | 'round_robin' | 'llm' {
    return node.props.word('mode') ?? 'fan_out_all';
  }

  isFanOut(node: NodeSymbol): boolean {
    if (node.kind !== 'router') return false;
    const mode = this.routerMode(node);
    return mode === 'fan_out_all' || (mode === 'llm' && node.props.bool('multi') === true);
  }

  private numbersOf(belongs: (node: NodeSymbol) => boolean): number[] {
    const numbers: number[] = [];
    for (const node of this.nodes) if (belongs(node)) numbers.push(node.index);
    return numbers;
  }

  private flowEdge(edge: EdgeSymbol): FlowEdge {
    const from = edge.source?.index ?? this.number(edge.from);
    const to = edge.target?.index ?? this.number(edge.to);
    return edge.loop === undefined ? { from, to } : { from, to, loop: edge.loop.name };
  }

  private publishers(): Map<string, NodeSymbol[]> {
    const found = new Map<string, NodeSymbol[]>();
    for (const node of this.nodes) {
      const name = node.facts.mentions.publish;
      if (name === undefined || name === '') continue;
      const nodes = found.get(name);
      if (nodes === undefined) found.set(name, [node]);
      else nodes.push(node);
    }
    return found;
  }

  private loopFacts(flowLoops: readonly FlowLoop[]): LoopFacts[] {
    const byName = new Map(flowLoops.map((loop) => [loop.name, loop]));
    const bearing = this.edges.filter((edge) => edge.loop !== undefined);
    return [...groupBy(bearing, (edge) => edge.loop?.name ?? '')].map(([name, edges]) => {
      const flow = byName.get(name);
      return flow === undefined ? { name, edges } : { name, edges, flow };
    });
  }
}

function schemaFields(symbols: Symbols): Map<string, SchemaFields> {
  const found = new Map<string, SchemaFields>();
  for (const symbol of symbols.schemas.values()) {
    const fields = new Map<string, { type: StaticType; entry: Entry }>();
    for (const entry of entriesOf(symbol.decl)) {
      const name = entry.key.value;
      if (!fields.has(name)) fields.set(name, { type: entry.valueType ?? 'unknown', entry });
    }
    const types = new Map(Array.from(fields, ([name, { type }]) => [name, type]));
    found.set(symbol.name, { symbol, fields, known: { kind: 'fields', types, schema: symbol.name } });
  }
  return found;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return groups;
}
