// What stands around the caret, read from the lines themselves so that it also works while a line is half written: the headers
// above it by indentation, the part of its line before it, and whether it is inside a `{{reference}}`.
import type { Document } from '../document.ts';
import { languageTable, rowOf } from '../language/index.ts';
import type { PropertyRow } from '../language/table.ts';
import { lineAt } from '../source.ts';
import type { TopKind } from '../tree.ts';

export interface Place {
  /** The line up to the caret. */
  readonly before: string;
  /** The rest of the line. */
  readonly after: string;
  /** Whether a statement may stand at this indentation: where those of its block do, or first below a header. */
  readonly aligned: boolean;
  /** The word the caret ends. */
  readonly word: string;
  readonly indent: number;
  /** The headers above, outermost first, each the text of its line. */
  readonly headers: readonly string[];
  readonly kind?: TopKind;
  readonly name?: string;
  /** The properties that may stand on this line; undefined where members or edges do. */
  readonly rows?: readonly PropertyRow[];
  /** Names of the properties that are there already. */
  readonly present: ReadonlySet<string>;
  /** Text since the last `{{` that is not closed before the caret. */
  readonly reference?: string;
}

const HEADER = /^(\s*)([\p{L}_][\p{L}\p{Nd}_]*)(?:\s+([\p{L}_][\p{L}\p{Nd}_]*))?\s*:?/u;

export function placeAt(document: Document, offset: number): Place {
  const line = lineAt(document.lines, offset);
  const start = document.lines.starts[line] ?? 0;
  const before = document.text.slice(start, offset);
  const word = /[\p{L}\p{Nd}_]*$/u.exec(before)?.[0] ?? '';
  const full = lineText(document, line);
  const indent = /^\s*/.exec(full.trim() === '' ? before : full)?.[0].length ?? 0;
  const headers = headersAbove(document, line, indent);
  const kind = topKindOf(headers[0]);
  const rows = kind === undefined ? undefined : rowsBelow(kind, headers.slice(1));
  const reference = /\{\{\s*!?([^{}]*)$/.exec(before)?.[1];
  const name = HEADER.exec(headers[0] ?? '')?.[3];
  return {
    before,
    after: full.slice(before.length),
    aligned: isAligned(document, line, indent),
    word,
    indent,
    headers,
    present: siblings(document, line, indent),
    ...(kind === undefined ? {} : { kind }),
    ...(name === undefined ? {} : { name }),
    ...(rows === undefined ? {} : { rows }),
    ...(reference === undefined ? {} : { reference }),
  };
}

function lineText(document: Document, line: number): string {
  const start = document.lines.starts[line] ?? document.text.length;
  const end = document.lines.starts[line + 1] ?? document.text.length;
  return document.text.slice(start, end).replace(/\r?\n$/, '');
}

const isBlank = (text: string): boolean => text.trim() === '' || text.trimStart().startsWith('#');

function headersAbove(document: Document, line: number, indent: number): string[] {
  const headers: string[] = [];
  let limit = indent;
  for (let at = line - 1; at >= 0 && limit > 0; at--) {
    const text = lineText(document, at);
    if (isBlank(text)) continue;
    const own = /^\s*/.exec(text)?.[0].length ?? 0;
    if (own >= limit) continue;
    headers.unshift(text);
    limit = own;
  }
  return headers;
}

/** The nearest line above or below that says something: its text and indentation. */
function neighbour(
  document: Document,
  line: number,
  step: 1 | -1,
): { readonly text: string; readonly indent: number } | undefined {
  for (let at = line + step; at >= 0 && at < document.lines.starts.length; at += step) {
    const text = lineText(document, at);
    if (!isBlank(text)) return { text, indent: /^\s*/.exec(text)?.[0].length ?? 0 };
  }
  return undefined;
}

function isAligned(document: Document, line: number, indent: number): boolean {
  const next = neighbour(document, line, 1);
  // The lines below would become part of what is written here.
  if (next !== undefined && next.indent > indent && !lineText(document, line).includes(':')) return false;
  // A list or map that is open goes on.
  if (/[[{(,]\s*(#.*)?$/.test(neighbour(document, line, -1)?.text ?? '')) return false;
  for (let at = line - 1; at >= 0; at--) {
    const text = lineText(document, at);
    if (isBlank(text)) continue;
    const own = /^\s*/.exec(text)?.[0].length ?? 0;
    if (own === indent) return true;
    if (own > indent) continue;
    // Nothing between stands at this indentation: only the first line below a header may.
    const above = neighbour(document, line, -1);
    const first = above?.text === text && /:\s*(#.*)?$/.test(text);
    return first && (next === undefined || next.indent <= own || next.indent === indent);
  }
  return indent === 0;
}

function topKindOf(header: string | undefined): TopKind | undefined {
  const word = HEADER.exec(header ?? '')?.[2];
  if (word === undefined) return undefined;
  return word in languageTable.kinds || word === 'vars' || word === 'presets' || word === 'attachments'
    ? (word as TopKind)
    : undefined;
}

/** The rows of the innermost block; undefined inside a block of members. */
function rowsBelow(kind: TopKind, headers: readonly string[]): readonly PropertyRow[] | undefined {
  if (kind === 'vars' || kind === 'presets' || kind === 'attachments') return undefined;
  let rows: readonly PropertyRow[] = languageTable.kinds[kind].properties;
  for (const header of headers) {
    const row = rowOf(rows, HEADER.exec(header)?.[2] ?? '');
    if (row?.value.kind !== 'block') return undefined;
    rows = row.value.properties;
  }
  return rows;
}

/** The first words of the lines of the same block. */
function siblings(document: Document, line: number, indent: number): Set<string> {
  const found = new Set<string>();
  const visit = (step: 1 | -1) => {
    for (let at = line + step; at >= 0 && at < document.lines.starts.length; at += step) {
      const text = lineText(document, at);
      if (isBlank(text)) continue;
      const own = /^\s*/.exec(text)?.[0].length ?? 0;
      if (own < indent) return;
      const word = own === indent ? /^\s*([\p{L}_][\p{L}\p{Nd}_]*)\s*:/u.exec(text)?.[1] : undefined;
      if (word !== undefined) found.add(word);
    }
  };
  visit(-1);
  visit(1);
  return found;
}
