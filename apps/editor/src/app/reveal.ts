// Bringing a thing into view for an explicit *go to* (E-DOC-10, E-CANVAS-06). Views listen; nobody moves by itself.
import type { Range } from '@iterion/dsl';
import type { FileId, ItemId } from '../document/model.ts';
import { flushAnalysis } from '../document/analysis.ts';
import { getDocument, itemNamed, select } from '../document/store.ts';
import { placeOf } from '../document/projection.ts';
import type { EditPlace } from './navigation.ts';

export interface Reveal {
  readonly fileId: FileId;
  /** What the canvas and outline bring into view. */
  readonly item?: ItemId;
  /** What the source scrolls to. Offsets of the exact text. */
  readonly range?: { readonly start: number; readonly end: number };
  /** Which view takes the focus; none by default. */
  readonly focus?: 'canvas' | 'source';
}
type Viewer = (reveal: Reveal) => void;
const viewers = new Set<Viewer>();
let latest: Reveal | null = null;

/** Canvas, outline and source register here. A viewer that comes later gets the reveal that is still waiting for it. */
export function onReveal(viewer: Viewer): () => void {
  viewers.add(viewer);
  if (latest) viewer(latest);
  return () => viewers.delete(viewer);
}

export function reveal(request: Reveal): void {
  latest = request;
  for (const viewer of viewers) viewer(request);
  setTimeout(() => {
    if (latest === request) latest = null;
  }, 2000);
}

/** Selects an item and brings it into view, in the graph and in the text. */
export function revealItem(fileId: FileId, item: ItemId, focus?: Reveal['focus']): void {
  select(fileId, [item]);
  const place = placeOf(getDocument(fileId)?.projection ?? emptyPlaces, item);
  reveal({ fileId, item, ...(place ? { range: spanOf(place) } : {}), ...(focus ? { focus } : {}) });
}
const emptyPlaces = { places: new Map<ItemId, Range>() } as unknown as Parameters<typeof placeOf>[0];

function spanOf(range: Range): { start: number; end: number } {
  return { start: range.start.offset, end: range.end.offset };
}

/** The innermost item whose text contains the offset; nodes, edges and declarations alike. */
export function itemAt(fileId: FileId, offset: number): ItemId | undefined {
  let best: ItemId | undefined;
  let size = Number.POSITIVE_INFINITY;
  for (const [item, range] of getDocument(fileId)?.projection.places ?? []) {
    const length = range.end.offset - range.start.offset;
    if (range.start.offset <= offset && offset <= range.end.offset && length < size) {
      best = item;
      size = length;
    }
  }
  return best;
}

/** What an address names: by present names, since ids are of this tab only. */
export function revealPlace(fileId: FileId, place: EditPlace): void {
  flushAnalysis(fileId);
  const item =
    (place.node !== undefined && itemNamed(fileId, 'node', place.node)) ||
    (place.edge !== undefined && itemNamed(fileId, 'edge', place.edge)) ||
    (place.decl !== undefined && declarationNamed(fileId, place.decl)) ||
    undefined;
  if (item) revealItem(fileId, item);
  if (place.line !== undefined) {
    const start = offsetOfLine(getDocument(fileId)?.text ?? '', place.line);
    reveal({ fileId, range: { start, end: start } });
  }
}

/** `schema:verdict`, as in the address. */
function declarationNamed(fileId: FileId, text: string): ItemId | undefined {
  return getDocument(fileId)?.projection.names.get(text);
}

export function offsetOfLine(text: string, line: number): number {
  let at = 0;
  for (let n = 1; n < line; n++) {
    const next = text.indexOf('\n', at);
    if (next < 0) return text.length;
    at = next + 1;
  }
  return at;
}
