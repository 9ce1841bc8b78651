// Derives what a canvas shows from its source, outside React, and keeps it in the view store: cards, wires, boxes, routes, selection.
// Invariants:
// 1. Whatever did not change stays the same object, down to the single card, box and route.
// 2. A full layout happens once, when no card has a position (E-LAYOUT-04); later only what is new is placed (E-LAYOUT-05).
import type { ItemId } from '../document/model.ts';
import type { Problems } from '../document/projection.ts';
import { cardsOf, noCards, sizeOf, startId } from './cards.ts';
import type { Cards } from './cards.ts';
import { groupSize } from './cardSizes.ts';
import type { Box, Point } from './kernels/geometry.ts';
import { spacings } from './kernels/layoutGraph.ts';
import type { LayoutResult } from './kernels/layoutGraph.ts';
import { nearestFree, placeNew } from './kernels/newNodePlacement.ts';
import { quickPlacement } from './kernels/quickPlacement.ts';
import { foldingOf, groupBox, nothingFolded } from './folding.ts';
import type { Folding } from './folding.ts';
import { noRoutes, passingRoutes, routeGraph } from './kernels/routeGraph.ts';
import type { Routes } from './kernels/routeGraph.ts';
import { elk } from './layout/elkClient.ts';
import type { LayoutClient } from './layout/elkClient.ts';
import { layoutGraphOf } from './layoutGraphOf.ts';
import { animateTo } from './layout/animate.ts';
import { marksFor } from './marks.ts';
import { share } from '../document/sharing.ts';
import type { CanvasContent, CanvasSource } from './source.ts';
import type { OpenGroup, ViewStore } from './view.ts';
import { wiresOf } from './wires.ts';
import type { WireView } from './wires.ts';

/** Below this the first paint waits for the layout engine, at most `patienceMs` (E-LAYOUT-04). */
const waitBelow = 150;
const patienceMs = 400;

/** ELK's last answer per file or run: its routes hold wherever the cards still stand as it put them. */
const solved = new Map<string, LayoutResult>();

export interface Controller {
  /** Starts following the source; returns what stops it. */
  readonly start: () => () => void;
  /** Lays everything out anew and hands over the result; the caller decides what becomes of it. */
  readonly solve: (direction: CanvasContent['direction'], spacing: CanvasContent['spacing']) => Promise<LayoutResult>;
}

