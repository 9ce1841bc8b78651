// meta.json: what a user says about a run, not part of its history: name, labels, where it was started from.
import type { Disk } from './disk.ts';
import { readDocument, writeDocument } from './document.ts';

export interface RunMetadata {
  readonly name?: string | null;
  readonly labels?: readonly string[];
  /** Who started it: `cli`, `editor`, `fork`. */
  readonly origin?: string;
}

export function readMetadata(file: string): RunMetadata {
  const value = readDocument(file);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** Replaces the given keys and keeps the others. */
export function updateMetadata(disk: Disk, file: string, change: RunMetadata): RunMetadata {
  const next = { ...readMetadata(file), ...change };
  writeDocument(disk, file, next);
  return next;
}
