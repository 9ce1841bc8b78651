// The outline of the text for Monaco's own *go to symbol* and breadcrumbs.
import { type DocumentSymbol, documentSymbols } from '@iterion/dsl';
import type * as Monaco from 'monaco-editor/editor';
import type { LineMap } from './lineView.ts';
import { openedOf, editorRange } from './openModels.ts';

export function symbolProvider(monaco: typeof Monaco): Monaco.languages.DocumentSymbolProvider {
  const { SymbolKind } = monaco.languages;
  const kinds: Readonly<Record<string, Monaco.languages.SymbolKind>> = {
    workflow: SymbolKind.Module,
    schema: SymbolKind.Struct,
    prompt: SymbolKind.String,
    edge: SymbolKind.Event,
    field: SymbolKind.Field,
    variable: SymbolKind.Variable,
  };
  const convert = (symbol: DocumentSymbol, map: LineMap): Monaco.languages.DocumentSymbol => ({
    name: symbol.name,
    detail: symbol.detail ?? symbol.kind,
    kind: kinds[symbol.kind] ?? SymbolKind.Class,
    tags: [],
    range: editorRange(map, symbol.range.start.offset, symbol.range.end.offset),
    selectionRange: editorRange(map, symbol.nameRange.start.offset, symbol.nameRange.end.offset),
    children: symbol.children.map((child) => convert(child, map)),
  });
  return {
    provideDocumentSymbols: (model) => {
      const file = openedOf(model);
      return file && documentSymbols(file.document).map((symbol) => convert(symbol, file.map));
    },
  };
}