export function canvasController(
  source: CanvasSource,
  view: ViewStore,
  client: LayoutClient = elk,
  onFailure: (error: Error) => void = () => {},
): Controller {
  let cards: Cards = noCards;
  let wires: readonly WireView[] = [];
  let folding: Folding = nothingFolded;
  let boxes: ReadonlyMap<ItemId, Box> = new Map();
  let routes: Routes = noRoutes;
  let started: 'no' | 'waiting' | 'done' = 'no';
  let running = false;
  /** The quick placement is shown, and the layout engine's answer is on its way. */
  let passing = false;

  const refresh = (): void => {
    const content = source.read();
    if (!content) return;
    folding = foldingOf(content.projection, (group) => content.groups[group]?.collapsed === true);
    const isPlaced = (id: ItemId): boolean => content.positions[id]?.pin === true;
    cards = cardsOf(content.projection, content.density, isPlaced, cards, folding);
    wires = wiresOf(content.projection, content.loops, cards.byId, wires, folding.standIn);
    if (cards.list.length > 0 && started !== 'waiting') place(content);
    show(source.read() ?? content);
  };

  const place = (content: CanvasContent): void => {
    const placed = boxesOf(cards, content, folding);
    const missing = cards.list.filter((card) => !placed.has(card.id));
    if (missing.length === 0) {
      if (started === 'no') {
        started = 'done';
        if (!solved.has(source.key)) void remember(content);
      }
      return;
    }
    const real = cards.list.filter((card) => card.id !== startId && card.kind !== 'done' && card.kind !== 'fail');
    const isFirst = started === 'no' && real.every((card) => !placed.has(card.id));
    started = started === 'no' && isFirst ? 'waiting' : 'done';
    if (isFirst && started === 'waiting') void firstLayout(content);
    else
      source.adopt(
        placesFor(
          missing.map((card) => card.id),
          content,
        ),
      );
  };

  /** The one full layout of a file that has none. */
  const firstLayout = async (content: CanvasContent): Promise<void> => {
    const graph = layoutGraphOf(cards.list, wires, content.direction, content.spacing);
    const answer = client.layout(source.key, graph).then(
      (result) => result,
      (error: unknown) => error as Error,
    );
    const patience = new Promise<null>((resolve) => setTimeout(() => resolve(null), patienceMs));
    const early = graph.nodes.length < waitBelow ? await Promise.race([answer, patience]) : null;
    if (early !== null && !(early instanceof Error)) {
      finish(early);
      return;
    }
    const quick = quickPlacement(graph);
    started = 'done';
    passing = true;
    source.hold?.();
    source.adopt(quick);
    const after = source.read();
    const late = early ?? (await answer);
    passing = false;
    if (late instanceof Error) {
      refresh();
      source.release?.();
      onFailure(late);
      return;
    }
    const now = source.read();
    const untouched =
      now?.positions === after?.positions && now?.selection === content.selection && !view.getState().touched;
    solved.set(source.key, late);
    if (!untouched || !running) {
      if (running) {
        refresh();
        source.release?.();
      }
      view.setState({ offerTidy: !untouched });
      return;
    }
    await animateTo(view, late.positions, content.direction);
    finish(late);
    source.release?.();
    if (!view.getState().touched) view.setState((state) => ({ fits: state.fits + 1 }));
  };
  const finish = (result: LayoutResult): void => {
    started = 'done';
    solved.set(source.key, result);
    source.adopt(result.positions);
    refresh();
  };
  /** Routes for positions that came from the sidecar: the same document gives the same answer, so they fit where nothing was moved. */
  const remember = async (content: CanvasContent): Promise<void> => {
    const graph = layoutGraphOf(cards.list, wires, content.direction, content.spacing);
    const result = await client.layout(source.key, graph).catch(() => null); // own routes do as well
    if (!result) return;
    solved.set(source.key, result);
    refresh();
  };

  const placesFor = (ids: readonly ItemId[], content: CanvasContent): Record<ItemId, Point> => {
    const places: Record<ItemId, Point> = {};
    const taken = new Map(boxesOf(cards, content, folding));
    for (const id of ids) {
      const card = cards.byId.get(id);
      if (!card) continue;
      const before = wires.find((wire) => wire.target === id && taken.has(wire.source))?.source;
      const after = wires.find((wire) => wire.source === id && taken.has(wire.target))?.target;
      const anchor = before ? taken.get(before) : undefined;
      const behind = after ? taken.get(after) : undefined;
      const { between } = spacings[content.spacing];
      const at =
        !anchor && behind
          ? beforeBox(behind, card.size, content.direction)
          : placeNew({
              size: card.size,
              anchor: anchor ?? null,
              taken: [...taken.values()],
              direction: content.direction,
              between,
            });
      places[id] = at;
      taken.set(id, { ...at, ...card.size });
    }
    return places;
  };

  const show = (content: CanvasContent): void => {
    const nextBoxes = boxesOf(cards, content, folding, boxes);
    const sameBoxes = nextBoxes.size === boxes.size && [...nextBoxes].every(([id, box]) => boxes.get(id) === box);
    if (!sameBoxes) boxes = nextBoxes;
    const complete = started === 'done' || cards.list.length === 0;
    if (complete && !passing)
      routes = routeGraph(wires, boxes, content.direction, solved.get(source.key) ?? null, routes);
    else if (complete && (routes.boxes !== boxes || view.getState().wireList !== wires))
      routes = passingRoutes(wires, boxes, content.direction);
    const { selection, projection } = content;
    const before = view.getState();
    const selected =
      before.selected.size === selection.items.length && selection.items.every((item) => before.selected.has(item))
        ? before.selected
        : new Set(selection.items);
    view.setState({
      ready: complete,
      cards: cards.byId,
      cardList: cards,
      wireList: wires,
      wires: before.wireList === wires ? before.wires : new Map(wires.map((wire) => [wire.id, wire])),
      boxes,
      routes: routes.routes,
      problems: problemsWith(content, folding),
      openGroups: share(before.openGroups, framesOf(content, folding)),
      selected,
      primary: selection.primary,
      direction: content.direction,
      marked: share(before.marked, marksFor(projection, content.loops, content.fanOuts, selection.primary)),
    });
  };

  return {
    start: () => {
      running = true;
      refresh();
      const stop = source.subscribe(refresh);
      return () => {
        running = false;
        stop();
      };
    },
    solve: async (direction, spacing) => {
      const result = await client.layout(source.key, layoutGraphOf(cards.list, wires, direction, spacing));
      solved.set(source.key, result);
      return result;
    },
  };
}

