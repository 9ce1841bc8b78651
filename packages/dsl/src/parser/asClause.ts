// `as NAME(BOUND)` on an edge (L-EDGE-04).
import { OPEN_PAREN, isNameStart, nameEnd } from '../lexer/characters.ts';
import type { Scanner } from '../lexer/scanner.ts';
import type { AsClause, Token } from '../tree.ts';
import { close, open } from './brackets.ts';
import { checkSafe, insertFix, replaceFix, report } from './expectation.ts';
import { gapAfter } from './layout.ts';
import { takeLiteralToken } from './literals.ts';
import { takeAny, tokenEnd } from './recovery.ts';

export function readAs(scanner: Scanner): AsClause {
  const errors = scanner.errors;
  const keyword = scanner.takeName();
  scanner.skip();
  let name: Token | undefined;
  if (isNameStart(scanner.text, scanner.pos)) {
    name = scanner.takeName();
  } else {
    const at = gapAfter(scanner, keyword);
    scanner.report('E002', at, at, 'The loop has no name', 'Write `as NAME(BOUND)`.');
  }
  scanner.skip();
  const parts: { open?: Token; bound?: Token; close?: Token } = {};
  if (scanner.code() === OPEN_PAREN) {
    readBound(scanner, parts);
  } else if (name !== undefined) {
    const at = gapAfter(scanner, name);
    scanner.report('E002', at, at, `Loop ${name.text} has no bound; it counts as 1`, 'Write `as NAME(BOUND)`.', [
      insertFix(at, '(3)'),
    ]);
  }
  return {
    type: 'AsClause',
    keyword,
    ...(name === undefined ? {} : { name }),
    ...parts,
    start: keyword.start,
    end: scanner.tokens.at(-1)?.end ?? keyword.end,
    broken: scanner.errors > errors,
  };
}

function readBound(scanner: Scanner, parts: { open?: Token; bound?: Token; close?: Token }): void {
  const opener = open(scanner);
  parts.open = opener;
  scanner.skip();
  const empty = close(scanner, opener, ')');
  if (empty !== undefined) {
    if (empty.token === undefined) return;
    parts.close = empty.token;
    const at = gapAfter(scanner, opener);
    scanner.report('E002', at, at, 'The bound is missing; it counts as 1', 'Write a number of at least 1.', [
      insertFix(at, '3'),
    ]);
    return;
  }
  const bound = takeBound(scanner);
  if (bound !== undefined) parts.bound = bound;
  scanner.skip();
  let end = close(scanner, opener, ')');
  if (end === undefined) {
    const at = gapAfter(scanner, scanner.tokens.at(-1));
    scanner.report(
      'E002',
      scanner.pos,
      tokenEnd(scanner),
      '`)` is missing after the bound',
      'Write `as NAME(BOUND)`.',
      [insertFix(at, ')')],
    );
    end = isNameStart(scanner.text, scanner.pos) ? giveUp(scanner) : skipToParen(scanner, opener);
  }
  if (end.token !== undefined) parts.close = end.token;
}

/** A clause follows: the bracket ends here. */
function giveUp(scanner: Scanner): { readonly token?: Token } {
  scanner.closeBracket();
  return {};
}

function skipToParen(scanner: Scanner, opener: Token): { readonly token?: Token } {
  scanner.silent += 1;
  let end: { readonly token?: Token } | undefined;
  while (end === undefined) {
    takeAny(scanner);
    scanner.skip();
    end = close(scanner, opener, ')');
  }
  scanner.silent -= 1;
  return end;
}

/** A number or a string; a bare reference reports E002 and is put into quotes and braces by the fix (L-EDGE-04). */
function takeBound(scanner: Scanner): Token | undefined {
  const { text, pos } = scanner;
  if (isNameStart(text, pos)) {
    let end = pos;
    while (isNameStart(text, end) || /[\d.[\]]/.test(text.charAt(end))) end = Math.max(end + 1, nameEnd(text, end));
    const token = scanner.take('pattern', end);
    report(
      scanner,
      'E002',
      token,
      `${token.text} is no bound`,
      'A bound is a number or one reference: `"{{vars.n}}"`.',
      [replaceFix(scanner, token, 'Write it as a reference', `"{{${token.text}}}"`)],
    );
    return token;
  }
  const token = takeLiteralToken(scanner);
  if (token === undefined) {
    scanner.report(
      'E002',
      pos,
      tokenEnd(scanner),
      'This is no bound',
      'A bound is a number or one reference: `"{{vars.n}}"`.',
    );
    scanner.silent += 1;
    takeAny(scanner);
    scanner.silent -= 1;
    return undefined;
  }
  checkSafe(scanner, token);
  return token;
}
