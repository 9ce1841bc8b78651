// A parsed text. `parse` is a function of the text and of which of its workflows is meant; a previous document only saves work and keeps
// objects (L-CST-05).
import { MAX_DIAGNOSTICS } from './diagnostics.ts';
import type { Diagnostic, Range } from './graph.ts';
import { assemble } from './parser/assemble.ts';
import { fileDiagnostics } from './parser/fileChecks.ts';
import { type Chunks, readChunks } from './parser/index.ts';
import { type WholeFile, examine } from './parser/wholeFile.ts';
import { type LineIndex, type TextEdit, lineIndex, rangeAt } from './source.ts';
import type { Chunk, ChunkDiagnostic, File, Placed, Span } from './tree.ts';

export interface Document {
  readonly text: string;
  readonly file: File;
  /** Whether `"…"` interprets escapes (L-LEX-19). */
  readonly strictEscape: boolean;
  /** E-codes with absolute ranges and fixes, ordered, at most 1 000 (L-DIAG-03). */
  readonly diagnostics: readonly Diagnostic[];
  /** How many further ones there are. */
  readonly omittedDiagnostics: number;
  readonly lines: LineIndex;
  /** Offsets of U+FFFD that stand for ill-formed bytes; with any, no tool writes the file back (L-LEX-01). */
  readonly illFormed: readonly number[];
  /** What holds for the text as a whole; kept for the next parse. */
  readonly source: WholeFile;
  /** Which workflow of the text is meant: it comes first in `file.workflows`. */
  readonly workflow: number;
}

export interface ParseOptions {
  /**
   * Which workflow, in text order, is compiled and edited where there are several, which is an error (C007). Absent: that of `previous`,
   * else the first (L-DECL-01). The last one when there are fewer.
   */
  readonly workflow?: number;
  /** As `decodeUtf8` gives them. */
  readonly illFormed?: readonly number[];
}

/** Parses a text of any content; never throws. `previous` gives unchanged statements the same objects. */
export function parse(text: string, previous?: Document, options: ParseOptions = {}): Document {
  const { illFormed = NOWHERE } = options;
  const workflow = options.workflow ?? previous?.workflow ?? 0;
  if (previous?.text === text && previous.illFormed.length === illFormed.length && previous.workflow === workflow)
    return previous;
  const source = examine(text);
  const earlier =
    previous === undefined
      ? undefined
      : { chunks: previous.file.chunks, starts: previous.file.starts, source: previous.source };
  const chunks = readChunks(source, earlier);
  const file = withFirst(assemble(chunks), workflow);
  const fromFile = [...fileDiagnostics(source, file), ...illFormed.map(illFormedAt)];
  const found = [...chunkDiagnostics(chunks), ...fromFile];
  const total = countDiagnostics(chunks) + fromFile.length;
  let lines: LineIndex | undefined;
  const document = {
    text,
    file,
    strictEscape: source.strictEscape,
    diagnostics: NO_DIAGNOSTICS,
    omittedDiagnostics: Math.max(0, total - MAX_DIAGNOSTICS),
    get lines(): LineIndex {
      return (lines ??= lineIndex(text));
    },
    illFormed,
    source,
    workflow,
  };
  if (found.length > 0)
    document.diagnostics = ordered1000(found).map((diagnostic) => placed(document.lines, diagnostic));
  return document;
}

/** The file with one of its workflows before the others. */
function withFirst(file: File, index: number): File {
  const { workflows } = file;
  const chosen = index > 0 ? (workflows[index] ?? workflows.at(-1)) : undefined;
  if (chosen === undefined || chosen === workflows[0]) return file;
  return { ...file, workflows: [chosen, ...workflows.filter((view) => view !== chosen)] };
}

const NO_DIAGNOSTICS: readonly Diagnostic[] = [];
const NOWHERE: readonly number[] = [];

function illFormedAt(start: number): ChunkDiagnostic {
  const message = 'The bytes here are not UTF-8';
  return { code: 'E005', severity: 'error', start, end: start + 1, message, hint: 'Save the file as UTF-8.' };
}

/** The diagnostics of the chunks with absolute offsets, as many as are shown: chunks come in order. */
function chunkDiagnostics({ chunks, starts }: Chunks): ChunkDiagnostic[] {
  const all: ChunkDiagnostic[] = [];
  for (let i = 0; i < chunks.length; i++) {
    const chunk = chunks[i];
    const at = starts[i] ?? 0;
    if (chunk === undefined) continue;
    if (all.length > MAX_DIAGNOSTICS) break;
    if (chunk.runEdits.length > 0)
      extendRun(
        all,
        chunk.runEdits.map((edit) => moved(edit, at)),
      );
    for (const diagnostic of chunk.diagnostics) {
      all.push({
        ...diagnostic,
        start: diagnostic.start + at,
        end: diagnostic.end + at,
        ...(diagnostic.fixes === undefined
          ? {}
          : { fixes: diagnostic.fixes.map((fix) => ({ ...fix, edits: fix.edits.map((edit) => moved(edit, at)) })) }),
      });
    }
  }
  return all;
}

/** A run of ill-indented lines goes on in a later chunk: the fix of its E003 mends those lines, too. */
function extendRun(all: ChunkDiagnostic[], edits: readonly TextEdit[]): void {
  const index = all.findLastIndex((diagnostic) => diagnostic.code === 'E003');
  const fix = all[index]?.fixes?.[0];
  if (fix === undefined) return;
  // The list was made for this document by `chunkDiagnostics`.
  for (const edit of edits) (fix.edits as TextEdit[]).push(edit);
}

function countDiagnostics({ chunks }: Chunks): number {
  let count = 0;
  for (const chunk of chunks) count += chunk.diagnostics.length + chunk.omitted;
  return count;
}

function ordered1000(found: ChunkDiagnostic[]): ChunkDiagnostic[] {
  if (found.length === 0) return found;
  return found
    .sort((a, b) => a.start - b.start || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0))
    .slice(0, MAX_DIAGNOSTICS);
}

function placed(lines: LineIndex, diagnostic: ChunkDiagnostic): Diagnostic {
  const { code, severity, message, hint, start, end, fixes } = diagnostic;
  const range = rangeAt(lines, start, end);
  if (fixes === undefined) return { code, severity, message, hint, range };
  return { code, severity, message, hint, range, fixes: fixes.map((fix) => ({ ...fix, edits: [...fix.edits] })) };
}

function moved(edit: TextEdit, by: number): TextEdit {
  return { start: edit.start + by, end: edit.end + by, newText: edit.newText };
}

/** The range of a node, token or span of a chunk that starts at `at`. */
export function rangeOf(document: Document, at: number, span: Span): Range {
  return rangeAt(document.lines, at + span.start, at + span.end);
}

/** The range of a placed node. */
export function rangeOfPlaced(document: Document, placed: Placed<Span>): Range {
  return rangeOf(document, placed.at, placed.node);
}

/** The chunk at an absolute offset (the last one at the end of the text) with its start; undefined in an empty file. */
export function chunkAt(
  document: Document,
  offset: number,
): { readonly chunk: Chunk; readonly at: number } | undefined {
  const { chunks, starts } = document.file;
  let low = 0;
  let high = chunks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const chunk = chunks[low];
  return chunk === undefined ? undefined : { chunk, at: starts[low] ?? 0 };
}
