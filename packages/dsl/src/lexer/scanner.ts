// The scanner of one chunk: a cursor over the whole text that cuts tokens on demand, because what a character means depends on
// where the parser stands (L-LEX-15). It owns the token, comment and diagnostic lists of the chunk it works on.
// Invariants: 1. `pos` never goes back over a token. 2. Every character of the chunk lies in a token, in a comment or in trivia.
// 3. `reach` is not before any character that was looked at (tree.ts, invariant 3).
import type { Comment, Token, TokenKind } from '../tree.ts';
import type { TextEdit } from '../source.ts';
import {
  BOM,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PAREN,
  CR,
  HASH,
  LF,
  OPEN_BRACE,
  SPACE,
  TAB,
  characterName,
  codePoint,
  invisibleLength,
  isNameStart,
  nameEnd,
} from './characters.ts';
import { Reporter } from './reporter.ts';

/** A comment while its chunk is read; the parser decides its role. Offsets are absolute until the chunk is done. */
export interface ScannedComment {
  start: number;
  end: number;
  ownLine: boolean;
  indent: number;
  /** Where the line after it starts. */
  nextLine: number;
  /** Where its own line starts. */
  lineStart: number;
  role: Comment['role'];
  /** The finished node, once a statement refers to it. */
  node?: Comment;
}

/** A line that holds something else than blanks and a comment. */
export interface Line {
  readonly start: number;
  /** Spaces before the first other character (L-LEX-07). */
  readonly indent: number;
  /** Offset of the first character that is no blank. */
  readonly content: number;
  /** A tab stands among the blanks before the content. */
  readonly tab: boolean;
  /** A character that is treated as a space stands there, too. */
  readonly odd: boolean;
}

/** A text and what holds for it as a whole. */
export interface Source {
  readonly text: string;
  readonly strictEscape: boolean;
  readonly markers: ReadonlySet<number>;
  readonly base: number;
  readonly frontMatterEnd: number;
  /** The line end that fixes write: that of the first line. */
  readonly lineBreak: '\n' | '\r\n';
}

export class Scanner extends Reporter {
  readonly text: string;
  readonly strict: boolean;
  /** Starts of the lines that are merge-conflict markers (L-REC-11). */
  readonly markers: ReadonlySet<number>;
  /** Indentation of the top level: 0, unless the file is indented as a whole (L-REC-05). */
  readonly base: number;
  /** End of the front matter, 0 without one. */
  readonly frontMatterEnd: number;
  readonly lineBreak: '\n' | '\r\n';
  pos = 0;
  reach = 0;
  /** Start and indentation of the line that `pos` is on. */
  lineStart = 0;
  lineIndent = 0;
  tokens: Token[] = [];
  comments: ScannedComment[] = [];
  /** Edits that belong to the fix of a run of ill-indented lines which began in an earlier chunk. */
  runEdits: TextEdit[] = [];
  /** The line has held something that was not understood: what is left on it is not reported again. */
  lost = false;
  /** Open brackets: twice the indentation of the line that opened it, plus 1 for `{`. Numbers, as there may be millions. */
  private brackets: number[] = [];
  private lookedFrom = -1;
  private looked: Line | undefined;
  /** A stretch of one line, up to its end. */
  private lineFrom = 0;
  private lineTo = -1;
  private lineReach = 0;

  constructor(source: Source) {
    super();
    this.text = source.text;
    this.strict = source.strictEscape;
    this.markers = source.markers;
    this.base = source.base;
    this.frontMatterEnd = source.frontMatterEnd;
    this.lineBreak = source.lineBreak;
  }

  begin(start: number): void {
    this.beginReports(start);
    this.pos = start;
    this.reach = start;
    this.lineStart = start;
    this.lineIndent = 0;
    this.tokens = [];
    this.comments = [];
    this.runEdits = [];
    this.brackets = [];
  }

  // ── Characters and trivia ─────────────────────────────────────────────────────────────────────────────────────────────

  code(): number {
    return this.text.charCodeAt(this.pos);
  }

