// `when FIELD`, `when not FIELD`, `when "EXPR"` on an edge (L-EDGE-02, L-EDGE-03).
import { OPEN_BRACE, OPEN_PAREN, isNameStart, nameEnd } from '../lexer/characters.ts';
import type { Fix } from '../lexer/reporter.ts';
import type { Scanner } from '../lexer/scanner.ts';
import type { Token, WhenClause } from '../tree.ts';
import { type Draft, gapAfter } from './layout.ts';
import { takeLiteralToken } from './literals.ts';

export function readWhen(scanner: Scanner): WhenClause {
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
export function whenFixes(scanner: Scanner, before: Token | undefined): Fix[] {
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
