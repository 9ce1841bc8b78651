// Edges and their clauses in any order (L-EDGE-01…05), over several lines if need be (L-LEX-11).
import { COLON, OPEN_BRACE, OPEN_PAREN, QUOTE, isNameStart, nameEnd } from '../lexer/characters.ts';
import type { Line, Scanner } from '../lexer/scanner.ts';
import type { AsClause, Clause, EdgeStatement, Token, WhenClause } from '../tree.ts';
import { close, open } from './brackets.ts';
import { checkSafe, insertFix, replaceFix, report, wantsWord } from './expectation.ts';
import { type Begun, type Draft, type Layout, type Tail, gapAfter } from './layout.ts';
import { takeLiteralToken } from './literals.ts';
import { takeAny, takeRest, tokenEnd } from './recovery.ts';
import { readWith } from './withClause.ts';

/** Reads an edge whose source has been taken; `pos` is at the arrow. */
export function readEdge(layout: Layout, begun: Begun, from: Token): EdgeStatement {
  const { scanner } = layout;
  const arrow = scanner.take('punctuation', scanner.pos + 2);
  const to = readTarget(scanner, arrow);
  const clauses: Clause[] = [];
  let tail: Tail = {};
  for (;;) {
    scanner.skip();
    if (scanner.atLineEnd()) {
      if (continueEdge(layout, begun)) continue;
      tail = layout.endLine();
      break;
    }
    const clause = layout.atStatement() ? undefined : readClause(scanner);
    if (clause === undefined) {
      tail = endEdge(layout, begun);
      break;
    }
    if (clauses.some((other) => other.type === clause.type)) reportTwice(scanner, clause);
    clauses.push(clause);
  }
  const node = layout.statement<EdgeStatement>('Edge', begun, tail, scanner.errors);
  node.from = from;
  node.arrow = arrow;
  if (to !== undefined) node.to = to;
  node.clauses = clauses;
  for (const clause of clauses) {
    if (clause.type === 'WhenClause') node.when ??= clause;
    else if (clause.type === 'AsClause') node.as ??= clause;
    else node.with ??= clause;
  }
  return node as EdgeStatement;
}

function readTarget(scanner: Scanner, arrow: Token): Token | undefined {
  scanner.skip();
  if (isNameStart(scanner.text, scanner.pos)) return scanner.takeName();
  if (scanner.code() === QUOTE) {
    const token = takeLiteralToken(scanner);
    if (token !== undefined) wantsWord(scanner, token, 'a name');
    return token;
  }
  const at = gapAfter(scanner, arrow);
  const [start, end] = scanner.atLineEnd() ? [at, at] : [scanner.pos, tokenEnd(scanner)];
  scanner.report('E002', start, end, 'The target of the edge is missing', 'Write `SOURCE -> TARGET`.');
  return undefined;
}

/** At a line end: goes on to the next line when it belongs to the edge. */
function continueEdge(layout: Layout, begun: Begun): boolean {
  const { scanner } = layout;
  const back = scanner.pos;
  if (back >= scanner.text.length) return false;
  scanner.pos = scanner.nextLineStart(back);
  const line = scanner.nextLine();
  if (line === undefined || !continues(layout, begun, line)) {
    scanner.pos = back;
    return false;
  }
  const tabLed = line.indent <= begun.indent;
  scanner.enterLine(line);
  if (tabLed) {
    const newText = ' '.repeat(begun.indent + 2);
    scanner.report('E003', line.start, line.content, 'A tab indents this line', 'Indent with spaces.', [
      { title: 'Re-indent', preferred: true, edits: [{ start: line.start, end: line.content, newText }] },
    ]);
  }
  return true;
}

function continues(layout: Layout, begun: Begun, line: Line): boolean {
  const { scanner } = layout;
  const { text } = scanner;
  if (!isNameStart(text, line.content)) return line.indent > begun.indent;
  const end = nameEnd(text, line.content);
  const after = scanner.afterBlanks(end);
  if (scanner.startsArrow(after) || text.charCodeAt(after) === COLON) return false;
  if (line.indent > begun.indent) return true;
  return line.tab && line.indent < begun.indent && CLAUSES.has(text.slice(line.content, end));
}

/** The end of an edge with something left on its line: a second statement, or an error element with its continuation lines. */
function endEdge(layout: Layout, begun: Begun): Tail {
  const { scanner } = layout;
  if (layout.atStatement()) return layout.endLine();
  const from = scanner.tokens.length;
  const rest = takeRest(scanner, 'This text is no part of an edge', whenFixes(scanner, scanner.tokens[from - 1]));
  scanner.silent += 1;
  while (continueEdge(layout, begun)) takeRest(scanner, undefined);
  scanner.silent -= 1;
  const tokens = scanner.tokens.slice(from);
  const tail = layout.endLine(true);
  return { ...tail, rest: { type: 'Error', tokens, start: rest.start, end: tokens.at(-1)?.end ?? rest.end } };
}

function readClause(scanner: Scanner): Clause | undefined {
  const { text, pos } = scanner;
  const end = nameEnd(text, pos);
  switch (text.slice(pos, end)) {
    case 'when':
      return readWhen(scanner);
    case 'as':
      return readAs(scanner);
    case 'with':
      return readWith(scanner);
    default:
      return undefined;
  }
}

