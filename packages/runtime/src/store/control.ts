// The mailbox of a run: how other processes talk to its holder (R-STORE-23). A request is a file `control/<ulid>.json`; the holder
// replaces it by `<ulid>.done` with the result, after the events that it caused are durable.
import { randomBytes } from 'node:crypto';
import { type FSWatcher, existsSync, readdirSync, watch } from 'node:fs';
import path from 'node:path';
import type { Json } from '@iterion/dsl';
import { messageOf, systemCode } from '../errors.ts';
import type { Disk } from './disk.ts';
import { readDocument, writeDocument } from './document.ts';

export interface ControlRequest {
  readonly id: string;
  readonly command: 'cancel' | 'pause' | 'answer';
  readonly reason?: string;
  readonly interaction_id?: string;
  readonly answers?: Json;
  readonly by?: string;
  readonly created_at: string;
}

export interface ControlResult {
  readonly ok: boolean;
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string; readonly details?: Json };
}

const POLL_MS = 1_000;
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A time-ordered unique name: 48 bits of time, 80 random bits. */
export function ulid(now: number = Date.now()): string {
  let time = '';
  for (let rest = now, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = ALPHABET.charAt(rest % 32) + time;
  return time + [...randomBytes(16)].map((byte) => ALPHABET.charAt(byte % 32)).join('');
}

/** Leaves a request for the holder; returns its id. */
export function postRequest(disk: Disk, folder: string, request: Omit<ControlRequest, 'id' | 'created_at'>): string {
  const id = ulid();
  writeDocument(disk, path.join(folder, `${id}.json`), { id, ...request, created_at: new Date().toISOString() });
  return id;
}

/** The holder's answer to a request, which is taken out of the mailbox; undefined while there is none. */
export function takeResult(disk: Disk, folder: string, id: string): ControlResult | undefined {
  const file = path.join(folder, `${id}.done`);
  const value = readDocument(file) as ControlResult | undefined;
  if (value !== undefined) removeIfThere(disk, file);
  return value;
}

/** Takes back a request that nobody has read; false if the holder has answered it. */
export function withdrawRequest(disk: Disk, folder: string, id: string): boolean {
  return removeIfThere(disk, path.join(folder, `${id}.json`));
}

/** Requests that wait, oldest first. Unreadable ones are answered with their fault at once. */
export function pendingRequests(disk: Disk, folder: string): ControlRequest[] {
  return names(folder).flatMap((name) => {
    const id = name.slice(0, -'.json'.length);
    try {
      const value = readDocument(path.join(folder, name)) as ControlRequest | undefined;
      if (value === undefined) return []; // withdrawn meanwhile
      if (!['cancel', 'pause', 'answer'].includes(value.command))
        throw new Error(`unknown command ${JSON.stringify(value.command)}`);
      return [{ ...value, id }];
    } catch (error) {
      answerRequest(disk, folder, id, { ok: false, error: { code: 'USAGE', message: messageOf(error) } });
      return [];
    }
  });
}

/** Replaces a request by its result. */
export function answerRequest(disk: Disk, folder: string, id: string, result: ControlResult): void {
  writeDocument(disk, path.join(folder, `${id}.done`), result);
  removeIfThere(disk, path.join(folder, `${id}.json`));
}

/** Calls `onChange` when the mailbox may hold something new: on file events and each second (R-STORE-23). Returns the way to stop. */
export function watchMailbox(folder: string, disk: Disk, onChange: () => void): () => void {
  disk.makeFolder(folder);
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(folder, { persistent: false }, onChange);
    watcher.on('error', () => watcher?.close()); // the poll goes on
  } catch {
    // No watching on this file system: the poll suffices.
  }
  const timer = setInterval(onChange, POLL_MS);
  timer.unref();
  return () => {
    watcher?.close();
    clearInterval(timer);
  };
}

function names(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
    .sort();
}

function removeIfThere(disk: Disk, file: string): boolean {
  try {
    disk.remove(file);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}
