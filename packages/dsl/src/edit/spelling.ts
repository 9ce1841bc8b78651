// How values are written (L-EDIT-07): a string keeps its literal form when that can hold the new value, else it takes the first
// of `"…"`, raw string, `|-`, `|` that can; words and names are bare; numbers are in shortest decimal form without exponent.
import type { Json } from '../graph.ts';
import { isString, type Literal, type Token } from '../tree.ts';
import { refuse } from './refusal.ts';

export interface StringPlace {
  /** Whether escapes are interpreted in this file (L-LEX-19). */
  readonly strictEscape: boolean;
  /** Indentation of a block scalar's lines here; absent where none is allowed (after `=`, in lists). */
  readonly scalarIndent?: string;
}

export type StringForm = 'string' | 'raw' | 'strip' | 'keep';

export const FORMS: readonly StringForm[] = ['string', 'raw', 'strip', 'keep'];

/** A string literal of the value, in the form of `present` when that can hold it. */
export function spellString(value: string, place: StringPlace, present?: Token): string {
  const preferred = present === undefined ? undefined : formOf(present);
  const order = preferred === undefined ? FORMS : [preferred, ...FORMS];
  for (const form of order) {
    const text = inForm(form, value, place);
    if (text !== undefined) return text;
  }
  return refuse(
    'EDIT_UNREPRESENTABLE',
    'No string literal of the language can hold this text here: it has a backtick and a line end or quote.',
  );
}

export function formOf(token: Token): StringForm | undefined {
  if (token.kind === 'string' || token.kind === 'raw') return token.kind;
  if (token.kind === 'scalar') return token.text.startsWith('|-') ? 'strip' : 'keep';
  return undefined;
}

export function inForm(form: StringForm, value: string, place: StringPlace): string | undefined {
  switch (form) {
    case 'string':
      return place.strictEscape ? `"${escapeStrictly(value)}"` : canQuote(value) ? `"${value}"` : undefined;
    case 'raw':
      return value.includes('`') || value.includes('\r') || value.includes('\0') ? undefined : `\`${value}\``;
    case 'strip':
      return scalar(value, '|-', place.scalarIndent);
    case 'keep':
      return value.endsWith('\n') ? scalar(value.slice(0, -1), '|', place.scalarIndent) : undefined;
    default:
      return form satisfies never;
  }
}

/** No line end, no lone quote, no odd final backslash; a backslash and the character after it are a pair (L-LEX-17). */
function canQuote(value: string): boolean {
  for (let at = 0; at < value.length; at++) {
    const character = value[at];
    if (character === '\n' || character === '\r' || character === '"') return false;
    if (character === '\\') {
      at += 1;
      const next = value[at];
      if (next === undefined || next === '\n' || next === '\r') return false;
    }
  }
  return true;
}

const ESCAPES: { readonly [character: string]: string } = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '\0': '\\0',
};
const escapeStrictly = (value: string): string =>
  value.replace(/["\\\n\t\r\0]/g, (character) => ESCAPES[character] ?? character);

function scalar(value: string, opener: string, indent: string | undefined): string | undefined {
  if (indent === undefined || value === '' || value.includes('\r')) return undefined;
  const lines = value.split('\n');
  const blank = (line: string | undefined) => line === undefined || line.trim() === '';
  if (blank(lines[0]) || blank(lines.at(-1))) return undefined;
  if (lines.some((line) => line !== '' && blank(line))) return undefined;
  if (!lines.some((line) => line !== '' && !line.startsWith(' '))) return undefined;
  return [opener, ...lines.map((line) => (line === '' ? '' : indent + line))].join('\n');
}

/** Shortest decimal form without exponent; keeps the written number when it has this value already. */
export function spellNumber(value: number, present?: Token): string {
  if (!Number.isFinite(value)) refuse('EDIT_UNREPRESENTABLE', `${value} cannot be written: only finite numbers can.`);
  if (present !== undefined && (present.kind === 'int' || present.kind === 'float') && Number(present.text) === value)
    return present.text;
  const text = String(value);
  const exponent = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (exponent === null) return text;
  const [, sign = '', lead = '', fraction = '', power = '0'] = exponent;
  const digits = lead + fraction;
  const point = 1 + Number(power);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return `${sign}${digits}${'0'.repeat(point - digits.length)}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** A typed literal: variable defaults, preset values, JSON `with` values. Strings by L-EDIT-07, all else as compact JSON. */
export function spellJson(value: Json, place: StringPlace, present?: Token): string {
  if (typeof value === 'string')
    return spellString(value, place, present !== undefined && isString(present) ? present : undefined);
  if (typeof value === 'number') return spellNumber(value, present);
  return jsonText(value);
}

const jsonText = (value: Json): string => {
  if (Array.isArray(value)) return `[${value.map(jsonText).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${jsonText(member)}`);
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
  }
  return JSON.stringify(value);
};

const BARE_PATTERN = /^[\p{L}_][\p{L}\p{Nd}_]*(?:\.[\p{L}_][\p{L}\p{Nd}_]*)*(?:\.\*)?$/u;
const BARE_HOST = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const BARE_NAME = /^[\p{L}_][\p{L}\p{Nd}_]*$/u;

/** One element of a list by its kind; elements of a list that are all quoted stay quoted. */
export function spellElement(
  value: string,
  of: 'name' | 'pattern' | 'string' | 'host',
  place: StringPlace,
  siblings: readonly Literal[],
): string {
  const quoted = siblings.length > 0 && siblings.every((sibling) => isString(sibling.token));
  const bare =
    of === 'name'
      ? BARE_NAME.test(value)
      : of === 'pattern'
        ? value === '*' || BARE_PATTERN.test(value)
        : of === 'host' && BARE_HOST.test(value) && !quoted;
  if (bare && !quoted && !(of === 'pattern' && value === '*')) return value;
  return spellString(value, { strictEscape: place.strictEscape });
}

/** A key of a map or of a `with` block: bare when it is a name, else a string. */
export const spellKey = (key: string, place: StringPlace): string =>
  BARE_NAME.test(key) ? key : spellString(key, { strictEscape: place.strictEscape });

/** Whether a text is a name of the language, at most 200 code points long (L-LEX-14, L-LIM-03). */
export const isName = (text: string): boolean => BARE_NAME.test(text) && [...text].length <= 200;
