// Where new statements go: top-level ones by L-EDIT-05, properties by L-EDIT-06, members and edges after their siblings.
import type { Document } from '../document.ts';
import { languageTable } from '../language/index.ts';
import type { PropertyRow } from '../language/table.ts';
import type { TextEdit } from '../source.ts';
import { type Block, declarationsOf, type Declaration, type Placed, type Statement, type TopKind } from '../tree.ts';
import {
  blankLineAt,
  indentationAt,
  indentationStep,
  insertLines,
  lineEndBefore,
  linesOf,
  nextLineStart,
} from './lines.ts';

/** Inserts a top-level statement (lines joined by LF) at its place, with one blank line on each side that has a neighbour. */
export function insertTopLevel(document: Document, kind: TopKind, statement: string): TextEdit {
  const placed = declarationsOf(document.file).filter(({ node }) => node.indent === 0 || node.kind === 'workflow');
  const rank = languageTable.topLevelOrder.indexOf(kind);
  const anchor =
    placed.findLast(({ node }) => node.kind === kind) ??
    placed.findLast(({ node }) => languageTable.topLevelOrder.indexOf(node.kind) < rank);
  if (anchor !== undefined) return insertAfter(document, endOfDeclaration(document, anchor), statement);
  const later = placed.find((candidate) => languageTable.topLevelOrder.indexOf(candidate.node.kind) > rank);
  if (later !== undefined) return insertBefore(document, linesOf(later).start, statement);
  return insertAfter(document, document.text.length, statement);
}

/** End of the last line of a declaration; a workflow's items are chunks of their own. */
export function endOfDeclaration(document: Document, placed: Placed<Declaration>): number {
  const view =
    placed.node.kind === 'workflow' ? document.file.workflows.find(({ header }) => header.at === placed.at) : undefined;
  const last = view?.statements.at(-1);
  return last === undefined ? linesOf(placed).end : linesOf(last).end;
}

/** Inserts a top-level statement at a line start, parted from what stands before and after it by one blank line. */
export function insertAfter(document: Document, offset: number, statement: string): TextEdit {
  const { text } = document;
  if (text.trim() === '' || text.trim() === '\uFEFF') {
    const end = text.length;
    const lead = text === '' || text === '\uFEFF' || text.endsWith('\n') ? '' : lineEndBefore(text, end);
    return {
      start: end,
      end,
      newText: lead + statement.split('\n').join(lineEndBefore(text, end)) + lineEndBefore(text, end),
    };
  }
  const rest = text.slice(offset);
  const lines = ['', ...statement.split('\n')];
  if (rest.trim() !== '' && !blankLineAt(document, offset)) lines.push('');
  return insertLines(text, { offset }, lines);
}

function insertBefore(document: Document, offset: number, statement: string): TextEdit {
  const { text } = document;
  const lines = [...statement.split('\n'), ''];
  const before = offset === 0 || (offset === 1 && text.startsWith('\uFEFF'));
  const parted = before || /(?:^|\n)[ \t]*\r?\n$/.test(text.slice(0, offset));
  return insertLines(
    text,
    { offset: before && text.startsWith('\uFEFF') ? 1 : offset },
    parted ? lines : ['', ...lines],
  );
}

/** What a block of properties belongs to: a declaration, a property with a block, or the whole of a workflow. */
export interface PropertyHome {
  readonly rows: readonly PropertyRow[];
  readonly at: number;
  readonly header: Statement;
  /** The statements present, each with the start of its chunk. */
  readonly statements: readonly Placed<Statement>[];
  readonly block?: Block;
}

/** Indentation of the statements of a home: that of a present one, else the header's plus the file's first step. */
export function innerIndentation(document: Document, home: PropertyHome): string {
  const first = home.statements[0];
  if (first !== undefined) return indentationAt(document, first.at + first.node.start);
  return indentationAt(document, home.at + home.header.start) + indentationStep(document);
}

/** Inserts the lines of a new property after the last present one that precedes it in the order, else after the header. */
export function insertProperty(
  document: Document,
  home: PropertyHome,
  name: string,
  lines: readonly string[],
): TextEdit {
  const order = (candidate: string) =>
    home.rows.findIndex((row) => row.name === candidate || row.synonyms?.includes(candidate));
  const rank = order(name);
  let anchor: Placed<Statement> | undefined;
  for (const placed of home.statements) {
    if (placed.node.type !== 'Property') continue;
    const present = order(placed.node.name.value);
    if (present !== -1 && present < rank) anchor = placed;
  }
  const offset = anchor === undefined ? nextLineStart(document, home.at + headerEnd(home.header)) : linesOf(anchor).end;
  return insertLines(document.text, { offset }, lines);
}

/** End of a header's own tokens: its colon. */
export function headerEnd(statement: Statement): number {
  switch (statement.type) {
    case 'Declaration':
      return (statement.colon ?? statement.name ?? statement.keyword).end;
    case 'Property':
      return (statement.colon ?? statement.name).end;
    case 'Entry':
      return (statement.typeToken ?? statement.colon ?? statement.key).end;
    case 'Edge':
    case 'ErrorStatement':
      return statement.end;
    default:
      return statement satisfies never;
  }
}

/** The rows of a declaration kind in the order of L-EDIT-06. */
export const rowsOf = (kind: TopKind): readonly PropertyRow[] =>
  kind === 'vars' || kind === 'presets' || kind === 'attachments' ? [] : languageTable.kinds[kind].properties;
