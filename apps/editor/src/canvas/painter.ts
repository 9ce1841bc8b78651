// Cards and edges painted on a 2D canvas: the far zoom level (E-CANVAS-11) and the minimap (E-CANVAS-12). Colours are read from the
// roles of the theme, so the painting follows light, dark and high contrast.
import type { ItemId } from '../document/model.ts';
import type { Problems } from '../document/projection.ts';
import { kindEntry } from './kinds.ts';
import type { Box, Point } from './kernels/geometry.ts';
import { outline } from './kernels/silhouettes.ts';
import type { Silhouette } from './kernels/silhouettes.ts';
import { statusLooks } from './runStatus.ts';
import type { RunStatus } from './runStatus.ts';
import type { ViewState } from './view.ts';

/** Pixels of the screen (E-CANVAS-11). */
const titleSize = 11;

interface Transform {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}
/** Reads a role variable of the theme. */
export type Palette = (role: string) => string;

export function paletteOf(element: Element): Palette {
  // A probe resolves light-dark() and nested variables, which getPropertyValue does not.
  const known = new Map<string, string>();
  return (role) => {
    const before = known.get(role);
    if (before !== undefined) return before;
    const probe = document.createElement('span');
    // Forced colours come through the roles, not over them.
    probe.style.forcedColorAdjust = 'none';
    probe.style.color = `var(--${role})`;
    element.append(probe);
    const colour = getComputedStyle(probe).color;
    probe.remove();
    known.set(role, colour);
    return colour;
  };
}

const paths = new Map<string, Path2D>();
function shape(kind: string, width: number, height: number, direction: 'down' | 'right'): Path2D {
  const key = `${kind} ${width} ${height} ${direction}`;
  const known = paths.get(key);
  if (known) return known;
  const made = new Path2D(outline(kindEntry(kind).silhouette, { width, height }, direction).path);
  paths.set(key, made);
  return made;
}

export interface Painting {
  readonly state: ViewState;
  readonly transform: Transform;
  readonly width: number;
  readonly height: number;
  readonly direction: 'down' | 'right';
  readonly colour: Palette;
  readonly status: RunStatus | null;
  /** Titles at 11 px where they fit. */
  readonly titles: boolean;
  /** High contrast: lines instead of tints. */
  readonly flat: boolean;
  readonly edges: boolean;
}

export function paint(context: CanvasRenderingContext2D, painting: Painting): void {
  const { state, transform, width, height, colour } = painting;
  const { x, y, zoom } = transform;
  const ratio = window.devicePixelRatio || 1;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * x, ratio * y);
  const seen = { left: -x / zoom, top: -y / zoom, right: (width - x) / zoom, bottom: (height - y) / zoom };
  if (painting.edges) paintEdges(context, painting, seen);
  context.lineWidth = 1 / zoom;
  for (const [id, resting] of state.boxes) {
    const moving = state.draft?.get(id);
    const box = moving ? { ...resting, ...moving } : resting;
    if (box.x > seen.right || box.y > seen.bottom || box.x + box.width < seen.left || box.y + box.height < seen.top)
      continue;
    const card = state.cards.get(id);
    if (!card) continue;
    const problems = state.problems.get(id);
    const run = painting.status?.nodes[card.name];
    // One hue channel (E-VIS-01): in a run it is the status, and what was not reached has none.
    const tone = run
      ? toneRoles[statusLooks[run.status].tone]
      : painting.status
        ? 'border-strong'
        : `hue-${kindEntry(card.kind).hue}`;
    const path = shape(card.kind, box.width, box.height, painting.direction);
    const dimmed = isDimmed(state, id);
    context.save();
    context.translate(box.x, box.y);
    context.fillStyle = colour('surface-card');
    context.fill(path);
    if (!painting.flat && !dimmed) {
      context.globalAlpha = painting.status && !run ? 0.12 : 0.3;
      context.fillStyle = colour(tone);
      context.fill(path);
      context.globalAlpha = 1;
    }
    const line = painting.flat ? 2 : 1;
    if (dimmed || run?.status === 'skipped') context.setLineDash([3 / zoom, 3 / zoom]);
    context.strokeStyle = colour(state.selected.has(id) ? 'accent' : dimmed ? 'border-strong' : tone);
    context.lineWidth = (state.selected.has(id) ? 3 : line) / zoom;
    context.stroke(path);
    context.restore();
    if (problems) problemDot(context, { x: box.x + box.width, y: box.y }, problems, colour, zoom);
    if (painting.titles)
      title(context, kindEntry(card.kind), card.name, box, colour(dimmed ? 'text-dim' : 'text'), zoom);
  }
}

