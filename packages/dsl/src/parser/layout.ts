// Which block a line belongs to, and where statements start and end: indentation (L-LEX-07…09, L-REC-05), attached comments
// (L-CST-04) and the rest of a line (L-LEX-11, L-REC-02). One instance reads the chunks of a text one after the other.
import { COLON, SPACE, isNameStart, nameEnd } from '../lexer/characters.ts';
import type { Fix } from '../lexer/reporter.ts';
import type { Line, ScannedComment, Scanner } from '../lexer/scanner.ts';
import type { TextEdit } from '../source.ts';
import type { ChunkContext, Comment, Declaration, ErrorNode, Statement, Token } from '../tree.ts';
import { takeRest } from './recovery.ts';

interface OpenBlock {
  indent: number;
  /** Opened by a tab-led line: the first line that is deeper by spaces settles the indentation. */
  loose: boolean;
  /** Indentation of the header line; -1 for the file. */
  readonly header: number;
}

/** A statement that has been begun: what was known before its first token. */
export interface Begun {
  readonly indent: number;
  /** Comments above it that are attached. */
  readonly comments: readonly Comment[];
  /** Start of its lines, chunk offset. */
  readonly linesStart: number;
  /** Chunk offset of its first token. */
  readonly start: number;
  readonly errors: number;
  /** The line has reported E003. */
  readonly misplaced: boolean;
  /** It shares its line with the statement before it (E015). */
  readonly midLine: boolean;
}

/** What stood between a statement's last own token and the end of its line. */
export interface Tail {
  readonly rest?: ErrorNode;
  readonly trailing?: Comment;
}

/** A node while it is built. */
export type Draft<N> = { -readonly [K in keyof N]?: N[K] };

const NO_TAIL: Tail = {};

export class Layout {
  readonly scanner: Scanner;
  readonly blocks: OpenBlock[] = [];
  run: 'none' | 'deep' | 'tab' = 'none';
  /** The edits of the fix for the present run, when it began in this chunk. */
  private runFix: TextEdit[] | undefined;
  /** After a statement: another one follows on the same line (E015). */
  more = false;
  /** Declarations inside others, in the order they were found. */
  inner: Declaration[] = [];
  private readonly readNested: (layout: Layout, begun: Begun) => Declaration;

  /** `readNested` reads a declaration that stands inside another one. */
  constructor(scanner: Scanner, readNested: (layout: Layout, begun: Begun) => Declaration) {
    this.scanner = scanner;
    this.readNested = readNested;
  }

  /** Reads a declaration inside another one (L-REC-05): E003, unless its line has reported one. */
  nested(begun: Begun): Declaration {
    const { scanner } = this;
    const start = scanner.lineStart;
    const end = Math.max(scanner.pos, start + 1);
    const { errors } = scanner;
    const place = this.inner.length;
    const declaration = this.readNested(this, begun);
    this.inner.splice(place, 0, declaration);
    if (!begun.misplaced) {
      const message = 'A declaration stands inside another one';
      const fixes = this.dedentFix(start, begun.indent - scanner.base, scanner.errors > errors);
      scanner.report('E003', start, end, message, 'Start it at the beginning of the line.', fixes);
    }
    return declaration;
  }

  /** The fix that moves the lines from `start` up to here to the left; none when what follows would move into them. */
  private dedentFix(start: number, by: number, broken: boolean): Fix[] {
    const { scanner } = this;
    const next = scanner.nextLine();
    if (broken || by === 0 || (next !== undefined && next.indent > scanner.base)) return [];
    const edits: TextEdit[] = [];
    for (let at = start; at < scanner.pos; at = scanner.nextLineStart(at)) {
      let spaces = 0;
      while (spaces < by && scanner.text.charCodeAt(at + spaces) === SPACE) spaces += 1;
      if (spaces > 0) edits.push({ start: at, end: at + spaces, newText: '' });
    }
    return [{ title: 'Re-indent', preferred: true, edits }];
  }

  /** Starts on a chunk that stands in a context. */
  begin(base: number, context: ChunkContext): void {
    const { blocks } = this;
    blocks.length = 0;
    blocks.push({ indent: base, loose: false, header: -1 });
    if (context.place === 'workflow') {
      blocks.push({ indent: context.indent, loose: context.loose, header: context.indent - 1 });
    }
    this.run = context.run;
    this.runFix = undefined;
    this.more = false;
    if (this.inner.length > 0) this.inner = [];
  }

  // ── Blocks ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Whether a line opens the block of a header at `header` spaces. */
  opens(line: Line, header: number): boolean {
    return line.indent > header || line.tab;
  }

