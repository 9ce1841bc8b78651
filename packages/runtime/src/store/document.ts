// JSON documents of a run (run.json, meta.json, artifacts, interactions, control files): written whole or not at all (R-STORE-03).
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { RuntimeError, messageOf, systemCode } from '../errors.ts';
import { type Disk, writeAll } from './disk.ts';

/** Writes bytes to a unique temporary name in the same folder, syncs, renames, syncs the folder (R-STORE-03). */
export function writeWhole(
  disk: Disk,
  file: string,
  bytes: Uint8Array,
  options: { sync: boolean } = { sync: true },
): void {
  const folder = path.dirname(file);
  disk.makeFolder(folder);
  const temporary = path.join(folder, `.tmp-${process.pid}-${randomBytes(6).toString('hex')}`);
  const fd = disk.create(temporary);
  try {
    try {
      writeAll(disk, fd, bytes);
      if (options.sync) disk.syncNow(fd);
    } finally {
      disk.close(fd);
    }
    disk.rename(temporary, file);
  } catch (error) {
    try {
      disk.remove(temporary);
    } catch {
      // The temporary file is already gone, or the disk refuses everything: the first error is the one to report.
    }
    throw error;
  }
  if (options.sync) disk.syncFolder(folder);
}

/** Writes a JSON document (R-STORE-03). */
export function writeDocument(
  disk: Disk,
  file: string,
  value: unknown,
  options: { sync: boolean } = { sync: true },
): void {
  writeWhole(disk, file, Buffer.from(`${JSON.stringify(value, null, 1)}\n`), options);
}

/** Reads a JSON document; undefined if there is no such file; STORE_CORRUPT if it is not JSON. */
export function readDocument(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new RuntimeError('STORE_CORRUPT', `${file} is not JSON: ${messageOf(error)}`, { cause: error });
  }
}
