// The canvas itself, for the edit and the run view alike: React Flow for viewport and node dragging, our own layers for edges, far zoom and
// minimap. It knows cards, wires, positions and a host; it knows no document. All keys belong to the command registry (E-CANVAS-08).
import { Background, BackgroundVariant, ReactFlow, useReactFlow } from '@xyflow/react';
import type { NodeTypes, OnNodeDrag, Viewport } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { Suspense, lazy, useEffect, useMemo, useRef, useState } from 'react';
import type { CSSProperties, PointerEvent as ReactPointerEvent, ReactNode } from 'react';
import { graphShown } from '../app/firstGraph.ts';
import { preferences, usePreferences } from '../app/preferences.ts';
import type { Density } from './cardSizes.ts';
import { EdgesLayer } from './edges/EdgesLayer.tsx';
import { flowNodesMaker } from './flowNodes.ts';
import type { FlowNode } from './flowNodes.ts';
import { itemGestures } from './interactions/cardGestures.ts';
import type { CardGestures } from './interactions/cardGestures.ts';
import { draftOf, guided } from './interactions/dragNodes.ts';
import { startMarquee } from './interactions/marquee.ts';
import { itemAt } from './interactions/itemAt.ts';
import { gridStep } from './kernels/geometry.ts';
import { maxZoom, minZoom } from './kernels/viewport.ts';
import { isFar, useLevelOfDetail, useTitleSize } from './levelOfDetail.ts';
import { NodeCard } from './nodes/NodeCard.tsx';
import { PaintedLayer } from './PaintedLayer.tsx';
import { useCanvasHost, useView } from './view.ts';
import { ViewportKeeper } from './ViewportKeeper.tsx';
import styles from './GraphSurface.module.css';

const nodeTypes: NodeTypes = { card: NodeCard };
/** Above this off-screen cards are not mounted (E-CANVAS-10). */
const mountAll = 150;

/** Drawn after the graph itself (E-PERF-02). */
const Minimap = lazy(async () => ({ default: (await import('./Minimap.tsx')).Minimap }));

export interface GraphSurfaceProps {
  readonly density: Density;
  readonly viewport: Viewport | null;
  readonly onViewport: (viewport: Viewport) => void;
  /** Light or dark, as the theme resolved it; React Flow must be told. */
  readonly colorMode: 'light' | 'dark';
  readonly label: string;
  readonly zone: string;
  /** How the mounted canvas is found in the page. */
  readonly canvasId?: string;
  readonly children?: ReactNode;
}

