// The statements of an indented block, whatever they are: the loop over lines, declarations that stand where they should not
// (L-REC-05), the nesting limit (L-LIM-02), properties given twice (L-DECL-04).
import type { Line } from '../lexer/scanner.ts';
import type { Block, Property, Statement } from '../tree.ts';
import { MAX_DEPTH } from './json.ts';
import type { Begun, Layout } from './layout.ts';
import { errorFrom, takeBlock } from './recovery.ts';

/** Reads one statement; called at its first token. */
export type ReadStatement = (layout: Layout, begun: Begun) => Statement;

/** Reads the block of a header at `header` spaces; `pos` is the start of the line after it. Undefined: there is none. */
export function readBlock(layout: Layout, header: number, read: ReadStatement): Block | undefined {
  const { scanner } = layout;
  const first = scanner.nextLine();
  if (first === undefined || !layout.opens(first, header)) return undefined;
  if (layout.blocks.length > MAX_DEPTH) return tooDeep(layout, first, header);
  layout.push(first, header);
  const statements: Statement[] = [];
  for (let line = scanner.nextLine(); line !== undefined && layout.belongs(line); line = scanner.nextLine()) {
    readLine(layout, line, read, statements);
  }
  const indent = layout.blocks.pop()?.indent ?? 0;
  reportTwice(layout, statements);
  const start = statements[0]?.start ?? scanner.pos - scanner.start;
  return { type: 'Block', indent, statements, start, end: Math.max(start, scanner.tokens.at(-1)?.end ?? start) };
}

/** Reads the statements of one line into `statements`. */
function readLine(layout: Layout, line: Line, read: ReadStatement, statements: Statement[]): void {
  const { scanner } = layout;
  let begun = layout.beginLine(line);
  scanner.skip();
  if (scanner.atLineEnd()) {
    scanner.finishLine();
    return;
  }
  if (scanner.isHeader(scanner.pos)) {
    statements.push(layout.nested(begun));
    return;
  }
  for (;;) {
    statements.push(read(layout, begun));
    if (!layout.more) return;
    begun = layout.beginMidLine();
  }
}

function tooDeep(layout: Layout, line: Line, header: number): Block {
  const { scanner } = layout;
  scanner.report('E006', line.content, line.content + 1, 'Blocks are nested too deeply', 'Use at most 100 levels.');
  const from = scanner.tokens.length;
  takeBlock(scanner, header);
  const { start, end } = errorFrom(scanner, from);
  return { type: 'Block', indent: line.indent, statements: [], start, end };
}

/** E010 at every property but the last of one spelling. */
function reportTwice(layout: Layout, statements: readonly Statement[]): void {
  if (statements.length < 2 || !hasTwice(statements)) return;
  const last = new Map<string, Property>();
  for (const statement of statements) {
    if (statement.type !== 'Property' || statement.row === undefined) continue;
    const earlier = last.get(statement.name.value);
    last.set(statement.name.value, statement);
    if (earlier === undefined) continue;
    const { start } = layout.scanner;
    layout.scanner.report(...twice(earlier, start));
  }
}

/** Whether two properties may have one spelling; short blocks, which most are, are compared without a map. */
function hasTwice(statements: readonly Statement[]): boolean {
  if (statements.length > 16) return true;
  return statements.some((one, i) => {
    if (one.type !== 'Property') return false;
    for (let j = 0; j < i; j++) {
      const other = statements[j];
      if (other?.type === 'Property' && other.name.value === one.name.value) return true;
    }
    return false;
  });
}

/** The diagnostic for a property that a later one overrides; `at` is added to its offsets. */
export function twice(
  earlier: Property,
  at: number,
): [
  'E010',
  number,
  number,
  string,
  string,
  { title: string; preferred: true; edits: { start: number; end: number; newText: string }[] }[],
] {
  const { start, end } = earlier.lines;
  return [
    'E010',
    at + earlier.name.start,
    at + earlier.name.end,
    `\`${earlier.name.value}\` is given again below; the last one counts`,
    'Keep one.',
    [{ title: 'Remove this one', preferred: true, edits: [{ start: at + start, end: at + end, newText: '' }] }],
  ];
}
