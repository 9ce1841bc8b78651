// The document as the views show it: nodes, edges and declarations with ids that outlive renames (E-DOC-13), structurally shared
// between versions (E-DOC-14), and with the last good form of what does not parse at the moment (E-DOC-07). Pure.
// Invariants:
// 1. A view whose content did not change is the same object as before; so is each list when none of its members changed.
// 2. No two items have the same id; an item keeps its id for as long as it can be told to be the same.
// 3. Nothing disappears because its text cannot be understood: it stays as `stale` until its text is gone.
import type {
  Attachment,
  CompiledGraph,
  Cursor,
  Diagnostic,
  Edge,
  McpServer,
  Node,
  Preset,
  Prompt,
  Range,
  Schema,
  TextEdit,
  Var,
  Workflow,
} from '@iterion/dsl';
import { type IdMemory, type Known, assignIds, emptyMemory } from './identity.ts';
import type { ItemId, ItemKind } from './items.ts';
import { blocksAround, hits, spanOf, trackSpanThrough, widen } from './rangeTracking.ts';
import { share } from './sharing.ts';

export interface NodeView {
  readonly type: 'node';
  readonly id: ItemId;
  /** The present name: what edit operations take. */
  readonly name: string;
  /** `missing`: edges name it and nothing declares it; then `data` is null. */
  readonly kind: Node['kind'] | 'missing';
  /** Content only; its ranges may be outdated, use `placeOf`. */
  readonly data: Node | null;
  readonly entry: boolean;
  /** Edges in text order, by id. */
  readonly incoming: readonly ItemId[];
  readonly outgoing: readonly ItemId[];
  /** Its text has errors; this is how it last was. Visual edits of it are refused (E-DOC-08). */
  readonly stale: boolean;
}
export interface EdgeView {
  readonly type: 'edge';
  readonly id: ItemId;
  /** The present id in the graph, `from->to#2`: what edit operations take. */
  readonly name: string;
  readonly source: ItemId;
  readonly target: ItemId;
  /** Content only; its ranges and index may be outdated. */
  readonly data: Edge;
  /** Unconditional beside conditional ones of the same source (E-EDGE-03). */
  readonly otherwise: boolean;
  readonly stale: boolean;
}
interface DeclarationOf<S extends ItemKind, D> {
  readonly type: 'declaration';
  readonly id: ItemId;
  readonly space: S;
  readonly name: string;
  readonly data: D;
  readonly stale: boolean;
}
export interface GroupData {
  readonly name: string;
  readonly members: readonly ItemId[];
}
/** Text at the top of a file that is no declaration of the language, or one without a name (E-DOC-16). */
export interface UnknownBlock {
  /** Its first line, told apart from others that say the same. */
  readonly name: string;
  readonly range: Range;
}
export type DeclarationView =
  | DeclarationOf<'workflow', Workflow>
  | DeclarationOf<'schema', Schema>
  | DeclarationOf<'prompt', Prompt>
  | DeclarationOf<'var', Var>
  | DeclarationOf<'preset', Preset>
  | DeclarationOf<'attachment', Attachment>
  | DeclarationOf<'mcp_server', McpServer>
  | DeclarationOf<'cursor', Cursor>
  | DeclarationOf<'group', GroupData>
  | DeclarationOf<'unknown', UnknownBlock>;
export type ItemView = NodeView | EdgeView | DeclarationView;