  push(line: Line, header: number): void {
    const loose = line.indent <= header;
    this.blocks.push({ indent: loose ? header + 1 : line.indent, loose, header });
  }

  /** The index of the block a line belongs to. */
  private blockOf(line: Line): number {
    const { blocks } = this;
    const top = blocks.length - 1;
    const innermost = blocks[top];
    if (innermost === undefined) return -1;
    if (line.tab && line.indent < innermost.indent) return top;
    if (innermost.loose && line.indent > innermost.header) {
      innermost.indent = line.indent;
      innermost.loose = false;
    }
    for (let i = top; i >= 0; i--) if (blocks[i]?.indent === line.indent) return i;
    if (line.indent > innermost.indent) return top;
    return blocks.findIndex((block) => block.indent > line.indent);
  }

  /** Whether a line belongs to the innermost block; otherwise it closes that block. */
  belongs(line: Line): boolean {
    return this.blockOf(line) === this.blocks.length - 1;
  }

  /** Goes to a line that belongs to the innermost block; reports E003 when it is not at the block's indentation. */
  beginLine(line: Line): Begun {
    const { scanner } = this;
    const gap = scanner.pos;
    scanner.enterLine(line);
    const misplaced = this.checkIndent(line);
    return this.begunAt(line.start, line.indent, this.attached(gap, line), misplaced);
  }

  /** Begins a statement in the middle of a line, after another one (E015). */
  beginMidLine(): Begun {
    const { scanner } = this;
    const end = nameEnd(scanner.text, scanner.pos);
    const name = scanner.text.slice(scanner.pos, end);
    const before = scanner.tokens.at(-1);
    const gap = scanner.start + (before?.end ?? 0);
    scanner.report(
      'E015',
      scanner.pos,
      end,
      `\`${name}\` is a second statement on this line`,
      'Put each on its own line.',
      [
        {
          title: 'Put it on its own line',
          preferred: true,
          edits: [
            { start: gap, end: scanner.pos, newText: scanner.lineBreak + ' '.repeat(this.blocks.at(-1)?.indent ?? 0) },
          ],
        },
      ],
    );
    return { ...this.begunAt(gap, scanner.lineIndent, NO_COMMENTS, false), midLine: true };
  }

  private begunAt(linesStart: number, indent: number, comments: readonly Comment[], misplaced: boolean): Begun {
    const { scanner } = this;
    const first = comments[0];
    scanner.lost = false;
    return {
      indent,
      comments,
      linesStart: first === undefined ? linesStart - scanner.start : first.start - first.indent,
      start: scanner.pos - scanner.start,
      errors: scanner.errors,
      misplaced,
      midLine: false,
    };
  }

  private checkIndent(line: Line): boolean {
    const { scanner } = this;
    const block = this.blocks.at(-1);
    if (block === undefined) return false;
    const tabLed = line.tab && (line.indent < block.indent || (block.loose && line.indent <= block.header));
    const kind = tabLed ? 'tab' : line.indent > block.indent ? 'deep' : 'none';
    if (kind === 'none' && line.indent === block.indent) {
      this.run = 'none';
      return false;
    }
    // A header belongs at the top level, wherever the line stands.
    const indent = scanner.isHeader(line.content) ? scanner.base : block.indent;
    const edit = { start: line.start, end: line.content, newText: ' '.repeat(indent) };
    const inRun = kind !== 'none' && this.run === kind;
    this.run = kind;
    if (inRun) return this.addToRun(edit);
    this.runFix = scanner.report(
      'E003',
      line.start,
      Math.max(line.content, line.start + 1),
      tabLed
        ? 'A tab indents this line'
        : `The line is indented by ${line.indent} spaces, its block by ${block.indent}`,
      tabLed ? 'Indent with spaces.' : 'Align it with the lines of the block.',
      [{ title: 'Re-indent', preferred: true, edits: [edit] }],
    );
    return true;
  }

  /** A further line of a run of ill-indented lines: the fix of the run's diagnostic takes it along. */
  private addToRun(edit: { readonly start: number; readonly end: number; readonly newText: string }): boolean {
    const { scanner } = this;
    if (scanner.silent > 0) return true;
    const { start } = scanner;
    const own = { start: edit.start - start, end: edit.end - start, newText: edit.newText };
    if (this.runFix === undefined) scanner.runEdits.push(own);
    else this.runFix.push(own);
    return true;
  }
  // ── Comments ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The comments directly above a line, at its indentation, that stand after `gap`. */
  private attached(gap: number, line: Line): readonly Comment[] {
    const { comments } = this.scanner;
    let first = comments.length;
    let next = line.start;
    while (first > 0) {
      const comment = comments[first - 1];
      if (comment === undefined || !comment.ownLine || comment.start < gap || comment.nextLine !== next) break;
      if (comment.indent !== line.indent || roleOf(this.scanner.text, comment) !== 'attached') break;
      next = comment.lineStart;
      first -= 1;
    }
    if (first === comments.length) return NO_COMMENTS;
    return comments.slice(first).map((comment) => this.attach(comment));
  }