const CLAUSES: ReadonlySet<string> = new Set(['when', 'as', 'with']);

function reportTwice(scanner: Scanner, clause: Clause): void {
  const start = scanner.start + clause.start;
  const end = scanner.start + clause.end;
  const before = scanner.text.charCodeAt(start - 1) === 32 ? start - 1 : start;
  const { text } = clause.keyword;
  scanner.report('E030', start, end, `\`${text}\` is given twice; the first one counts`, 'Keep one.', [
    { title: 'Remove this one', preferred: true, edits: [{ start: before, end, newText: '' }] },
  ]);
}

// ── when ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

function readWhen(scanner: Scanner): WhenClause {
  const errors = scanner.errors;
  const keyword = scanner.takeName();
  scanner.skip();
  let not: Token | undefined;
  let condition: Token | undefined;
  if (isNameStart(scanner.text, scanner.pos) && !atNextClause(scanner)) {
    condition = scanner.takeName();
    if (condition.text === 'not') {
      scanner.skip();
      if (isNameStart(scanner.text, scanner.pos) && !atNextClause(scanner)) {
        not = condition;
        condition = scanner.takeName();
      } else if (atString(scanner)) {
        not = condition;
        condition = negatedExpression(scanner, not);
      }
    }
  } else if (atString(scanner)) {
    condition = takeLiteralToken(scanner);
  } else {
    reportNoCondition(scanner, keyword);
  }
  scanner.skip();
  const end = scanner.tokens.at(-1)?.end ?? keyword.end;
  // What follows a condition must be a clause: `when n > 3` leaves this clause without a meaning.
  const broken = scanner.errors > errors || (!scanner.atLineEnd() && !isNameStart(scanner.text, scanner.pos));
  const node: Draft<WhenClause> = { type: 'WhenClause', keyword, start: keyword.start, end, broken };
  if (not !== undefined) node.not = not;
  if (condition !== undefined) node.condition = condition;
  return node as WhenClause;
}

function atString(scanner: Scanner): boolean {
  const character = scanner.text.charAt(scanner.pos);
  return character === '"' || character === "'" || character === '`';
}

/** Whether `as NAME (` or `with {` stands here, so that a name is missing before it (L-LEX-15). */
function atNextClause(scanner: Scanner): boolean {
  const { text, pos } = scanner;
  const end = nameEnd(text, pos);
  const word = text.slice(pos, end);
  const next = scanner.afterBlanks(end);
  if (word === 'with') return text.charCodeAt(next) === OPEN_BRACE;
  if (word !== 'as' || !isNameStart(text, next)) return false;
  return text.charCodeAt(scanner.afterBlanks(nameEnd(text, next))) === OPEN_PAREN;
}

/** `when not "EXPR"`: E002 with the fix `when "!(EXPR)"` (L-EDGE-03). */
function negatedExpression(scanner: Scanner, not: Token): Token | undefined {
  const token = takeLiteralToken(scanner);
  if (token === undefined || token.kind === 'quoted') return token;
  const start = scanner.start + not.start;
  const end = scanner.start + token.end;
  const quote = token.text.charAt(0);
  scanner.report('E002', start, end, '`not` takes a field, not an expression', 'Write `when "!(…)"`.', [
    {
      title: 'Put the negation into the expression',
      preferred: true,
      edits: [{ start, end, newText: `${quote}!(${token.text.slice(1, -1)})${quote}` }],
    },
  ]);
  return token;
}

function reportNoCondition(scanner: Scanner, keyword: Token): void {
  if (scanner.atLineEnd() || isNameStart(scanner.text, scanner.pos)) {
    const at = gapAfter(scanner, keyword);
    scanner.report(
      'E002',
      at,
      at,
      'The condition is missing',
      'Write `when FIELD`, `when not FIELD` or `when "EXPR"`.',
    );
  }
}

/** What goes on from a condition or begins one only in an expression. */
const OPERATOR = /^(?:[<>!+\-*/%.([]|==|&&|\|\|)/;

/** The fix that quotes an unquoted expression after `when`; none for another rest of line. */
function whenFixes(
  scanner: Scanner,
  before: Token | undefined,
): { title: string; preferred: true; edits: { start: number; end: number; newText: string }[] }[] {
  const { tokens, text, pos: first } = scanner;
  let index = tokens.length - 1;
  while (index >= 0 && tokens[index]?.text !== 'when' && tokens.length - index < 4) index -= 1;
  const keyword = tokens[index];
  if (keyword?.text !== 'when' || before === undefined || !OPERATOR.test(text.slice(first, first + 2))) return [];
  const from = scanner.afterBlanks(scanner.start + keyword.end);
  let end = scanner.endOfLine(from);
  for (const stop of [/ as [\p{L}_][\p{L}\p{Nd}_]* ?\(/u, / with ?\{/, / #/]) {
    const found = text.slice(from, end).search(stop);
    if (found !== -1) end = from + found;
  }
  const source = text.slice(from, end).trimEnd();
  const quote = source.includes('"') ? '`' : '"';
  if (source.includes(quote)) return [];
  const edits = [{ start: from, end: from + source.length, newText: quote + source + quote }];
  return [{ title: 'Quote the expression', preferred: true, edits }];
}

// ── as ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

function readAs(scanner: Scanner): AsClause {
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
