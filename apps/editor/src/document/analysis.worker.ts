// Analyses large files off the main thread (E-DOC-15), the newest text of each. It answers twice: with the graph, where one was asked for,
// so that the canvas need not wait for the checks, and with what these found.
import { type CompiledGraph, type Diagnostic, type Document, compile, compileWith, parse } from '@iterion/dsl';
import { dropComputed, dropFixes } from './computedParts.ts';

export interface AnalysisRequest {
  readonly file: string;
  readonly version: number;
  /** Null: the file was closed. */
  readonly text: string | null;
  readonly strict: boolean;
  /** Which workflow of the text is meant. */
  readonly workflow: number;
  /** Whether the graph is wanted beside the diagnostics. */
  readonly graph: boolean;
}
export interface AnalysisAnswer {
  readonly file: string;
  readonly version: number;
  /** The graph, holding what the parser found; then, in a second answer, what the checks found. */
  readonly graph?: CompiledGraph;
  readonly found?: readonly Diagnostic[];
}

const documents = new Map<string, Document>();

self.addEventListener('message', ({ data }: MessageEvent<AnalysisRequest>) => {
  const { file, version, text, strict, workflow } = data;
  if (text === null) {
    documents.delete(file);
    return;
  }
  const document = parse(text, documents.get(file), { workflow });
  documents.set(file, document);
  const answer = (part: Omit<AnalysisAnswer, 'file' | 'version'>): void =>
    self.postMessage({ file, version, ...part } satisfies AnalysisAnswer);
  if (data.graph) answer({ graph: dropComputed(compileWith(document, { strict }, () => [...document.diagnostics])) });
  answer({ found: dropFixes(compile(document, { strict }).diagnostics) });
});
