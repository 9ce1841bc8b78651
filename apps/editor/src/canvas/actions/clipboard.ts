// Copy, cut, paste and duplicate as DSL text (E-CANVAS-24 to -26). The clipboard carries the text; places travel beside it in a type of
// our own and are optional. All with clipboard events, so no permission is asked.
import type { EditOperation } from '@iterion/dsl';
import { notify } from '../../app/notifications.tsx';
import type { FileId, ItemId, OpenDocument } from '../../document/model.ts';
import { compileDocument, copyDeclarations, editDocument, parseText } from '../../document/language.ts';
import { itemKind } from '../../document/model.ts';
import type { NodeView } from '../../document/projection.ts';
import { edgeOf, nodeOf } from '../../document/projection.ts';
import { parsedDocument } from '../../document/analysis.ts';
import { applyOperation, getDocument } from '../../document/store.ts';
import { boxAround, snapToGrid } from '../kernels/geometry.ts';
import type { Point } from '../kernels/geometry.ts';
import { nearestFree } from '../kernels/newNodePlacement.ts';
import { canvasOf } from '../mounted.ts';
import { connectPasted, whyNotConnectPasted } from './connectPasted.ts';
import { clausesOf } from './edgeClauses.ts';
import { carried, tell } from './report.ts';

const positionsType = 'application/x-iterion-positions';
const duplicateOffset = 24;

type Reference = Parameters<typeof copyDeclarations>[1][number];
/** Places relative to the top left corner of what was copied, by node name. */
type Places = Readonly<Record<string, Point>>;

export interface Copied {
  readonly text: string;
  readonly places: Places;
  readonly count: number;
}

/** The selection as DSL text with the schemas, prompts and servers it uses; null when nothing can be copied. */
export function copied(document: OpenDocument, items: readonly ItemId[] = document.selection.items): Copied | null {
  const { projection } = document;
  const nodes = items.flatMap((id) => nodeOf(projection, id) ?? []).filter((node) => isDeclared(node));
  const references: Reference[] = [];
  const seen = new Set<string>();
  const add = (space: Reference['space'], name: string): void => {
    if (seen.has(`${space} ${name}`)) return;
    seen.add(`${space} ${name}`);
    references.push({ space, name });
  };
  for (const node of nodes)
    for (const [space, name] of usedBy(node)) if (projection.names.has(`${space}:${name}`)) add(space, name);
  for (const id of items) {
    const view = projection.items.get(id);
    const kind = itemKind(id);
    if (
      view?.type === 'declaration' &&
      (kind === 'schema' || kind === 'prompt' || kind === 'mcp_server' || kind === 'cursor')
    )
      add(kind, view.name);
  }
  for (const node of nodes) add('node', node.name);
  if (references.length === 0 || !document.document) return null;
  const ends = items
    .flatMap((id) => nodeOf(projection, id) ?? [])
    .filter(({ kind }) => kind === 'done' || kind === 'fail');
  const text = copyDeclarations(
    document.document,
    references,
    ends.map(({ name }) => name),
  );
  if (text === null) return null;
  const boxes = nodes.flatMap((node) => {
    const at = document.positions[node.id];
    return at ? [{ name: node.name, x: at.x, y: at.y, width: 0, height: 0 }] : [];
  });
  const corner = boxAround(boxes) ?? { x: 0, y: 0 };
  const places = Object.fromEntries(boxes.map((box) => [box.name, { x: box.x - corner.x, y: box.y - corner.y }]));
  return { text, places, count: nodes.length || references.length };
}

function isDeclared(node: NodeView): boolean {
  return node.data !== null && node.kind !== 'done' && node.kind !== 'fail' && !node.stale;
}
/** The declarations a node names. */
function usedBy(node: NodeView): [Reference['space'], string][] {
  const data = (node.data ?? {}) as Record<string, unknown>;
  const named = (space: Reference['space'], keys: readonly string[]): [Reference['space'], string][] =>
    keys.flatMap((key) => (typeof data[key] === 'string' ? [[space, data[key]]] : []));
  const servers = (data['mcp'] as { readonly servers?: readonly string[] } | undefined)?.servers ?? [];
  const cursors = (data['cursors'] as readonly { readonly cursor: string }[] | undefined) ?? [];
  return [
    ...named('schema', ['input', 'output']),
    ...named('prompt', ['system', 'user', 'instructions', 'interactionPrompt']),
    ...servers.map((name): [Reference['space'], string] => ['mcp_server', name]),
    ...cursors.map(({ cursor }): [Reference['space'], string] => ['cursor', cursor]),
  ];
}

export function copyTo(data: DataTransfer, document: OpenDocument): Copied | null {
  const copy = copied(document);
  if (!copy) return null;
  data.setData('text/plain', copy.text);
  data.setData(positionsType, JSON.stringify(copy.places));
  return copy;
}

