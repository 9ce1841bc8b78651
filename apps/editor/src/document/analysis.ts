// When what is derived from a text is derived, and where: at once, after the frame that shows what was typed, or by the worker (E-DOC-15).
import { type AnalysisReceiver, forgetAnalysis, requestAnalysis } from './analysisWorker.ts';
import { update, useDocuments } from './documents.ts';
import { type SyntaxDocument, parseText } from './language.ts';
import type { FileId } from './model.ts';
import { isSyntaxError } from './projection.ts';
import * as transition from './transitions.ts';

/**
 * What is typed reaches the graph with the next frame when it reads well, so that the drawing follows the keys; a text with syntax errors
 * waits for this pause, so that half a word marks nothing as broken (E-SRC-02).
 */
const analysisPauseMs = 100;
const waiting = new Map<FileId, ReturnType<typeof setTimeout>>();

/** The file is closed. */
export function endAnalysis(id: FileId): void {
  clearTimeout(waiting.get(id));
  waiting.delete(id);
  forgetAnalysis(id);
  ahead.delete(id);
}

/** Changes the text too; what is not derived at once is derived in the worker. */
export function updateText(id: FileId, change: (document: transition.Tracked) => transition.Tracked): void {
  update(id, change);
  completeAnalysis(id);
}

/** The text was typed in: derives what is derived from it at the right time. */
export function analyseSoon(id: FileId): void {
  clearTimeout(waiting.get(id));
  waiting.set(
    id,
    setTimeout(() => analyseTyped(id), analysisPauseMs),
  );
  const version = useDocuments.getState().documents[id]?.version;
  afterPaint(() => {
    if (useDocuments.getState().documents[id]?.version !== version) return;
    if (parsedDocument(id)?.diagnostics.some(isSyntaxError) === false) analyseTyped(id);
  });
}
/** A large text is analysed in the worker, any other in place. */
function analyseTyped(id: FileId): void {
  clearTimeout(waiting.get(id));
  waiting.delete(id);
  const document = useDocuments.getState().documents[id];
  if (!document) return;
  if (transition.isLarge(document.text)) completeAnalysis(id);
  else if (document.analysedVersion !== document.version) flushAnalysis(id);
}
/** Has the worker derive what is not derived from the present text yet, of large ones. */
export function completeAnalysis(id: FileId): void {
  const document = useDocuments.getState().documents[id];
  if (!document || document.checkedVersion === document.version || !transition.isLarge(document.text)) return;
  const { version, text, strict } = document;
  const workflow = document.document?.workflow ?? 0;
  const graph = document.analysedVersion !== version;
  requestAnalysis({ file: id, version, text, strict, workflow, graph }, receiver);
}
/** After the frame that shows what was typed; never where nothing is painted. */
function afterPaint(then: () => void): void {
  if (typeof requestAnimationFrame === 'function') requestAnimationFrame(() => setTimeout(then));
}
const receiver: AnalysisReceiver = {
  graph: (id, version, graph) => {
    const isFirst = useDocuments.getState().documents[id]?.document === null;
    update(id, (document) => transition.withGraph(document, graph, version, false));
    // What was just opened is drawn first: reading it here too takes as long again.
    if (isFirst) afterPaint(() => update(id, transition.parsed));
    else update(id, transition.parsed);
  },
  found: (id, version, found) => update(id, (document) => transition.withFindings(document, found, version)),
  failed: (id) => flushAnalysis(id),
};

/** Syntax that is ahead of the derived parts, while someone types. Not state: views must not follow it. */
const ahead = new Map<FileId, SyntaxDocument>();

/** The syntax of the present text; reads only what changed. */
export function parsedDocument(id: FileId): SyntaxDocument | undefined {
  const document = useDocuments.getState().documents[id];
  if (!document || document.document?.text === document.text) return document?.document ?? undefined;
  const known = ahead.get(id);
  if (known?.text === document.text) return known;
  const syntax = parseText(document.text, known ?? document.document ?? undefined);
  ahead.set(id, syntax);
  return syntax;
}

/** Resolves when the graph is that of the present text: true, or false when the text changed before that. */
export async function whenAnalysed(id: FileId): Promise<boolean> {
  const version = useDocuments.getState().documents[id]?.version;
  return new Promise((resolve) => {
    const settle = (): boolean => {
      const document = useDocuments.getState().documents[id];
      if (document?.version === version && document?.analysedVersion !== version) return false;
      resolve(document !== undefined && document.version === version);
      return true;
    };
    if (settle()) return;
    const stop = useDocuments.subscribe(() => {
      if (settle()) stop();
    });
  });
}

/** Switches strict checking on or off for one file; nothing is written. */
export function setStrict(id: FileId, strict: boolean): void {
  updateText(id, (document) => transition.analysed({ ...document, strict, checkedVersion: -1 }));
}

/** Shows and edits another workflow of a file that has several (E-CANVAS-32); nothing is written. */
export function setWorkflow(id: FileId, workflow: number): void {
  updateText(id, (document) => transition.withWorkflow(document, workflow));
}

/** Checks what could not be checked before: the checks are there now (E-DOC-15). */
export function checkOpenFiles(): void {
  for (const id of Object.keys(useDocuments.getState().documents))
    updateText(id, (document) => transition.analysed(document));
}

/** Brings graph, projection and diagnostics up to the text now. */
export function flushAnalysis(id: FileId): void {
  clearTimeout(waiting.get(id));
  waiting.delete(id);
  update(id, (document) => transition.analysed(document, true));
}
