// Character classes of the language (language.md 1.1, 1.4), on char codes: no regular expression for ASCII.

export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const QUOTE = 34;
export const HASH = 35;
export const DOLLAR = 36;
export const APOSTROPHE = 39;
export const OPEN_PAREN = 40;
export const CLOSE_PAREN = 41;
export const STAR = 42;
export const PLUS = 43;
export const COMMA = 44;
export const MINUS = 45;
export const DOT = 46;
export const COLON = 58;
export const EQUALS = 61;
export const OPEN_BRACKET = 91;
export const BACKSLASH = 92;
export const CLOSE_BRACKET = 93;
export const BACKTICK = 96;
export const OPEN_BRACE = 123;
export const BAR = 124;
export const CLOSE_BRACE = 125;
export const BOM = 0xfeff;

const NAME_START = 1;
const DIGIT = 2;
const ascii = new Uint8Array(128);
for (let code = 65; code <= 90; code++) ascii[code] = ascii[code + 32] = NAME_START;
ascii[95] = NAME_START;
for (let code = 48; code <= 57; code++) ascii[code] = DIGIT;

const LETTER = /^\p{L}$/u;
const LETTER_OR_DIGIT = /^[\p{L}\p{Nd}]$/u;
const INVISIBLE = /^[\p{Zs}\p{Zl}\p{Zp}\p{Cc}\p{Cf}]$/u;

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

/** Whether a name may start at this place of the text (L-LEX-14). */
export function isNameStart(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 128) return ascii[code] === NAME_START;
  return code >= 128 && LETTER.test(codePoint(text, at));
}

/** The end of the name that starts at `at`. */
export function nameEnd(text: string, at: number): number {
  for (;;) {
    const code = text.charCodeAt(at);
    if (code < 128) {
      if (ascii[code] === 0) return at;
      at += 1;
    } else {
      // NaN at the end of the text comes here, too.
      if (!(code >= 128)) return at;
      const character = codePoint(text, at);
      if (!LETTER_OR_DIGIT.test(character)) return at;
      at += character.length;
    }
  }
}

/** Whether a whole string is a name (L-LEX-14). */
export function isName(text: string): boolean {
  return isNameStart(text, 0) && nameEnd(text, 0) === text.length;
}

/** The length of the character at `at` when it is treated as a space with E005 (L-LEX-03, L-LEX-04), else 0. */
export function invisibleLength(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 128) return (code < 32 && code !== TAB && code !== LF) || code === 127 ? 1 : 0;
  if (code >= 0xd800 && code <= 0xdfff) return isPaired(text, at) ? (INVISIBLE.test(codePoint(text, at)) ? 2 : 0) : 1;
  return INVISIBLE.test(text.charAt(at)) ? 1 : 0;
}

/** `U+00A0 NO-BREAK SPACE`; the name only where the character has a customary one. */
export function characterName(text: string, at: number): string {
  const code = codePoint(text, at).codePointAt(0) ?? 0;
  const hex = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const name = NAMES[code];
  return name === undefined ? hex : `${hex} ${name}`;
}

/**
 * The code point at `at` as a string; a lone surrogate by itself. Not `codePointAt`: optimised code of some V8 versions lets it
 * look beyond the end of a string that is a slice of a longer one.
 */
export function codePoint(text: string, at: number): string {
  return text.slice(at, isPaired(text, at) ? at + 2 : at + 1);
}

function isPaired(text: string, at: number): boolean {
  const high = text.charCodeAt(at);
  if (high < 0xd800 || high > 0xdbff || at + 1 >= text.length) return false;
  const low = text.charCodeAt(at + 1);
  return low >= 0xdc00 && low <= 0xdfff;
}

const NAMES: { readonly [code: number]: string } = {
  0x00: 'NULL',
  0x07: 'BELL',
  0x08: 'BACKSPACE',
  0x0b: 'LINE TABULATION',
  0x0c: 'FORM FEED',
  0x0d: 'CARRIAGE RETURN',
  0x1b: 'ESCAPE',
  0x7f: 'DELETE',
  0x85: 'NEXT LINE',
  0xa0: 'NO-BREAK SPACE',
  0xad: 'SOFT HYPHEN',
  0x1680: 'OGHAM SPACE MARK',
  0x180e: 'MONGOLIAN VOWEL SEPARATOR',
  0x2000: 'EN QUAD',
  0x2001: 'EM QUAD',
  0x2002: 'EN SPACE',
  0x2003: 'EM SPACE',
  0x2004: 'THREE-PER-EM SPACE',
  0x2005: 'FOUR-PER-EM SPACE',
  0x2006: 'SIX-PER-EM SPACE',
  0x2007: 'FIGURE SPACE',
  0x2008: 'PUNCTUATION SPACE',
  0x2009: 'THIN SPACE',
  0x200a: 'HAIR SPACE',
  0x200b: 'ZERO WIDTH SPACE',
  0x200c: 'ZERO WIDTH NON-JOINER',
  0x200d: 'ZERO WIDTH JOINER',
  0x200e: 'LEFT-TO-RIGHT MARK',
  0x200f: 'RIGHT-TO-LEFT MARK',
  0x2028: 'LINE SEPARATOR',
  0x2029: 'PARAGRAPH SEPARATOR',
  0x202a: 'LEFT-TO-RIGHT EMBEDDING',
  0x202b: 'RIGHT-TO-LEFT EMBEDDING',
  0x202c: 'POP DIRECTIONAL FORMATTING',
  0x202d: 'LEFT-TO-RIGHT OVERRIDE',
  0x202e: 'RIGHT-TO-LEFT OVERRIDE',
  0x202f: 'NARROW NO-BREAK SPACE',
  0x205f: 'MEDIUM MATHEMATICAL SPACE',
  0x2060: 'WORD JOINER',
  0x2066: 'LEFT-TO-RIGHT ISOLATE',
  0x2067: 'RIGHT-TO-LEFT ISOLATE',
  0x2068: 'FIRST STRONG ISOLATE',
  0x2069: 'POP DIRECTIONAL ISOLATE',
  0x3000: 'IDEOGRAPHIC SPACE',
  0xfeff: 'ZERO WIDTH NO-BREAK SPACE',
};
