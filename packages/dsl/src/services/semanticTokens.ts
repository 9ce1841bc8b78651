// Semantic tokens: what each word is, beyond what a grammar of patterns can tell. Sorted, not overlapping, absolute offsets.
import type { Document } from '../document.ts';
import { occurrences } from '../occurrences/occurrences.ts';
import { readReferences } from '../occurrences/references.ts';
import { allStatements, propertiesIn } from '../occurrences/occurrences.ts';

export const SEMANTIC_TOKEN_TYPES = [
  'keyword',
  'property',
  'node',
  'schema',
  'prompt',
  'variable',
  'field',
  'loop',
  'namespace',
  'unknown',
  'type',
  'word',
] as const;
export type SemanticTokenType = (typeof SEMANTIC_TOKEN_TYPES)[number];
export interface SemanticToken {
  readonly start: number;
  readonly end: number;
  readonly type: SemanticTokenType;
  readonly declaration: boolean;
}

const TYPE_OF: { readonly [space: string]: SemanticTokenType } = {
  node: 'node',
  workflow: 'node',
  schema: 'schema',
  prompt: 'prompt',
  field: 'field',
  loop: 'loop',
  variable: 'variable',
  attachment: 'variable',
  artifact: 'variable',
  preset: 'variable',
  cursor: 'variable',
  mcp_server: 'variable',
};

export function semanticTokens(document: Document): SemanticToken[] {
  const found = new Map<number, SemanticToken>();
  const add = (start: number, end: number, type: SemanticTokenType, declaration = false) => {
    if (end > start && !found.has(start)) found.set(start, { start, end, type, declaration });
  };
  for (const { start, end, space, role } of occurrences(document))
    add(start, end, TYPE_OF[space] ?? 'variable', role === 'declaration');
  for (const { node, at } of allStatements(document)) {
    if (node.type === 'Declaration') add(at + node.keyword.start, at + node.keyword.end, 'keyword');
    if (node.type === 'Edge')
      for (const clause of node.clauses) add(at + clause.keyword.start, at + clause.keyword.end, 'keyword');
    else
      for (const property of propertiesIn(node)) {
        add(at + property.name.start, at + property.name.end, property.row === undefined ? 'unknown' : 'property');
        if (property.value?.type === 'Literal' && property.value.token.kind === 'name')
          add(at + property.value.start, at + property.value.end, 'word');
      }
    for (const reference of readReferences(node))
      if (!reference.bare) add(at + reference.nsSpan.start, at + reference.nsSpan.end, 'namespace');
  }
  const sorted = [...found.values()].toSorted((a, b) => a.start - b.start);
  return sorted.filter((token, index) => index === 0 || (sorted[index - 1]?.end ?? 0) <= token.start);
}
