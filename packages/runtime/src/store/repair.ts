// Torn tails (R-STORE-21): what a crash may have left after the last newline of a log.
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { systemCode } from '../errors.ts';
import type { Disk } from './disk.ts';
import { writeWhole } from './document.ts';
import { parseLine } from './logReader.ts';

export interface Repair {
  /** Length of the log afterwards. */
  readonly length: number;
  /** The event whose missing newline was supplied. */
  readonly completed: boolean;
  /** Bytes that were cut off and saved in `savedAs`. */
  readonly cutBytes: number;
  readonly savedAs?: string;
}

/**
 * Mends the bytes of `file` behind `end`, the end of its last complete line: a complete event with the expected `seq` gets its newline,
 * anything else moves to `saveAs`. Returns null if there is nothing to mend.
 */
export function repairTail(file: string, end: number, expectedSeq: number, saveAs: string, disk: Disk): Repair | null {
  const size = sizeOf(file);
  if (size <= end) return null;
  const tail = readTail(file, end, size);
  const fd = disk.openAppend(file);
  try {
    if ('line' in parseLine(tail, expectedSeq)) {
      disk.write(fd, Buffer.from('\n'));
      disk.syncNow(fd);
      return { length: size + 1, completed: true, cutBytes: 0 };
    }
    const saved = existsSync(saveAs) ? Buffer.concat([readFileSync(saveAs), tail]) : tail;
    writeWhole(disk, saveAs, saved);
    disk.truncate(fd, end);
    disk.syncNow(fd);
    return { length: end, completed: false, cutBytes: tail.length, savedAs: saveAs };
  } finally {
    disk.close(fd);
  }
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

function readTail(file: string, from: number, to: number): Buffer {
  const bytes = Buffer.alloc(to - from);
  const fd = openSync(file, 'r');
  try {
    const got = readSync(fd, bytes, 0, bytes.length, from);
    return bytes.subarray(0, got);
  } finally {
    closeSync(fd);
  }
}
