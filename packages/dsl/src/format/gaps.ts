// Walks a file's tokens and comments in order and says what should stand between each two of them.
import type { Document } from '../document.ts';
import type { TextEdit } from '../source.ts';
import type { Chunk, Comment, Token } from '../tree.ts';
import { type StatementStart, type TokenLayout, layoutOf } from './layoutOf.ts';
import { movedText } from './movedText.ts';
import { spacing } from './spacing.ts';

const STEP = 2;

/** A line that has been begun outside brackets: what the next one is compared with. */
interface LastLine {
  readonly level: number;
  readonly comment?: Comment;
}

export class Gaps {
  private readonly document: Document;
  private readonly eol: string;
  private readonly opening: 'format' | 'keep';
  private readonly found: TextEdit[] = [];
  /** End of the piece before, absolute. */
  private at: number;
  private before: Token | Comment | undefined;
  private last: LastLine | undefined;
  /** Source indentation of the innermost statement of each level. */
  private indents: number[] = [];
  private header = false;
  /** Level of the line being written, and of the lines that opened the present brackets. */
  private lineLevel = 0;
  private readonly brackets: number[] = [];
  /** No statement has been begun yet. */
  private inOpening = true;
  private jsonAt = 0;

  constructor(document: Document, eol: string, opening: 'format' | 'keep') {
    this.document = document;
    this.eol = eol;
    this.opening = opening;
    this.at = document.text.charCodeAt(0) === 0xfeff ? 1 : 0;
  }

  edits(): TextEdit[] {
    const { chunks, starts } = this.document.file;
    chunks.forEach((chunk, index) => this.addChunk(chunk, starts[index] ?? 0, chunks[index + 1]));
    const { text } = this.document;
    this.replace(text.length, this.before === undefined ? '' : this.eol);
    return this.found;
  }

  private addChunk(chunk: Chunk, start: number, next: Chunk | undefined): void {
    const layout = layoutOf(chunk);
    this.jsonAt = 0;
    let token = 0;
    let comment = 0;
    for (;;) {
      const nextToken = chunk.tokens[token];
      const nextComment = chunk.comments[comment];
      if (nextComment !== undefined && (nextToken === undefined || nextComment.start < nextToken.start)) {
        this.addComment(nextComment, start, nextToken, layout, next);
        comment += 1;
      } else if (nextToken !== undefined) {
        this.addToken(nextToken, start, layout);
        token += 1;
      } else {
        return;
      }
    }
  }

  private addToken(token: Token, start: number, layout: TokenLayout): void {
    const from = start + token.start;
    const statement = layout.starts.get(token.start);
    const gap = this.document.text.slice(this.at, from);
    if (statement !== undefined) {
      this.beginStatement(statement, gap, from);
    } else if (this.insideJson(token, layout)) {
      this.replace(from, gap);
    } else {
      this.continueLine(token, gap, from, layout.commas.has(this.at - start));
    }
    this.trackBracket(token);
    if (token.kind === 'body' || token.kind === 'scalar') {
      const indent = (token.kind === 'body' ? this.indentLevel() : this.lineLevel) + 1;
      this.found.push(...movedText(this.document.text, token, start, indent * STEP));
    }
    this.before = token;
    this.at = start + token.end;
  }

  /** Tokens and literals both come in order, so each literal is looked at once. */
  private insideJson(token: Token, layout: TokenLayout): boolean {
    while ((layout.json[this.jsonAt]?.end ?? Infinity) <= token.start) this.jsonAt += 1;
    const json = layout.json[this.jsonAt];
    return json !== undefined && json.start < token.start;
  }

  private beginStatement(statement: StatementStart, gap: string, from: number): void {
    const { level } = statement;
    const blank = this.blankBefore(level, gap, this.lastFree(statement));
    this.replace(from, this.lines(blank, level));
    this.indents = [...this.indents.slice(0, level), statement.indent];
    this.header = statement.header;
    this.last = { level };
    this.lineLevel = level;
    this.brackets.length = 0;
    this.inOpening = false;
  }

  /** Whether the line before is an own comment, and of what kind, seen from a statement. */
  private lastFree(statement: StatementStart): 'attached' | 'free' | 'none' {
    const comment = this.last?.comment;
    if (comment === undefined) return 'none';
    return statement.attached.has(comment.start) && comment === this.before ? 'attached' : 'free';
  }

  /** Blank lines before a statement: none under its comments, one at top level, else as in the source but at most one (L-FMT-04). */
  private blankBefore(level: number, gap: string, comment: 'attached' | 'free' | 'none'): boolean {
    if (this.before === undefined || comment === 'attached') return false;
    if (level === 0) return true;
    if (this.last === undefined || this.last.level < level) return false;
    // A free comment must not become an attached one.
    if (comment === 'free' && isPlain(this.last.comment)) return true;
    return hasBlankLine(gap);
  }

  private addComment(
    comment: Comment,
    start: number,
    nextToken: Token | undefined,
    layout: TokenLayout,
    next: Chunk | undefined,
  ): void {
    const from = start + comment.start;
    const gap = this.document.text.slice(this.at, from);
    if (!comment.ownLine) {
      const comma = layout.commas.has(this.at - start) ? ',' : '';
      this.replace(from, comma + (/^ {2,}$/.test(gap) ? gap : '  '));
    } else if (nextToken !== undefined && !layout.starts.has(nextToken.start) && nextToken.kind !== 'body') {
      this.commentInside(gap, from, layout.commas.has(this.at - start));
    } else if (nextToken?.kind === 'body') {
      // Between the header of a prompt and its body: no blank line behind the header.
      this.placeComment(comment, from, this.last?.comment !== undefined && hasBlankLine(gap), 0);
    } else {
      this.commentLine(comment, gap, from, this.nextLevel(nextToken, layout, next));
    }
    const end = start + comment.end;
    const trimmed = comment.text.trimEnd().length;
    this.at = from + trimmed;
    if (trimmed < comment.text.length) this.replace(end, '');
    this.before = comment;
  }

