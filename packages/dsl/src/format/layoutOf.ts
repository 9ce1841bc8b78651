// What the formatter must know of a chunk's tokens: where statements start and how deep, which tokens lie inside JSON literals,
// and where a comma is missing. Offsets are those of the chunk.
import type { Block, Chunk, EdgeStatement, Entry, Span, Statement, Token, Value } from '../tree.ts';

export interface StatementStart {
  readonly level: number;
  /** Its indentation in the source. */
  readonly indent: number;
  /** Comments after it may belong to its block. */
  readonly header: boolean;
  /** Starts of its attached comments. */
  readonly attached: ReadonlySet<number>;
}

export interface TokenLayout {
  /** By the offset of the statement's first token. */
  readonly starts: ReadonlyMap<number, StatementStart>;
  /** Spans of JSON literals; what lies strictly inside stays as it is (L-FMT-02). */
  readonly json: readonly Span[];
  /** Offsets behind entries and elements that lack their comma (L-FMT-03). */
  readonly commas: ReadonlySet<number>;
}

export function layoutOf(chunk: Chunk): TokenLayout {
  const starts = new Map<number, StatementStart>();
  const json: Span[] = [];
  const commas = new Set<number>();
  const addValue = (value: Value | undefined): void => {
    if (value?.type === 'Json') json.push(value);
    else if (value?.type === 'Map') addCommas(value.entries);
    else if (value?.type === 'List') addCommas(value.elements);
  };
  const ends = lastEnds(chunk);
  /** Between neighbours without a comma; a block scalar ends with its line and takes none. */
  const addCommas = (parts: readonly Span[]): void => {
    for (let i = 0; i + 1 < parts.length; i++) {
      const part = parts[i];
      const next = parts[i + 1];
      if (part !== undefined && next !== undefined && ends.get(next.start) === part.end) commas.add(part.end);
    }
  };
  const addEdge = (edge: EdgeStatement): void => {
    for (const clause of edge.clauses) {
      if (clause.type !== 'WithClause') continue;
      addCommas(clause.entries);
      for (const entry of clause.entries) addValue(entry.value);
    }
  };
  const addBlock = (block: Block | undefined, level: number): void => {
    for (const statement of block?.statements ?? []) add(statement, level);
  };
  const add = (statement: Statement, level: number): void => {
    const attached = new Set(statement.comments.map((comment) => comment.start));
    starts.set(statement.start, { level, indent: statement.indent, header: isHeader(statement), attached });
    switch (statement.type) {
      case 'Declaration':
        addBlock(statement.block, level + 1);
        return;
      case 'Property':
      case 'Entry':
        addValue(statement.value);
        if (statement.type === 'Entry') addEnum(statement, addCommas);
        addBlock(statement.block, level + 1);
        return;
      case 'Edge':
        addEdge(statement);
        return;
      case 'ErrorStatement':
        return;
      default:
        statement satisfies never;
    }
  };
  if (chunk.statement !== undefined) add(chunk.statement, chunk.inWorkflow ? 1 : 0);
  return { starts, json, commas };
}

/** By the start of each token the end of the one before it, unless that is a block scalar. */
function lastEnds(chunk: Chunk): Map<number, number> {
  const ends = new Map<number, number>();
  let last: Token | undefined;
  for (const token of chunk.tokens) {
    if (last !== undefined && last.kind !== 'scalar') ends.set(token.start, last.end);
    last = token;
  }
  return ends;
}

function addEnum(entry: Entry, addCommas: (parts: readonly Span[]) => void): void {
  if (entry.enum !== undefined) addCommas(entry.enum.elements);
}

function isHeader(statement: Statement): boolean {
  if (statement.type === 'Declaration') return true;
  return (statement.type === 'Property' || statement.type === 'Entry') && statement.value === undefined;
}
