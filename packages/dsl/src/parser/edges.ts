// Edges and their clauses in any order (L-EDGE-01…05), over several lines if need be (L-LEX-11).
import { COLON, QUOTE, isNameStart, nameEnd } from '../lexer/characters.ts';
import type { Line, Scanner } from '../lexer/scanner.ts';
import type { Clause, EdgeStatement, Token } from '../tree.ts';
import { readAs } from './asClause.ts';
import { wantsWord } from './expectation.ts';
import { type Begun, type Layout, type Tail, gapAfter } from './layout.ts';
import { takeLiteralToken } from './literals.ts';
import { takeRest, tokenEnd } from './recovery.ts';
import { readWhen, whenFixes } from './whenClause.ts';
import { readWith } from './withClause.ts';

/** Reads an edge whose source has been taken; `pos` is at the arrow. */
export function readEdge(layout: Layout, begun: Begun, from: Token): EdgeStatement {
  const { scanner } = layout;
  const arrow = scanner.take('punctuation', scanner.pos + 2);
  const to = readTarget(layout, begun, arrow);
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

function readTarget(layout: Layout, begun: Begun, arrow: Token): Token | undefined {
  const { scanner } = layout;
  scanner.skip();
  if (scanner.atLineEnd() && continueEdge(layout, begun)) scanner.skip();
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
