// Cards and edges painted on a 2D canvas: the far zoom level (E-CANVAS-11) and the minimap (E-CANVAS-12). Colours are read from the
// roles of the theme, so the painting follows light, dark and high contrast.
import type { ItemId } from '../document/model.ts';
import { kindEntry } from './kinds.ts';
import { outline } from './kernels/silhouettes.ts';
import { statusLooks } from './runStatus.ts';
import type { RunStatus } from './runStatus.ts';
import type { ViewState } from './view.ts';

interface Transform {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}
/** Reads a role variable; remembered until `forgetColours`. */
export type Palette = (role: string) => string;

export function paletteOf(element: Element): Palette {
  // A probe resolves light-dark() and nested variables, which getPropertyValue does not.
  const known = new Map<string, string>();
  return (role) => {
    const before = known.get(role);
    if (before !== undefined) return before;
    const probe = document.createElement('span');
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
  for (const [id, box] of state.boxes) {
    if (box.x > seen.right || box.y > seen.bottom || box.x + box.width < seen.left || box.y + box.height < seen.top)
      continue;
    const card = state.cards.get(id);
    if (!card) continue;
    const problems = state.problems.get(id);
    const run = painting.status?.nodes[card.name];
    const tone = run ? toneRoles[statusLooks[run.status].tone] : `hue-${kindEntry(card.kind).hue}`;
    const path = shape(card.kind, box.width, box.height, painting.direction);
    context.save();
    context.translate(box.x, box.y);
    context.fillStyle = colour('surface-card');
    context.fill(path);
    context.globalAlpha = painting.status && !run ? 0.15 : 0.35;
    context.fillStyle = colour(tone);
    context.fill(path);
    context.globalAlpha = 1;
    context.strokeStyle = colour(state.selected.has(id) ? 'accent' : tone);
    context.lineWidth = (state.selected.has(id) ? 3 : 1) / zoom;
    context.stroke(path);
    context.restore();
    if (problems) dot(context, box.x + box.width, box.y, colour(problems.errors > 0 ? 'error' : 'warning'), zoom);
    if (painting.titles) title(context, card.name, box, colour, zoom);
  }
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
  for (const [id, route] of state.routes) {
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
function dot(context: CanvasRenderingContext2D, x: number, y: number, colour: string, zoom: number): void {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, y, 3.5 / zoom, 0, 2 * Math.PI);
  context.fill();
}
function title(
  context: CanvasRenderingContext2D,
  text: string,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  colour: Palette,
  zoom: number,
): void {
  const size = 11 / zoom;
  if (box.height < size * 1.2) return;
  context.font = `600 ${size}px 'Inter Variable', system-ui, sans-serif`;
  const room = box.width - 8 / zoom;
  let shown = text;
  while (shown.length > 3 && context.measureText(shown).width > room)
    shown = `${shown.slice(0, -2).replace(/…$/u, '')}…`;
  if (shown.length <= 3 && shown !== text) return;
  context.fillStyle = colour('text');
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(shown, box.x + box.width / 2, box.y + box.height / 2);
}
