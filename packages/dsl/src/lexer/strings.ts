// String literals (language.md 1.5, L-LEX-25) and bare `${…}` words. Each function takes one token at the scanner's place.
import type { Token } from '../tree.ts';
import { APOSTROPHE, BACKSLASH, CLOSE_BRACE, LF, OPEN_BRACE, QUOTE } from './characters.ts';
import type { Scanner } from './scanner.ts';

/** `"…"` in the mode of the file: verbatim (L-LEX-17) or with escapes (L-LEX-19). */
export function takeString(scanner: Scanner): Token {
  const end = closingQuote(scanner, QUOTE);
  if (end === -1) return takeUnterminated(scanner, 'string', '"');
  const from = scanner.pos + 1;
  const content = scanner.text.slice(from, end);
  if (!scanner.strict || !content.includes('\\')) return scanner.takeValue('string', end + 1, content);
  return takeDecoded(scanner, from, end, STRICT_ESCAPES, (at) => {
    const escape = scanner.text.slice(at, at + 2);
    scanner.report(
      'E007',
      at,
      at + 2,
      `Unknown escape ${escape}`,
      'Use `\\" \\\\ \\n \\t \\r \\0`, or a raw string in backticks.',
      [{ title: 'Double the backslash', preferred: true, edits: [{ start: at, end: at, newText: '\\' }] }],
    );
  });
}

/** `'…'`, which is no string of this language (L-LEX-20); the caller reports E002. */
export function takeQuoted(scanner: Scanner): Token {
  const end = closingQuote(scanner, APOSTROPHE);
  if (end === -1) return takeUnterminated(scanner, 'quoted', "'");
  return scanner.takeValue('quoted', end + 1, scanner.text.slice(scanner.pos + 1, end));
}

/** A string of a JSON literal: escapes of RFC 8259 whatever the file's mode (L-LEX-25). */
export function takeJsonString(scanner: Scanner): Token {
  const end = closingQuote(scanner, QUOTE);
  if (end === -1) return takeUnterminated(scanner, 'string', '"');
  const from = scanner.pos + 1;
  const content = scanner.text.slice(from, end);
  if (!content.includes('\\')) return scanner.takeValue('string', end + 1, content);
  return takeDecoded(scanner, from, end, JSON_ESCAPES, (at) =>
    scanner.report(
      'E002',
      at,
      at + 2,
      `${scanner.text.slice(at, at + 2)} is no escape of a JSON string`,
      'JSON knows `\\" \\\\ \\/ \\b \\f \\n \\r \\t` and `\\uXXXX`.',
      [{ title: 'Double the backslash', preferred: true, edits: [{ start: at, end: at, newText: '\\' }] }],
    ),
  );
}

/** `` `…` ``, over several lines if need be (L-LEX-18). With `oneLine` only when it ends on its line. */
export function takeRaw(scanner: Scanner): Token {
  const { text, pos } = scanner;
  const end = text.indexOf('`', pos + 1);
  if (end === -1) {
    scanner.reach = text.length + 1;
    return takeUnterminated(scanner, 'raw', '`');
  }
  if (end + 1 > scanner.reach) scanner.reach = end + 1;
  const token = takeVerbatim(scanner, pos + 1, end);
  const lastBreak = token.text.lastIndexOf('\n');
  if (lastBreak !== -1) scanner.lineStart = pos + lastBreak + 1;
  return token;
}

/** Whether the backtick at `pos` has its end on the same line. */
export function rawEndsOnLine(scanner: Scanner): boolean {
  const end = scanner.text.indexOf('`', scanner.pos + 1);
  const line = scanner.endOfLine(scanner.pos);
  return end !== -1 && end < line;
}

/** A bare `${…}` up to its matching brace on the line; the end of the line when there is none. */
export function takeEnv(scanner: Scanner): Token {
  const { text } = scanner;
  let depth = 0;
  let at = scanner.pos + 1;
  const line = scanner.endOfLine(at);
  for (; at < line; at++) {
    const code = text.charCodeAt(at);
    if (code === OPEN_BRACE) depth += 1;
    else if (code === CLOSE_BRACE && --depth === 0) return scanner.take('env', at + 1);
  }
  scanner.report('E004', scanner.pos, scanner.pos + 2, 'The reference has no closing brace', 'Close it with `}`.', [
    { title: 'Insert }', preferred: true, edits: [{ start: line, end: line, newText: '}' }] },
  ]);
  return scanner.take('env', line);
}

