// The shell quoting state in which each reference of a command stands (L-TPL-12, R-TOOL-17): outside quotes `bare`, in double quotes
// (or the body of a here-document) `double`, in single quotes `single`, and `none` where no expansion can stand for one word:
// back-quotes, `$'…'`, here-documents with a quoted delimiter, right behind a backslash or a `$`. Neither is there a word where bash
// computes: `$((…))`, `((…))`, `$[…]`, `[[ … -eq … ]]`, `${a[…]}`. There it evaluates the text of a value again, so that `a[$(cmd)]` runs cmd.
import type { Piece } from './piece.ts';

export type Quoting = 'bare' | 'single' | 'double' | 'none';

/** What surrounds the text at one point: quotes, `$( )`, `${ }`, `( )`, back-quotes. */
type FrameKind =
  | 'double'
  | 'single'
  | 'ansi'
  | 'backtick'
  | 'substitution'
  | 'parameter'
  | 'parenthesis'
  | 'comment'
  | 'arithmetic'
  | 'subscript'
  | 'index';
interface Frame {
  readonly kind: FrameKind;
  /** Whether text here stands in double quotes, directly or in a `${ }` within them. */
  readonly double: boolean;
  /** How many back-quotes and parentheses are open, this frame included. */
  readonly backticks: number;
  readonly parentheses: number;
  /** Whether the shell computes with the text here. */
  readonly computed: boolean;
}
const OUTSIDE: Frame = { kind: 'substitution', double: false, backticks: 0, parentheses: 0, computed: false };
/** The operators of `[[ … ]]` whose operands are computed. */
const COMPUTING = /\s-(?:eq|ne|lt|le|gt|ge)\s/;
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
      if (piece.kind === 'ref') quoting.push(shell.state(quoting.length));
      shell.word();
    }
  }
  for (const index of shell.computedOperands()) quoting[index] = 'none';
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
  /** Right behind a `$` that begins nothing. */
  private dollar = false;
  /** The `[[ … ]]` that is open: its text, and the references in it. */
  private condition: { text: string; readonly refs: number[] } | undefined;
  private readonly operands: number[] = [];
  private wordStart = true;
  /** Here-documents announced on this line; their bodies start on the next. */
  private announced: HereDocument[] = [];
  private bodies: HereDocument[] = [];
  private line = '';
  /** Reading a `<<WORD` delimiter: undefined when not. */
  private delimiter: { text: string; quoted: boolean; stripTabs: boolean; quote: string } | undefined;

  /** The quoting of the reference with this number at this point. */
  state(index: number): Quoting {
    this.condition?.refs.push(index);
    if (this.escaped || this.dollar) return 'none';
    const body = this.bodies[0];
    if (body !== undefined) return body.quoted ? 'none' : 'double';
    const frame = this.top();
    if (this.delimiter !== undefined || frame.backticks > 0 || frame.computed || frame.kind === 'ansi') return 'none';
    if (frame.kind === 'single') return 'single';
    return frame.double ? 'double' : 'bare';
  }

  /** References that are operands of a computing operator of `[[ … ]]`. */
  computedOperands(): readonly number[] {
    this.closeCondition();
    return this.operands;
  }

  private closeCondition(): void {
    if (this.condition !== undefined && COMPUTING.test(this.condition.text)) this.operands.push(...this.condition.refs);
    this.condition = undefined;
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
      parentheses: outer.parentheses + (kind === 'parenthesis' || kind === 'arithmetic' ? 1 : 0),
      computed: outer.computed || kind === 'arithmetic' || kind === 'subscript' || kind === 'index',
    });
  }

  private pop(): void {
    if (this.frames.length > 1) this.frames.pop();
  }

  /** A reference: an opaque part of a word. */
  word(): void {
    this.escaped = false;
    this.dollar = false;
    this.wordStart = false;
    this.line += '\0';
  }

  text(text: string): void {
    for (let at = 0; at < text.length; at++) at += this.char(text.charAt(at), text, at);
  }

  /** Reads one character; the result is how many further characters it took. */
  private char(char: string, text: string, at: number): number {
    this.dollar = false;
    if (this.condition !== undefined) this.condition.text += char;
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
    else this.subscript(char, text, at);
    return this.expansion(char, text, at);
  }

  /** `[` and a plain `:` inside `${ }` begin text that is computed; `]` and the brace end it. */
  private subscript(char: string, text: string, at: number): void {
    const { kind } = this.top();
    if (kind === 'parameter' && (char === '[' || (char === ':' && !'-=?+'.includes(text.charAt(at + 1) || ' ')))) {
      const outer = this.top();
      this.frames.push({ ...outer, kind: 'subscript', computed: true });
    } else if (kind === 'subscript' && (char === ']' || char === '}')) {
      this.pop();
      if (char === '}') this.pop();
    }
  }

  private bareChar(char: string, text: string, at: number): number {
    const frame = this.top().kind;
    const wordStart = this.wordStart;
    this.wordStart = false;
    if (frame === 'index' && /[\s;&|\]]/.test(char)) {
      this.pop(); // the index of `name[…]=`, or a pattern: both end with the word at the latest
      return this.bareChar(char, text, at);
    }
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
        if (wordStart && text.charAt(at + 1) === '(') {
          this.push('arithmetic');
          return 1;
        }
        this.push('parenthesis');
        this.wordStart = true;
        return 0;
      case ')':
        if (frame === 'arithmetic' && text.charAt(at + 1) === ')') {
          this.pop();
          return 1;
        }
        if (frame === 'substitution' || frame === 'parenthesis') this.pop(); // the outermost stays
        return 0;
      case '[':
        if (wordStart && text.charAt(at + 1) === '[') {
          this.condition ??= { text: '', refs: [] };
          return 1;
        }
        if (frame === 'parameter') this.subscript(char, text, at);
        else if (!wordStart) this.push('index');
        return 0;
      case ']':
        if (text.charAt(at + 1) === ']') this.closeCondition();
        this.subscript(char, text, at);
        return 0;
      case ':':
        this.subscript(char, text, at);
        return 0;
      case '}':
        if (frame === 'parameter') this.pop();
        else this.subscript(char, text, at);
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
    if (next === '(' && text.charAt(at + 2) === '(') {
      this.push('arithmetic');
      return 2;
    }
    if (next === '[') {
      this.push('subscript');
      return 1;
    }
    if (next === '(' || next === '{') {
      this.push(next === '(' ? 'substitution' : 'parameter');
      this.wordStart = next === '(';
      return 1;
    }
    if (next === "'" && this.top().kind !== 'double') {
      this.push('ansi');
      return 1;
    }
    this.dollar = next === '';
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
