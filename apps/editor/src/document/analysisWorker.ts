// The main thread's side of the analysis worker: started with the first large file, at most one request on its way per file.
import type { CompiledGraph } from '@iterion/dsl';
import type { AnalysisAnswer, AnalysisRequest } from './analysis.worker.ts';
import { compileDocument, parseText } from './language.ts';
import { restoreComputed } from './computedParts.ts';
import type { FileId } from './model.ts';

/** From this many UTF-16 units on, typing is analysed in the worker (E-DOC-15). */
export const largeText = 64 * 1024;

type Request = AnalysisRequest & { readonly text: string };
type Receive = (file: FileId, version: number, graph: CompiledGraph) => void;
let worker: Worker | null = null;
const running = new Map<FileId, Request>();
const next = new Map<FileId, Request>();

/** Asks for the graph of a text; a newer request for the same file replaces one that has not begun. */
export function requestAnalysis(request: Request, receive: Receive): void {
  worker ??= startWorker(receive);
  const { file } = request;
  if (running.has(file)) next.set(file, request);
  else send(request);
}
export function forgetAnalysis(file: FileId): void {
  next.delete(file);
  worker?.postMessage({ file, version: 0, text: null, strict: false } satisfies AnalysisRequest);
}
/** Workers exist in browsers; elsewhere (tests) everything is analysed in place. */
export const hasWorker = typeof Worker !== 'undefined';

function send(request: Request): void {
  running.set(request.file, request);
  worker?.postMessage(request);
}

function startWorker(receive: Receive): Worker {
  const started = new Worker(new URL('./analysis.worker.ts', import.meta.url), { type: 'module' });
  started.addEventListener('message', ({ data }: MessageEvent<AnalysisAnswer>) => {
    const { file, version, graph } = data;
    const { text, strict } = running.get(file) ?? { text: '', strict: false };
    running.delete(file);
    const waiting = next.get(file);
    next.delete(file);
    if (waiting) send(waiting);
    receive(
      file,
      version,
      restoreComputed(graph, () => compileDocument(parseText(text), strict)),
    );
  });
  return started;
}
