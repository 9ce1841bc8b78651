// Monaco's view of the language service (E-SRC-05): thin adapters; what they say comes from packages/dsl.
import {
  SEMANTIC_TOKEN_TYPES,
  codeActions,
  complete,
  definitionAt,
  foldingRanges,
  hoverAt,
  inlayHints,
  referencesAt,
  renameAt,
  renameTargetAt,
  semanticTokens,
  signatureAt,
} from '@iterion/dsl';
import type { CompletionItem, Range, TextEdit } from '@iterion/dsl';
import type * as Monaco from 'monaco-editor/editor';
import { formatDocument } from '../document/language.ts';
import { type LineMap, offsetAt } from './lineView.ts';
import { type Opened, analysedOf, editorRange, openedOf } from './openModels.ts';
import { symbolProvider } from './symbols.ts';

type Model = Monaco.editor.ITextModel;

export function registerProviders(monaco: typeof Monaco, language: string): void {
  const { languages } = monaco;
  languages.registerCompletionItemProvider(language, {
    triggerCharacters: ['.', ':', ' ', '{', '"', '>'],
    provideCompletionItems: (model, position) =>
      answer(model, position, (file, offset) => ({
        suggestions: complete(file.document, file.graph, offset).map((item, index) =>
          suggestion(monaco, file, item, index),
        ),
      })),
  });
  languages.registerHoverProvider(language, {
    provideHover: (model, position) =>
      answer(model, position, (file, offset) => {
        const hover = hoverAt(file.document, file.graph, offset);
        return hover && { range: rangeOf(file.map, hover.range), contents: [{ value: hover.markdown }] };
      }),
  });
  languages.registerDefinitionProvider(language, {
    provideDefinition: (model, position) =>
      answer(model, position, (file, offset) => locations(model, file, definitionAt(file.document, offset))),
  });
  languages.registerReferenceProvider(language, {
    provideReferences: (model, position, { includeDeclaration }) =>
      answer(model, position, (file, offset) =>
        locations(model, file, referencesAt(file.document, offset, { declaration: includeDeclaration })),
      ),
  });
  languages.registerDocumentHighlightProvider(language, {
    provideDocumentHighlights: (model, position) =>
      answer(model, position, (file, offset) =>
        referencesAt(file.document, offset).map((range) => ({ range: rangeOf(file.map, range) })),
      ),
  });
  languages.registerRenameProvider(language, renameProvider());
  languages.registerFoldingRangeProvider(language, {
    provideFoldingRanges: (model) => {
      const file = openedOf(model);
      return (
        file &&
        foldingRanges(file.document).map((range) => ({
          start: range.startLine,
          end: range.endLine,
          ...(range.kind === 'comment' ? { kind: languages.FoldingRangeKind.Comment } : {}),
        }))
      );
    },
  });
  languages.registerInlayHintsProvider(language, {
    provideInlayHints: async (model) => {
      const file = await analysedOf(model);
      return (
        file && {
          hints: inlayHints(file.document, file.graph).map(({ offset, text }) => {
            const { startLineNumber: lineNumber, startColumn: column } = editorRange(file.map, offset, offset);
            return { position: { lineNumber, column }, label: text.trim(), paddingLeft: true };
          }),
          dispose: () => {},
        }
      );
    },
  });
  languages.registerDocumentSymbolProvider(language, symbolProvider(monaco));
  languages.registerDocumentSemanticTokensProvider(language, semanticTokensProvider());
  languages.registerCodeActionProvider(language, codeActionProvider());
  languages.registerDocumentFormattingEditProvider(language, {
    provideDocumentFormattingEdits: (model) => {
      const file = openedOf(model);
      return (
        file && formatDocument(file.document).map((edit) => ({ range: spanOf(file.map, edit), text: edit.newText }))
      );
    },
  });
  languages.registerDocumentRangeFormattingEditProvider(language, {
    provideDocumentRangeFormattingEdits: (model, { startLineNumber, startColumn, endLineNumber, endColumn }) => {
      const file = openedOf(model);
      if (!file) return undefined;
      const at = (line: number, column: number): number => offsetAt(file.map, { line, column });
      const within = { start: at(startLineNumber, startColumn), end: at(endLineNumber, endColumn) };
      const edits = formatDocument(file.document, within);
      return edits.map((edit) => ({ range: spanOf(file.map, edit), text: edit.newText }));
    },
  });
  languages.registerSignatureHelpProvider(language, {
    signatureHelpTriggerCharacters: ['(', ','],
    provideSignatureHelp: (model, position) =>
      answer(model, position, (file, offset) => {
        const found = signatureAt(file.document, offset);
        if (!found) return undefined;
        const { label, help: documentation, active } = found;
        const parameters = found.parameters.map((name) => ({ label: name }));
        const value = {
          signatures: [{ label, documentation, parameters }],
          activeSignature: 0,
          activeParameter: active,
        };
        return { value, dispose: () => {} };
      }),
  });
}

