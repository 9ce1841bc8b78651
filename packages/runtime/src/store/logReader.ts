// Reads the log of a run (R-STORE-05, R-STORE-21, R-STORE-22): complete lines only, in order, without gaps.
//  L1  Bytes after the last newline are never an event for a reader.
//  L2  A line that does not parse or a gap in `seq` ends the reading; what precedes it stays readable.
//  L3  Reading never changes a file.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { systemCode } from '../errors.ts';

/** One line of the log as it stands in the file; values may be blob references. */
export interface LogLine {
  readonly seq: number;
  readonly [key: string]: unknown;
}

export interface LogReading {
  readonly lines: readonly LogLine[];
  /** Offset of the first byte after the last complete, good line. */
  readonly end: number;
  /** Size of the file when it was read. */
  readonly size: number;
  /** Why reading stopped before the last newline (R-STORE-22). */
  readonly corrupt?: { readonly line: number; readonly offset: number; readonly reason: string };
}

const CHUNK = 1 << 20;
export const NEWLINE = 0x0a;

/** Where a reading begins: byte offset of a line start and the `seq` that line must have. */
export interface LogPosition {
  readonly offset: number;
  readonly seq: number;
}

export const LOG_START: LogPosition = { offset: 0, seq: 0 };

/** Reads complete lines from `from`, at most up to `limit` lines. An absent file is an empty log. */
export function readLog(file: string, from: LogPosition = LOG_START, limit = Infinity): LogReading {
  let fd: number;
  try {
    fd = openSync(file, 'r');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return { lines: [], end: from.offset, size: 0 };
    throw error;
  }
  try {
    return readLines(fd, from, limit);
  } finally {
    closeSync(fd);
  }
}

function readLines(fd: number, from: LogPosition, limit: number): LogReading {
  const size = fstatSync(fd).size;
  const lines: LogLine[] = [];
  let end = from.offset;
  let pending: Buffer[] = []; // the beginning of a line that reaches beyond the chunks read so far
  let at = from.offset;
  while (lines.length < limit) {
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK, Math.max(1, size - at)));
    const got = readSync(fd, chunk, 0, chunk.length, at);
    if (got === 0) break;
    at += got;
    let start = 0;
    for (let stop = chunk.indexOf(NEWLINE); stop >= 0 && stop < got; stop = chunk.indexOf(NEWLINE, start)) {
      pending.push(chunk.subarray(start, stop));
      const bytes = pending.length === 1 ? (pending[0] as Buffer) : Buffer.concat(pending);
      pending = [];
      start = stop + 1;
      const expected = from.seq + lines.length;
      const parsed = parseLine(bytes, expected);
      if ('reason' in parsed) {
        return { lines, end, size, corrupt: { line: expected + 1, offset: end, reason: parsed.reason } };
      }
      lines.push(parsed.line);
      end += bytes.length + 1;
      if (lines.length >= limit) break;
    }
    if (start < got) pending.push(Buffer.from(chunk.subarray(start, got)));
  }
  return { lines, end, size };
}

/** One line of the log, or why it is not the event with the expected `seq`. */
export function parseLine(bytes: Buffer, expected: number): { line: LogLine } | { reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    return { reason: `not a JSON line (${bytes.length} bytes)` };
  }
  if (typeof value !== 'object' || value === null || !('seq' in value) || !('type' in value))
    return { reason: 'not an event' };
  if (value.seq !== expected) return { reason: `seq is ${String(value.seq)} where ${expected} belongs` };
  return { line: value as LogLine };
}
