// What brackets share: the missing end (E004), the missing comma (E002, once), the wrong closer.
import { CLOSE_BRACE, CLOSE_BRACKET, CLOSE_PAREN, COMMA } from '../lexer/characters.ts';
import type { Scanner } from '../lexer/scanner.ts';
import type { Token } from '../tree.ts';
import { insertFix } from './expectation.ts';
import { gapAfter } from './layout.ts';
import { takeAny, tokenEnd } from './recovery.ts';

export type Closer = '}' | ']' | ')';
const CODES: { readonly [K in Closer]: number } = { '}': CLOSE_BRACE, ']': CLOSE_BRACKET, ')': CLOSE_PAREN };

/** Takes an opening bracket; the caller ends with `close`. */
export function open(scanner: Scanner): Token {
  const token = scanner.take('punctuation', scanner.pos + 1);
  scanner.openBracket(token);
  return token;
}

/**
 * At the end of a bracket's content (`skip` first): takes the closer, or reports E004 at the opener where the bracket ends
 * without one. Undefined: the bracket goes on.
 */
export function close(scanner: Scanner, opener: Token, closer: Closer): { readonly token?: Token } | undefined {
  const code = scanner.code();
  if (code === CODES[closer]) {
    scanner.closeBracket();
    return { token: scanner.take('punctuation', scanner.pos + 1) };
  }
  const foreign = scanner.atCloser() && scanner.depth > 1;
  if (!foreign && !scanner.atLineEnd()) return undefined;
  const start = scanner.start + opener.start;
  const last = scanner.tokens.at(-1);
  const at = gapAfter(scanner, last);
  // Behind a block scalar there is no place for the closer.
  const fixes = last?.kind === 'scalar' ? [] : [insertFix(at, closer)];
  scanner.report('E004', start, start + 1, `\`${opener.text}\` is not closed`, `Close it with \`${closer}\`.`, fixes);
  scanner.closeBracket();
  return {};
}

/** The commas of one bracket: takes them, and reports the first one that is missing. */
export class Commas {
  private readonly scanner: Scanner;
  private readonly optional: boolean;
  private since = true;
  private reported = false;

  constructor(scanner: Scanner, optional: boolean) {
    this.scanner = scanner;
    this.optional = optional;
  }

  /** Takes a comma at `pos`. A comma with nothing before it reports E002. */
  take(what: string): boolean {
    const { scanner } = this;
    if (scanner.code() !== COMMA) return false;
    if (this.since) {
      scanner.report(
        'E002',
        scanner.pos,
        scanner.pos + 1,
        `${what} is missing before this comma`,
        'Remove the comma.',
        [{ title: 'Remove the comma', edits: [{ start: scanner.pos, end: scanner.pos + 1, newText: '' }] }],
      );
    }
    scanner.take('punctuation', scanner.pos + 1);
    this.since = true;
    return true;
  }

  /** Call before an element at `pos`: reports a comma that is missing before it. */
  element(): void {
    const { scanner } = this;
    if (!this.since && !this.optional && !this.reported) {
      const at = gapAfter(scanner, scanner.tokens.at(-1));
      scanner.report('E002', at, at, 'A comma is missing', 'Separate the elements with commas.', [
        { title: 'Insert `,`', preferred: true, edits: [{ start: at, end: at, newText: ',' }] },
      ]);
      this.reported = true;
    }
    this.since = false;
  }
}

/** Takes a token that has no place here, with E002; outside brackets the rest of the line then says nothing more (L-REC-02). */
export function takeStranger(scanner: Scanner, message: string, hint: string): void {
  scanner.report('E002', scanner.pos, tokenEnd(scanner), message, hint);
  if (scanner.depth === 0) scanner.lost = true;
  scanner.silent += 1;
  takeAny(scanner);
  scanner.silent -= 1;
}