/** The closing quote on this line, a backslash taking the character after it along; -1 when there is none. */
function closingQuote(scanner: Scanner, quote: number): number {
  const { text } = scanner;
  let at = scanner.pos + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === quote) return at;
    if (code === BACKSLASH) at += 1;
    // A backslash before the line end does not take it along. NaN is the end of the text.
    const here = code === BACKSLASH ? text.charCodeAt(at) : code;
    if (here === LF || !(here >= 0)) {
      if (at + 1 > scanner.reach) scanner.reach = at + 1;
      return -1;
    }
    at += 1;
  }
}

function takeUnterminated(scanner: Scanner, kind: 'string' | 'quoted' | 'raw', closer: string): Token {
  const { text, pos } = scanner;
  let end = scanner.endOfLine(pos);
  while (end > pos + 1 && /\s/.test(text.charAt(end - 1))) end -= 1;
  scanner.report(
    'E004',
    pos,
    pos + 1,
    kind === 'raw' ? 'The raw string has no closing backtick' : 'The string has no closing quote on its line',
    kind === 'raw' ? 'Close it with a backtick.' : 'Close it; for several lines use a raw string in backticks or `|`.',
    [{ title: `Insert ${closer}`, preferred: true, edits: [{ start: end, end, newText: closer }] }],
  );
  scanner.openEnd = end;
  let from = pos + 1;
  while (from < end && /\s/.test(text.charAt(from))) from += 1;
  const value = text.slice(from, end);
  return from === pos + 1 ? scanner.takeValue(kind, end, value) : scanner.takeValue(kind, end, value, [0, from]);
}

/** A raw string: nothing is decoded but CRLF, which counts as LF (L-LEX-03). */
function takeVerbatim(scanner: Scanner, from: number, end: number): Token {
  const content = scanner.text.slice(from, end);
  if (!content.includes('\r\n')) return scanner.takeValue('raw', end + 1, content);
  const lines = content.split('\r\n');
  const map: number[] = [];
  let value = 0;
  let source = from;
  for (const line of lines) {
    map.push(value, source);
    value += line.length;
    source += line.length;
    // The LF of the value stands on the LF of the source.
    map.push(value, source + 1);
    value += 1;
    source += 2;
  }
  map.length -= 2;
  return scanner.takeValue('raw', end + 1, lines.join('\n'), map);
}

const STRICT_ESCAPES: { readonly [letter: string]: string } = {
  '"': '"',
  '\\': '\\',
  n: '\n',
  t: '\t',
  r: '\r',
  '0': '\0',
};
const JSON_ESCAPES: { readonly [letter: string]: string } = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  u: 'u',
};

/** Decodes `from`..`end`; `unknown` hears of every escape that is none, which stays verbatim. */
function takeDecoded(
  scanner: Scanner,
  from: number,
  end: number,
  escapes: { readonly [letter: string]: string },
  unknown: (at: number) => void,
): Token {
  const { text } = scanner;
  const parts: string[] = [];
  const map: number[] = [0, from];
  let length = 0;
  let copied = from;
  const add = (part: string): void => {
    parts.push(part);
    length += part.length;
  };
  for (let at = text.indexOf('\\', from); at !== -1 && at < end; at = text.indexOf('\\', at)) {
    const letter = text.charAt(at + 1);
    let width = 2;
    let decoded = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
    if (decoded === 'u' && letter === 'u') {
      const hex = text.slice(at + 2, at + 6);
      decoded = /^[0-9a-fA-F]{4}$/.test(hex) && at + 6 <= end ? String.fromCharCode(parseInt(hex, 16)) : undefined;
      width = decoded === undefined ? 2 : 6;
    }
    if (decoded === undefined) {
      unknown(at);
    } else {
      add(text.slice(copied, at));
      map.push(length, at);
      add(decoded);
      copied = at + width;
      map.push(length, copied);
    }
    at += width;
  }
  add(text.slice(copied, end));
  return scanner.takeValue('string', end + 1, parts.join(''), map);
}
