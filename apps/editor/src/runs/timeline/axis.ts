// Where a time stands on the timeline (E-RUN-18): in proportion, but for long stretches in which nothing worked, which take as little room as
// they have to say. Pure.
import type { Lanes } from './lanes.ts';

/** A stretch of time in which nothing worked, drawn shorter than it was. */
interface Idle {
  readonly from: number;
  readonly to: number;
}
export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly idle: readonly Idle[];
  /** 0 at the beginning, 1 at the end; times outside are taken to the nearer end. */
  readonly place: (time: number) => number;
  /** The time at a place. */
  readonly time: (place: number) => number;
}

/** A gap is drawn short when it is longer than this, in milliseconds, and than this part of the time that was worked. */
const longGapMs = 1000;
const longGapPart = 0.1;
/** How much of the worked time a short gap looks like. */
const drawnPart = 0.04;

export function axisOf(lanes: Lanes, shortensIdle: boolean): Axis {
  const { from, to } = lanes;
  const idle = shortensIdle ? idleIn(lanes) : [];
  const worked = to - from - idle.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  const drawn = Math.max(1, worked * drawnPart);
  /** Stretches in order, with the length they are drawn at. */
  const stretches: { readonly from: number; readonly to: number; readonly at: number; readonly length: number }[] = [];
  let at = 0;
  const add = (start: number, end: number, length: number): void => {
    if (end <= start) return;
    stretches.push({ from: start, to: end, at, length });
    at += length;
  };
  let reached = from;
  for (const gap of idle) {
    add(reached, gap.from, gap.from - reached);
    add(gap.from, gap.to, drawn);
    reached = gap.to;
  }
  add(reached, to, to - reached);
  const whole = Math.max(1, at);
  return {
    from,
    to,
    idle,
    place: (time) => {
      const inside = Math.max(from, Math.min(to, time));
      const found = stretches.findLast((stretch) => stretch.from <= inside);
      if (found === undefined) return 0;
      return (found.at + ((inside - found.from) / (found.to - found.from)) * found.length) / whole;
    },
    time: (place) => {
      const inside = Math.max(0, Math.min(1, place)) * whole;
      const found = stretches.findLast((stretch) => stretch.at <= inside);
      if (found === undefined) return from;
      return found.from + ((inside - found.at) / found.length) * (found.to - found.from);
    },
  };
}

/** The long stretches in which no bar worked; waiting for a person or for the next attempt is no work. */
function idleIn({ lanes, from, to }: Lanes): readonly Idle[] {
  const work = lanes
    .flatMap(({ bars }) => bars.map((bar) => ({ from: bar.from, to: bar.workedTo })))
    .toSorted((a, b) => a.from - b.from);
  const gaps: Idle[] = [];
  let busy = 0;
  let reached = from;
  for (const stretch of work) {
    if (stretch.from > reached) gaps.push({ from: reached, to: stretch.from });
    busy += Math.max(0, stretch.to - Math.max(stretch.from, reached));
    reached = Math.max(reached, stretch.to);
  }
  if (to > reached) gaps.push({ from: reached, to });
  const long = Math.max(longGapMs, busy * longGapPart);
  return gaps.filter((gap) => gap.to - gap.from > long);
}