function isDimmed({ search, connecting }: ViewState, id: ItemId): boolean {
  if (connecting) return !connecting.candidates.has(id) && connecting.from !== id;
  return search !== null && search.query !== '' && !search.matches.some((match) => match.id === id);
}

const toneRoles = {
  neutral: 'text-dim',
  info: 'info',
  success: 'success',
  warning: 'warning',
  error: 'error',
} as const;

interface Seen {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
function paintEdges(context: CanvasRenderingContext2D, painting: Painting, seen: Seen): void {
  const { state, transform, colour } = painting;
  context.lineWidth = 1 / transform.zoom;
  for (const [id, resting] of state.routes) {
    const route = state.draftRoutes?.get(id as ItemId) ?? resting;
    const first = route.points[0];
    const last = route.points.at(-1);
    if (!first || !last) continue;
    if (Math.min(first.x, last.x) - 400 > seen.right || Math.max(first.x, last.x) + 400 < seen.left) continue;
    if (Math.min(first.y, last.y) - 400 > seen.bottom || Math.max(first.y, last.y) + 400 < seen.top) continue;
    const wire = state.wires.get(id as ItemId);
    context.strokeStyle = colour(state.selected.has(id as ItemId) ? 'accent' : wire?.loop ? 'loop' : 'edge');
    context.setLineDash(wire?.loop ? [6, 4] : []);
    context.beginPath();
    context.moveTo(first.x, first.y);
    for (const point of route.points) context.lineTo(point.x, point.y);
    context.stroke();
  }
  context.setLineDash([]);
}
/** A disc for errors, a triangle for warnings, a small ring for hints, as on the cards (E-VIS-10). */
function problemDot(
  context: CanvasRenderingContext2D,
  { x, y }: Point,
  { errors, warnings }: Problems,
  colour: Palette,
  zoom: number,
): void {
  const size = 3.5 / zoom;
  context.fillStyle = colour(errors > 0 ? 'error' : warnings > 0 ? 'warning' : 'info');
  context.beginPath();
  if (errors === 0 && warnings > 0) {
    context.moveTo(x, y - size);
    context.lineTo(x + size * 1.1, y + size);
    context.lineTo(x - size * 1.1, y + size);
  } else context.arc(x, y, errors > 0 ? size : size * 0.7, 0, 2 * Math.PI);
  context.fill();
}
function title(
  context: CanvasRenderingContext2D,
  { silhouette }: { readonly silhouette: Silhouette },
  text: string,
  box: Box,
  colour: string,
  zoom: number,
): void {
  const size = titleSize / zoom;
  if (box.height < size * 1.2) return;
  context.font = `600 ${size}px 'Inter Variable', system-ui, sans-serif`;
  const ends = silhouette === 'hexagon' ? 5 : 3;
  const room = box.width - (2 * ends) / zoom;
  const shown = shortened(text, (part) => context.measureText(part).width <= room);
  if (shown === '') return;
  context.fillStyle = colour;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(shown, box.x + box.width / 2, box.y + box.height / 2);
}

/** As much of a name as fits, from both its ends: names of one family differ at the end as often as at the start. */
function shortened(text: string, fits: (part: string) => boolean): string {
  if (fits(text)) return text;
  for (let kept = text.length - 1; kept > 2; kept--) {
    const head = Math.ceil(kept / 2);
    const part = `${text.slice(0, head)}…${text.slice(text.length - (kept - head))}`;
    if (fits(part)) return part;
  }
  return '';
}
