// Text whose extent is set by indentation: block scalars (L-LEX-21, L-LEX-22) and prompt bodies (L-LEX-27…29).
import type { Token } from '../tree.ts';
import { CR, SPACE, TAB } from './characters.ts';
import type { Scanner } from './scanner.ts';

interface TextLine {
  readonly start: number;
  readonly end: number;
  readonly indent: number;
  readonly blank: boolean;
  /** A tab stands before the text's own indentation is reached. */
  readonly tabLed: boolean;
}

/**
 * Takes a block scalar from its opener at `pos` (`|` or `|-`, `opener` long) to the end of its last line. `keyIndent` is the
 * indentation of the line that holds its key. Afterwards `pos` is at a line end.
 */
export function takeScalar(scanner: Scanner, opener: number, keyIndent: number): Token {
  const strip = opener === 2;
  const lineEnd = scanner.endOfLine(scanner.pos);
  const { lines } = scanLines(scanner, scanner.nextLineStart(lineEnd), keyIndent, false);
  const text = layOut(scanner, lines);
  const last = text.lastLine;
  const value = text.value + (strip || last === undefined ? '' : '\n');
  if (last !== undefined) {
    if (!strip) text.map.push(text.value.length, last.end);
    scanner.lineStart = last.start;
  }
  return scanner.takeValue('scalar', last === undefined ? scanner.pos + opener : last.end, value, text.map);
}

export interface BodyText {
  readonly token?: Token;
  /** The tab-led lines, for E003. */
  readonly tabLed: readonly { readonly start: number; readonly blanks: number }[];
  /** Spaces that the body's lines share. */
  readonly indent: number;
}

/** Takes a prompt body that starts at `pos`, a line start; `headerIndent` is that of the prompt's header. Afterwards `pos` is at a line end. */
export function takeBody(scanner: Scanner, headerIndent: number): BodyText {
  const from = scanner.pos;
  const { lines } = scanLines(scanner, from, headerIndent, true);
  const text = layOut(scanner, lines);
  const first = text.firstLine;
  const last = text.lastLine;
  if (first === undefined || last === undefined) return { tabLed: [], indent: 0 };
  scanner.pos = text.map[1] ?? first.start;
  scanner.lineStart = last.start;
  const token = scanner.takeValue('body', last.end, text.value, text.map);
  const tabLed = lines
    .filter((line) => line.tabLed && !line.blank)
    .map((line) => ({ start: line.start, blanks: blanksEnd(scanner.text, line.start) - line.start }));
  return { token, tabLed, indent: text.indent };
}

/** The lines that are blank or deeper than `indent`, conflict markers left out; up to the first other line. */
function scanLines(scanner: Scanner, from: number, indent: number, tabs: boolean): { readonly lines: TextLine[] } {
  const { text } = scanner;
  const lines: TextLine[] = [];
  let at = from;
  while (at < text.length) {
    if (scanner.isMarker(at)) {
      at = scanner.nextLineStart(at);
      continue;
    }
    let spaces = at;
    while (text.charCodeAt(spaces) === SPACE) spaces += 1;
    const blanks = blanksEnd(text, spaces);
    const next = scanner.nextLineStart(blanks);
    const end = lineEnd(text, blanks, next);
    const blank = blanks === end;
    const width = spaces - at;
    const tabLed = !blank && width <= indent && blanks > spaces;
    if (!blank && width <= indent && !(tabs && tabLed)) break;
    lines.push({ start: at, end, indent: width, blank, tabLed });
    at = next;
  }
  scanner.reach = Math.max(scanner.reach, at >= text.length ? text.length + 1 : blanksEnd(text, at) + 1);
  return { lines };
}

interface LaidOut {
  readonly value: string;
  /** Pairs (value offset, absolute offset). */
  readonly map: number[];
  readonly firstLine: TextLine | undefined;
  readonly lastLine: TextLine | undefined;
  readonly indent: number;
}

/** Removes the common indentation and the blank lines around; joins by LF. */
function layOut(scanner: Scanner, lines: readonly TextLine[]): LaidOut {
  let first = 0;
  while (first < lines.length && lines[first]?.blank) first += 1;
  let last = lines.length - 1;
  while (last >= first && lines[last]?.blank) last -= 1;
  let indent = Infinity;
  for (let i = first; i <= last; i++) {
    const line = lines[i];
    if (line !== undefined && !line.blank && !line.tabLed && line.indent < indent) indent = line.indent;
  }
  const parts: string[] = [];
  const map: number[] = [];
  let length = 0;
  for (let i = first; i <= last; i++) {
    const line = lines[i];
    if (line === undefined) continue;
    const from = line.blank ? line.end : line.start + removed(line, indent);
    map.push(length, from);
    const part = scanner.text.slice(from, line.end);
    parts.push(part);
    length += part.length;
    if (i < last) map.push(length, line.end);
    length += 1;
  }
  return {
    value: parts.join('\n'),
    map,
    firstLine: lines[first],
    lastLine: last >= first ? lines[last] : undefined,
    indent: indent === Infinity ? 0 : indent,
  };
}

/** How many characters of a line are its indentation; a tab-led line gives up its spaces and one tab. */
function removed(line: TextLine, indent: number): number {
  return line.tabLed ? line.indent + 1 : Math.min(indent, line.indent);
}

function blanksEnd(text: string, at: number): number {
  let code = text.charCodeAt(at);
  while (code === SPACE || code === TAB) code = text.charCodeAt(++at);
  return at;
}

/** End of the line that `at` is on, `next` being the start of the next one. */
function lineEnd(text: string, at: number, next: number): number {
  let end = next;
  if (end > at && text.charCodeAt(end - 1) === 10) end -= 1;
  if (end > at && end < next && text.charCodeAt(end - 1) === CR) end -= 1;
  return end;
}