  /** Goes to the next token or line end; inside brackets over line ends to the next token, or to the line end at which the bracket ends (L-REC-07). */
  skip(): void {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.pos);
      if (code === SPACE || code === TAB) {
        this.pos += 1;
      } else if (code === HASH) {
        this.scanComment(false);
      } else if (code === LF || (code === CR && text.charCodeAt(this.pos + 1) === LF)) {
        if (this.brackets.length === 0 || !this.crossLine()) return;
      } else {
        if (code > SPACE && code < 127) return;
        const length = invisibleLength(text, this.pos);
        if (length === 0) return;
        if (!(code === BOM && this.pos === 0)) this.reportInvisible(length);
        this.pos += length;
      }
    }
  }

  /** At a line end or the end of the text (`skip` first). */
  atLineEnd(): boolean {
    const code = this.text.charCodeAt(this.pos);
    return code === LF || this.pos >= this.text.length || (code === CR && this.text.charCodeAt(this.pos + 1) === LF);
  }

  /** End of the line that holds `at`, before its line end. */
  endOfLine(at: number): number {
    if (at < this.lineFrom || at > this.lineTo) {
      let end = this.text.indexOf('\n', at);
      this.lineReach = (end === -1 ? this.text.length : end) + 1;
      if (end === -1) end = this.text.length;
      else if (end > at && this.text.charCodeAt(end - 1) === CR) end -= 1;
      this.lineFrom = at;
      this.lineTo = end;
    }
    if (this.lineReach > this.reach) this.reach = this.lineReach;
    return this.lineTo;
  }

  /** Start of the line after the one that holds `at`, or the end of the text. */
  nextLineStart(at: number): number {
    const end = this.text.indexOf('\n', at);
    return end === -1 ? this.text.length : end + 1;
  }

  /** Leaves the line whose end `pos` is at. */
  finishLine(): void {
    if (this.pos < this.text.length) this.pos = this.nextLineStart(this.pos);
    this.lineStart = this.pos;
  }

  private scanComment(ownLine: boolean): void {
    const end = this.endOfLine(this.pos);
    this.comments.push({
      start: this.pos,
      end,
      ownLine,
      indent: ownLine ? this.pos - this.lineStart - (this.text.charCodeAt(this.lineStart) === BOM ? 1 : 0) : 0,
      nextLine: this.nextLineStart(end),
      lineStart: this.lineStart,
      role: this.pos < this.frontMatterEnd ? 'frontMatter' : 'free',
    });
    this.pos = end;
  }

  private reportInvisible(length: number): void {
    const { text, pos } = this;
    const lone = length === 1 && text.charCodeAt(pos) >= 0xd800 && text.charCodeAt(pos) <= 0xdfff;
    this.report(
      'E005',
      pos,
      pos + length,
      lone ? 'Ill-formed character: half of a surrogate pair' : `${characterName(text, pos)} is not allowed here`,
      'Replace it by a space or remove it.',
      [{ title: 'Replace it by a space', preferred: true, edits: [{ start: pos, end: pos + length, newText: ' ' }] }],
    );
  }

  // ── Lines ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The next line with content at or after `pos`, which is a line start; undefined at the end of the text. Records nothing. */
  nextLine(): Line | undefined {
    if (this.lookedFrom !== this.pos) {
      this.lookedFrom = this.pos;
      this.looked = this.lookForLine(this.pos);
    }
    // Also when the answer was known: this chunk depends on it, too. Two units: the character may be a surrogate pair.
    const reach = this.looked === undefined ? this.text.length + 1 : this.looked.content + 2;
    if (reach > this.reach) this.reach = reach;
    return this.looked;
  }

  private lookForLine(from: number): Line | undefined {
    const { text } = this;
    let at = from;
    while (at < text.length) {
      const start = at;
      if (at === 0 && text.charCodeAt(0) === BOM) at += 1;
      let indent = 0;
      let tab = false;
      let odd = false;
      for (;;) {
        const code = text.charCodeAt(at);
        if (code === SPACE) {
          at += 1;
        } else if (code === TAB) {
          tab = true;
          at += 1;
        } else {
          // What is treated as a space counts as one (L-LEX-04).
          const length = code > SPACE && code < 127 ? 0 : this.invisibleAt(at);
          if (length === 0) break;
          odd = true;
          at += length;
        }
        if (!tab) indent += 1;
      }
      const code = text.charCodeAt(at);
      const blank = code === LF || (code === CR && text.charCodeAt(at + 1) === LF);
      if (at >= text.length) break;
      if (!blank && code !== HASH && !this.isMarker(start)) {
        return { start, indent, content: at, tab, odd };
      }
      at = this.nextLineStart(at);
    }
    return undefined;
  }

  /** Whether a line start is that of a conflict marker. */
  isMarker(lineStart: number): boolean {
    return this.markers.size > 0 && this.markers.has(lineStart);
  }

  /** Goes to the content of a line found by `nextLine`, recording the comments on the way. */
  enterLine(line: Line): void {
    this.recordComments(line.start);
    this.lineStart = line.start;
    this.lineIndent = line.indent;
    if (line.odd) this.skipMargin();
    this.pos = line.content;
  }

  /** Skips the blanks at the start of a line, reporting the characters that are only treated as such. */
  private skipMargin(): void {
    for (;;) {
      const code = this.code();
      const blank = code === SPACE || code === TAB;
      const length = blank ? 1 : this.invisibleAt(this.pos);
      if (length === 0) return;
      if (!blank) this.reportInvisible(length);
      this.pos += length;
    }
  }

  /** The length of a character that is treated as a space (L-LEX-04), else 0; the CR of a CRLF is none. */
  private invisibleAt(at: number): number {
    if (this.text.charCodeAt(at) === CR && this.text.charCodeAt(at + 1) === LF) return 0;
    return invisibleLength(this.text, at);
  }

  /** Records the comment lines from `pos` (a line start) up to `until` (a line start or the end of the text). */
  recordComments(until: number): void {
    const { text } = this;
    while (this.pos < until) {
      this.lineStart = this.pos;
      if (this.pos === 0 && text.charCodeAt(0) === BOM) this.pos = 1;
      if (!this.isMarker(this.pos)) this.skipMargin();
      const code = this.code();
      if (code === HASH && this.pos < until) this.scanComment(true);
      this.pos = Math.min(until, this.nextLineStart(this.pos));
    }
    this.lineStart = this.pos;
  }

  // ── Brackets ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  get depth(): number {
    return this.brackets.length;
  }

  /** Call after taking an opening bracket: from now on line ends are blanks (L-LEX-10). */
  openBracket(open: Token): void {
    this.brackets.push(this.lineIndent * 2 + (open.text === '{' ? 1 : 0));
  }

  closeBracket(): void {
    this.brackets.pop();
  }

  /** At a line end inside a bracket: goes to the next line with content, unless the bracket ends before it (L-REC-07). */
  private crossLine(): boolean {
    const bracket = this.brackets.at(-1);
    const back = this.pos;
    const backLine = this.lineStart;
    this.pos = this.nextLineStart(this.pos);
    const line = this.nextLine();
    if (line === undefined || bracket === undefined || this.endsBracket(bracket, line)) {
      this.pos = back;
      this.lineStart = backLine;
      return false;
    }
    this.enterLine(line);
    return true;
  }

  private endsBracket(bracket: number, line: Line): boolean {
    if (line.indent > bracket >> 1 || !isNameStart(this.text, line.content)) return false;
    const after = this.afterBlanks(nameEnd(this.text, line.content));
    if (this.startsArrow(after)) return true;
    if (this.text.charCodeAt(after) === 58) return (bracket & 1) === 0 || this.nothingFollows(after + 1);
    return line.indent <= this.base && this.isHeader(line.content);
  }

  /** Whether `KIND NAME :` with a declaration keyword stands at `at`; looks ahead only. */
  isHeader(at: number): boolean {
    const { text } = this;
    const end = this.nameEndAt(at);
    if (end - at > 10 || !DECLARATION_KEYWORDS.has(text.slice(at, end))) return false;
    const name = this.afterBlanks(end);
    if (name === end || !isNameStart(text, name)) return false;
    return text.charCodeAt(this.afterBlanks(nameEnd(text, name))) === 58;
  }

  /** The end of the name at `at`; looks ahead only. */
  nameEndAt(at: number): number {
    const end = nameEnd(this.text, at);
    if (end + 2 > this.reach) this.reach = end + 2;
    return end;
  }

  startsArrow(at: number): boolean {
    return this.text.charCodeAt(at) === 45 && this.text.charCodeAt(at + 1) === 62;
  }

  /** First offset from `at` on that holds no blank. */
  afterBlanks(at: number): number {
    const { text } = this;
    let code = text.charCodeAt(at);
    while (code === SPACE || code === TAB) code = text.charCodeAt(++at);
    if (at + 2 > this.reach) this.reach = at + 2;
    return at;
  }

  /** Whether only blanks and a comment stand on the line from `at` on. */
  nothingFollows(at: number): boolean {
    const next = this.afterBlanks(at);
    const code = this.text.charCodeAt(next);
    return (
      next >= this.text.length || code === LF || code === HASH || (code === CR && this.text.charCodeAt(next + 1) === LF)
    );
  }

  // ── Tokens ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Takes `pos`..`end` as a token whose value is its text. */
  take(kind: TokenKind, end: number): Token {
    const text = this.text.slice(this.pos, end);
    const token: Token = { kind, start: this.pos - this.start, end: end - this.start, text, value: text };
    this.tokens.push(token);
    this.pos = end;
    return token;
  }

  /** Takes `pos`..`end` as a token with a decoded value; `map` holds pairs (value offset, absolute offset). */
  takeValue(kind: TokenKind, end: number, value: string, map?: number[]): Token {
    const start = this.pos - this.start;
    const text = this.text.slice(this.pos, end);
    if (map !== undefined) for (let i = 1; i < map.length; i += 2) map[i] = (map[i] ?? 0) - this.start;
    const token: Token =
      map === undefined
        ? { kind, start, end: end - this.start, text, value }
        : { kind, start, end: end - this.start, text, value, map };
    this.tokens.push(token);
    this.pos = end;
    return token;
  }

  /** Takes the name at `pos`; reports one beyond L-LIM-03. */
  takeName(): Token {
    const end = nameEnd(this.text, this.pos);
    if (end - this.pos > 200) this.checkNameLength(end);
    return this.take('name', end);
  }

  private checkNameLength(end: number): void {
    const length = Array.from(this.text.slice(this.pos, end)).length;
    if (length <= 200) return;
    this.report(
      'E006',
      this.pos,
      end,
      `A name of ${length} characters is too long`,
      'Use a name of at most 200 characters.',
    );
  }

  /** Takes one character, or one run of characters that start no token, as skipped text. */
  takeUnknown(): Token {
    const { text } = this;
    let end = this.pos + codePoint(text, this.pos).length;
    for (;;) {
      const code = text.charCodeAt(end);
      if (!(code > SPACE) || code === HASH || STARTS_TOKEN.test(text.charAt(end)) || invisibleLength(text, end) > 0)
        break;
      if (isNameStart(text, end)) break;
      end += codePoint(text, end).length;
    }
    return this.take('skipped', end);
  }

  /** Takes the character at `pos` when it is `code`. */
  punctuation(code: number): Token | undefined {
    return this.code() === code ? this.take('punctuation', this.pos + 1) : undefined;
  }

  atCloser(): boolean {
    const code = this.code();
    return code === CLOSE_BRACKET || code === CLOSE_BRACE || code === CLOSE_PAREN;
  }

  atOpener(): boolean {
    const code = this.code();
    return code === OPEN_BRACE || code === 91 || code === 40;
  }
}

const STARTS_TOKEN = /["'`[\]{}(),:=|$-]/;
export const DECLARATION_KEYWORDS: ReadonlySet<string> = new Set([
  'mcp_server',
  'prompt',
  'schema',
  'cursor',
  'agent',
  'judge',
  'router',
  'join',
  'human',
  'tool',
  'compute',
  'workflow',
]);
