// What is skipped and kept as error elements (language.md 8): the rest of a line, balanced brackets, blocks of unknown things.
import { BACKTICK, COLON, COMMA, EQUALS, LF, MINUS, APOSTROPHE, BAR, QUOTE, isNameStart } from '../lexer/characters.ts';
import { atNumber, takeNumber } from '../lexer/numbers.ts';
import type { Fix } from '../lexer/reporter.ts';
import type { Scanner } from '../lexer/scanner.ts';
import { rawEndsOnLine, takeQuoted, takeRaw, takeString } from '../lexer/strings.ts';
import type { ErrorNode, Token } from '../tree.ts';

/** Takes everything up to the end of the logical line, lines in brackets opened on it included (L-REC-02). With a message: E001. */
export function takeRest(scanner: Scanner, message: string | undefined, fixes?: readonly Fix[]): ErrorNode {
  const from = scanner.tokens.length;
  scanner.skip();
  const start = scanner.pos;
  scanner.silent += 1;
  const first = takeAny(scanner);
  if (message !== undefined) {
    scanner.silent -= 1;
    scanner.report('E001', start, scanner.start + first.end, message, 'Move or remove this text.', fixes);
    scanner.silent += 1;
  }
  for (scanner.skip(); !scanner.atLineEnd(); scanner.skip()) takeAny(scanner);
  scanner.silent -= 1;
  return errorFrom(scanner, from);
}

/** The tokens from index `from` on as an error element. */
export function errorFrom(scanner: Scanner, from: number): ErrorNode {
  const tokens = scanner.tokens.slice(from);
  const start = tokens[0]?.start ?? scanner.pos - scanner.start;
  return { type: 'Error', tokens, start, end: tokens.at(-1)?.end ?? start };
}

/** Takes one token of any kind, an opening bracket with everything up to its end. */
export function takeAny(scanner: Scanner): Token {
  if (!scanner.atOpener()) return takeOne(scanner);
  const token = takeOne(scanner);
  const depth = scanner.depth;
  scanner.openBracket(token);
  while (scanner.depth > depth) {
    scanner.skip();
    if (scanner.atLineEnd()) {
      scanner.closeBracket();
    } else if (scanner.atCloser()) {
      takeOne(scanner);
      scanner.closeBracket();
    } else if (scanner.atOpener()) {
      scanner.openBracket(takeOne(scanner));
    } else {
      takeOne(scanner);
    }
  }
  return token;
}

/** Takes one token, whatever it is; text that starts none as `skipped`. */
function takeOne(scanner: Scanner): Token {
  const { text, pos } = scanner;
  const code = scanner.code();
  if (isNameStart(text, pos)) return scanner.takeName();
  if (code === QUOTE) return takeString(scanner);
  if (code === APOSTROPHE) return takeQuoted(scanner);
  if (code === BACKTICK && rawEndsOnLine(scanner)) return takeRaw(scanner);
  if (scanner.startsArrow(pos)) return scanner.take('punctuation', pos + 2);
  if (atNumber(scanner)) return takeNumber(scanner);
  if (code === COLON || code === COMMA || code === EQUALS || scanner.atOpener() || scanner.atCloser()) {
    return scanner.take('punctuation', pos + 1);
  }
  if (code === MINUS || code === BAR || code === BACKTICK) return scanner.take('skipped', pos + 1);
  return scanner.takeUnknown();
}

/** The extent of the token at `pos` without taking it: what a diagnostic about it covers. */
export function tokenEnd(scanner: Scanner): number {
  const { pos, reach } = scanner;
  const { length } = scanner.tokens;
  const { lineStart, lineIndent } = scanner;
  scanner.silent += 1;
  const token = takeOne(scanner);
  scanner.silent -= 1;
  scanner.tokens.length = length;
  scanner.pos = pos;
  scanner.lineStart = lineStart;
  scanner.lineIndent = lineIndent;
  scanner.reach = Math.max(reach, scanner.reach);
  return scanner.start + token.end;
}

/** Takes the lines deeper than `indent` (and tab-led ones) one token each, unread (L-REC-03, L-REC-04). `pos` is a line start. */
export function takeBlock(scanner: Scanner, indent: number): void {
  for (;;) {
    const line = scanner.nextLine();
    if (line === undefined || (line.indent <= indent && !line.tab)) return;
    scanner.enterLine(line);
    takeLine(scanner);
  }
}

/** Takes the rest of a line as one skipped token and goes to the next line. */
function takeLine(scanner: Scanner): void {
  const { text, pos } = scanner;
  let end = scanner.endOfLine(pos);
  while (end > pos && text.charCodeAt(end - 1) <= 32 && text.charCodeAt(end - 1) !== LF) end -= 1;
  scanner.take('skipped', end);
  scanner.pos = scanner.endOfLine(pos);
  scanner.finishLine();
}