function answer<T>(model: Model, position: Monaco.IPosition, ask: (file: Opened, offset: number) => T): T | undefined {
  const file = openedOf(model);
  return file && ask(file, offsetAt(file.map, { line: position.lineNumber, column: position.column }));
}

function rangeOf(map: LineMap, range: Range): Monaco.IRange {
  return editorRange(map, range.start.offset, range.end.offset);
}
function spanOf(map: LineMap, edit: TextEdit): Monaco.IRange {
  return editorRange(map, edit.start, edit.end);
}
function locations(model: Model, file: Opened, ranges: readonly Range[]): Monaco.languages.Location[] {
  return ranges.map((range) => ({ uri: model.uri, range: rangeOf(file.map, range) }));
}

function suggestion(
  monaco: typeof Monaco,
  file: Opened,
  item: CompletionItem,
  index: number,
): Monaco.languages.CompletionItem {
  const { CompletionItemKind, CompletionItemInsertTextRule } = monaco.languages;
  const kinds: Readonly<Record<CompletionItem['kind'], Monaco.languages.CompletionItemKind>> = {
    keyword: CompletionItemKind.Keyword,
    property: CompletionItemKind.Property,
    value: CompletionItemKind.EnumMember,
    node: CompletionItemKind.Class,
    schema: CompletionItemKind.Struct,
    prompt: CompletionItemKind.Text,
    variable: CompletionItemKind.Variable,
    field: CompletionItemKind.Field,
    loop: CompletionItemKind.Event,
    function: CompletionItemKind.Function,
    type: CompletionItemKind.TypeParameter,
    snippet: CompletionItemKind.Snippet,
  };
  return {
    label: item.label,
    kind: kinds[item.kind],
    insertText: item.insertText,
    range: editorRange(file.map, item.start, item.end),
    sortText: String(index).padStart(5, '0'),
    ...(item.snippet ? { insertTextRules: CompletionItemInsertTextRule.InsertAsSnippet } : {}),
    ...(item.detail === undefined ? {} : { detail: item.detail }),
    ...(item.documentation === undefined ? {} : { documentation: { value: item.documentation } }),
  };
}

function renameProvider(): Monaco.languages.RenameProvider {
  return {
    resolveRenameLocation: (model, position) =>
      answer(model, position, (file, offset) => {
        const target = renameTargetAt(file.document, offset);
        return target
          ? { range: rangeOf(file.map, target.range), text: target.name }
          : {
              range: editorRange(file.map, offset, offset),
              text: '',
              rejectReason: 'There is no name here to rename.',
            };
      }),
    provideRenameEdits: (model, position, newName) =>
      answer(model, position, (file, offset) => {
        const result = renameAt(file.document, offset, newName);
        if (!result.ok) return { edits: [], rejectReason: result.refusal.reason };
        return {
          edits: result.edits.map((edit) => ({
            resource: model.uri,
            versionId: undefined,
            textEdit: { range: spanOf(file.map, edit), text: edit.newText },
          })),
        };
      }),
  };
}

function semanticTokensProvider(): Monaco.languages.DocumentSemanticTokensProvider {
  return {
    getLegend: () => ({ tokenTypes: [...SEMANTIC_TOKEN_TYPES], tokenModifiers: ['declaration'] }),
    releaseDocumentSemanticTokens: () => {},
    provideDocumentSemanticTokens: (model) => {
      const file = openedOf(model);
      if (!file) return null;
      const data: number[] = [];
      let line = 1;
      let column = 1;
      for (const token of semanticTokens(file.document)) {
        const range = editorRange(file.map, token.start, token.end);
        if (range.startLineNumber !== range.endLineNumber) continue;
        const sameLine = range.startLineNumber === line;
        data.push(
          range.startLineNumber - line,
          sameLine ? range.startColumn - column : range.startColumn - 1,
          range.endColumn - range.startColumn,
          SEMANTIC_TOKEN_TYPES.indexOf(token.type),
          token.declaration ? 1 : 0,
        );
        line = range.startLineNumber;
        column = range.startColumn;
      }
      return { data: new Uint32Array(data) };
    },
  };
}

function codeActionProvider(): Monaco.languages.CodeActionProvider {
  return {
    // Fixes are edits: they must be those of the present text.
    provideCodeActions: async (model, range) => {
      const file = await analysedOf(model);
      if (!file) return undefined;
      const start = offsetAt(file.map, { line: range.startLineNumber, column: range.startColumn });
      const end = offsetAt(file.map, { line: range.endLineNumber, column: range.endColumn });
      const actions = codeActions(file.graph, start, end).map((action) => ({
        title: action.title,
        kind: 'quickfix',
        isPreferred: action.preferred,
        edit: {
          edits: action.edits.map((edit) => ({
            resource: model.uri,
            versionId: undefined,
            textEdit: { range: spanOf(file.map, edit), text: edit.newText },
          })),
        },
      }));
      return { actions, dispose: () => {} };
    },
  };
}
