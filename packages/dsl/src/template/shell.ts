// The shell quoting state in which each reference of a command stands (L-TPL-12, R-TOOL-17): outside quotes `bare`, in double quotes
// (or the body of a here-document) `double`, in single quotes `single`, and `none` where no expansion can stand for one word:
// back-quotes, `$'…'`, here-documents with a quoted delimiter, and right behind a backslash.
import type { Piece } from './template.ts';

export type Quoting = 'bare' | 'single' | 'double' | 'none';

/** What surrounds the text at one point: quotes, `$( )`, `${ }`, `( )`, back-quotes. */
type FrameKind = 'double' | 'single' | 'ansi' | 'backtick' | 'substitution' | 'parameter' | 'parenthesis' | 'comment';
interface Frame {
  readonly kind: FrameKind;
  /** Whether text here stands in double quotes, directly or in a `${ }` within them. */
  readonly double: boolean;
  /** How many back-quotes and parentheses are open, this frame included. */
  readonly backticks: number;
  readonly parentheses: number;
}
const OUTSIDE: Frame = { kind: 'substitution', double: false, backticks: 0, parentheses: 0 };
interface HereDocument {
  readonly delimiter: string;
  readonly quoted: boolean;
  readonly stripTabs: boolean;
}

/** The quoting of each reference among the pieces of a command, in order. */
export function quotingOf(pieces: readonly Piece[]): Quoting[] {
  const quoting: Quoting[] = [];
  const shell = new ShellScanner();
  for (const piece of pieces) {
    if (piece.kind === 'text') shell.text(piece.text);
    else {
      if (piece.kind === 'ref') quoting.push(shell.state());
      shell.word();
    }
  }
  return quoting;
}