export function GraphSurface(props: GraphSurfaceProps) {
  const { density, children } = props;
  const host = useCanvasHost();
  const { view, readOnly } = host;
  const direction = useView((state) => state.direction);
  const ready = useView((state) => state.ready);
  const many = useView((state) => state.cardList.list.length > mountAll);
  const tool = useView((state) => state.tool);
  const snap = usePreferences((state) => state.snap);
  const minimap = usePreferences((state) => state.minimap);
  // Only what the keys brought here is on the screen for sure.
  const focused = useView((state) => state.focused);
  const hasCurrent = useView((state) => (state.focused ?? state.primary) !== null);
  const level = useLevelOfDetail();
  const titleSize = useTitleSize();
  const nodes = useFlowNodes(level === 'painted');
  const { screenToFlowPosition, getZoom } = useReactFlow();
  // Alt suspends grid and guides while something is dragged (E-CANVAS-31).
  const [alt, setAlt] = useState(false);
  const [initial] = useState(props.viewport);
  const alive = useRef(true);
  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
    };
  }, []);

  useEffect(() => {
    if (ready) graphShown();
  }, [ready]);

  const onPanePress = (event: ReactPointerEvent<HTMLDivElement>): void => {
    if (!isPane(event.target) || event.button === 1) return;
    const painted = paintedUnder(event);
    if (painted !== null) {
      painted.onPointerDown(event);
      return;
    }
    if (event.button !== 0) return;
    view.setState({ focused: null, creator: null });
    if (tool === 'select') startMarquee(host, event, screenToFlowPosition);
  };
  /** At the far level cards are paint; what a card does when it is pressed is done for it here (E-CANVAS-11). */
  const paintedUnder = (event: { readonly clientX: number; readonly clientY: number }): CardGestures | null => {
    if (level !== 'painted') return null;
    const at = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const hit = itemAt(view.getState(), at, 6 / getZoom());
    return hit === null ? null : itemGestures(host, hit);
  };
  const onDrag: OnNodeDrag<FlowNode> = (event, _node, dragged) => {
    const state = view.getState();
    setAlt(event.altKey);
    const free = !snap || event.altKey;
    const { dragged: placed, guides } = free ? { dragged, guides: [] } : guided(state, dragged, getZoom());
    view.setState({ ...draftOf(state, placed, direction), guides });
  };
  const onDragStop: OnNodeDrag<FlowNode> = () => {
    const { draft } = view.getState();
    view.setState({ draft: null, draftRoutes: null, guides: [] });
    setAlt(false);
    if (draft) host.move?.(draft);
  };

  return (
    <div
      className={styles.surface}
      data-zone={props.zone}
      data-canvas={props.canvasId}
      data-lod={level}
      data-far={isFar(titleSize) || undefined}
      style={titleSize === null ? undefined : titleVariable(titleSize)}
      data-density={density}
      data-tool={tool}
      tabIndex={0}
      role="application"
      aria-roledescription="graph"
      aria-label={props.label}
      aria-activedescendant={focused === null ? undefined : `card-${focused}`}
      data-current={hasCurrent || undefined}
      onPointerDown={onPanePress}
      onDoubleClick={(event) => {
        if (!isPane(event.target)) return;
        const painted = paintedUnder(event);
        const client = { x: event.clientX, y: event.clientY };
        if (painted !== null) painted.onDoubleClick(event);
        else host.pane?.onDoubleClick(client, screenToFlowPosition(client));
      }}
      onContextMenu={(event) => {
        if (!isPane(event.target)) return;
        event.preventDefault();
        const painted = paintedUnder(event);
        if (painted !== null) painted.onContextMenu(event);
        else {
          const anchor = { x: event.clientX, y: event.clientY };
          host.menu?.({ anchor, at: screenToFlowPosition(anchor), item: null });
        }
      }}
      {...host.pane?.drop}
    >
      <Hatch />
      {level === 'painted' && <PaintedLayer direction={direction} />}
      <ReactFlow<FlowNode>
        nodes={nodes}
        edges={noEdges}
        nodeTypes={nodeTypes}
        colorMode={props.colorMode}
        minZoom={minZoom}
        maxZoom={maxZoom}
        {...(initial ? { defaultViewport: initial } : {})}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        panActivationKeyCode={null}
        zoomActivationKeyCode={null}
        disableKeyboardA11y
        nodesFocusable={false}
        edgesFocusable={false}
        nodesConnectable={false}
        elementsSelectable={false}
        nodesDraggable={!readOnly && tool === 'select'}
        selectNodesOnDrag={false}
        nodeDragThreshold={4}
        snapToGrid={snap && !alt}
        snapGrid={snapGrid}
        panOnScroll
        panOnDrag={tool === 'pan' ? anyButton : middleButton}
        zoomOnScroll={false}
        zoomOnPinch
        zoomOnDoubleClick={false}
        selectionOnDrag={false}
        onlyRenderVisibleElements={many && !preferences().screenReader}
        onNodeDrag={onDrag}
        onNodeDragStop={onDragStop}
        onMoveStart={(event) => {
          if (!event) return;
          view.setState({ touched: true, looked: true });
          host.moved?.();
        }}
        onMoveEnd={(_event, viewport) => {
          if (alive.current) props.onViewport(viewport);
        }}
        proOptions={proOptions}
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1} />
        {ready && <EdgesLayer direction={direction} level={level} />}
        <ViewportKeeper hasViewport={props.viewport !== null} />
        {children}
      </ReactFlow>
      <Marquee />
      {minimap && ready && (
        <Suspense fallback={null}>
          <Minimap direction={direction} />
        </Suspense>
      )}
    </div>
  );
}

function titleVariable(size: number): CSSProperties {
  return { '--title-size': `${size}px` } as CSSProperties;
}
function isPane(target: EventTarget): boolean {
  return target instanceof Element && target.classList.contains('react-flow__pane');
}

const noEdges: never[] = [];
const snapGrid: [number, number] = [gridStep, gridStep];
const anyButton = [0, 1];
const middleButton = [1];
const proOptions = { hideAttribution: true };

function useFlowNodes(painted: boolean): FlowNode[] {
  const { readOnly } = useCanvasHost();
  const ready = useView((state) => state.ready);
  const cards = useView((state) => state.cardList);
  const boxes = useView((state) => state.boxes);
  const direction = useView((state) => state.direction);
  const draft = useView((state) => state.draft);
  const selected = useView((state) => state.selected);
  const focused = useView((state) => (painted ? state.focused : null));
  const [make] = useState(flowNodesMaker);
  return useMemo(() => {
    const shown = painted ? cards.list.filter((card) => selected.has(card.id) || card.id === focused) : cards.list;
    return make({
      cards: ready ? shown : [],
      positionOf: (id) => draft?.get(id) ?? boxes.get(id),
      selected,
      direction,
      draggable: !readOnly,
    });
  }, [make, ready, cards, painted, focused, draft, boxes, selected, direction, readOnly]);
}

/** The pattern of what does not parse at the moment (E-DOC-07). */
function Hatch() {
  return (
    <svg className={styles.definitions} aria-hidden="true">
      <defs>
        <pattern id="canvas-hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="8" stroke="var(--error)" strokeOpacity="0.28" strokeWidth="2" />
        </pattern>
      </defs>
    </svg>
  );
}

function Marquee() {
  const box = useView((state) => state.marquee);
  const { flowToScreenPosition } = useReactFlow();
  if (!box) return null;
  const a = flowToScreenPosition(box);
  const b = flowToScreenPosition({ x: box.x + box.width, y: box.y + box.height });
  return <div className={styles.marquee} style={{ left: a.x, top: a.y, width: b.x - a.x, height: b.y - a.y }} />;
}
