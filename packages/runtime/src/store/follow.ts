// Follows the log of a run that this or another process writes (S-RUN-03): from the last offset on file change and at least every
// 500 ms, complete lines only; a damaged line or a gap ends the following with a reason.
import { type FSWatcher, watch } from 'node:fs';
import type { RunEvent } from '@iterion/engine';
import type { Blobs } from './blobs.ts';
import type { RunPaths } from './layout.ts';
import type { LogPosition } from './logReader.ts';
import { readEvents } from './runLog.ts';

const POLL_MS = 500;
/** Events that one round reads at most, so that a long log does not block the thread. */
const ROUND = 2_000;

export interface Follower {
  stop(): void;
}

export interface FollowOptions {
  /** Where to begin; default the first event. */
  readonly from?: LogPosition;
  readonly onEvents: (events: readonly RunEvent[], next: LogPosition) => void;
  readonly onCorrupt?: (reason: string) => void;
}

export function followLog(paths: RunPaths, blobs: Blobs, options: FollowOptions): Follower {
  let position: LogPosition = options.from ?? { offset: 0, seq: 0 };
  let watcher: FSWatcher | undefined;
  let scheduled: NodeJS.Immediate | undefined;
  let stopped = false;
  const read = (): void => {
    scheduled = undefined;
    if (stopped) return;
    const reading = readEvents(paths, blobs, position, ROUND);
    position = reading.next;
    if (reading.events.length > 0) options.onEvents(reading.events, position);
    if (reading.corrupt !== undefined) {
      stop();
      options.onCorrupt?.(reading.corrupt.reason);
    } else if (reading.events.length === ROUND) schedule();
  };
  const schedule = (): void => {
    if (!stopped) scheduled ??= setImmediate(read);
  };
  const timer = setInterval(schedule, POLL_MS);
  timer.unref();
  const stop = (): void => {
    stopped = true;
    clearInterval(timer);
    watcher?.close();
    if (scheduled) clearImmediate(scheduled);
  };
  try {
    watcher = watch(paths.folder, { persistent: false }, (_event, name) => {
      if (name === null || name === 'events.jsonl') schedule();
    });
    watcher.on('error', () => watcher?.close()); // the poll goes on
  } catch {
    // No watching on this file system: the poll suffices.
  }
  schedule();
  return { stop };
}
