// Events of a run as the core knows them, and their fold: checkpoint + tail, or the whole log (R-STORE-17).
import { closeSync, openSync, readSync } from 'node:fs';
import { type Json, type RunEvent, type RunState, apply, fold } from '@iterion/engine';
import { RuntimeError, systemCode } from '../errors.ts';
import type { BlobReference, Blobs } from './blobs.ts';
import { readCheckpoint } from './header.ts';
import type { RunPaths } from './layout.ts';
import { LOG_START, NEWLINE, type LogLine, type LogPosition, type LogReading, readLog } from './logReader.ts';

export interface EventReading {
  readonly events: readonly RunEvent[];
  /** Where the next event will stand. */
  readonly next: LogPosition;
  readonly corrupt?: LogReading['corrupt'];
  /** Values whose blob is gone (R-STORE-07). */
  readonly missing: readonly { readonly seq: number; readonly blob: string }[];
}

/** Reads events with their large values put back; what precedes a damaged line stays readable (R-STORE-22). */
export function readEvents(
  paths: RunPaths,
  blobs: Blobs,
  from: LogPosition = LOG_START,
  limit = Infinity,
): EventReading {
  const reading = readLog(paths.log, from, limit);
  const missing: { seq: number; blob: string }[] = [];
  const events = reading.lines.map((line) => restore(line, blobs, missing));
  return {
    events,
    next: { offset: reading.end, seq: from.seq + events.length },
    missing,
    ...(reading.corrupt === undefined ? {} : { corrupt: reading.corrupt }),
  };
}

function restore(line: LogLine, blobs: Blobs, missing: { seq: number; blob: string }[]): RunEvent {
  const lost = (reference: BlobReference): void => void missing.push({ seq: line.seq, blob: reference.$blob });
  return { ...line, data: blobs.internalize((line['data'] ?? {}) as Json, lost) } as unknown as RunEvent;
}

/** The state at the end of the log's good lines, and where they end. STORE_CORRUPT if the log cannot be continued. */
export function foldRun(paths: RunPaths, blobs: Blobs, runId: string): { state: RunState; end: number } {
  const checkpoint = readCheckpoint(paths.header, blobs);
  if (checkpoint !== undefined && checkpoint.state.run_id === runId) {
    const tail = readEvents(paths, blobs, { offset: checkpoint.log_bytes, seq: checkpoint.seq + 1 });
    // A checkpoint that does not fit the log (another seq, an offset beyond the end) is not trusted: rebuild below.
    const fits = tail.corrupt === undefined && endsLine(paths, checkpoint.log_bytes);
    if (fits && tail.missing.length === 0) {
      return { state: tail.events.reduce(apply, checkpoint.state), end: tail.next.offset };
    }
  }
  const whole = readEvents(paths, blobs);
  if (whole.corrupt !== undefined) {
    const { line, offset, reason } = whole.corrupt;
    throw new RuntimeError('STORE_CORRUPT', `line ${line} of ${paths.log} (offset ${offset}) is damaged: ${reason}`, {
      hint: `what precedes it can be read with \`inspect\` and continued with \`fork --at-seq ${line - 1}\``,
    });
  }
  const lost = whole.missing[0];
  if (lost !== undefined) {
    throw new RuntimeError(
      'STORE_CORRUPT',
      `event ${lost.seq} of ${paths.log} refers to the blob ${lost.blob}, which is gone`,
      {
        hint: `continue from before it with \`fork --at-seq ${lost.seq}\``,
      },
    );
  }
  return { state: fold(whole.events), end: whole.next.offset };
}

/** True if `offset` is the end of a complete line of the log. */
function endsLine(paths: RunPaths, offset: number): boolean {
  if (offset === 0) return true;
  try {
    const fd = openSync(paths.log, 'r');
    try {
      const byte = Buffer.alloc(1);
      return readSync(fd, byte, 0, 1, offset - 1) === 1 && byte[0] === NEWLINE;
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}
