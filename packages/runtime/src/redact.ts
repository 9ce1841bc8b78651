// Secrets never reach a state, an event, a file or a printed line (R-STORE-30, R-STORE-31, I-12).
// A redactor replaces each secret, in plain, JSON-escaped, percent-encoded and base64 form, by `[redacted:NAME]`.
import type { Json } from '@iterion/dsl';

export interface Secret {
  readonly name: string;
  readonly value: string;
}

/** Shorter values are not secrets: replacing them would tear ordinary text. */
export const MIN_SECRET_LENGTH = 8;

const WORDS = ['KEY', 'TOKEN', 'SECRET', 'PASSWORD', 'PASSWD', 'CREDENTIAL', 'PRIVATE', 'COOKIE', 'AUTH'];
const PREFIXES = [
  'API',
  'ACCESS',
  'SECRET',
  'AUTH',
  'CLIENT',
  'SIGNING',
  'ENCRYPTION',
  'PRIVATE',
  'MASTER',
  'DB',
  'USER',
];

/** True if a variable of this name holds a secret: one of the words of R-STORE-30 is a part of the name. */
export function isSecretName(name: string): boolean {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z]+/)
    .some((part) => {
      const word = WORDS.find((candidate) => part.endsWith(candidate) || part.endsWith(`${candidate}S`));
      if (word === undefined) return false;
      const before = part.slice(0, part.lastIndexOf(word));
      return before === '' || PREFIXES.includes(before);
    });
}

/** The secrets among the variables of an environment (R-STORE-30); `ITERION_SECRETS` names further ones. */
export function secretsOf(env: Readonly<Record<string, string>>): Secret[] {
  const named = new Set((env['ITERION_SECRETS'] ?? '').split(',').map((name) => name.trim()));
  return Object.entries(env)
    .filter(
      ([name, value]) =>
        value.length >= MIN_SECRET_LENGTH && name !== 'ITERION_SECRETS' && (isSecretName(name) || named.has(name)),
    )
    .map(([name, value]) => ({ name, value }));
}

export interface Redactor {
  readonly text: (text: string) => string;
  /** The same value if nothing had to be replaced. */
  readonly json: <T extends Json>(value: T) => T;
}

/** Builds the replacer for a set of secrets. */
export function createRedactor(secrets: readonly Secret[]): Redactor {
  const names = new Map<string, string>();
  for (const { name, value } of secrets) {
    if (value.length < MIN_SECRET_LENGTH) continue;
    for (const form of formsOf(value)) if (!names.has(form)) names.set(form, name);
  }
  if (names.size === 0) return { text: (text) => text, json: (value) => value };
  const forms = [...names.keys()].sort((a, b) => b.length - a.length); // the longest first, so that no rest stays behind
  const pattern = new RegExp(forms.map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g');
  const text = (input: string): string =>
    input.replace(pattern, (found) => `[redacted:${names.get(found) ?? 'SECRET'}]`);
  return { text, json: (value) => redactJson(value, text) as typeof value };
}

function redactJson(value: Json, text: (input: string) => string): Json {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') {
    const digits = String(value);
    const replaced = text(digits);
    return replaced === digits ? value : replaced;
  }
  if (typeof value !== 'object' || value === null) return value;
  let changed = false;
  if (Array.isArray(value)) {
    const items = value.map((item) => {
      const clean = redactJson(item, text);
      changed ||= clean !== item;
      return clean;
    });
    return changed ? items : value;
  }
  const entries = Object.entries(value).map(([key, item]): [string, Json] => {
    const name = text(key);
    const clean = redactJson(item, text);
    changed ||= clean !== item || name !== key;
    return [name, clean];
  });
  return changed ? Object.fromEntries(entries) : value;
}

/** All spellings of a value that are looked for. */
function formsOf(value: string): Set<string> {
  const escaped = JSON.stringify(value).slice(1, -1);
  const percent = encodeURIComponent(value.toWellFormed());
  const strict = percent.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  const forms = new Set([
    value,
    escaped,
    JSON.stringify(escaped).slice(1, -1),
    escaped.replaceAll('/', '\\/'),
    asciiEscaped(escaped),
    percent,
    strict,
    strict.replaceAll('%20', '+'),
    percent.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    strict.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
  ]);
  for (const form of base64Forms(Buffer.from(value))) {
    forms.add(form);
    forms.add(form.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return forms;
}

function asciiEscaped(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * Base64 of the value on its own and inside a longer text: three alignments, without the characters at both ends that neighbouring bytes
 * take part in.
 */
function base64Forms(bytes: Buffer): string[] {
  const forms = [bytes.toString('base64')];
  for (const shift of [0, 1, 2]) {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const from = shift === 0 ? 0 : shift + 1;
    const whole = Math.floor(((shift + bytes.length) * 8) / 6); // characters that depend on these bytes alone
    forms.push(text.slice(from, whole));
  }
  return forms;
}
