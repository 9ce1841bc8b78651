// What the source view shows beside the text: squiggles, kind glyphs at declarations, the selected items, lines changed since the
// last save (E-SRC-07, E-SRC-08).
import type { Diagnostic } from '@iterion/dsl';
import type * as Monaco from 'monaco-editor/editor';
import { kindEntry } from '../canvas/kinds.ts';
import type { FileId, OpenDocument } from '../document/model.ts';
import { getDocument, useDocuments } from '../document/store.ts';
import { editsBetween } from '../files/lineDiff.ts';
import { type LineMap, lineMap, placeAt } from './lineView.ts';
import { editorRange } from './openModels.ts';
import classes from './SourcePane.module.css';

const changedPauseMs = 400;

export function showDecorations(
  monaco: typeof Monaco,
  fileId: FileId,
  code: Monaco.editor.IStandaloneCodeEditor,
  model: Monaco.editor.ITextModel,
): () => void {
  const glyphs = code.createDecorationsCollection();
  const selection = code.createDecorationsCollection();
  const changes = code.createDecorationsCollection();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const scheduleChanges = (document: OpenDocument, before: OpenDocument | undefined): void => {
    if (document.version === before?.version && document.savedText === before.savedText) return;
    clearTimeout(timer);
    timer = setTimeout(() => changes.set(changesOf(monaco, getDocument(fileId))), changedPauseMs);
  };
  const update = (document: OpenDocument | undefined, before: OpenDocument | undefined): void => {
    if (!document) return;
    scheduleChanges(document, before);
    if (document.analysedVersion !== document.version) return;
    const map = lineMap(document.text);
    if (document.diagnostics !== before?.diagnostics) {
      monaco.editor.setModelMarkers(
        model,
        'iterion',
        document.diagnostics.map((item) => marker(monaco, map, item)),
      );
    }
    if (document.projection !== before?.projection || document.version !== before.version) {
      glyphs.set(glyphsOf(document, map));
    }
    if (document.selection !== before?.selection || document.projection !== before.projection) {
      selection.set(selectionOf(monaco, document, map));
    }
  };
  update(getDocument(fileId), undefined);
  const unsubscribe = useDocuments.subscribe((state, before) => {
    if (state.documents[fileId] !== before.documents[fileId]) update(state.documents[fileId], before.documents[fileId]);
  });
  return () => {
    clearTimeout(timer);
    unsubscribe();
    monaco.editor.setModelMarkers(model, 'iterion', []);
  };
}

function marker(monaco: typeof Monaco, map: LineMap, item: Diagnostic): Monaco.editor.IMarkerData {
  const { MarkerSeverity } = monaco;
  const severity = { error: MarkerSeverity.Error, warning: MarkerSeverity.Warning, info: MarkerSeverity.Info }[
    item.severity
  ];
  const { start, end } = item.range;
  return {
    ...editorRange(map, start.offset, Math.max(end.offset, start.offset + 1)),
    severity,
    code: item.code,
    source: 'iterion',
    message: `${item.message}\n${item.hint}`,
  };
}

function glyphsOf(document: OpenDocument, map: LineMap): Monaco.editor.IModelDeltaDecoration[] {
  return document.projection.nodes.flatMap((node) => {
    const place = document.projection.places.get(node.id);
    if (!place) return [];
    const { line } = placeAt(map, place.start.offset);
    const { hue, title } = kindEntry(node.kind);
    return [
      {
        range: { startLineNumber: line, startColumn: 1, endLineNumber: line, endColumn: 1 },
        options: {
          glyphMarginClassName: `${classes['glyph']} ${classes[`hue-${hue}`] ?? ''}`,
          glyphMarginHoverMessage: { value: `${title} ${node.name}` },
        },
      },
    ];
  });
}

function selectionOf(
  monaco: typeof Monaco,
  document: OpenDocument,
  map: LineMap,
): Monaco.editor.IModelDeltaDecoration[] {
  return document.selection.items.flatMap((item) => {
    const place = document.projection.places.get(item);
    if (!place) return [];
    return [
      {
        range: editorRange(map, place.start.offset, place.end.offset),
        options: {
          isWholeLine: true,
          linesDecorationsClassName: classes['selected'] ?? '',
          overviewRuler: { color: { id: 'focusBorder' }, position: monaco.editor.OverviewRulerLane.Left },
        },
      },
    ];
  });
}

function changesOf(monaco: typeof Monaco, document: OpenDocument | undefined): Monaco.editor.IModelDeltaDecoration[] {
  if (!document || document.savedText === null || document.savedText === document.text) return [];
  const map = lineMap(document.text);
  let shift = 0;
  return editsBetween(document.savedText, document.text).map((edit) => {
    const start = edit.start + shift;
    shift += edit.newText.length - (edit.end - edit.start);
    return {
      range: editorRange(map, start, start + edit.newText.length),
      options: {
        isWholeLine: true,
        marginClassName: (edit.newText === '' ? classes['removed'] : classes['changed']) ?? null,
        overviewRuler: { color: { id: 'editorWarning.foreground' }, position: monaco.editor.OverviewRulerLane.Right },
      },
    };
  });
}
