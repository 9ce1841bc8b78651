// Which Monaco model shows which file, for the language providers, which are handed a model and nothing else.
import type { editor } from 'monaco-editor/editor';
import type { CompiledGraph } from '@iterion/dsl';
import type { SyntaxDocument } from '../document/language.ts';
import type { FileId } from '../document/model.ts';
import { parsedDocument, whenAnalysed } from '../document/analysis.ts';
import { getDocument } from '../document/store.ts';
import { type LineMap, lineMap, placeAt } from './lineView.ts';

const files = new WeakMap<editor.ITextModel, FileId>();

export function bindModel(model: editor.ITextModel, fileId: FileId): void {
  files.set(model, fileId);
}

export interface Opened {
  readonly fileId: FileId;
  /** The syntax of the present text. */
  readonly document: SyntaxDocument;
  /** The newest graph; while someone types it may be of a moment before, so its places may be off. */
  readonly graph: CompiledGraph;
  readonly map: LineMap;
}
/** The file behind a model, for answers that must come at once: only the changed statements are read again. */
export function openedOf(model: editor.ITextModel): Opened | undefined {
  const fileId = files.get(model);
  const document = fileId === undefined ? undefined : parsedDocument(fileId);
  const graph = fileId === undefined ? undefined : getDocument(fileId)?.graph;
  return fileId !== undefined && document && graph
    ? { fileId, document, graph, map: lineMap(document.text) }
    : undefined;
}

/** As `openedOf`, once the graph is that of the present text; undefined when the text changes meanwhile. */
export async function analysedOf(model: editor.ITextModel): Promise<Opened | undefined> {
  const fileId = files.get(model);
  return fileId !== undefined && (await whenAnalysed(fileId)) ? openedOf(model) : undefined;
}

/** A range of the exact text as the editor's range. */
export function editorRange(map: LineMap, start: number, end: number) {
  const from = placeAt(map, start);
  const to = placeAt(map, end);
  return { startLineNumber: from.line, startColumn: from.column, endLineNumber: to.line, endColumn: to.column };
}