/** Names that a command gives a value itself: `NAME=`, `for NAME`, `read NAME …` (L-ENV-03). */
export function assignedNames(command: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const match of command.matchAll(/(?:^|[\s;&|({`])([A-Za-z_][A-Za-z0-9_]*)\+?=/g)) names.add(match[1] ?? '');
  for (const match of command.matchAll(/(?:^|[\s;&|({`])(?:for|select)\s+([A-Za-z_][A-Za-z0-9_]*)/g)) {
    names.add(match[1] ?? '');
  }
  for (const match of command.matchAll(/(?:^|[\s;&|({`])read((?:[ \t]+-?[A-Za-z_][A-Za-z0-9_]*)+)/g)) {
    for (const word of (match[1] ?? '').split(/[ \t]+/)) if (/^[A-Za-z_]/.test(word)) names.add(word);
  }
  return names;
}

class ShellScanner {
  private readonly frames: Frame[] = [OUTSIDE];
  private escaped = false;
  private wordStart = true;
  /** Here-documents announced on this line; their bodies start on the next. */
  private announced: HereDocument[] = [];
  private bodies: HereDocument[] = [];
  private line = '';
  /** Reading a `<<WORD` delimiter: undefined when not. */
  private delimiter: { text: string; quoted: boolean; stripTabs: boolean; quote: string } | undefined;

  state(): Quoting {
    if (this.escaped) return 'none';
    const body = this.bodies[0];
    if (body !== undefined) return body.quoted ? 'none' : 'double';
    const frame = this.top();
    if (this.delimiter !== undefined || frame.backticks > 0 || frame.kind === 'ansi') return 'none';
    if (frame.kind === 'single') return 'single';
    return frame.double ? 'double' : 'bare';
  }

  private top(): Frame {
    return this.frames.at(-1) ?? OUTSIDE;
  }

  private push(kind: FrameKind): void {
    const outer = this.top();
    this.frames.push({
      kind,
      double: kind === 'double' || (kind === 'parameter' && outer.double),
      backticks: outer.backticks + (kind === 'backtick' ? 1 : 0),
      parentheses: outer.parentheses + (kind === 'parenthesis' ? 1 : 0),
    });
  }

  private pop(): void {
    if (this.frames.length > 1) this.frames.pop();
  }

  /** A reference: an opaque part of a word. */
  word(): void {
    this.escaped = false;
    this.wordStart = false;
    this.line += '\0';
  }

  text(text: string): void {
    for (let at = 0; at < text.length; at++) at += this.char(text.charAt(at), text, at);
  }

  /** Reads one character; the result is how many further characters it took. */
  private char(char: string, text: string, at: number): number {
    if (this.bodies.length > 0) {
      this.bodyChar(char);
      return 0;
    }
    if (this.delimiter !== undefined && this.delimiterChar(char)) return 0;
    const frame = this.top().kind;
    if (this.escaped) {
      this.escaped = false;
      this.wordStart = false;
      return 0;
    }
    if (frame === 'single') {
      if (char === "'") this.pop();
      return 0;
    }
    if (frame === 'comment') {
      if (char === '\n') {
        this.pop();
        this.lineEnd();
      }
      return 0;
    }
    if (char === '\\') {
      this.escaped = true;
      return 0;
    }
    if (frame === 'ansi') {
      if (char === "'") this.pop();
      return 0;
    }
    return this.top().double ? this.quotedChar(char, text, at) : this.bareChar(char, text, at);
  }

  private quotedChar(char: string, text: string, at: number): number {
    if (char === '"') {
      if (this.top().kind === 'double') this.pop();
      else this.push('double');
      return 0;
    }
    if (char === '}' && this.top().kind === 'parameter') this.pop();
    return this.expansion(char, text, at);
  }

  private bareChar(char: string, text: string, at: number): number {
    const frame = this.top().kind;
    const wordStart = this.wordStart;
    this.wordStart = false;
    switch (char) {
      case "'":
        this.push('single');
        return 0;
      case '"':
        this.push('double');
        return 0;
      case '\n':
        this.wordStart = true;
        this.lineEnd();
        return 0;
      case ' ':
      case '\t':
      case ';':
      case '&':
      case '|':
        this.wordStart = true;
        return 0;
      case '#':
        if (wordStart && frame !== 'parameter') this.push('comment');
        return 0;
      case '(':
        this.push('parenthesis');
        this.wordStart = true;
        return 0;
      case ')':
        if (frame === 'substitution' || frame === 'parenthesis') this.pop(); // the outermost stays
        return 0;
      case '}':
        if (frame === 'parameter') this.pop();
        return 0;
      case '<':
        return this.hereDocument(text, at);
      default:
        return this.expansion(char, text, at);
    }
  }

  private expansion(char: string, text: string, at: number): number {
    if (char === '`') {
      const depth = this.top().backticks;
      if (depth > 0) while (this.top().backticks === depth) this.pop();
      else this.push('backtick');
      this.wordStart = true;
      return 0;
    }
    if (char !== '$') return 0;
    const next = text.charAt(at + 1);
    if (next === '(' || next === '{') {
      this.push(next === '(' ? 'substitution' : 'parameter');
      this.wordStart = next === '(';
      return 1;
    }
    if (next === "'" && this.top().kind !== 'double') {
      this.push('ansi');
      return 1;
    }
    return 0;
  }

  private hereDocument(text: string, at: number): number {
    if (text.charAt(at + 1) !== '<' || this.top().parentheses > 0) return 0;
    if (text.charAt(at + 2) === '<') return 2; // `<<<`: the next word is an ordinary word
    const stripTabs = text.charAt(at + 2) === '-';
    this.delimiter = { text: '', quoted: false, stripTabs, quote: '' };
    return stripTabs ? 2 : 1;
  }

  /** Takes a character of a here-document's delimiter; false when the delimiter ended before it. */
  private delimiterChar(char: string): boolean {
    const word = this.delimiter;
    if (word === undefined) return false;
    if (word.quote !== '') {
      if (char === word.quote) word.quote = '';
      else word.text += char;
      return true;
    }
    if (char === "'" || char === '"') {
      word.quote = char;
      word.quoted = true;
      return true;
    }
    if (char === '\\') {
      word.quoted = true;
      return true;
    }
    if (word.text === '' && !word.quoted && (char === ' ' || char === '\t')) return true;
    if (!/[\s;&|<>()]/.test(char)) {
      word.text += char;
      return true;
    }
    this.announced.push({ delimiter: word.text, quoted: word.quoted, stripTabs: word.stripTabs });
    this.delimiter = undefined;
    return false;
  }

  private lineEnd(): void {
    this.bodies = this.announced;
    this.announced = [];
    this.line = '';
  }

  private bodyChar(char: string): void {
    const body = this.bodies[0];
    if (body === undefined) return;
    if (char !== '\n') {
      this.line += char;
      return;
    }
    const line = body.stripTabs ? this.line.replace(/^\t+/, '') : this.line;
    if (line === body.delimiter) this.bodies = this.bodies.slice(1);
    this.line = '';
    this.wordStart = true;
  }
}
