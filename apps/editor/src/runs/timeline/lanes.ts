// Lanes of the timeline (E-RUN-18): one per branch in tree order, one bar per attempt and per wait for the next one, and the laps of loops.
// Pure. Durations are never negative; open bars end at `now`.
import type { View, ViewExecution } from '@iterion/engine';

export interface Bar {
  readonly key: string;
  readonly node: string;
  readonly execution: string;
  readonly branch: string;
  readonly iteration: number;
  readonly attempt: number;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** Until when it worked: from then on it waited for a person. */
  readonly workedTo: number;
  readonly open: boolean;
  readonly status: 'running' | 'finished' | 'failed' | 'waiting' | 'interrupted' | 'delay';
}
/** One pass of a loop: what was started in it, from first to last. */
export interface Lap {
  readonly key: string;
  readonly loop: string;
  /** 1-based. */
  readonly number: number;
  readonly from: number;
  readonly to: number;
}
export interface Lane {
  readonly branch: string;
  readonly label: string;
  readonly depth: number;
  /** By start. */
  readonly bars: readonly Bar[];
  /** Of the innermost loop of each bar, by start. */
  readonly laps: readonly Lap[];
}
export interface Lanes {
  readonly lanes: readonly Lane[];
  readonly from: number;
  readonly to: number;
}

export function lanesOf(view: View, now: number): Lanes {
  const keys = laneKeys(view);
  const bars = new Map<string, Bar[]>();
  const laps = new Map<string, Map<string, Lap>>();
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const execution of view.executions) {
    const own = barsOf(execution, now);
    const [first] = own;
    const last = own.at(-1);
    if (first === undefined || last === undefined) continue;
    from = Math.min(from, first.from);
    to = Math.max(to, ...own.map((bar) => bar.to));
    const lane = keys.get(execution.branch_id) ?? execution.branch_id;
    const list = bars.get(lane) ?? [];
    bars.set(lane, list);
    list.push(...own);
    const known = laps.get(lane) ?? new Map<string, Lap>();
    laps.set(lane, known);
    addLap(known, execution, first.from, last.to);
  }
  const lanes: Lane[] = [];
  const shown = new Set<string>();
  for (const branch of [undefined, ...view.branches]) {
    const id = branch?.branch_id ?? 'main';
    const lane = keys.get(id) ?? id;
    const own = bars.get(lane);
    if (own === undefined || shown.has(lane)) continue;
    shown.add(lane);
    lanes.push({
      branch: id,
      label: id === 'main' ? id : (branch?.first_node ?? id),
      depth: lane.split('/').length - 1,
      bars: own.toSorted((one, other) => one.from - other.from),
      laps: [...(laps.get(lane)?.values() ?? [])],
    });
  }
  return lanes.length === 0 ? { lanes, from: now, to: now + 1 } : { lanes, from, to: Math.max(to, from + 1) };
}

/** Branches that go the same way share a lane: of a fan-out in a loop each lap makes new ones. */
function laneKeys(view: View): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const { branch_id, parent, router, first_node } of view.branches)
    keys.set(branch_id, parent === null ? branch_id : `${keys.get(parent) ?? parent}/${router} ${first_node}`);
  return keys;
}

function barsOf(execution: ViewExecution, now: number): Bar[] {
  const { execution_id, ir_node_id, branch_id, loop_iteration, attempts } = execution;
  const common = { node: ir_node_id, execution: execution_id, branch: branch_id, iteration: loop_iteration };
  return attempts.flatMap(({ attempt, started_at, ended_at, end, waiting_since }, index): Bar[] => {
    const from = Date.parse(started_at);
    const open = ended_at === undefined;
    const to = Math.max(from, open ? now : Date.parse(ended_at));
    const workedTo = waiting_since === undefined ? to : Math.min(to, Math.max(from, Date.parse(waiting_since)));
    const key = `${execution_id}@${attempt}`;
    const status = statusOf(end, open, waiting_since !== undefined);
    const bar: Bar = { ...common, key, attempt, from, to, workedTo, open, status };
    const next = attempts[index + 1];
    const until = next === undefined ? (execution.status === 'retrying' ? now : to) : Date.parse(next.started_at);
    if (until <= to) return [bar];
    const waits = next === undefined;
    return [bar, { ...bar, key: `${key}+`, from: to, to: until, workedTo: to, open: waits, status: 'delay' }];
  });
}

function addLap(known: Map<string, Lap>, { loop_path }: ViewExecution, from: number, to: number): void {
  const inner = loop_path.at(-1);
  if (inner === undefined) return;
  const [loop, , counter] = inner;
  const key = loop_path.map((step) => step.join('.')).join('/');
  const before = known.get(key);
  known.set(
    key,
    before === undefined
      ? { key, loop, number: counter + 1, from, to }
      : { ...before, from: Math.min(before.from, from), to: Math.max(before.to, to) },
  );
}

function statusOf(end: string | undefined, open: boolean, waiting: boolean): Bar['status'] {
  if (open) return waiting ? 'waiting' : 'running';
  if (end === 'finished') return 'finished';
  if (end === 'failed') return 'failed';
  return end === 'question' || end === 'pause' ? 'waiting' : 'interrupted';
}
