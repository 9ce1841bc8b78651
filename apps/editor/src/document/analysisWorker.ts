// The main thread's side of the analysis worker: started with the first large file, at most one request on its way per file.
import type { CompiledGraph, Diagnostic } from '@iterion/dsl';
import type { AnalysisAnswer, AnalysisRequest } from './analysis.worker.ts';
import { restoreComputed, restoreFixes } from './computedParts.ts';
import { compileDocument, parseText } from './language.ts';
import type { FileId } from './model.ts';

type Request = AnalysisRequest & { readonly text: string };
export interface AnalysisReceiver {
  readonly graph: (file: FileId, version: number, graph: CompiledGraph) => void;
  readonly found: (file: FileId, version: number, found: readonly Diagnostic[]) => void;
  /** The worker ended; the file has to be analysed in place. */
  readonly failed: (file: FileId) => void;
}
let worker: Worker | null = null;
const running = new Map<FileId, Request>();
const next = new Map<FileId, Request>();

/** Asks for the analysis of a text; a newer request for the same file replaces one that has not begun. */
export function requestAnalysis(request: Request, receiver: AnalysisReceiver): void {
  worker ??= startWorker(receiver);
  const { file } = request;
  if (running.has(file)) next.set(file, request);
  else send(request);
}
export function forgetAnalysis(file: FileId): void {
  next.delete(file);
  worker?.postMessage({
    file,
    version: 0,
    text: null,
    strict: false,
    workflow: 0,
    graph: false,
  } satisfies AnalysisRequest);
}

function send(request: Request): void {
  running.set(request.file, request);
  worker?.postMessage(request);
}

function startWorker(receiver: AnalysisReceiver): Worker {
  const started = new Worker(new URL('./analysis.worker.ts', import.meta.url), { type: 'module', name: 'analysis' });
  started.addEventListener('message', ({ data }: MessageEvent<AnalysisAnswer>) => {
    const { file, version, graph, found } = data;
    const { text, strict, workflow } = running.get(file) ?? { text: '', strict: false, workflow: 0 };
    const compileAgain = (): CompiledGraph => compileDocument(parseText(text, undefined, workflow), strict);
    if (graph) receiver.graph(file, version, restoreComputed(graph, compileAgain));
    if (!found) return;
    running.delete(file);
    const waiting = next.get(file);
    next.delete(file);
    if (waiting) send(waiting);
    receiver.found(file, version, restoreFixes(found, compileAgain));
  });
  started.addEventListener('error', () => {
    started.terminate();
    if (worker === started) worker = null;
    const files = [...running.keys()];
    running.clear();
    next.clear();
    for (const file of files) receiver.failed(file);
  });
  return started;
}
