// Attack classes 4 and 23: forms and text/plain need no preflight and would let any page post here; deep or huge JSON would exhaust the
// parser. Bodies are UTF-8 JSON of bounded size and depth, or the request is refused (S-API-03, S-API-12).
import { LIMITS } from '@iterion/protocol';
import { Failure } from '../failure.ts';

const JSON_TYPE = /^application\/json(?:\s*;\s*charset=(?:utf-8|"utf-8"))?$/i;

/** Refuses every body that is not declared as JSON. */
export function checkContentType(contentType: string | undefined): void {
  if (contentType !== undefined && JSON_TYPE.test(contentType)) return;
  throw new Failure('unsupported_media_type', 'The body must be JSON.', {
    remedy: 'Send Content-Type: application/json.',
  });
}

/** Deepest nesting of arrays and objects, by one scan of the text; does not care whether it is valid. */
export function jsonDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (quoted) {
      if (char === 0x5c) at += 1;
      else if (char === 0x22) quoted = false;
    } else if (char === 0x22) quoted = true;
    else if (char === 0x7b || char === 0x5b) deepest = Math.max(deepest, (depth += 1));
    else if (char === 0x7d || char === 0x5d) depth -= 1;
  }
  return deepest;
}

/** Parses a body. Keys named `__proto__` are refused: no honest client sends them. */
export function parseJsonBody(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Failure('invalid_request', 'The body is not UTF-8.', {}, { cause });
  }
  if (jsonDepth(text) > LIMITS.jsonDepth) {
    throw new Failure('invalid_request', `The body is nested deeper than ${LIMITS.jsonDepth} levels.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Failure('invalid_request', 'The body is not valid JSON.', {}, { cause });
  }
  if (hasPrototypeKey(value)) throw new Failure('invalid_request', 'The body has a key named __proto__.');
  return value;
}

function hasPrototypeKey(value: unknown): boolean {
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== 'object' || next === null) continue;
    if (Object.hasOwn(next, '__proto__')) return true;
    for (const child of Object.values(next)) waiting.push(child);
  }
  return false;
}