  private attach(comment: ScannedComment): Comment {
    comment.role = 'attached';
    return (comment.node ??= commentNode(this.scanner, comment));
  }

  /** The comment behind the last token on its line (`skip` first). */
  trailing(): Comment | undefined {
    const { scanner } = this;
    const comment = scanner.comments.at(-1);
    const last = scanner.tokens.at(-1);
    if (comment === undefined || last === undefined || comment.ownLine) return undefined;
    if (comment.start < scanner.start + last.end || comment.end !== scanner.pos) return undefined;
    return roleOf(scanner.text, comment) === 'attached' ? this.attach(comment) : undefined;
  }

  // ── Ends ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Ends the line of a statement: takes what is left on it as an error element, reporting E001 unless `hushed`, or stops before a
   * second statement (`more`). Otherwise `pos` is at the next line's start.
   */
  endLine(hushed = false): Tail {
    const { scanner } = this;
    const quiet = hushed || scanner.lost;
    this.more = false;
    scanner.skip();
    let rest: ErrorNode | undefined;
    if (!scanner.atLineEnd()) {
      if (!quiet && this.atStatement()) {
        this.more = true;
        return NO_TAIL;
      }
      rest = takeRest(scanner, quiet ? undefined : 'This text cannot stand here');
    }
    const trailing = this.trailing();
    scanner.finishLine();
    if (rest !== undefined) return trailing === undefined ? { rest } : { rest, trailing };
    return trailing === undefined ? NO_TAIL : { trailing };
  }

  /** Whether `NAME :` stands at `pos`. */
  atStatement(): boolean {
    const { scanner } = this;
    if (!isNameStart(scanner.text, scanner.pos)) return false;
    return scanner.text.charCodeAt(scanner.afterBlanks(nameEnd(scanner.text, scanner.pos))) === COLON;
  }

  /**
   * A statement whose last token has been taken, with the fields that all have; the caller adds its own. `own` are the errors
   * after its own part. Built up field by field: statements are many, and copying objects is what parsing would spend its time on.
   */
  statement<S extends Statement>(type: S['type'], begun: Begun, tail: Tail, own: number): Draft<S> {
    const { scanner } = this;
    const last = scanner.tokens.at(-1);
    const end = Math.max(begun.start, last?.end ?? begun.start);
    // Of statements that share a line, one can be taken away without the others or the line: with the blanks on one side.
    const linesStart = this.more && !begun.midLine ? begun.start : begun.linesStart;
    const linesEnd = begun.midLine ? end : scanner.pos - scanner.start;
    const node: Draft<Statement> = {
      type,
      start: begun.start,
      end,
      comments: begun.comments,
      lines: { start: linesStart, end: linesEnd },
      indent: begun.indent,
      broken: own > begun.errors,
    };
    if (tail.trailing !== undefined) node.trailing = tail.trailing;
    if (tail.rest !== undefined) node.rest = tail.rest;
    return node as Draft<S>;
  }
}

const NO_COMMENTS: readonly Comment[] = [];

/** What kind of comment the text from `start` is: tools read directives and groups; they are never attached (L-CST-04). */
export function roleOf(text: string, comment: ScannedComment): Comment['role'] {
  if (comment.role === 'frontMatter') return 'frontMatter';
  const value = commentValue(text.slice(comment.start, comment.end));
  if (value.startsWith('@group')) return 'group';
  return /^strict-escape\s*[:=]/.test(value) ? 'directive' : 'attached';
}

/** The text of a comment: what follows the first `#` or `##`, trimmed (L-LEX-12). */
export function commentValue(text: string): string {
  return text.slice(text.startsWith('##') ? 2 : 1).trim();
}

export function commentNode(scanner: Scanner, comment: ScannedComment): Comment {
  const text = scanner.text.slice(comment.start, comment.end);
  return {
    type: 'Comment',
    start: comment.start - scanner.start,
    end: comment.end - scanner.start,
    text,
    value: commentValue(text),
    ownLine: comment.ownLine,
    indent: comment.indent,
    role: comment.role,
  };
}

/** The gap after the last token, or `pos` when there is none yet: where something missing is reported. */
export function gapAfter(scanner: Scanner, token: Token | undefined): number {
  return token === undefined ? scanner.pos : scanner.start + token.end;
}
