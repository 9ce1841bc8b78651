// Moves a prompt body or block scalar as a whole to another indentation (L-FMT-02): only the common indentation of its lines
// changes.
import type { TextEdit } from '../source.ts';
import type { Token } from '../tree.ts';

/** The edits for the lines of the token after its first one; the gap before a body places its first line. */
export function movedText(text: string, token: Token, at: number, indent: number): TextEdit[] {
  const edits: TextEdit[] = [];
  const first = text.indexOf('\n', at + token.start) + 1;
  const end = at + token.end;
  if (first === 0 || first > end) return edits;
  const common = token.kind === 'body' ? columnOf(text, at + token.start) : smallestIndent(text, first, end);
  if (common === indent) return edits;
  const newText = ' '.repeat(indent);
  for (let line = first; line < end;) {
    const next = text.indexOf('\n', line);
    if (!isBlank(text, line)) edits.push({ start: line, end: line + common, newText });
    if (next === -1) break;
    line = next + 1;
  }
  return edits;
}

function columnOf(text: string, at: number): number {
  return at - (text.lastIndexOf('\n', at - 1) + 1);
}

function smallestIndent(text: string, from: number, end: number): number {
  let smallest = Infinity;
  for (let line = from; line < end;) {
    if (!isBlank(text, line)) smallest = Math.min(smallest, spaces(text, line));
    const next = text.indexOf('\n', line);
    if (next === -1) break;
    line = next + 1;
  }
  return smallest === Infinity ? 0 : smallest;
}

function spaces(text: string, line: number): number {
  let at = line;
  while (text.charCodeAt(at) === 32) at += 1;
  return at - line;
}

function isBlank(text: string, line: number): boolean {
  let at = line;
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at += 1;
  const code = text.charCodeAt(at);
  return at >= text.length || code === 10 || (code === 13 && text.charCodeAt(at + 1) === 10);
}