  /** A comment line inside brackets or between the lines of an edge. */
  private commentInside(gap: string, from: number, comma: boolean): void {
    const level = (this.brackets.at(-1) ?? this.indentLevel()) + 1;
    const blank = hasBlankLine(gap) && !this.afterOpener();
    this.replace(from, (comma ? ',' : '') + this.lines(blank, level));
  }

  private commentLine(comment: Comment, gap: string, from: number, nextLevel: number): void {
    const level = comment.role === 'attached' ? nextLevel : this.commentLevel(comment, nextLevel);
    this.placeComment(comment, from, this.blankBeforeComment(comment, level, gap), level);
  }

  private placeComment(comment: Comment, from: number, blank: boolean, level: number): void {
    this.replace(from, this.lines(blank, level));
    this.last = { level, comment };
    this.lineLevel = level;
    this.brackets.length = 0;
  }

  private blankBeforeComment(comment: Comment, level: number, gap: string): boolean {
    if (this.before === undefined) return false;
    const above = this.before === this.last?.comment ? this.last.comment : undefined;
    const sameLevel = this.last?.level === level;
    const sameBlock = above !== undefined && sameLevel && (above.role === 'attached') === (comment.role === 'attached');
    if (level === 0) return !sameBlock || hasBlankLine(gap);
    if (this.last === undefined || this.last.level < level) return false;
    if (comment.role === 'attached' && sameLevel && isPlain(above)) return true;
    return hasBlankLine(gap);
  }

  /** The block a free comment belongs to: the deepest one still open there that is not deeper than the comment. */
  private commentLevel(comment: Comment, nextLevel: number): number {
    const deepest = this.indents.length - 1;
    if (nextLevel > deepest) return nextLevel;
    if (this.header && comment.indent > (this.indents[deepest] ?? 0)) return deepest + 1;
    for (let level = deepest; level > nextLevel; level--) {
      if ((this.indents[level] ?? 0) <= comment.indent) return level;
    }
    return nextLevel;
  }

  /** The level of the statement after a comment. */
  private nextLevel(nextToken: Token | undefined, layout: TokenLayout, next: Chunk | undefined): number {
    if (nextToken !== undefined) return layout.starts.get(nextToken.start)?.level ?? 0;
    return next?.inWorkflow === true && next.statement !== undefined ? 1 : 0;
  }

  private continueLine(token: Token, gap: string, from: number, comma: boolean): void {
    const lead = comma ? ',' : '';
    if (!gap.includes('\n')) {
      this.replace(from, lead + (comma ? ' ' : spacing(this.before, token)));
      return;
    }
    if (token.kind === 'body') {
      this.replace(from, this.eol + ' '.repeat((this.indentLevel() + 1) * STEP));
      return;
    }
    const opened = this.brackets.at(-1);
    const closes = isCloser(token);
    const inside = opened === undefined ? this.indentLevel() + 1 : closes ? opened : opened + 1;
    // Deeper than the line of a block scalar without lines, this line would become its text.
    const level = isEmptyScalar(this.before) ? Math.min(inside, this.lineLevel) : inside;
    const blank = opened !== undefined && hasBlankLine(gap) && !closes && !this.afterOpener();
    this.replace(from, lead + this.lines(blank, level));
    this.lineLevel = level;
  }

  /** Level of the statement being written. */
  private indentLevel(): number {
    return Math.max(0, this.indents.length - 1);
  }

  private afterOpener(): boolean {
    const { before } = this;
    return before !== undefined && 'kind' in before && /^[[{(]$/.test(before.text) && before.kind === 'punctuation';
  }

  private trackBracket(token: Token): void {
    if (token.kind !== 'punctuation') return;
    if (/^[[{(]$/.test(token.text)) this.brackets.push(this.lineLevel);
    else if (isCloser(token)) this.brackets.pop();
  }

  /** A line break, a blank line if wanted, and the indentation; the first line of the file needs no break. */
  private lines(blank: boolean, level: number): string {
    const indent = ' '.repeat(level * STEP);
    if (this.before === undefined) return indent;
    return this.eol + (blank ? this.eol : '') + indent;
  }

  private replace(end: number, newText: string): void {
    const { text } = this.document;
    if (this.opening === 'keep' && this.inOpening) return;
    if (text.slice(this.at, end) !== newText) this.found.push({ start: this.at, end, newText });
  }
}

/** A comment that would be attached if it stood directly above a statement. */
function isPlain(comment: Comment | undefined): boolean {
  return comment?.role === 'free';
}

function isEmptyScalar(piece: Token | Comment | undefined): boolean {
  return piece !== undefined && 'kind' in piece && piece.kind === 'scalar' && !piece.text.includes('\n');
}

function isCloser(token: Token): boolean {
  return token.kind === 'punctuation' && /^[\]})]$/.test(token.text);
}

function hasBlankLine(gap: string): boolean {
  const first = gap.indexOf('\n');
  return first !== -1 && gap.includes('\n', first + 1);
}
