// Literals and block scalars after a colon (language.md 1.5–1.7).
import {
  APOSTROPHE,
  BACKTICK,
  BAR,
  CR,
  DOLLAR,
  HASH,
  LF,
  MINUS,
  OPEN_BRACE,
  QUOTE,
  isNameStart,
} from '../lexer/characters.ts';
import { takeScalar } from '../lexer/layoutText.ts';
import { atNumber, takeNumber } from '../lexer/numbers.ts';
import type { Scanner } from '../lexer/scanner.ts';
import { takeEnv, takeQuoted, takeRaw, takeString } from '../lexer/strings.ts';
import type { Literal, Token } from '../tree.ts';
import { reportQuoted } from './expectation.ts';

/** Takes the literal at `pos`, if one starts there: name, string of any form, number. `'…'` reports E002. */
export function takeLiteralToken(scanner: Scanner): Token | undefined {
  const code = scanner.code();
  if (code === QUOTE) return takeString(scanner);
  if (isNameStart(scanner.text, scanner.pos)) return scanner.takeName();
  if (code === BACKTICK) return takeRaw(scanner);
  if (code === APOSTROPHE) {
    const token = takeQuoted(scanner);
    reportQuoted(scanner, token);
    return token;
  }
  return atNumber(scanner) ? takeNumber(scanner) : undefined;
}

/** The same with a bare `${…}`, which stands for itself in cursor values. */
export function takeEnvOrLiteral(scanner: Scanner): Token | undefined {
  const env = scanner.code() === DOLLAR && scanner.text.charCodeAt(scanner.pos + 1) === OPEN_BRACE;
  return env ? takeEnv(scanner) : takeLiteralToken(scanner);
}

export function literalOf(token: Token): Literal {
  return { type: 'Literal', token, start: token.start, end: token.end };
}

/** Whether a block scalar opener stands at `pos`. */
export function atScalar(scanner: Scanner): boolean {
  return scanner.code() === BAR;
}

/**
 * Takes a block scalar. Text behind its opener reports E008 (L-LEX-21) and is left out of the value. `place` is what an opener
 * may not follow (`=`), for the message; undefined where it is allowed.
 */
export function takeScalarValue(scanner: Scanner, place?: string): Token {
  const { text, pos } = scanner;
  const opener = text.charCodeAt(pos + 1) === MINUS ? 2 : 1;
  const after = scanner.afterBlanks(pos + opener);
  const code = text.charCodeAt(after);
  const clean =
    after >= text.length || code === LF || code === HASH || (code === CR && text.charCodeAt(after + 1) === LF);
  const keyIndent = scanner.lineIndent;
  let strayEnd = 0;
  if (place !== undefined) {
    scanner.report('E008', pos, pos + 1, `A block scalar cannot stand ${place}`, 'Write the value on this line.');
  } else if (!clean) {
    const end = trimmedEnd(scanner, after);
    strayEnd = end;
    const newText = scanner.lineBreak + ' '.repeat(keyIndent + 2);
    scanner.report('E008', after, end, 'Text cannot follow `|` on its line', 'Start the text on the next line.', [
      { title: 'Move the text down', preferred: true, edits: [{ start: pos + opener, end: after, newText }] },
    ]);
  }
  const token = takeScalar(scanner, opener, keyIndent);
  if (scanner.pos < strayEnd) {
    scanner.pos = after;
    scanner.take('skipped', strayEnd);
  }
  return token;
}

function trimmedEnd(scanner: Scanner, from: number): number {
  let end = scanner.endOfLine(from);
  while (end > from && scanner.text.charCodeAt(end - 1) <= 32) end -= 1;
  return end;
}
