// The outline of a file as a tree of symbols: declarations, their fields or properties, the edges of the workflow.
import type { Document } from '../document.ts';
import type { Range } from '../graph.ts';
import { rangeAt } from '../source.ts';
import { type Declaration, entriesOf, type Placed, type Span } from '../tree.ts';

export interface DocumentSymbol {
  readonly name: string;
  readonly kind: string;
  readonly detail?: string;
  readonly range: Range;
  readonly nameRange: Range;
  readonly children: readonly DocumentSymbol[];
}

export function documentSymbols(document: Document): DocumentSymbol[] {
  return document.file.statements.flatMap((placed) =>
    placed.node.type === 'Declaration' ? [symbolOf(document, placed as Placed<Declaration>)] : [],
  );
}

function symbolOf(document: Document, { node, at }: Placed<Declaration>): DocumentSymbol {
  const range = (span: Span) => rangeAt(document.lines, at + span.start, at + span.end);
  const workflow =
    node.kind === 'workflow' ? document.file.workflows.find(({ header }) => header.at === at) : undefined;
  const last = workflow?.statements.at(-1);
  const children: DocumentSymbol[] = entriesOf(node).map((entry) => ({
    name: entry.key.value,
    kind: entry.role,
    ...(entry.typeToken === undefined ? {} : { detail: entry.typeToken.text }),
    range: range(entry),
    nameRange: range(entry.key),
    children: [],
  }));
  for (const item of workflow?.statements ?? []) {
    const itemRange = (span: Span) => rangeAt(document.lines, item.at + span.start, item.at + span.end);
    if (item.node.type === 'Edge')
      children.push({
        name: `${item.node.from.value} -> ${item.node.to?.value ?? ''}`,
        kind: 'edge',
        range: itemRange(item.node),
        nameRange: itemRange(item.node.from),
        children: [],
      });
    else if (item.node.type === 'Property')
      children.push({
        name: item.node.name.value,
        kind: 'property',
        range: itemRange(item.node),
        nameRange: itemRange(item.node.name),
        children: [],
      });
  }
  return {
    name: node.name?.value ?? node.keyword.text,
    kind: node.kind,
    range: last === undefined ? range(node) : rangeAt(document.lines, at + node.start, last.at + last.node.end),
    nameRange: range(node.name ?? node.keyword),
    children,
  };
}
