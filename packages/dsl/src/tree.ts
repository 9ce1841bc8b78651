// The syntax tree (language.md 9.1): plain immutable data, lossless together with the text it was cut from.
//
// The text is cut into **chunks** that tile it: one chunk per top-level statement with its indented lines, except that a
// workflow is one chunk for its header and one for each item or edge of its body. A chunk starts with the blank lines and
// comments above its statement. Invariants:
//  1. Every offset inside a chunk is relative to the chunk's start; `Placed.at` is that start in the text. Absolute = at + offset.
//  2. The texts of all chunks, concatenated, are the source. In a chunk, tokens and comments are in order and do not overlap;
//     what lies between them is trivia (blanks, line ends, byte order mark, skipped text): see `trivia.ts`.
//  3. A chunk depends on its text, on its context and on `reach` characters from its start, on nothing else; so chunks are shared
//     between documents and an unchanged statement is the same object (L-CST-05).
import type { DeclarationKind } from './edit/operations.ts';
import type { Diagnostic, Json, Type } from './graph.ts';
import type { PropertyRow } from './language/table.ts';
import type { TextEdit } from './source.ts';

/** Half-open, in UTF-16 code units, relative to the chunk. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * `name` a word; `string` `"…"`; `raw` backticks; `quoted` `'…'` (an error, its content is used); `scalar` a block scalar from
 * its `|` to the end of its last line; `body` a prompt body; `pattern` a bare dotted or starred list element or host; `env` a
 * bare `${…}`; `type` a type word such as `string[]`; `punctuation` `: -> = , [ ] { } ( )`; `skipped` text of an error element.
 */
export type TokenKind =
  | 'name'
  | 'string'
  | 'raw'
  | 'quoted'
  | 'scalar'
  | 'body'
  | 'int'
  | 'float'
  | 'pattern'
  | 'env'
  | 'type'
  | 'punctuation'
  | 'skipped';

export interface Token extends Span {
  readonly kind: TokenKind;
  /** As written. */
  readonly text: string;
  /** Decoded: the value of a string, raw string, scalar or body; the text itself for every other kind. */
  readonly value: string;
  /**
   * Where the value's characters stand: pairs (value offset, chunk offset), ascending, each opening a stretch in which both run
   * in step. Absent: the value starts one after `start` (`string`, `raw`, `quoted`) or at `start`. Use `sourceOffset`.
   */
  readonly map?: readonly number[];
}

/** A comment; its `text` as written from `#`, its `value` the text after `#` or `##`, trimmed (L-LEX-12). */
export interface Comment extends Span {
  readonly type: 'Comment';
  readonly text: string;
  readonly value: string;
  /** Whether it stands alone on its line. */
  readonly ownLine: boolean;
  /** Blanks before it on its line, when it stands alone. */
  readonly indent: number;
  /** `attached` comments are also listed by their statement (L-CST-04); all other roles are free. */
  readonly role: 'attached' | 'free' | 'directive' | 'frontMatter' | 'group';
}

// ── Values ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Literal extends Span {
  readonly type: 'Literal';
  readonly token: Token;
}
export interface List extends Span {
  readonly type: 'List';
  readonly open: Token;
  readonly elements: readonly Literal[];
  /** Absent when the list has no end (E004). */
  readonly close?: Token;
}
export interface MapValue extends Span {
  readonly type: 'Map';
  readonly open: Token;
  readonly entries: readonly Entry[];
  readonly close?: Token;
}
export interface JsonObject extends Span {
  readonly type: 'Json';
  readonly shape: 'object';
  readonly open: Token;
  readonly members: readonly { readonly key: Token; readonly value?: JsonValue }[];
  readonly close?: Token;
}
export interface JsonArray extends Span {
  readonly type: 'Json';
  readonly shape: 'array';
  readonly open: Token;
  readonly elements: readonly JsonValue[];
  readonly close?: Token;
}
/** An array, an object, or a leaf: a string (JSON escapes), number, `true`, `false`, `null`. */
export type JsonValue = JsonObject | JsonArray | Literal;
export type Value = Literal | List | MapValue | JsonObject | JsonArray;

// ── Statements ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What every statement has. `start`..`end` runs from its first to its last token, block included, without comments. */
interface StatementBase extends Span {
  /** Attached comment lines above it, in order (L-CST-04). */
  readonly comments: readonly Comment[];
  /** The comment behind its header or value on the same line. */
  readonly trailing?: Comment;
  /** `start`..`end` with trivia: whole lines, attached comments and line end included. */
  readonly lines: Span;
  /** Spaces before its first token (L-LEX-07). */
  readonly indent: number;
  /** A parsing error of severity error lies in its own part, nested statements not counted (L-DIAG-04, EDIT_BROKEN_TARGET). */
  readonly broken: boolean;
  /** Text of the statement that could not be understood. */
  readonly rest?: ErrorNode;
}

