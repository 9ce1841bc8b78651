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
export { mermaid, type DiagramOptions, type DiagramView } from './diagram/mermaid.ts';
export { didYouMean } from './didYouMean.ts';
