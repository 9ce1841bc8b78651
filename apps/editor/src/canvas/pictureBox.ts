// How large the picture is: cards, and what runs or stands outside of them, so that *whole* means whole (E-CANVAS-14).
import { boxOfRoute } from './kernels/edgePath.ts';
import { boxAround } from './kernels/geometry.ts';
import type { Box } from './kernels/geometry.ts';
import type { ViewState } from './view.ts';

/** The box around all cards, edges and chips; null while nothing is shown. */
export function pictureBox({ boxes, routes, wires }: ViewState): Box | null {
  const all: Box[] = [...boxes.values()];
  if (all.length === 0) return null;
  for (const wire of wires.values()) {
    const route = routes.get(wire.id);
    if (!route || route.points.length === 0) continue;
    all.push(boxOfRoute(route.points));
    if (route.label && wire.label) all.push({ ...route.label, ...wire.label });
  }
  return boxAround(all);
}