export interface Block extends Span {
  readonly type: 'Block';
  /** Indentation of its statements. */
  readonly indent: number;
  readonly statements: readonly Statement[];
}

/** A prompt's text (L-LEX-27): `token` absent when empty. */
export interface Body extends Span {
  readonly type: 'Body';
  readonly token?: Token;
}

export type TopKind = DeclarationKind | 'vars' | 'presets' | 'attachments';
/**
 * A top-level statement. The items and edges of a workflow are not in `block` (each is a chunk of its own): read them with
 * `workflowsOf`. `vars`, `presets` and `attachments` have no name.
 */
export interface Declaration extends StatementBase {
  readonly type: 'Declaration';
  readonly kind: TopKind;
  readonly keyword: Token;
  readonly name?: Token;
  readonly colon?: Token;
  readonly block?: Block;
  readonly body?: Body;
}

/** `name: value`, or `name:` with a block, in a declaration, nested block or workflow. */
export interface Property extends StatementBase {
  readonly type: 'Property';
  readonly name: Token;
  readonly colon?: Token;
  /** The row of the language table; absent when the kind has no such property (E012). `row.name` is the preferred spelling. */
  readonly row?: PropertyRow;
  readonly value?: Value;
  readonly block?: Block;
}

export type EntryRole =
  | 'variable'
  | 'preset'
  | 'presetValue'
  | 'attachment'
  | 'field'
  | 'mapEntry'
  | 'expr'
  | 'cursorValue'
  | 'band'
  | 'cursorUse';
/** A member of a block or map that is named by the author: variable, schema field, preset, attachment, map entry, … */
export interface Entry extends StatementBase {
  readonly type: 'Entry';
  readonly role: EntryRole;
  /** A `name`, or a string where keys may be quoted; its `value` is the name. */
  readonly key: Token;
  readonly colon?: Token;
  /** Variables and fields: the type word as written; attachments: `file` or `image`. */
  readonly typeToken?: Token;
  /** The type, when it is one of the language (else E021). */
  readonly valueType?: Type;
  /** Fields: the list of `[enum: …]`, absent without one. */
  readonly enum?: List;
  /** The default, preset value, map value, expression, fragment. */
  readonly value?: Value;
  /** Presets: their values; attachments: their properties. */
  readonly block?: Block;
}

export interface WhenClause extends Span {
  readonly type: 'WhenClause';
  readonly keyword: Token;
  readonly not?: Token;
  /** A `name` token: the field. A string: the expression. */
  readonly condition?: Token;
  readonly broken: boolean;
}
export interface AsClause extends Span {
  readonly type: 'AsClause';
  readonly keyword: Token;
  readonly name?: Token;
  /** `int` or a string. Absent (E002): the bound is 1. */
  readonly bound?: Token;
  readonly open?: Token;
  readonly close?: Token;
  readonly broken: boolean;
}
export interface WithEntry extends Span {
  readonly type: 'WithEntry';
  readonly key: Token;
  readonly value?: Literal | JsonObject | JsonArray;
  readonly broken: boolean;
}
export interface WithClause extends Span {
  readonly type: 'WithClause';
  readonly keyword: Token;
  readonly open?: Token;
  readonly entries: readonly WithEntry[];
  readonly close?: Token;
  readonly broken: boolean;
}
export type Clause = WhenClause | AsClause | WithClause;
/** `from -> to` with its clauses in the order written; `when`, `as`, `with` hold the ones that count (E030: the first). */
export interface EdgeStatement extends StatementBase {
  readonly type: 'Edge';
  readonly from: Token;
  readonly arrow: Token;
  readonly to?: Token;
  readonly clauses: readonly Clause[];
  readonly when?: WhenClause;
  readonly as?: AsClause;
  readonly with?: WithClause;
}

/** Text that is no statement (L-REC-02…05). As a statement it has attached comments and lines like any other. */
export interface ErrorNode extends Span {
  readonly type: 'Error';
  readonly tokens: readonly Token[];
}
export interface ErrorStatement extends StatementBase {
  readonly type: 'ErrorStatement';
  readonly tokens: readonly Token[];
}

export type Statement = Declaration | Property | Entry | EdgeStatement | ErrorStatement;
export type SyntaxNode = Statement | Value | Block | Body | Clause | WithEntry | ErrorNode | Comment;