function boxesOf(
  cards: Cards,
  { positions, projection, density }: CanvasContent,
  folding: Folding,
  previous: ReadonlyMap<ItemId, Box> = new Map(),
): ReadonlyMap<ItemId, Box> {
  const boxes = new Map<ItemId, Box>();
  const put = (id: ItemId, box: Box): void => {
    const before = previous.get(id);
    const same =
      before?.x === box.x && before.y === box.y && before.width === box.width && before.height === box.height;
    boxes.set(id, same ? before : box);
  };
  const memberBox = (id: ItemId): Box | undefined => {
    const view = projection.items.get(id);
    const at = positions[id];
    return at && view?.type === 'node' ? { x: at.x, y: at.y, ...sizeOf(view.kind, density) } : undefined;
  };
  for (const card of cards.list) {
    const at = positions[card.id];
    if (at && !folding.collapsed.has(card.id)) put(card.id, { x: at.x, y: at.y, ...card.size });
  }
  for (const group of folding.groups) {
    if (!folding.collapsed.has(group.id)) continue;
    const middle = groupBox(group.data.members, memberBox) ?? positions[group.id];
    // In the middle of its members, beside whatever else stands there.
    if (middle) put(group.id, { ...nearestFree(middle, groupSize, [...boxes.values()]), ...groupSize });
  }
  return boxes;
}
/** A collapsed group shows the problems of its members. */
function problemsWith(content: CanvasContent, folding: Folding): ReadonlyMap<ItemId, Problems> {
  const { problems } = content.projection;
  if (folding.standIn.size === 0) return problems;
  const all = new Map(problems);
  for (const [member, group] of folding.standIn) {
    const own = problems.get(member);
    if (!own) continue;
    const sum = all.get(group) ?? { errors: 0, warnings: 0, infos: 0 };
    all.set(group, {
      errors: sum.errors + own.errors,
      warnings: sum.warnings + own.warnings,
      infos: sum.infos + own.infos,
    });
  }
  return all;
}
function framesOf(content: CanvasContent, folding: Folding): readonly OpenGroup[] {
  return folding.groups
    .filter((group) => !folding.collapsed.has(group.id))
    .map((group) => {
      const color = content.groups[group.id]?.color;
      return { id: group.id, name: group.name, members: group.data.members, ...(color === undefined ? {} : { color }) };
    });
}
/** The place of the start pill (and of whatever only leads somewhere): before its target. */
function beforeBox(
  target: Box,
  size: { readonly width: number; readonly height: number },
  direction: 'down' | 'right',
): Point {
  return direction === 'down'
    ? { x: target.x + (target.width - size.width) / 2, y: target.y - size.height - 40 }
    : { x: target.x - size.width - 40, y: target.y + (target.height - size.height) / 2 };
}
