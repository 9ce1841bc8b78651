// Which Monaco model shows which file, for the language providers, which are handed a model and nothing else.
import type { editor } from 'monaco-editor/editor';
import type { CompiledGraph } from '@iterion/dsl';
import type { SyntaxDocument } from '../document/language.ts';
import type { FileId, OpenDocument } from '../document/model.ts';
import { flushAnalysis, getDocument } from '../document/store.ts';
import { type LineMap, lineMap, placeAt } from './lineView.ts';

const files = new WeakMap<editor.ITextModel, FileId>();

export function bindModel(model: editor.ITextModel, fileId: FileId): void {
  files.set(model, fileId);
}
export function fileOf(model: editor.ITextModel): FileId | undefined {
  return files.get(model);
}

export interface Analysed {
  readonly fileId: FileId;
  readonly open: OpenDocument;
  readonly document: SyntaxDocument;
  readonly graph: CompiledGraph;
  readonly map: LineMap;
}
/** The file behind a model with derived parts that are up to its text. */
export function analysedOf(model: editor.ITextModel): Analysed | undefined {
  const fileId = files.get(model);
  if (fileId === undefined) return undefined;
  flushAnalysis(fileId);
  const open = getDocument(fileId);
  if (!open?.document || !open.graph) return undefined;
  return { fileId, open, document: open.document, graph: open.graph, map: lineMap(open.text) };
}

/** A range of the exact text as the editor's range. */
export function editorRange(map: LineMap, start: number, end: number) {
  const from = placeAt(map, start);
  const to = placeAt(map, end);
  return { startLineNumber: from.line, startColumn: from.column, endLineNumber: to.line, endColumn: to.column };
}
