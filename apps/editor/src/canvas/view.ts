// What one canvas on the screen holds beside the document: hover, focus, a drag in progress, routes, tool, open popovers. One
// store per mounted canvas, read by keys, so that a change renders what it concerns and nothing else (E-CANVAS-09).
import { createContext, useContext } from 'react';
import { createStore, useStore } from 'zustand';
import type { StoreApi } from 'zustand';
import type { Direction, ItemId } from '../document/model.ts';
import type { Problems } from '../document/projection.ts';
import { noCards } from './cards.ts';
import type { Cards, CardView } from './cards.ts';
import type { Box, Point } from './kernels/geometry.ts';
import type { Guide } from './kernels/guides.ts';
import type { EdgeRoute } from './kernels/layoutGraph.ts';
import type { ConnectActions, DropHandlers, NewKind } from './acts.ts';
import type { Renaming } from '../inspector/references/renaming.ts';
import type { RunStatusStore } from './runStatus.ts';
import type { ChipRole, WireView } from './wires.ts';

type Tool = 'select' | 'pan';
/** What a badge of a card tells more about (E-VIS-10). */
export type Badge = 'problems' | 'comment' | 'entry' | 'writer';
/** What is being edited in place. */
export type InPlace =
  | { readonly part: 'name'; readonly item: ItemId }
  | { readonly part: ChipRole; readonly item: ItemId }
  | { readonly part: 'badge'; readonly item: ItemId; readonly badge: Badge }
  | { readonly part: 'peek'; readonly item: ItemId };

/** A connection being made: by pointer, or by keys (port mode). */
interface Connecting {
  readonly from: ItemId;
  /** Set while an existing edge's end is dragged. */
  readonly reconnect?: { readonly edge: ItemId; readonly end: 'source' | 'target' };
  readonly start: Point;
  readonly at: Point;
  readonly over: ItemId | null;
  /** Why the item under the pointer cannot be the other end. */
  readonly reason: string | null;
  /** Nodes that can be the other end. */
  readonly candidates: ReadonlySet<ItemId>;
}
/** How the creator was opened, which decides what happens with what it adds (E-CANVAS-16). */
export interface CreatorRequest {
  /** In client pixels: where the popover stands. */
  readonly anchor: Point;
  /** In flow coordinates, when the place was chosen by pointer. */
  readonly at?: Point;
  readonly from?: ItemId;
  readonly onEdge?: ItemId;
  /** `from` was merely selected: where its way out is taken, offer to go between first (E-CANVAS-16). */
  readonly mayGoBetween?: boolean;
  /** Offer existing nodes only (`Connect to…`). */
  readonly existingOnly?: boolean;
  readonly direction?: 'to' | 'from';
  /** Gives this node another kind. */
  readonly replace?: ItemId;
  /** Replaces an end of this edge by what is chosen. */
  readonly retarget?: { readonly edge: ItemId; readonly end: 'source' | 'target' };
}
export interface MenuRequest {
  /** In client pixels. */
  readonly anchor: Point;
  /** In flow coordinates, when the place was chosen by pointer: what is added from the menu goes there. */
  readonly at?: Point;
  readonly item: ItemId | null;
  /** The menu of the item's port. */
  readonly port?: boolean;
}
interface SearchState {
  readonly query: string;
  readonly matches: readonly { readonly id: ItemId; readonly fragment: string }[];
  readonly at: number;
}

/** Nodes that are marked together for the selection: a loop's body, a fan-out's branch. */
export interface MarkedArea {
  readonly key: string;
  readonly kind: 'loop' | 'branch';
  readonly nodes: readonly ItemId[];
}

/** The frame of an expanded group. */
export interface OpenGroup {
  readonly id: ItemId;
  readonly name: string;
  readonly members: readonly ItemId[];
  readonly color?: string;
}

