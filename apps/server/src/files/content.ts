// Bytes and text of a file, exactly as they are (S-FILE-06), with the hash that changes are based on (S-API-07).
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { LIMITS, type FileContent } from '@iterion/protocol';
import { Failure } from '../failure.ts';
import { openRegular, type Spot } from './folder.ts';

export function hashOf(bytes: Uint8Array | string): string {
  return `sha256-${createHash('sha256').update(bytes).digest('hex')}`;
}

/** The hash of a regular file of any size; null for anything else, which is not waited for (a pipe without a writer, a device without an end). */
export async function hashOfFile(path: string): Promise<string | null> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!(await handle.stat()).isFile()) return null;
    const hash = createHash('sha256');
    await pipeline(handle.createReadStream({ autoClose: false }), hash);
    return `sha256-${hash.digest('hex')}`;
  } finally {
    await handle.close();
  }
}

export interface Content {
  readonly bytes: Buffer;
  readonly hash: string;
  readonly mode: number;
  readonly mtime: Date;
}

/** The whole file; null when there is none, 413 beyond the text limit. */
export async function readContent(spot: Spot): Promise<Content | null> {
  const handle = await openRegular(spot);
  if (handle === null) return null;
  try {
    const stats = await handle.stat();
    if (stats.size > LIMITS.textBytes) throw new Failure('too_large', 'The file is larger than 4 MiB.');
    const bytes = await handle.readFile();
    return { bytes, hash: hashOf(bytes), mode: stats.mode & 0o777, mtime: stats.mtime };
  } finally {
    await handle.close();
  }
}

/** The text of bytes, BOM and line ends kept. Bytes that are not UTF-8, or hold NUL, are not text. */
export function textOf(bytes: Uint8Array): string {
  // A NUL is legal in UTF-8, but a file that holds one is a program, a picture or an archive, or is damaged.
  const nul = bytes.indexOf(0);
  const mark = bytes[0] === 0xff && bytes[1] === 0xfe ? 'LE' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'BE' : null;
  if (mark !== null)
    throw new Failure('not_text', `The file is UTF-16 ${mark} text; only UTF-8 is read.`, {
      remedy: 'Save it as UTF-8 in the program that wrote it.',
    });
  if (nul >= 0) throw new Failure('not_text', `The file is binary, not text: byte ${nul + 1} is NUL.`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Failure('not_text', 'The file is not UTF-8 text.', {
      remedy: 'Save it as UTF-8 in the program that wrote it.',
    });
  }
}

export function bytesOf(text: string): Buffer {
  if (!text.isWellFormed()) {
    throw new Failure('invalid_request', 'The text holds a lone surrogate and cannot be written.', { field: 'text' });
  }
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > LIMITS.textBytes) throw new Failure('too_large', 'The text is larger than 4 MiB.');
  return bytes;
}

export function lineEnds(text: string): FileContent['eol'] {
  const kinds = new Set<string>(text.match(/\r\n|\n|\r/g) ?? []);
  if (kinds.size === 0) return 'none';
  if (kinds.size > 1) return 'mixed';
  return kinds.has('\r\n') ? 'crlf' : kinds.has('\n') ? 'lf' : 'cr';
}

/** What a refused compare-and-swap tells the client, so that it can merge without another request. */
export function conflict(current: Content | null): Failure {
  const details =
    current === null
      ? { hash: null, text: null }
      : { hash: current.hash, text: textOrNull(current.bytes), mtime: current.mtime.toISOString() };
  return new Failure('precondition_failed', 'The file on disk is not the one this change is based on.', {
    remedy: 'Merge the change with what is on disk and save again.',
    details,
  });
}

function textOrNull(bytes: Uint8Array): string | null {
  try {
    return textOf(bytes);
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
