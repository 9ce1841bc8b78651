// What the language package says, in the words of the Language Server Protocol. Nothing is decided here.
import {
  type CodeAction as LanguageAction,
  type CompletionItem as LanguageItem,
  type Diagnostic as LanguageDiagnostic,
  type DocumentSymbol as LanguageSymbol,
  SEMANTIC_TOKEN_TYPES,
  type SemanticToken,
  type SemanticTokenType,
} from '@iterion/dsl';
import {
  type CodeAction,
  CodeActionKind,
  type CompletionItem,
  CompletionItemKind,
  type Diagnostic,
  DiagnosticSeverity,
  type DocumentSymbol,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
  type SemanticTokens,
  SemanticTokensBuilder,
  SymbolKind,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { OpenFile } from './openFile.ts';

const SEVERITY = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
} as const;

/** The hint belongs to the message: clients show nothing else. */
function diagnosticOf(file: OpenFile, diagnostic: LanguageDiagnostic): Diagnostic {
  const { code, severity, message, hint, range, related } = diagnostic;
  return {
    code,
    severity: SEVERITY[severity],
    source: 'iterion',
    message: hint === '' ? message : `${message}\n${hint}`,
    range: file.range(range),
    ...(related === undefined
      ? {}
      : {
          relatedInformation: related.map((other) => ({
            location: { uri: file.text.uri, range: file.range(other.range) },
            message: other.message,
          })),
        }),
  };
}

export const diagnosticsOf = (file: OpenFile): Diagnostic[] =>
  file.graph.diagnostics.map((diagnostic) => diagnosticOf(file, diagnostic));

const ITEM_KIND: { readonly [K in LanguageItem['kind']]: CompletionItemKind } = {
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

/** `position` keeps the order of the language package; clients sort by text otherwise. A client without snippets gets them as text. */
export function completionOf(file: OpenFile, item: LanguageItem, position: number, snippets: boolean): CompletionItem {
  const { label, kind, detail, documentation, insertText, start, end } = item;
  const isSnippet = item.snippet === true && snippets;
  const newText = item.snippet === true && !snippets ? withoutPlaces(insertText) : insertText;
  return {
    label,
    kind: ITEM_KIND[kind],
    sortText: String(position).padStart(4, '0'),
    // Further lines are indented like the first.
    insertTextMode: InsertTextMode.adjustIndentation,
    insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: { range: file.span(start, end), newText },
    ...(detail === undefined ? {} : { detail }),
    ...(documentation === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
  };
}

const withoutPlaces = (snippet: string): string => snippet.replace(/\$\{\d+:([^}]*)\}/g, '$1').replace(/\$\d+/g, '');

const SYMBOL_KIND: { readonly [kind: string]: SymbolKind } = {
  workflow: SymbolKind.Module,
  schema: SymbolKind.Struct,
  prompt: SymbolKind.String,
  edge: SymbolKind.Event,
  property: SymbolKind.Property,
  field: SymbolKind.Field,
  vars: SymbolKind.Namespace,
  presets: SymbolKind.Namespace,
  attachments: SymbolKind.Namespace,
  mcp_server: SymbolKind.Interface,
  cursor: SymbolKind.Enum,
};
/** Declarations of nodes. */
const NODE_KINDS: ReadonlySet<string> = new Set(['agent', 'judge', 'router', 'join', 'human', 'tool', 'compute']);

export function symbolOf(file: OpenFile, symbol: LanguageSymbol): DocumentSymbol {
  const { name, kind, detail, range, nameRange, children } = symbol;
  return {
    name: name === '' ? kind : name,
    detail: detail ?? kind,
    kind: NODE_KINDS.has(kind) ? SymbolKind.Class : (SYMBOL_KIND[kind] ?? SymbolKind.Variable),
    range: file.range(range),
    selectionRange: file.range(nameRange),
    children: children.map((child) => symbolOf(file, child)),
  };
}

/** Names that themes know for the token types of the language, in the order of its legend. */
const THEME_TYPES: { readonly [K in SemanticTokenType]: string } = {
  keyword: 'keyword',
  property: 'property',
  node: 'class',
  schema: 'struct',
  prompt: 'string',
  variable: 'variable',
  field: 'parameter',
  loop: 'event',
  namespace: 'namespace',
  unknown: 'comment',
  type: 'type',
  word: 'enumMember',
};
export const LEGEND = {
  tokenTypes: SEMANTIC_TOKEN_TYPES.map((type) => THEME_TYPES[type]),
  tokenModifiers: ['declaration'],
};

export function semanticTokensOf(file: OpenFile, tokens: readonly SemanticToken[]): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  for (const { start, end, type, declaration } of tokens) {
    const { line, character } = file.text.positionAt(start);
    builder.push(line, character, end - start, SEMANTIC_TOKEN_TYPES.indexOf(type), declaration ? 1 : 0);
  }
  return builder.build();
}

export function actionOf(file: OpenFile, action: LanguageAction, edit: WorkspaceEdit): CodeAction {
  return {
    title: action.title,
    kind: CodeActionKind.QuickFix,
    isPreferred: action.preferred,
    diagnostics: [diagnosticOf(file, action.diagnostic)],
    edit,
  };
}
