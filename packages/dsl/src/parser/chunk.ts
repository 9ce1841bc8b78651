// Reads one chunk of the text: a top-level statement, or an item or edge of a workflow (tree.ts, head). The result depends on the
// chunk's text, its context and its reach only.
import type { Scanner } from '../lexer/scanner.ts';
import type { Chunk, ChunkContext, Comment, Statement } from '../tree.ts';
import { newLayout, readTop, readWorkflowStatement } from './declarations.ts';
import { type Layout, commentNode, roleOf } from './layout.ts';

export interface ReadChunk {
  readonly chunk: Chunk;
  /** Absolute end of the chunk. */
  readonly end: number;
  /** The context of the chunk after it. */
  readonly next: ChunkContext;
}

/** The context of a file's first chunk. */
export function firstContext(strictEscape: boolean, base: number): ChunkContext {
  return { strictEscape, place: 'file', indent: base, loose: false, run: 'none', midLine: -1, first: true };
}

export function sameContext(a: ChunkContext, b: ChunkContext): boolean {
  return (
    a.strictEscape === b.strictEscape &&
    a.place === b.place &&
    a.indent === b.indent &&
    a.loose === b.loose &&
    a.run === b.run &&
    a.midLine === b.midLine &&
    a.first === b.first
  );
}

export function readChunk(scanner: Scanner, start: number, context: ChunkContext): ReadChunk {
  scanner.begin(start);
  const layout = newLayout(scanner);
  layout.run = context.run;
  layout.blocks.push({ indent: scanner.base, loose: false, header: -1 });
  if (context.place === 'workflow') {
    layout.blocks.push({ indent: context.indent, loose: context.loose, header: context.indent - 1 });
  }
  let statement = context.midLine >= 0 ? readMidLine(layout, context.midLine) : readStatement(layout);
  if (layout.more) {
    // The next chunk starts right behind the last token.
    scanner.pos = scanner.start + (scanner.tokens.at(-1)?.end ?? 0);
  } else {
    const end = scanner.pos;
    if (statement !== undefined && !opensWorkflow(layout, statement)) absorbComments(layout);
    if (statement !== undefined && scanner.pos > end) {
      statement = { ...statement, lines: { start: statement.lines.start, end: scanner.pos - start } };
    }
  }
  const end = scanner.pos;
  if (end > scanner.reach) scanner.reach = end;
  const chunk: Chunk = {
    text: scanner.text.slice(start, end),
    context,
    reach: scanner.reach - start,
    ...(statement === undefined ? {} : { statement }),
    inWorkflow: layout.blocks.length > 1,
    tokens: scanner.tokens,
    comments: finishedComments(scanner),
    diagnostics: scanner.diagnostics,
    inner: layout.inner,
    runEdits: scanner.runEdits,
  };
  return { chunk, end, next: nextContext(layout, context, statement) };
}

function readStatement(layout: Layout): Statement | undefined {
  const { scanner } = layout;
  for (let line = scanner.nextLine(); line !== undefined; line = scanner.nextLine()) {
    while (layout.blocks.length > 1 && !layout.belongs(line)) layout.blocks.pop();
    const begun = layout.begin(line);
    scanner.skip();
    if (!scanner.atLineEnd()) {
      if (layout.blocks.length === 1) return readTop(layout, begun);
      return scanner.isHeader(scanner.pos) ? layout.nested(begun) : readWorkflowStatement(layout, begun);
    }
    scanner.finishLine();
  }
  scanner.recordComments(scanner.text.length);
  return undefined;
}

function readMidLine(layout: Layout, lineIndent: number): Statement {
  const { scanner } = layout;
  scanner.lineIndent = lineIndent;
  scanner.skip();
  return readWorkflowStatement(layout, layout.beginMidLine());
}

/** Whether a statement is a top-level workflow header whose body follows. */
function opensWorkflow(layout: Layout, statement: Statement): boolean {
  if (statement.type !== 'Declaration' || statement.kind !== 'workflow' || layout.blocks.length > 1) return false;
  const line = layout.scanner.nextLine();
  return line !== undefined && layout.opens(line, statement.indent);
}

function nextContext(layout: Layout, context: ChunkContext, statement: Statement | undefined): ChunkContext {
  const { scanner } = layout;
  const base = { strictEscape: context.strictEscape, run: layout.run, midLine: -1, first: false } as const;
  if (statement !== undefined && !layout.more && opensWorkflow(layout, statement)) {
    const line = scanner.nextLine();
    if (line !== undefined) {
      const loose = line.indent <= statement.indent;
      return { ...base, place: 'workflow', indent: loose ? statement.indent + 1 : line.indent, loose };
    }
  }
  const body = layout.blocks[1];
  const midLine = layout.more ? scanner.lineIndent : -1;
  if (body === undefined) return { ...base, place: 'file', indent: scanner.base, loose: false };
  return { ...base, place: 'workflow', indent: body.indent, loose: body.loose, midLine };
}

/** Comment lines after the statement that are deeper than its block, with the blank lines between, belong to it. */
function absorbComments(layout: Layout): void {
  const { scanner } = layout;
  const line = scanner.nextLine();
  const stays = layout.blocks.length > 1 && line !== undefined && layout.belongs(line);
  const limit = (stays ? layout.blocks.at(-1)?.indent : undefined) ?? scanner.base;
  const until = line?.start ?? scanner.text.length;
  let end = scanner.pos;
  for (let at = scanner.pos; at < until;) {
    const content = scanner.afterBlanks(at);
    const next = scanner.nextLineStart(content);
    if (scanner.text.charCodeAt(content) === 35) {
      if (content - at <= limit) break;
      end = Math.min(next, until);
    }
    at = next;
  }
  scanner.recordComments(end);
}

function finishedComments(scanner: Scanner): Comment[] {
  return scanner.comments.map((comment) => {
    if (comment.node !== undefined) return comment.node;
    const role = roleOf(scanner.text, comment);
    comment.role = role === 'attached' ? 'free' : role;
    return commentNode(scanner, comment);
  });
}
