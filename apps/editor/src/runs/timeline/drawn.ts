// What of a lane is drawn in a window of the timeline: the bars in it, and where many are narrower than can be seen or pressed, one for all of
// them. So a lane never holds more elements than fit beside each other, whatever the run did (E-RUN-18, E-PERF-13). Pure.
import type { Axis } from './axis.ts';
import type { Bar } from './lanes.ts';

/** The part of the time that is shown, in milliseconds since the epoch. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}
export interface Drawn<T> {
  /** From the left edge of the window, both in pixels. */
  readonly left: number;
  readonly width: number;
  /** One, or all that are drawn as one, by start. */
  readonly items: readonly [T, ...T[]];
}

/** The least a bar takes. */
const leastPx = 4;

/** How a time is placed in a window that is `width` pixels wide. */
export function placeIn(axis: Axis, window: TimeWindow, width: number): (time: number) => number {
  const first = axis.place(window.from);
  const scale = width / Math.max(1e-9, axis.place(window.to) - first);
  return (time) => (axis.place(time) - first) * scale;
}

/** `items` by start, `place` as `placeIn` gives it. */
export function drawnIn<T extends { readonly from: number; readonly to: number }>(
  items: readonly T[],
  place: (time: number) => number,
  width: number,
): readonly Drawn<T>[] {
  const drawn: { left: number; width: number; items: [T, ...T[]] }[] = [];
  for (const item of items) {
    const start = place(item.from);
    const end = place(item.to);
    if (end < -leastPx || start > width) continue;
    const left = Math.max(-leastPx, Math.min(start, width - leastPx));
    const own = Math.max(leastPx, Math.min(end, width + leastPx) - left);
    const before = drawn.at(-1);
    // Narrow ones that begin where a narrow one already stands are drawn with it.
    if (before !== undefined && own <= leastPx && before.width <= leastPx && left < before.left + leastPx)
      before.items.push(item);
    else drawn.push({ left, width: own, items: [item] });
  }
  return drawn;
}

/** The status that counts when several bars are drawn as one: the one that people look for. */
export function loudest(bars: readonly Bar[]): Bar['status'] {
  const found = new Set(bars.map((bar) => bar.status));
  return byLoudness.find((status) => found.has(status)) ?? 'finished';
}
const byLoudness = ['failed', 'waiting', 'running', 'interrupted', 'delay', 'finished'] as const;