export interface Problems {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

export interface Projection {
  /** Declared nodes in text order, then `done` and `fail`, then names that only edges mention. */
  readonly nodes: readonly NodeView[];
  /** In text order. */
  readonly edges: readonly EdgeView[];
  readonly declarations: readonly DeclarationView[];
  readonly items: ReadonlyMap<ItemId, ItemView>;
  /** Present name to id, per kind: `idOf(projection, 'node', 'plan')`. */
  readonly names: ReadonlyMap<string, ItemId>;
  /** Counts by item; an item without problems has no entry. */
  readonly problems: ReadonlyMap<ItemId, Problems>;
  /** Where each item stands in the text that was analysed. */
  readonly places: ReadonlyMap<ItemId, Range>;
  readonly memory: IdMemory;
}

export const emptyProjection: Projection = {
  nodes: [],
  edges: [],
  declarations: [],
  items: new Map(),
  names: new Map(),
  problems: new Map(),
  places: new Map(),
  memory: emptyMemory,
};

/** The id of the item that bears this name now. Edges are named by their graph id. */
export function idOf(projection: Projection, kind: ItemKind, name: string): ItemId | undefined {
  return projection.names.get(`${kind}:${name}`);
}
export function nodeOf(projection: Projection, id: ItemId): NodeView | undefined {
  const view = projection.items.get(id);
  return view?.type === 'node' ? view : undefined;
}
export function edgeOf(projection: Projection, id: ItemId): EdgeView | undefined {
  const view = projection.items.get(id);
  return view?.type === 'edge' ? view : undefined;
}
/** Where the item stands in the analysed text. */
export function placeOf(projection: Projection, id: ItemId): Range | undefined {
  return projection.places.get(id);
}

/** Codes that mean "this text could not be read", as opposed to "it says something wrong". */
const syntaxCodes: ReadonlySet<string> = new Set(['E001', 'E002', 'E003', 'E004', 'E006', 'E008', 'E009']);
export function isSyntaxError(diagnostic: Pick<Diagnostic, 'code' | 'severity'>): boolean {
  return diagnostic.severity === 'error' && syntaxCodes.has(diagnostic.code);
}

/** What a projection is made of: the text, its graph, and how the text came about. */
export interface ProjectionInput {
  readonly text: string;
  readonly graph: CompiledGraph;
  /** The edits that led from the text of `previous` to `text`, each list on the result of the one before. */
  readonly changes?: readonly (readonly TextEdit[])[];
  /** Text of the file that is in no declaration of the graph. */
  readonly unknown?: readonly UnknownBlock[];
  /** What is to be counted as problems; the graph's own when not given. */
  readonly diagnostics?: readonly Diagnostic[];
}

/** The projection of a graph, sharing with `previous`. */
export function project(input: ProjectionInput, previous: Projection = emptyProjection): Projection {
  const { graph, text, changes = [] } = input;
  const errors = graph.diagnostics.filter(isSyntaxError).map((diagnostic) => widen(spanOf(diagnostic.range)));
  const brokenBlocks = errors.length > 0 ? blocksAround(text, errors) : [];
  const { ids, memory } = assignIds(knownItems(graph, input.unknown ?? []), previous.memory);
  const id = (kind: ItemKind, name: string): ItemId => ids.get(`${kind}:${name}`) ?? `${kind}:${name}`;
  const places = new Map<ItemId, Range>();
  const items = new Map<ItemId, ItemView>();

  const add = <V extends ItemView>(next: V, range: Range | undefined): V => {
    // The same id always has the same type of view.
    const before = previous.items.get(next.id) as V | undefined;
    const stale = range !== undefined && next.type !== 'declaration' && hits(errors, spanOf(range));
    const view = share(before, stale ? { ...(before ?? next), stale: true } : next);
    items.set(view.id, view);
    if (range) places.set(view.id, range);
    return view;
  };
  /** The last good form of an item that the graph lost while its text is still there, in a block with errors. */
  const survivor = (itemId: ItemId): ItemView | undefined => {
    const before = previous.items.get(itemId);
    const place = previous.places.get(itemId);
    if (!before || !place || brokenBlocks.length === 0) return undefined;
    const span = trackSpanThrough(spanOf(place), changes);
    if (!span || span.end <= span.start || !hits(brokenBlocks, span)) return undefined;
    const view = before.stale ? before : { ...before, stale: true };
    items.set(itemId, view);
    places.set(itemId, { start: { ...place.start, offset: span.start }, end: { ...place.end, offset: span.end } });
    return view;
  };

  const nodes = graph.nodes.map((node) => add(nodeView(graph, node, id), isTerminal(node) ? undefined : node.range));
  for (const name of missingNames(graph)) {
    const view = survivor(id('node', name));
    nodes.push(view?.type === 'node' ? view : add(missingNode(graph, name, id), undefined));
  }
  const conditional = new Set(graph.edges.filter((edge) => edge.when).map((edge) => edge.from));
  const edges = graph.edges.map((edge) => add(edgeView(edge, conditional.has(edge.from), id), edge.range));
  const declarations = declarationsOf(graph, id, input.unknown ?? []).map(({ view, range }) => add(view, range));
  for (const itemId of previous.items.keys()) {
    const view = items.has(itemId) ? undefined : survivor(itemId);
    if (view?.type === 'node') nodes.push(view);
    else if (view?.type === 'edge') edges.push(view);
    else if (view) declarations.push(view);
  }
  return {
    nodes: sameList(previous.nodes, nodes),
    edges: sameList(previous.edges, edges),
    declarations: sameList(previous.declarations, declarations),
    items: sameMap(previous.items, items),
    names: sameMap(previous.names, ids),
    problems: shareProblems(previous.problems, countProblems(input.diagnostics ?? graph.diagnostics, id)),
    places,
    memory,
  };
}

function isTerminal(node: Node): boolean {
  return node.kind === 'done' || node.kind === 'fail';
}

type Ids = (kind: ItemKind, name: string) => ItemId;

function nodeView(graph: CompiledGraph, node: Node, id: Ids): NodeView {
  return {
    type: 'node',
    id: id('node', node.id),
    name: node.id,
    kind: node.kind,
    data: node,
    entry: graph.workflow?.entry === node.id,
    incoming: node.incoming.map((edge) => id('edge', edge)),
    outgoing: node.outgoing.map((edge) => id('edge', edge)),
    stale: false,
  };
}

function edgeView(edge: Edge, besideConditions: boolean, id: Ids): EdgeView {
  return {
    type: 'edge',
    id: id('edge', edge.id),
    name: edge.id,
    source: id('node', edge.from),
    target: id('node', edge.to),
    data: edge,
    otherwise: edge.when === undefined && besideConditions,
    stale: false,
  };
}

/** Names that edges mention and nothing declares. */
function missingNames(graph: CompiledGraph): ReadonlySet<string> {
  const declared = new Set(graph.nodes.map((node) => node.id));
  return new Set(graph.edges.flatMap((edge) => [edge.from, edge.to]).filter((name) => !declared.has(name)));
}

function missingNode(graph: CompiledGraph, name: string, id: Ids): NodeView {
  const ends = (end: 'from' | 'to'): ItemId[] =>
    graph.edges.filter((edge) => edge[end] === name).map((edge) => id('edge', edge.id));
  return {
    type: 'node',
    id: id('node', name),
    name,
    kind: 'missing',
    data: null,
    entry: graph.workflow?.entry === name,
    incoming: ends('to'),
    outgoing: ends('from'),
    stale: false,
  };
}

function declarationsOf(
  graph: CompiledGraph,
  id: Ids,
  unknown: readonly UnknownBlock[],
): { view: DeclarationView; range: Range }[] {
  const view = <S extends ItemKind, D extends { name: string; range: Range }>(space: S, data: D) => ({
    view: { type: 'declaration' as const, id: id(space, data.name), space, name: data.name, data, stale: false },
    range: data.range,
  });
  return [
    ...(graph.workflow ? [view('workflow', graph.workflow)] : []),
    ...graph.prompts.map((data) => view('prompt', data)),
    ...graph.schemas.map((data) => view('schema', data)),
    ...graph.vars.map((data) => view('var', data)),
    ...graph.presets.map((data) => view('preset', data)),
    ...graph.attachments.map((data) => view('attachment', data)),
    ...graph.mcpServers.map((data) => view('mcp_server', data)),
    ...graph.cursors.map((data) => view('cursor', data)),
    ...graph.groups.map((group) => ({
      view: {
        type: 'declaration' as const,
        id: id('group', group.name),
        space: 'group' as const,
        name: group.name,
        data: { name: group.name, members: group.nodes.map((node) => id('node', node)) },
        stale: false,
      },
      range: group.range,
    })),
    ...unknown.map((data) => view('unknown', data)),
  ];
}

function declared(kind: ItemKind, list: readonly { name: string }[]): Known[] {
  return list.map((item) => ({ kind, name: item.name, content: item }));
}
/** Every item of the graph in text order with what identity is decided by. */
function knownItems(graph: CompiledGraph, unknown: readonly UnknownBlock[]): Known[] {
  return [
    ...graph.nodes.map((node): Known => ({ kind: 'node', name: node.id, content: node })),
    ...[...missingNames(graph)].map((name): Known => ({ kind: 'node', name, content: null, missing: true })),
    ...graph.edges.map((edge): Known => ({
      kind: 'edge',
      name: edge.id,
      content: edge,
      ends: { from: edge.from, to: edge.to },
    })),
    ...(graph.workflow ? declared('workflow', [graph.workflow]) : []),
    ...declared('schema', graph.schemas),
    ...declared('prompt', graph.prompts),
    ...declared('var', graph.vars),
    ...declared('preset', graph.presets),
    ...declared('attachment', graph.attachments),
    ...declared('mcp_server', graph.mcpServers),
    ...declared('cursor', graph.cursors),
    ...declared('group', graph.groups),
    ...declared('unknown', unknown),
  ];
}

/** The projection with its problems counted anew; everything else stays the same object. */
export function withProblems(projection: Projection, diagnostics: readonly Diagnostic[]): Projection {
  const id: Ids = (kind, name) => projection.names.get(`${kind}:${name}`) ?? `${kind}:${name}`;
  const problems = shareProblems(projection.problems, countProblems(diagnostics, id));
  return problems === projection.problems ? projection : { ...projection, problems };
}

function countProblems(diagnostics: readonly Diagnostic[], id: Ids): Map<ItemId, Problems> {
  const counts = new Map<ItemId, Problems>();
  for (const diagnostic of diagnostics) {
    for (const item of itemsOf(diagnostic, id)) {
      const { errors, warnings, infos } = counts.get(item) ?? { errors: 0, warnings: 0, infos: 0 };
      counts.set(item, {
        errors: errors + (diagnostic.severity === 'error' ? 1 : 0),
        warnings: warnings + (diagnostic.severity === 'warning' ? 1 : 0),
        infos: infos + (diagnostic.severity === 'info' ? 1 : 0),
      });
    }
  }
  return counts;
}
function itemsOf(diagnostic: Diagnostic, id: Ids): ItemId[] {
  const items: ItemId[] = [];
  if (diagnostic.nodeId !== undefined) items.push(id('node', diagnostic.nodeId));
  if (diagnostic.edgeId !== undefined) items.push(id('edge', diagnostic.edgeId));
  return items;
}

function shareProblems(
  previous: ReadonlyMap<ItemId, Problems>,
  next: Map<ItemId, Problems>,
): ReadonlyMap<ItemId, Problems> {
  for (const [id, counts] of next) next.set(id, share(previous.get(id), counts));
  return sameMap(previous, next);
}
function sameList<T>(previous: readonly T[], next: readonly T[]): readonly T[] {
  return previous.length === next.length && next.every((item, index) => item === previous[index]) ? previous : next;
}
function sameMap<K, V>(previous: ReadonlyMap<K, V>, next: ReadonlyMap<K, V>): ReadonlyMap<K, V> {
  if (previous.size !== next.size) return next;
  for (const [key, value] of next) if (previous.get(key) !== value) return next;
  return previous;
}
