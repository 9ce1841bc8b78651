// The language server: each request of the protocol is one call of the language package on the open file it names. It thinks nothing
// itself, reads no file and keeps nothing but the texts that are open. Texts are synchronised by their changes.
import {
  codeActions,
  complete,
  definitionAt,
  documentSymbols,
  foldingRanges,
  format,
  hoverAt,
  nameAt,
  referencesAt,
  renameAt,
  renameTargetAt,
  semanticTokens,
} from '@iterion/dsl';
import {
  CodeActionKind,
  createConnection,
  DocumentHighlightKind,
  FoldingRangeKind,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  MarkupKind,
  ProposedFeatures,
  ResponseError,
  type TextDocumentPositionParams,
  TextDocuments,
  TextDocumentSyncKind,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { VERSION } from '../version.ts';
import { OpenFile } from './openFile.ts';
import { actionOf, completionOf, diagnosticsOf, LEGEND, semanticTokensOf, symbolOf } from './translate.ts';

/** Problems are published when typing pauses this long (E-DIAG-01), in milliseconds. */
const PAUSE = 100;

/** Serves one client; the connection ends the process when the client is gone. */
export function serveLanguage(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<never> {
  const connection = createConnection(ProposedFeatures.all, input, output);
  const texts = new TextDocuments(TextDocument);
  const files = new Map<string, OpenFile>();
  const waiting = new Map<string, NodeJS.Timeout>();
  let strict = false;
  let snippets = false;
  let versionedEdits = false;

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    const options = params.initializationOptions as { readonly strict?: unknown } | null | undefined;
    strict = options?.strict === true;
    snippets = params.capabilities.textDocument?.completion?.completionItem?.snippetSupport === true;
    versionedEdits = params.capabilities.workspace?.workspaceEdit?.documentChanges === true;
    return { serverInfo: { name: 'iterion', version: VERSION }, capabilities: CAPABILITIES };
  });

  const publish = (file: OpenFile): void => {
    const { uri, version } = file.text;
    void connection.sendDiagnostics({ uri, version, diagnostics: diagnosticsOf(file) });
  };
  texts.onDidOpen(({ document }) => {
    const file = new OpenFile(document, strict);
    files.set(document.uri, file);
    publish(file);
  });
  texts.onDidChangeContent(({ document }) => {
    const file = files.get(document.uri);
    if (file === undefined) return;
    clearTimeout(waiting.get(document.uri));
    waiting.set(
      document.uri,
      setTimeout(() => publish(file), PAUSE),
    );
  });
  texts.onDidClose(({ document: { uri } }) => {
    clearTimeout(waiting.get(uri));
    waiting.delete(uri);
    files.delete(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  });

  const fileOf = ({ textDocument: { uri } }: { readonly textDocument: { readonly uri: string } }): OpenFile => {
    const file = files.get(uri);
    if (file === undefined) throw new ResponseError(LSPErrorCodes.RequestFailed, `${uri} is not open here.`);
    return file;
  };
  const at = (params: TextDocumentPositionParams): { readonly file: OpenFile; readonly offset: number } => {
    const file = fileOf(params);
    return { file, offset: file.offsetAt(params.position) };
  };
  const workspaceEdit = ({ text: { uri, version } }: OpenFile, edits: TextEdit[]): WorkspaceEdit =>
    versionedEdits ? { documentChanges: [{ textDocument: { uri, version }, edits }] } : { changes: { [uri]: edits } };

  connection.onCompletion((params) => {
    const { file, offset } = at(params);
    return complete(file.document, file.graph, offset).map((item, i) => completionOf(file, item, i, snippets));
  });
  connection.onHover((params) => {
    const { file, offset } = at(params);
    const found = hoverAt(file.document, file.graph, offset);
    return found === undefined
      ? null
      : { contents: { kind: MarkupKind.Markdown, value: found.markdown }, range: file.range(found.range) };
  });
  connection.onDefinition((params) => {
    const { file, offset } = at(params);
    return definitionAt(file.document, offset).map((range) => ({ uri: file.text.uri, range: file.range(range) }));
  });
  connection.onReferences((params) => {
    const { file, offset } = at(params);
    return referencesAt(file.document, offset, { declaration: params.context.includeDeclaration }).map((range) => ({
      uri: file.text.uri,
      range: file.range(range),
    }));
  });
  connection.onDocumentHighlight((params) => {
    const { file, offset } = at(params);
    return (nameAt(file.document, offset)?.all ?? []).map(({ start, end, role }) => ({
      range: file.span(start, end),
      kind: role === 'declaration' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
  });
  connection.onPrepareRename((params) => {
    const { file, offset } = at(params);
    const target = renameTargetAt(file.document, offset);
    return target === undefined ? null : { range: file.range(target.range), placeholder: target.name };
  });
  connection.onRenameRequest((params) => {
    const { file, offset } = at(params);
    const result = renameAt(file.document, offset, params.newName);
    if (!result.ok) return new ResponseError(LSPErrorCodes.RequestFailed, result.refusal.reason);
    return workspaceEdit(file, file.edits(result.edits));
  });
  connection.onDocumentSymbol((params) => {
    const file = fileOf(params);
    return documentSymbols(file.document).map((symbol) => symbolOf(file, symbol));
  });
  connection.onFoldingRanges((params) =>
    foldingRanges(fileOf(params).document).map(({ startLine, endLine, kind }) => ({
      startLine: startLine - 1,
      endLine: endLine - 1,
      kind: kind === 'comment' ? FoldingRangeKind.Comment : FoldingRangeKind.Region,
    })),
  );
  connection.languages.semanticTokens.on((params) => {
    const file = fileOf(params);
    return semanticTokensOf(file, semanticTokens(file.document));
  });
  connection.onCodeAction((params) => {
    const file = fileOf(params);
    const [start, end] = [file.offsetAt(params.range.start), file.offsetAt(params.range.end)];
    return codeActions(file.graph, start, end).map((action) =>
      actionOf(file, action, workspaceEdit(file, file.edits(action.edits))),
    );
  });
  connection.onDocumentFormatting((params) => {
    const file = fileOf(params);
    const result = format(file.document);
    if (result.ok) return file.edits(result.edits);
    const [first] = result.errors;
    const line = first?.range.start.line ?? 1;
    return new ResponseError(
      LSPErrorCodes.RequestFailed,
      `A file with syntax errors is not formatted; line ${line}: ${first?.message ?? ''}`,
    );
  });

  texts.listen(connection);
  connection.listen();
  return new Promise<never>(() => {});
}

const CAPABILITIES: InitializeResult['capabilities'] = {
  positionEncoding: 'utf-16',
  textDocumentSync: TextDocumentSyncKind.Incremental,
  completionProvider: { triggerCharacters: ['{', '.', '[', '>', '"', ':'] },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  semanticTokensProvider: { legend: LEGEND, full: true },
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
  documentFormattingProvider: true,
};
