// The same canvas, read-only, over any compiled graph: the run view, comparisons, thumbnails of examples. Positions by node name (from
// the sidecar or the run) are used where there are any; the rest is laid out as for a file that is opened for the first time.
import type { CompiledGraph, EdgeId, NodeId } from '@iterion/dsl';
import { useComputedColorScheme } from '@mantine/core';
import { ReactFlowProvider } from '@xyflow/react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { createStore } from 'zustand';
import type { Direction, ItemId, Position, Selection, Viewport } from '../document/model.ts';
import { emptySelection } from '../document/model.ts';
import { emptyProjection, project } from '../document/projection.ts';
import type { Density } from './cardSizes.ts';
import { canvasController } from './controller.ts';
import { GraphSurface } from './GraphSurface.tsx';
import type { RunStatusStore } from './runStatus.ts';
import type { CanvasContent, CanvasSource } from './source.ts';
import { SearchBar } from './search/SearchBar.tsx';
import { SurfaceCommands } from './SurfaceCommands.tsx';
import { CanvasHostProvider, createView } from './view.ts';
import type { CanvasHost, ViewStore } from './view.ts';

/** A node or an edge of the graph, by its name there. */
export type GraphItem = { readonly node: NodeId } | { readonly edge: EdgeId };

export interface GraphViewProps {
  /** Says which layouts replace each other; one per shown graph. */
  readonly graphKey: string;
  readonly graph: CompiledGraph;
  /** By node name; absent nodes are placed. */
  readonly positions?: Readonly<Record<NodeId, Position>>;
  readonly direction?: Direction;
  readonly density?: Density;
  readonly status?: RunStatusStore;
  readonly selected?: GraphItem | null;
  readonly onSelect?: (item: GraphItem | null) => void;
  /** Double click or Enter. */
  readonly onOpen?: (item: GraphItem) => void;
  readonly viewport?: Viewport | null;
  readonly onViewport?: (viewport: Viewport) => void;
  /** Somebody panned or zoomed. */
  readonly onMove?: () => void;
  /** Brought into view whenever it changes (E-RUN-16). */
  readonly follow?: NodeId | null;
  readonly label: string;
  /** Words for `data-zone`; keys of the canvas act in these zones. */
  readonly zone?: string;
  readonly children?: ReactNode;
}

export function GraphView(props: GraphViewProps) {
  return <KeyedGraphView key={props.graphKey} {...props} />;
}

function KeyedGraphView(props: GraphViewProps) {
  const [parts] = useState(() => partsOf(props));
  const scheme = useComputedColorScheme('light');
  useEffect(() => parts.start(), [parts]);
  useEffect(() => parts.follow(props));
  return (
    <CanvasHostProvider value={parts.host}>
      <ReactFlowProvider>
        <GraphSurface
          density={props.density ?? 'normal'}
          viewport={props.viewport ?? null}
          onViewport={(viewport) => props.onViewport?.(viewport)}
          colorMode={scheme}
          label={props.label}
          zone={props.zone ?? 'run'}
        >
          <SurfaceCommands zone={null} />
          <SearchOfSource source={parts.source} />
          {props.children}
        </GraphSurface>
      </ReactFlowProvider>
    </CanvasHostProvider>
  );
}

function SearchOfSource({ source }: { readonly source: CanvasSource }) {
  const projection = useSyncExternalStore(source.subscribe, () => source.read()?.projection ?? emptyProjection);
  return <SearchBar projection={projection} />;
}

interface Parts {
  readonly source: CanvasSource;
  readonly host: CanvasHost;
  readonly start: () => () => void;
  /** Takes over what the owner passes now. */
  readonly follow: (props: GraphViewProps) => void;
}

function partsOf(first: GraphViewProps): Parts {
  const view: ViewStore = createView();
  const content = createStore<CanvasContent>(() => contentOf(first));
  let latest = first;
  const source: CanvasSource = {
    key: first.graphKey,
    read: () => content.getState(),
    subscribe: (listener) => content.subscribe(listener),
    adopt: (positions) => content.setState((state) => ({ positions: { ...state.positions, ...positions } })),
  };
  const controller = canvasController(source, view);
  const host: CanvasHost = {
    view,
    readOnly: true,
    select: (items, primary) => {
      const chosen = primary ?? items.at(-1) ?? null;
      content.setState({ selection: { items: chosen === null ? [] : [chosen], primary: chosen } });
      latest.onSelect?.(chosen === null ? null : graphItem(view, chosen));
    },
    open: (item) => {
      const chosen = graphItem(view, item);
      if (chosen) latest.onOpen?.(chosen);
    },
    moved: () => latest.onMove?.(),
    ...(first.status ? { status: first.status } : {}),
  };
  return {
    source,
    host,
    start: controller.start,
    follow: (props) => {
      if (props === latest) return;
      const before = latest;
      latest = props;
      if (props.follow != null && props.follow !== before.follow)
        view.setState({ goTo: { item: `node:${props.follow}` } });
      const sameGraph =
        props.graph === before.graph && props.direction === before.direction && props.density === before.density;
      const samePlace = sameGraph && props.positions === before.positions;
      if (samePlace && props.selected === before.selected) return;
      const now = content.getState();
      const next = contentOf(props);
      content.setState({
        ...(sameGraph
          ? {}
          : {
              projection: project({ text: '', graph: props.graph }, now.projection),
              loops: next.loops,
              fanOuts: next.fanOuts,
            }),
        ...(samePlace
          ? {}
          : { positions: { ...now.positions, ...next.positions }, direction: next.direction, density: next.density }),
        selection: next.selection,
      });
    },
  };
}

function contentOf(props: GraphViewProps): CanvasContent {
  const positions: Record<ItemId, Position> = {};
  for (const [name, at] of Object.entries(props.positions ?? {})) positions[`node:${name}`] = at;
  return {
    projection: project({ text: '', graph: props.graph }),
    loops: props.graph.loops,
    fanOuts: props.graph.fanOuts,
    positions,
    groups: {},
    direction: props.direction ?? 'down',
    spacing: 'normal',
    selection: selectionOf(props.selected ?? null),
    density: props.density ?? 'normal',
  };
}
function selectionOf(item: GraphItem | null): Selection {
  if (item === null) return emptySelection;
  const id: ItemId = 'node' in item ? `node:${item.node}` : `edge:${item.edge}`;
  return { items: [id], primary: id };
}
function graphItem(view: ViewStore, id: ItemId): GraphItem | null {
  const { cards, wires } = view.getState();
  const card = cards.get(id);
  if (card) return { node: card.name };
  const wire = wires.get(id);
  return wire && wire.name !== '' ? { edge: wire.name } : null;
}