// ── Chunks and file ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** A parsing diagnostic with offsets relative to the chunk; the document turns it into a `Diagnostic`. */
export interface ChunkDiagnostic extends Span {
  readonly code: string;
  readonly severity: Diagnostic['severity'];
  readonly message: string;
  readonly hint: string;
  readonly fixes?: readonly {
    readonly title: string;
    readonly preferred?: boolean;
    readonly edits: readonly TextEdit[];
  }[];
}

/** What a chunk's reading depends on besides its own text. */
export interface ChunkContext {
  readonly strictEscape: boolean;
  /** Where the chunk stands: among the top-level statements, or in a workflow body (then the body's indentation). */
  readonly place: 'file' | 'workflow';
  /** Indentation of the statements here. */
  readonly indent: number;
  /** The block was opened by a tab-led line, so its indentation is not settled yet (L-LEX-09). */
  readonly loose: boolean;
  /** The run of ill-indented lines that the line before belongs to (reported once, L-LEX-08, L-LEX-09). */
  readonly run: 'none' | 'deep' | 'tab';
  /** Where the chunk starts in the middle of a line, after a complete statement (E015): the indentation of that line; else -1. */
  readonly midLine: number;
  /** The chunk starts the file, where front matter may stand. */
  readonly first: boolean;
}

export interface Chunk {
  readonly text: string;
  readonly context: ChunkContext;
  /** How many characters from its start were looked at; a change beyond them does not concern it. */
  readonly reach: number;
  /** Undefined: only comments and blanks (the end of a file). */
  readonly statement: Statement | undefined;
  /** The statement belongs to the body of the workflow above. */
  readonly inWorkflow: boolean;
  readonly tokens: readonly Token[];
  readonly comments: readonly Comment[];
  /** At most 1 000. */
  readonly diagnostics: readonly ChunkDiagnostic[];
  /** How many further ones there are. */
  readonly omitted: number;
  /** Declarations that stand inside the statement (L-REC-05), outermost first. */
  readonly inner: readonly Declaration[];
  /** Edits that the fix of an earlier chunk's E003 takes along, because its run of ill-indented lines goes on here. */
  readonly runEdits: readonly TextEdit[];
}

/** A node of a chunk together with the chunk's place: `at` + an offset of the node is an offset of the text. */
export interface Placed<N> {
  readonly node: N;
  readonly at: number;
  readonly chunk: Chunk;
}

/** A workflow with the statements of its body, in file order. */
export interface WorkflowView {
  readonly header: Placed<Declaration>;
  /** Items (`Property`), edges and error statements. */
  readonly statements: readonly Placed<Property | EdgeStatement | ErrorStatement>[];
}

/** A `## @group NAME: node, node` comment. */
export interface GroupComment {
  readonly comment: Comment;
  readonly name: string;
  readonly nameSpan: Span;
  readonly members: readonly { readonly name: string; readonly span: Span }[];
}

/** The block of `##` lines between two `## ---` (L-LEX-13). Offsets are relative to the first chunk. */
export interface FrontMatter extends Span {
  readonly name?: string;
  readonly description?: string;
  readonly triggers: readonly string[];
  readonly capabilities: readonly string[];
}

export interface File {
  readonly chunks: readonly Chunk[];
  /** Absolute start of each chunk. */
  readonly starts: readonly number[];
  /** Declarations and error statements of the file in order, also those written inside another one (L-REC-05); no workflow items. */
  readonly statements: readonly Placed<Declaration | ErrorStatement>[];
  readonly workflows: readonly WorkflowView[];
  readonly groups: readonly Placed<GroupComment>[];
  readonly frontMatter?: FrontMatter;
}

// ── Reading the tree ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** The declarations of the file in order; with `kind`, those of one kind. */
export function declarationsOf(file: File, kind?: TopKind): Placed<Declaration>[] {
  const found: Placed<Declaration>[] = [];
  for (const placed of file.statements) {
    if (placed.node.type !== 'Declaration') continue;
    if (kind === undefined || placed.node.kind === kind) found.push(placed as Placed<Declaration>);
  }
  return found;
}

/** The edges of a workflow in file order. */
export function edgesOf(workflow: WorkflowView): Placed<EdgeStatement>[] {
  return workflow.statements.filter((placed): placed is Placed<EdgeStatement> => placed.node.type === 'Edge');
}

/** The items (`entry`, `budget`, …) of a workflow in file order. */
export function itemsOf(workflow: WorkflowView): Placed<Property>[] {
  return workflow.statements.filter((placed): placed is Placed<Property> => placed.node.type === 'Property');
}