export function placesFrom(data: DataTransfer): Places {
  const text = data.getData(positionsType);
  if (text === '') return {};
  try {
    const parsed = JSON.parse(text) as Record<string, { x?: unknown; y?: unknown }>;
    const entries = Object.entries(parsed).flatMap(([name, at]) =>
      typeof at.x === 'number' && typeof at.y === 'number' ? [[name, { x: at.x, y: at.y }] as const] : [],
    );
    return Object.fromEntries(entries);
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

export interface PasteOptions {
  /** Flow coordinates of the top left corner; the middle of the pane without. */
  readonly at?: Point;
  readonly places?: Places;
  /** Further operations by the names the nodes got. */
  readonly more?: (names: Readonly<Record<string, string>>) => readonly EditOperation[];
  /** Connects what is pasted with what is selected. */
  readonly connected?: boolean;
  readonly label?: string;
}

/** Pastes DSL text as one step; text that is none is refused with its first diagnostic. */
export function pasteText(fileId: FileId, text: string, options: PasteOptions = {}): boolean {
  const document = getDocument(fileId);
  const syntax = parsedDocument(fileId);
  if (!document || !syntax) return false;
  const possible = options.connected ? whyNotConnectPasted(document) : true;
  if (possible !== true) {
    notify({ kind: 'info', title: 'Not pasted', message: possible, key: 'refusal' });
    return false;
  }
  const paste: EditOperation = { op: 'pasteFragment', text };
  const trial = editDocument(syntax, paste);
  if (!trial.ok) return carried(trial);
  const names = trial.report.names ?? {};
  const fragment = compileDocument(parseText(text));
  const nodes = fragment.nodes.filter((node) => node.kind !== 'done' && node.kind !== 'fail').map((node) => node.id);
  // What is connected finds its place after what it is connected to.
  const positions = options.connected ? {} : placed(fileId, nodes, names, options);
  const more = options.connected ? connectPasted(document, fragment, names) : (options.more?.(names) ?? []);
  const label =
    options.label ??
    `${options.connected ? 'Paste and connect' : 'Paste'} ${nodes.length === 1 ? (names[nodes[0] ?? ''] ?? nodes[0] ?? 'a node') : `${nodes.length} nodes`}`;
  const operation: EditOperation = more.length === 0 ? paste : { op: 'batch', operations: [paste, ...more] };
  const result = applyOperation(fileId, operation, label, {
    positions,
    origin: 'paste',
    select: nodes.map((node) => `node:${names[node] ?? node}` as const),
  });
  if (!carried(result)) return false;
  const shown = getDocument(fileId)?.selection.primary;
  if (shown) canvasOf(fileId)?.view.setState({ goTo: { item: shown } });
  const added = Object.values(names);
  if (added.length > 0) tell(`Added ${added.slice(0, 6).join(', ')}${added.length > 6 ? ' …' : ''}`, fileId);
  return true;
}

function placed(
  fileId: FileId,
  nodes: readonly string[],
  names: Readonly<Record<string, string>>,
  { at, places = {} }: PasteOptions,
): Record<string, Point> {
  const canvas = canvasOf(fileId);
  const known = nodes.filter((node) => places[node]);
  if (!canvas || known.length === 0) return {}; // the canvas places what has no position
  const corner = at ?? middleOf(canvas);
  const boxes = [...canvas.view.getState().boxes.values()];
  const { width, height } = { width: 240, height: 76 };
  const area = boxAround(known.map((node) => ({ ...(places[node] ?? { x: 0, y: 0 }), width, height })));
  const free = nearestFree(corner, area ?? { width, height }, boxes);
  return Object.fromEntries(
    known.map((node) => {
      const offset = places[node] ?? { x: 0, y: 0 };
      return [names[node] ?? node, { x: snapToGrid(free.x + offset.x), y: snapToGrid(free.y + offset.y) }];
    }),
  );
}
function middleOf(canvas: NonNullable<ReturnType<typeof canvasOf>>): Point {
  const pane = canvas.element()?.getBoundingClientRect();
  return pane ? canvas.toFlow({ x: pane.left + pane.width / 2, y: pane.top + pane.height / 2 }) : { x: 0, y: 0 };
}

/** Copy and paste without the clipboard (E-CANVAS-26); `connected` also repeats the edges to the outside. */
export function duplicateSelection(fileId: FileId, connected: boolean): void {
  const document = getDocument(fileId);
  const copy = document && copied(document);
  if (!document || !copy) {
    notify({ kind: 'info', title: 'Nothing to duplicate', message: 'Select nodes first.', key: 'refusal' });
    return;
  }
  const inside = new Set(document.selection.items);
  const corner = boxAround(
    document.selection.items.flatMap((id) => {
      const at = document.positions[id];
      return at ? [{ x: at.x, y: at.y, width: 0, height: 0 }] : [];
    }),
  );
  pasteText(fileId, copy.text, {
    label: `Duplicate ${copy.count === 1 ? 'a node' : `${copy.count} nodes`}`,
    ...(corner ? { at: { x: corner.x + duplicateOffset, y: corner.y + duplicateOffset }, places: copy.places } : {}),
    more: (names) =>
      connected
        ? document.projection.edges.flatMap((edge): EditOperation[] => {
            if (inside.has(edge.source) === inside.has(edge.target)) return [];
            const from = names[edge.data.from] ?? edge.data.from;
            const to = names[edge.data.to] ?? edge.data.to;
            if (from === edge.data.from && to === edge.data.to) return [];
            return [
              {
                op: 'addEdge',
                from,
                to,
                clauses: clausesOf(edgeOf(document.projection, edge.id) ?? edge, document.graph?.loops ?? []),
              },
            ];
          })
        : [],
  });
}