export interface ViewState {
  /** False until every card has a place; then the first paint happens. */
  readonly ready: boolean;
  /** The user moved the viewport, a node or the selection; a late layout then only offers itself (E-LAYOUT-04). */
  readonly touched: boolean;
  /** The user moved the viewport; until then a pane that changes its size shows the whole graph again (E-SHELL-06). */
  readonly looked: boolean;
  readonly offerTidy: boolean;
  /** Counts layouts after which everything is fitted into the pane once. */
  readonly fits: number;
  readonly direction: Direction;
  readonly cardList: Cards;
  readonly wireList: readonly WireView[];
  readonly cards: ReadonlyMap<ItemId, CardView>;
  readonly wires: ReadonlyMap<ItemId, WireView>;
  readonly boxes: ReadonlyMap<ItemId, Box>;
  readonly routes: ReadonlyMap<string, EdgeRoute>;
  readonly problems: ReadonlyMap<ItemId, Problems>;
  readonly selected: ReadonlySet<ItemId>;
  readonly primary: ItemId | null;
  readonly hovered: ItemId | null;
  /** Roving focus inside the canvas (E-A11Y-03). */
  readonly focused: ItemId | null;
  /** Positions of nodes that are being dragged. */
  readonly draft: ReadonlyMap<ItemId, Point> | null;
  readonly draftRoutes: ReadonlyMap<ItemId, EdgeRoute> | null;
  /** Lines that what is dragged is in line with (E-CANVAS-31). */
  readonly guides: readonly Guide[];
  readonly marked: readonly MarkedArea[];
  readonly openGroups: readonly OpenGroup[];
  /** The item that was last asked to be brought into view; a new object for every request. */
  readonly goTo: { readonly item: ItemId } | null;
  readonly tool: Tool;
  readonly marquee: Box | null;
  readonly connecting: Connecting | null;
  /** Connecting with the arrow keys: which candidate is chosen. */
  readonly portMode: { readonly from: ItemId; readonly at: ItemId } | null;
  /** The edge under something that would be inserted there. */
  readonly dropEdge: ItemId | null;
  /** The node under something that would be dropped there. */
  readonly dropNode: ItemId | null;
  readonly dropChoice: { readonly anchor: Point; readonly item: ItemId; readonly what: NewKind } | null;
  readonly inPlace: InPlace | null;
  readonly creator: CreatorRequest | null;
  readonly search: SearchState | null;
}
const initialView: ViewState = {
  ready: false,
  touched: false,
  looked: false,
  offerTidy: false,
  fits: 0,
  direction: 'down',
  cardList: noCards,
  wireList: [],
  cards: new Map(),
  wires: new Map(),
  boxes: new Map(),
  routes: new Map(),
  problems: new Map(),
  selected: new Set(),
  primary: null,
  hovered: null,
  focused: null,
  draft: null,
  draftRoutes: null,
  guides: [],
  marked: [],
  openGroups: [],
  goTo: null,
  tool: 'select',
  marquee: null,
  connecting: null,
  portMode: null,
  dropEdge: null,
  dropNode: null,
  dropChoice: null,
  inPlace: null,
  creator: null,
  search: null,
};
export type ViewStore = StoreApi<ViewState>;

export function createView(): ViewStore {
  return createStore<ViewState>(() => initialView);
}

/** What the surface asks of whoever shows it: the edit canvas, or the run view. */
export interface CanvasHost {
  readonly view: ViewStore;
  readonly readOnly: boolean;
  readonly select: (items: readonly ItemId[], primary?: ItemId | null) => void;
  /** Dragging ended; only in edit mode. */
  readonly move?: (positions: ReadonlyMap<ItemId, Point>) => void;
  /** What a new name of the item would do, and giving it. */
  readonly renaming?: (item: ItemId) => Renaming;
  /** Opens the menu of an item, or of the pane. */
  readonly menu?: (request: MenuRequest) => void;
  readonly status?: RunStatusStore;
  /** Somebody panned or zoomed; what moves by itself does not say so. */
  readonly moved?: () => void;
  /** What connecting does; absent where nothing can be connected. */
  readonly connecting?: ConnectActions;
  /** Empty pane: double click, and where things are dropped. */
  readonly pane?: {
    readonly onDoubleClick: (client: Point, at: Point) => void;
    readonly drop: DropHandlers;
  };
  /** Double click or Enter on an item. */
  readonly open?: (item: ItemId) => void;
}

const HostContext = createContext<CanvasHost | null>(null);
export const CanvasHostProvider = HostContext.Provider;

export function useCanvasHost(): CanvasHost {
  const host = useContext(HostContext);
  if (!host) throw new Error('A part of the canvas was rendered outside of a canvas.');
  return host;
}
export function useView<T>(pick: (state: ViewState) => T): T {
  return useStore(useCanvasHost().view, pick);
}