/** The statements of a declaration's, property's or entry's block; none without a block. */
export function statementsOf(node: { readonly block?: Block }): readonly Statement[] {
  return node.block === undefined ? [] : node.block.statements;
}

export function propertiesOf(node: { readonly block?: Block }): Property[] {
  return statementsOf(node).filter((statement): statement is Property => statement.type === 'Property');
}

export function entriesOf(node: { readonly block?: Block }): Entry[] {
  return statementsOf(node).filter((statement): statement is Entry => statement.type === 'Entry');
}

/**
 * The property of that name that counts: the last one (L-DECL-04), under its preferred name or a synonym. A property whose
 * synonym is also present does not hide the preferred spelling (C101).
 */
export function propertyOf(node: { readonly block?: Block }, name: string): Property | undefined {
  let found: Property | undefined;
  for (const property of propertiesOf(node)) {
    if ((property.row?.name ?? property.name.value) !== name) continue;
    if (found === undefined || property.name.value === name || found.name.value !== name) found = property;
  }
  return found;
}

/** The decoded text of a literal (names, strings, numbers as written); undefined for lists, maps, JSON and nothing. */
export function textOf(value: Value | undefined): string | undefined {
  return value?.type === 'Literal' ? value.token.value : undefined;
}

/** Whether a token is written as a string of any form. */
export function isString(token: Token): boolean {
  return token.kind === 'string' || token.kind === 'raw' || token.kind === 'scalar' || token.kind === 'quoted';
}

/** The meaning of a literal, list, map or JSON literal as data. A bare word other than true, false, null is its text. */
export function jsonOf(value: Value): Json {
  switch (value.type) {
    case 'Literal':
      return jsonOfToken(value.token);
    case 'List':
      return value.elements.map((element) => jsonOfToken(element.token));
    case 'Map': {
      const result: { [key: string]: Json } = {};
      for (const entry of value.entries) define(result, entry.key.value, entry.value ? jsonOf(entry.value) : null);
      return result;
    }
    case 'Json': {
      if (value.shape === 'array') return value.elements.map(jsonOf);
      const result: { [key: string]: Json } = {};
      for (const member of value.members) define(result, member.key.value, member.value ? jsonOf(member.value) : null);
      return result;
    }
    default:
      return value satisfies never;
  }
}

/** Own data property even for a key such as `__proto__`. */
function define(target: { [key: string]: Json }, key: string, value: Json): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

export function jsonOfToken(token: Token): Json {
  if (token.kind === 'int' || token.kind === 'float') return Number(token.text);
  if (token.kind !== 'name') return token.value;
  if (token.text === 'true') return true;
  if (token.text === 'false') return false;
  return token.text === 'null' ? null : token.text;
}

/** The chunk offset at which character `valueOffset` of a token's value stands; the value's length gives the end. */
export function sourceOffset(token: Token, valueOffset: number): number {
  const { map } = token;
  if (map === undefined) {
    const quote = token.kind === 'string' || token.kind === 'raw' || token.kind === 'quoted' ? 1 : 0;
    return token.start + quote + valueOffset;
  }
  let low = 0;
  let high = map.length / 2 - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((map[middle * 2] ?? 0) <= valueOffset) low = middle;
    else high = middle - 1;
  }
  return (map[low * 2 + 1] ?? token.start) + valueOffset - (map[low * 2] ?? 0);
}

/** The chunk span of a stretch of a token's value. */
export function valueSpan(token: Token, from: number, to: number): Span {
  if (to <= from) {
    const at = sourceOffset(token, from);
    return { start: at, end: at };
  }
  // The last character is located by itself: the stretch after it may stand on another line.
  return { start: sourceOffset(token, from), end: sourceOffset(token, to - 1) + 1 };
}

/** The description of a statement: its attached comment lines, `ignore` lines left out; undefined without any (L-CST-04). */
export function descriptionOf(statement: Statement): string | undefined {
  const lines = statement.comments.filter((comment) => ignoredCodes(comment) === undefined);
  return lines.length === 0 ? undefined : lines.map((comment) => comment.value).join('\n');
}

/** The codes of a `## ignore CODE, …` comment (L-DIAG-07); undefined for any other comment. */
export function ignoredCodes(comment: Comment): string[] | undefined {
  if (!/^ignore\s/.test(comment.value)) return undefined;
  const codes = comment.value
    .slice('ignore'.length)
    .split(/[\s,]+/)
    .filter((part) => part !== '');
  return codes.length > 0 && codes.every((code) => /^[A-Z]\d{3}$/.test(code)) ? codes : undefined;
}
