// The public face of the language package: types and thin delegations, nothing else.
export type * from './graph.ts';
export type * from './edit/operations.ts';
export type * from './language/table.ts';
export * from './source.ts';
export * from './tree.ts';
export * from './document.ts';
export { languageTable, rowOf } from './language/index.ts';
export { parseExpression } from './expression/parse.ts';
export { parseCommand, parseEnvironment, parseMixed, parseTemplate } from './template/template.ts';
export { canonicalJson } from './canonical.ts';
export { sha256 } from './sha256.ts';
export { edit } from './edit/edit.ts';
export { copyFragment } from './edit/paste.ts';
export { stringForms, type OtherForm } from './edit/stringForms.ts';
export { mermaid, type DiagramOptions, type DiagramView } from './diagram/mermaid.ts';
export { didYouMean } from './didYouMean.ts';
export { nameAt, definitionAt, referencesAt, renameTargetAt, renameAt, type NameAt } from './services/names.ts';
export { foldingRanges, type FoldingRange } from './services/folding.ts';
export { inlayHints, type InlayHint } from './services/inlayHints.ts';
export { documentSymbols, type DocumentSymbol } from './services/symbols.ts';
export {
  semanticTokens,
  SEMANTIC_TOKEN_TYPES,
  type SemanticToken,
  type SemanticTokenType,
} from './services/semanticTokens.ts';
export { complete } from './services/completion.ts';
export { callAt, signatureAt, signatureOf } from './services/signature.ts';
export type { CompletionItem } from './services/completionItem.ts';
export { aboutProperty, hoverAt, type Hover } from './services/hover.ts';
export { codeActions, type CodeAction } from './services/codeActions.ts';
export { occurrences, type NameSpace, type Occurrence } from './occurrences/occurrences.ts';
export * from './diagnostics.ts';
export { isName } from './lexer/characters.ts';
export { compile, type CompileOptions } from './compile/compile.ts';
export { compileWith, type Check } from './compile/compileWith.ts';
export { checkDocument } from './check/check.ts';
export { type FormatResult, format } from './format/format.ts';
export { formatRange } from './format/formatRange.ts';
export { type Piece, type Trivia, piecesOf, triviaAround } from './trivia.ts';
export { availableReferences, type AvailableReference, type QueryPlace } from './queries/available.ts';
export { coverageOf, type Coverage } from './queries/coverage.ts';
export { certainlyBefore } from './queries/certain.ts';
export { expressionFromText, type CheckedExpression } from './queries/expression.ts';
export type { FieldFinding } from './queries/fieldScope.ts';
export {
  referencesFromText,
  type FieldReference,
  type FieldReferences,
  type FieldText,
} from './queries/fieldReferences.ts';
export {
  CODES,
  codeRow,
  ENVIRONMENT_CODES,
  messageOf,
  type Code,
  type CodeRow,
  type EnvironmentCode,
} from './check/registry.ts';
export { fitsInput, typeOfJson } from './check/fit.ts';
export { inferType, type TypeFault } from './expression/types.ts';
export { FUNCTIONS, type FunctionRow } from './expression/functions.ts';
export { DEFAULT_BACKEND, DEFAULT_COMPACTION } from './compile/effective.ts';
export { type DecodedText, decodeUtf8 } from './utf8.ts';
