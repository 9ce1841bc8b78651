// Analyses large files off the main thread (E-DOC-15). One request at a time and file; the newest text wins.
import { type CompiledGraph, type Document, compile, parse } from '@iterion/dsl';
import { dropComputed } from './computedParts.ts';

export interface AnalysisRequest {
  readonly file: string;
  readonly version: number;
  /** Null: the file was closed. */
  readonly text: string | null;
  readonly strict: boolean;
}
export interface AnalysisAnswer {
  readonly file: string;
  readonly version: number;
  readonly graph: CompiledGraph;
}

const documents = new Map<string, Document>();

self.addEventListener('message', ({ data }: MessageEvent<AnalysisRequest>) => {
  const { file, version, text, strict } = data;
  if (text === null) {
    documents.delete(file);
    return;
  }
  const document = parse(text, documents.get(file));
  documents.set(file, document);
  const answer: AnalysisAnswer = { file, version, graph: dropComputed(compile(document, { strict })) };
  self.postMessage(answer);
});
