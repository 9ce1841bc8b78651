// Large values do not travel with the rest (S-WS-04, S-API-13): a value of more than 32 KiB becomes a PayloadRef, measured bottom-up so that only the
// innermost large part is replaced. The reference names event and place (`<seq>~<base64url of a JSON pointer>`), so that the value is found
// again in the log and nothing has to be kept.
import { LIMITS, type PayloadRef } from '@iterion/protocol';
import type { Json, RunEvent } from '@iterion/engine';
import { notFound } from '../failure.ts';

const PREVIEW = 512;

/** The event as clients see it: verbatim but for large values. Returns the event itself when there are none. */
export function presentEvent(event: RunEvent): RunEvent {
  if (Buffer.byteLength(JSON.stringify(event.data)) <= LIMITS.payloadInlineBytes) return event;
  const data = shrink(event.data as unknown as Json, event.seq, '');
  return { ...event, data } as unknown as RunEvent;
}

/** A value of an event's data as clients see it. */
export function presentValue(value: Json, seq: number, pointer: string): Json | PayloadRef {
  return shrink(value, seq, pointer);
}

function shrink(value: Json, seq: number, pointer: string): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  if (size(value) <= LIMITS.payloadInlineBytes) return value;
  if (typeof value === 'string') return reference(value, seq, pointer);
  const smaller = Array.isArray(value)
    ? value.map((child, index) => shrink(child, seq, `${pointer}/${index}`))
    : Object.fromEntries(
        Object.entries(value).map(([key, child]) => [key, shrink(child, seq, `${pointer}/${escapeKey(key)}`)]),
      );
  if (pointer === '' || size(smaller) <= LIMITS.payloadInlineBytes) return smaller;
  return reference(value, seq, pointer);
}

function reference(value: Json, seq: number, pointer: string): Json {
  const text = textOf(value);
  const ref: PayloadRef = {
    $ref: `${seq}~${Buffer.from(pointer).toString('base64url')}`,
    bytes: Buffer.byteLength(text),
    mediaType: typeof value === 'string' ? 'text/plain' : 'application/json',
    preview: text.slice(0, PREVIEW).toWellFormed(),
  };
  return { ...ref };
}

function size(value: Json): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

function escapeKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

export interface PayloadPlace {
  readonly seq: number;
  readonly pointer: readonly string[];
}

/** Reads a reference; a malformed one names nothing. */
export function parsePayloadRef(ref: string): PayloadPlace {
  const match = /^(\d{1,12})~([\w-]*)$/.exec(ref);
  if (match === null) throw notFound('The value');
  const pointer = Buffer.from(match[2] ?? '', 'base64url').toString('utf8');
  const keys = pointer === '' ? [] : pointer.slice(1).split('/');
  return { seq: Number(match[1]), pointer: keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')) };
}

/** A page of the value at a place of an event, as text. Offsets are UTF-16 code units. */
export function payloadPage(
  event: RunEvent,
  place: PayloadPlace,
  offset: number,
  limit: number,
): { text: string; offset: number; total: number; more: boolean } {
  let value: unknown = event.data;
  for (const key of place.pointer) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) throw notFound('The value');
    value = (value as Record<string, unknown>)[key];
  }
  const text = textOf(value as Json);
  const page = text.slice(offset, offset + limit);
  return { text: page.toWellFormed(), offset, total: text.length, more: offset + page.length < text.length };
}
