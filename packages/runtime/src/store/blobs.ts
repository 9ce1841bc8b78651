// Large values of events and documents live once, by content, under `blobs/` (R-STORE-07).
//  B1  internalize(externalize(v)) equals v, also when v has keys that look like references.
//  B2  A blob is complete and durable before anything that refers to it is written.
//  B3  Values are measured bottom-up: the innermost value above the limit is replaced.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Json } from '@iterion/dsl';
import { systemCode } from '../errors.ts';
import type { Disk } from './disk.ts';
import { writeWhole } from './document.ts';

/** Above this many bytes of compact JSON a value is stored apart. */
export const BLOB_LIMIT = 256 * 1024;

/** What stands in the place of a value that is stored apart. */
export interface BlobReference {
  readonly $blob: string;
  readonly bytes: number;
  readonly json: boolean;
}

const REFERENCE_KEY = /^\$+blob$/;
const ESCAPED_KEY = /^\$\$+blob$/;

export function isBlobReference(value: unknown): value is BlobReference {
  return (
    typeof value === 'object' &&
    value !== null &&
    '$blob' in value &&
    typeof value.$blob === 'string' &&
    /^sha256:[0-9a-f]{64}$/.test(value.$blob)
  );
}

export class Blobs {
  readonly #folder: string;
  readonly #disk: Disk;
  readonly #sync: boolean;

  constructor(folder: string, disk: Disk, options: { sync: boolean } = { sync: true }) {
    this.#folder = folder;
    this.#disk = disk;
    this.#sync = options.sync;
  }

  /** The value as it is written: large parts replaced by references, keys that look like one escaped. `value` itself stays in place. */
  externalize(value: Json): Json {
    if (staysWhole(JSON.stringify(value))) return value;
    if (Array.isArray(value)) return value.map((item) => this.#shrink(item).value);
    if (typeof value === 'object' && value !== null) return this.#entries(value).value;
    return value;
  }

  /** The line of an event, its data as `externalize` gives them; written out once where they stay whole. */
  line(event: { readonly data: unknown }): string {
    const text = JSON.stringify(event);
    return staysWhole(text) ? text : JSON.stringify({ ...event, data: this.externalize(event.data as Json) });
  }

  /**
   * Puts back what `externalize` took out; parts without a reference stay the same objects. A blob that is missing is reported and
   * its reference left in place.
   */
  internalize(value: Json, missing: (reference: BlobReference) => void): Json {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      const items = value.map((item) => this.internalize(item, missing));
      return items.some((item, index) => item !== value[index]) ? items : value;
    }
    if (isBlobReference(value)) {
      const bytes = this.read(value);
      if (bytes === undefined) {
        missing(value);
        return value;
      }
      return value.json
        ? this.internalize(JSON.parse(bytes.toString('utf8')) as Json, missing)
        : bytes.toString('utf8');
    }
    let same = true;
    const restored = Object.keys(value).map((key): [string, Json] => {
      const item = value[key] as Json;
      const inner = this.internalize(item, missing);
      const escaped = key.startsWith('$') && ESCAPED_KEY.test(key);
      if (escaped || inner !== item) same = false;
      return [escaped ? key.slice(1) : key, inner];
    });
    return same ? value : Object.fromEntries(restored);
  }

  /** The bytes of a blob; undefined if it is not there. */
  read(reference: BlobReference): Buffer | undefined {
    try {
      return readFileSync(this.#file(reference.$blob.slice('sha256:'.length)));
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  #shrink(value: Json): { value: Json; bytes: number } {
    if (typeof value === 'string') {
      const bytes = Buffer.byteLength(JSON.stringify(value));
      if (bytes <= BLOB_LIMIT) return { value, bytes };
      return value.isWellFormed()
        ? this.#store(Buffer.from(value), false)
        : this.#store(Buffer.from(JSON.stringify(value)), true);
    }
    if (typeof value !== 'object' || value === null) return { value, bytes: JSON.stringify(value).length };
    const smaller = Array.isArray(value) ? this.#items(value) : this.#entries(value);
    if (smaller.bytes <= BLOB_LIMIT) return smaller;
    return this.#store(Buffer.from(JSON.stringify(smaller.value)), true);
  }

  #items(value: readonly Json[]): { value: Json; bytes: number } {
    let bytes = 1 + Math.max(1, value.length);
    const items = value.map((item) => {
      const small = this.#shrink(item);
      bytes += small.bytes;
      return small.value;
    });
    return { value: items, bytes };
  }

  #entries(value: { readonly [key: string]: Json }): { value: Json; bytes: number } {
    const keys = Object.keys(value);
    let bytes = 1 + Math.max(1, keys.length);
    const entries = keys.map((key): [string, Json] => {
      const small = this.#shrink(value[key] as Json);
      const name = REFERENCE_KEY.test(key) ? `$${key}` : key;
      bytes += Buffer.byteLength(JSON.stringify(name)) + 1 + small.bytes;
      return [name, small.value];
    });
    return { value: Object.fromEntries(entries), bytes };
  }

  #store(bytes: Buffer, json: boolean): { value: Json; bytes: number } {
    const hash = createHash('sha256').update(bytes).digest('hex');
    const file = this.#file(hash);
    if (!existsSync(file)) writeWhole(this.#disk, file, bytes, { sync: this.#sync });
    const reference = { $blob: `sha256:${hash}`, bytes: bytes.length, json };
    return { value: reference, bytes: JSON.stringify(reference).length };
  }

  #file(hash: string): string {
    return path.join(this.#folder, hash.slice(0, 2), hash);
  }
}

/** True of the JSON of a value in which nothing is replaced: it is small, and no key can look like a reference. */
function staysWhole(text: string): boolean {
  const small = text.length * 3 <= BLOB_LIMIT || Buffer.byteLength(text) <= BLOB_LIMIT;
  return small && !text.includes('blob"');
}
