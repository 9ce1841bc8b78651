// Keeps one Monaco model and one buffer the same (E-SRC-02, E-SRC-03). Invariants:
// 1. `shown` is the exact text that the model shows, line for line.
// 2. What people type reaches the buffer at once; what happens elsewhere reaches the model as minimal edits, after a composition
//    of the input method has ended.
// 3. Monaco's own undo is never used (E-SRC-04): edits from outside are applied without undo elements.
import { type TextEdit, applyEdits } from '@iterion/dsl';
import { editor } from 'monaco-editor/editor';
import { itemAt } from '../app/reveal.ts';
import type { FileId } from '../document/model.ts';
import { applyTextEdits, endStep, getDocument, useDocuments } from '../document/store.ts';
import { editsBetween } from '../files/lineDiff.ts';
import { lineMap, shifted, toExact, toView } from './lineView.ts';

export function bindBuffer(fileId: FileId, code: editor.IStandaloneCodeEditor, model: editor.ITextModel): () => void {
  let shown = getDocument(fileId)?.text ?? '';
  let applying = false;
  let composing = false;
  const typing = typingSteps();

  const pull = (): void => {
    const buffer = getDocument(fileId)?.text;
    if (buffer === undefined || buffer === shown || composing) return;
    const edits = toView(lineMap(shown), editsBetween(shown, buffer));
    applying = true;
    model.applyEdits(
      edits.map(({ start, end, text }) => ({
        range: {
          startLineNumber: start.line,
          startColumn: start.column,
          endLineNumber: end.line,
          endColumn: end.column,
        },
        text,
        forceMoveMarkers: false,
      })),
    );
    applying = false;
    shown = buffer;
  };

  const onTyped = (event: editor.IModelContentChangedEvent): void => {
    if (applying) return;
    const edits = toExact(
      lineMap(shown),
      event.changes.map(({ range, text }) => ({
        start: { line: range.startLineNumber, column: range.startColumn },
        end: { line: range.endLineNumber, column: range.endColumn },
        text,
      })),
    );
    const buffer = getDocument(fileId)?.text ?? shown;
    const elsewhere = buffer === shown ? [] : editsBetween(shown, buffer);
    shown = applyEdits(shown, edits);
    const onBuffer = edits.map((edit) => shifted(edit, elsewhere));
    applyTextEdits(fileId, onBuffer, {
      label: labelOf(fileId, onBuffer),
      origin: 'source',
      coalesce: typing.keyFor(onBuffer),
    });
  };

  const disposables = [
    model.onDidChangeContent(onTyped),
    code.onDidCompositionStart(() => {
      composing = true;
    }),
    code.onDidCompositionEnd(() => {
      composing = false;
      pull();
    }),
    code.onDidBlurEditorText(() => endStep(fileId)),
    code.onDidChangeCursorPosition((event) => {
      // A caret that was put somewhere rather than pushed there by typing.
      if (event.reason === editor.CursorChangeReason.Explicit) endStep(fileId);
    }),
  ];
  const unsubscribe = useDocuments.subscribe(pull);
  return () => {
    unsubscribe();
    for (const disposable of disposables) disposable.dispose();
  };
}

/** Consecutive typing at adjacent places is one step; anything else begins another (E-UNDO-04). */
function typingSteps(): { readonly keyFor: (edits: readonly TextEdit[]) => string } {
  let run = 0;
  let last = { start: -1, end: -1, time: 0 };
  return {
    keyFor: (edits) => {
      const time = Date.now();
      const edit = edits.length === 1 ? edits[0] : undefined;
      // Brackets that close themselves put the next character inside what was typed last, not behind it.
      const adjacent = edit !== undefined && edit.end >= last.start && edit.start <= last.end;
      const breaksAfterPause = edit?.newText.includes('\n') === true && time - last.time > breakPauseMs;
      if (!adjacent || breaksAfterPause) run += 1;
      if (edit === undefined) last = { start: -1, end: -1, time };
      else {
        const typedEnd = edit.start + edit.newText.length;
        const grown = last.end + edit.newText.length - (edit.end - edit.start);
        last = adjacent
          ? { start: Math.min(last.start, edit.start), end: Math.max(typedEnd, grown), time }
          : { start: edit.start, end: typedEnd, time };
      }
      return `source ${run}`;
    },
  };
}
const breakPauseMs = 300;

/** "Type in prompt sys" (E-UNDO-07). */
function labelOf(fileId: FileId, edits: readonly TextEdit[]): string {
  const item = itemAt(fileId, edits[0]?.start ?? 0);
  const view = item && getDocument(fileId)?.projection.items.get(item);
  switch (view?.type) {
    case 'node':
      return `Type in ${view.kind === 'missing' ? 'node' : view.kind} ${view.name}`;
    case 'edge':
      return `Type in edge ${view.name}`;
    case 'declaration':
      return `Type in ${view.space.replace('_', ' ')} ${view.name}`;
    default:
      return 'Type in the text';
  }
}
