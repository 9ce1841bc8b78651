// Reads one chunk of the text: a top-level statement, or an item or edge of a workflow (tree.ts, head). The result depends on the
// chunk's text, its context and its reach only.
import type { Line, Scanner } from '../lexer/scanner.ts';
import type { Chunk, ChunkContext, Comment, Statement, Token } from '../tree.ts';
import { readTop, readWorkflowStatement } from './declarations.ts';
import { type Draft, type Layout, commentNode, roleOf } from './layout.ts';

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
  if (a === b) return true;
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

export function readChunk(layout: Layout, start: number, context: ChunkContext): ReadChunk {
  const { scanner } = layout;
  scanner.begin(start);
  layout.begin(scanner.base, context);
  const { inner } = layout;
  let statement = context.midLine >= 0 ? readMidLine(layout, context.midLine) : readStatement(layout);
  let body: Line | undefined;
  if (layout.more) {
    // The next chunk starts right behind the last token.
    scanner.pos = scanner.start + (scanner.tokens.at(-1)?.end ?? 0);
  } else if (statement !== undefined) {
    body = bodyLine(layout, statement);
    const end = scanner.pos;
    if (body === undefined) absorbComments(layout);
    if (scanner.pos > end)
      statement = { ...statement, lines: { start: statement.lines.start, end: scanner.pos - start } };
  }
  const end = scanner.pos;
  // A token that ends in the middle of a line ends because of the character behind it.
  const seen = layout.more ? end + 2 : end;
  if (seen > scanner.reach) scanner.reach = seen;
  const chunk: Chunk = {
    text: scanner.text.slice(start, end),
    context,
    reach: scanner.reach - start,
    statement,
    inWorkflow: layout.blocks.length > 1,
    tokens: scanner.tokens,
    comments: scanner.comments.length === 0 ? NONE : finishedComments(scanner),
    diagnostics: scanner.diagnostics.length === 0 ? NONE : scanner.diagnostics,
    omitted: scanner.omitted,
    inner: inner.length === 0 ? NONE : inner,
    runEdits: scanner.runEdits.length === 0 ? NONE : scanner.runEdits,
  };
  return { chunk, end, next: nextContext(layout, context, statement, body) };
}

const NONE: readonly never[] = [];

/**
 * Gives a chunk strings of its own. Slices keep the whole text they were cut from in memory; a chunk that is read again after an
 * edit would keep one version of the text per edit alive for as long as it is shared.
 */
export function detach(chunk: Chunk): void {
  (chunk as { text: string }).text = ownString(chunk.text);
  for (const token of chunk.tokens) {
    const draft = token as Draft<Token>;
    const same = token.value === token.text;
    draft.text = ownString(token.text);
    draft.value = same ? draft.text : ownString(token.value);
  }
  for (const comment of chunk.comments) {
    const draft = comment as Draft<Comment>;
    draft.text = ownString(comment.text);
    draft.value = ownString(comment.value);
  }
}

/** A copy: engines share the characters of a slice, but not those of a concatenation. */
function ownString(text: string): string {
  return text.length < 13 ? text : ` ${text}`.slice(1);
}

function readStatement(layout: Layout): Statement | undefined {
  const { scanner } = layout;
  for (let line = scanner.nextLine(); line !== undefined; line = scanner.nextLine()) {
    while (layout.blocks.length > 1 && !layout.belongs(line)) layout.blocks.pop();
    const begun = layout.beginLine(line);
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

/** The first line of the body of a top-level workflow whose header has been read. */
function bodyLine(layout: Layout, statement: Statement): Line | undefined {
  if (statement.type !== 'Declaration' || statement.kind !== 'workflow' || layout.blocks.length > 1) return undefined;
  const line = layout.scanner.nextLine();
  return line !== undefined && layout.opens(line, statement.indent) ? line : undefined;
}

function nextContext(
  layout: Layout,
  context: ChunkContext,
  statement: Statement | undefined,
  body: Line | undefined,
): ChunkContext {
  const { scanner, run } = layout;
  const { strictEscape } = context;
  const block = layout.blocks[1];
  let next: ChunkContext;
  if (body !== undefined && statement !== undefined) {
    const loose = body.indent <= statement.indent;
    const indent = loose ? statement.indent + 1 : body.indent;
    next = { strictEscape, place: 'workflow', indent, loose, run, midLine: -1, first: false };
  } else if (block === undefined) {
    next = { strictEscape, place: 'file', indent: scanner.base, loose: false, run, midLine: -1, first: false };
  } else {
    const midLine = layout.more ? scanner.lineIndent : -1;
    next = { strictEscape, place: 'workflow', indent: block.indent, loose: block.loose, run, midLine, first: false };
  }
  return sameContext(context, next) ? context : next;
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
