// The source view (E-SRC-01…): Monaco on the buffer of the file. A tab keeps caret, folds and scroll while it is not shown.
import type { editor } from 'monaco-editor/editor';
import { useEffect, useRef } from 'react';
import { preferences, usePreferences } from '../app/preferences.ts';
import { itemAt, onReveal, reveal } from '../app/reveal.ts';
import { registerSourceSight } from '../app/sourceSight.ts';
import { type FileId, isWorkflowFile } from '../document/model.ts';
import { getDocument, select, useDocuments } from '../document/store.ts';
import { bindBuffer } from './bufferBinding.ts';
import { useCaret } from './caret.ts';
import { showDecorations } from './decorations.ts';
import { lineMap, offsetAt, viewOf } from './lineView.ts';
import { languageId, monaco } from './monaco.ts';
import { bindModel, editorRange } from './openModels.ts';
import classes from './SourcePane.module.css';
import { registerSourceCommands } from './sourceCommands.ts';

const views = new Map<FileId, editor.ICodeEditorViewState>();

export function SourceEditor({ fileId }: { readonly fileId: FileId }) {
  const host = useRef<HTMLDivElement>(null);
  const code = useRef<editor.IStandaloneCodeEditor | null>(null);
  useEffect(() => {
    if (!host.current) return undefined;
    const mounted = mount(fileId, host.current);
    code.current = mounted.code;
    return () => {
      code.current = null;
      mounted.end();
    };
  }, [fileId]);
  const wrap = usePreferences((state) => state.wordWrap);
  const reader = usePreferences((state) => state.screenReader);
  const hints = usePreferences((state) => state.inlayHints);
  useEffect(() => {
    code.current?.updateOptions(chosenOptions());
  }, [wrap, reader, hints]);
  return <div ref={host} className={classes['editor']} data-region-focus-inside />;
}

function mount(
  fileId: FileId,
  host: HTMLElement,
): { readonly code: editor.IStandaloneCodeEditor; readonly end: () => void } {
  const document = getDocument(fileId);
  const model = monaco.editor.createModel(
    viewOf(document?.text ?? ''),
    document && !isWorkflowFile(document) ? 'plaintext' : languageId,
  );
  // The view's line ends are uniform, the buffer keeps its own.
  model.setEOL(monaco.editor.EndOfLineSequence.LF);
  model.updateOptions(indentation(document?.text ?? ''));
  bindModel(model, fileId);
  const code = monaco.editor.create(host, { ...options(), model });
  const view = views.get(fileId);
  if (view) code.restoreViewState(view);
  const ends = [
    bindBuffer(fileId, code, model),
    showDecorations(monaco, fileId, code, model),
    registerSourceCommands(fileId, code),
    followCaret(fileId, code),
    followSelection(fileId, code),
    registerSourceSight(fileId, (offset) => isShown(fileId, code, offset)),
    onReveal((request) => {
      if (request.fileId !== fileId || !request.range) return;
      const range = editorRange(lineMap(getDocument(fileId)?.text ?? ''), request.range.start, request.range.end);
      code.setPosition({ lineNumber: range.startLineNumber, column: range.startColumn });
      code.revealRangeInCenterIfOutsideViewport(range);
      if (request.focus === 'source') code.focus();
    }),
  ];
  return {
    code,
    end: () => {
      const state = code.saveViewState();
      if (state) views.set(fileId, state);
      for (const end of ends) end();
      code.dispose();
      model.dispose();
    },
  };
}

/** What people choose in the settings. */
function chosenOptions(): editor.IStandaloneEditorConstructionOptions {
  const { wordWrap, screenReader, inlayHints } = preferences();
  return {
    wordWrap: wordWrap ? 'on' : 'off',
    accessibilitySupport: screenReader ? 'on' : 'auto',
    inlayHints: { enabled: inlayHints ? 'on' : 'off', fontSize: 11 },
  };
}

function options(): editor.IStandaloneEditorConstructionOptions {
  return {
    ...chosenOptions(),
    automaticLayout: true,
    fontFamily: "'JetBrains Mono Variable', ui-monospace, monospace",
    fontSize: 13,
    lineHeight: 20,
    fontLigatures: false,
    minimap: { enabled: false },
    glyphMargin: true,
    folding: true,
    lineNumbersMinChars: 3,
    scrollBeyondLastLine: false,
    smoothScrolling: false,
    renderLineHighlight: 'line',
    guides: { indentation: true, bracketPairs: false },
    padding: { top: 8, bottom: 8 },
    ariaLabel: 'Source',
    'semanticHighlighting.enabled': true,
    unicodeHighlight: { invisibleCharacters: true, ambiguousCharacters: false },
    unusualLineTerminators: 'off',
    wordBasedSuggestions: 'off',
    fixedOverflowWidgets: true,
    stickyScroll: { enabled: false },
    scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
    overviewRulerBorder: false,
    contextmenu: true,
    links: false,
  };
}

function indentation(text: string): editor.ITextModelUpdateOptions {
  const first = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
  return first.startsWith('\t') ? { insertSpaces: false, tabSize: 4 } : { insertSpaces: true, tabSize: first.length };
}

/** The chosen item is brought into view when people want that (E-SRC-07); the caret stays where it is. */
function followSelection(fileId: FileId, code: editor.IStandaloneCodeEditor): () => void {
  return useDocuments.subscribe((state, before) => {
    const document = state.documents[fileId];
    const primary = document?.selection.primary;
    if (!document || !primary || primary === before.documents[fileId]?.selection.primary) return;
    const place = document.projection.places.get(primary);
    if (!place || !preferences().followSelection || code.hasTextFocus()) return;
    const range = editorRange(lineMap(document.text), place.start.offset, place.end.offset);
    code.revealRangeInCenterIfOutsideViewport(range);
  });
}

function followCaret(fileId: FileId, code: editor.IStandaloneCodeEditor): () => void {
  const tell = (): void => {
    const place = code.getPosition();
    if (!place) return;
    const offset = offsetAt(lineMap(getDocument(fileId)?.text ?? ''), { line: place.lineNumber, column: place.column });
    useCaret.setState({ fileId, line: place.lineNumber, column: place.column, offset });
  };
  tell();
  const listener = code.onDidChangeCursorPosition(() => {
    tell();
    followInGraph(fileId);
  });
  return () => listener.dispose();
}

let following: ReturnType<typeof setTimeout> | undefined;
const followMs = 150;
/** Once the caret rests, what it stands in is selected and brought into view, when people want that (E-SRC-07). */
function followInGraph(fileId: FileId): void {
  if (!preferences().followCaret) return;
  clearTimeout(following);
  following = setTimeout(() => {
    const item = itemAt(fileId, useCaret.getState().offset);
    if (!item || getDocument(fileId)?.selection.primary === item) return;
    select(fileId, [item]);
    reveal({ fileId, item });
  }, followMs);
}

function isShown(fileId: FileId, code: editor.IStandaloneCodeEditor, offset: number): boolean {
  const place = editorRange(lineMap(getDocument(fileId)?.text ?? ''), offset, offset);
  return code
    .getVisibleRanges()
    .some((range) => range.startLineNumber <= place.startLineNumber && place.startLineNumber <= range.endLineNumber);
}
