// What must be known of a text before its first chunk is read: size, strict escapes, front matter, conflict markers, and the
// indentation of a file that is indented as a whole.
import { HASH, LF, SPACE } from '../lexer/characters.ts';
import { Scanner, type Source } from '../lexer/scanner.ts';

/** L-LIM-01, in bytes of UTF-8. */
const MAX_BYTES = 10 * 1024 * 1024;

export interface Conflict {
  /** Starts of its marker lines: `<<<<<<<`, perhaps `|||||||`, `=======`, `>>>>>>>`. */
  readonly ours: number;
  readonly base?: number;
  readonly theirs: number;
  readonly end: number;
}

export interface WholeFile extends Source {
  readonly conflicts: readonly Conflict[];
  readonly tooLarge: boolean;
}

export function examine(text: string): WholeFile {
  const conflicts = findConflicts(text);
  const markers = new Set(
    conflicts.flatMap(({ ours, base, theirs, end }) => [ours, ...(base === undefined ? [] : [base]), theirs, end]),
  );
  const source: Source = {
    text,
    strictEscape: isStrict(text),
    markers,
    base: 0,
    frontMatterEnd: frontMatterEnd(text),
    lineBreak: text.charCodeAt(text.indexOf('\n') - 1) === 13 ? '\r\n' : '\n',
  };
  return { ...source, base: smallestIndent(source), conflicts, tooLarge: isTooLarge(text) };
}

function isTooLarge(text: string): boolean {
  if (text.length > MAX_BYTES) return true;
  if (text.length * 3 <= MAX_BYTES) return false;
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // Each half of a surrogate pair counts two of its four bytes.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3;
  }
  return bytes > MAX_BYTES;
}

/** `## strict-escape: on` among the blank and comment lines that open the file, within 32 lines (L-LEX-13). */
function isStrict(text: string): boolean {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let line = 0; line < 32 && at < text.length; line++) {
    const { start, end, next } = lineFrom(text, at);
    if (start < end && text.charCodeAt(start) !== HASH) return false;
    if (/^##?\s*strict-escape\s*[:=]\s*on$/.test(text.slice(start, end))) return true;
    at = next;
  }
  return false;
}

/** End of the front matter's last line; 0 without one. */
function frontMatterEnd(text: string): number {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let opened = false;
  while (at < text.length) {
    const { start, end, next } = lineFrom(text, at);
    const fence = text.slice(at, start === at ? end : at) === '## ---';
    if (start < end) {
      if (fence && opened) return end;
      if (!opened && !fence) return 0;
      if (text.charCodeAt(start) !== HASH) return 0;
      opened = true;
    }
    at = next;
  }
  return 0;
}

/** The content of a line without blanks around it, and the start of the next line. */
function lineFrom(text: string, at: number): { readonly start: number; readonly end: number; readonly next: number } {
  const found = text.indexOf('\n', at);
  const next = found === -1 ? text.length : found + 1;
  let start = at;
  let end = found === -1 ? text.length : found;
  while (end > start && isTrim(text.charCodeAt(end - 1))) end -= 1;
  while (start < end && isTrim(text.charCodeAt(start))) start += 1;
  return { start, end, next };
}

function isTrim(code: number): boolean {
  return code === SPACE || code === 9 || code === 13 || code === LF;
}

/** Merge conflicts: complete sequences of markers at column 1 (L-REC-11). */
function findConflicts(text: string): Conflict[] {
  const conflicts: Conflict[] = [];
  if (!text.includes('<<<<<<<')) return conflicts;
  let open: { ours: number; base?: number; theirs?: number } | undefined;
  for (let at = 0; at < text.length;) {
    if (text.startsWith('<<<<<<<', at)) {
      open = { ours: at };
    } else if (open !== undefined && open.theirs === undefined && text.startsWith('=======', at)) {
      open.theirs = at;
    } else if (open !== undefined && open.theirs === undefined && text.startsWith('|||||||', at)) {
      open.base ??= at;
    } else if (open?.theirs !== undefined && text.startsWith('>>>>>>>', at)) {
      conflicts.push({ ...open, theirs: open.theirs, end: at });
      open = undefined;
    }
    const found = text.indexOf('\n', at);
    at = found === -1 ? text.length : found + 1;
  }
  return conflicts;
}

/** The smallest indentation of the file's lines with content; 0 at once when the first such line is not indented. */
function smallestIndent(source: Source): number {
  const scanner = new Scanner(source);
  let smallest = Infinity;
  for (let line = scanner.nextLine(); line !== undefined; line = scanner.nextLine()) {
    if (line.indent < smallest) smallest = line.indent;
    if (smallest === 0) return 0;
    scanner.pos = scanner.nextLineStart(line.content);
  }
  return smallest === Infinity ? 0 : smallest;
}
