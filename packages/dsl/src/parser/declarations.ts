// Top-level statements: declarations of every kind, and what is none (§2.1, L-REC-04…06).
import { didYouMean } from '../didYouMean.ts';
import { languageTable } from '../language/index.ts';
import type { KindRow } from '../language/table.ts';
import { COLON, isNameStart, nameEnd } from '../lexer/characters.ts';
import { DECLARATION_KEYWORDS, type Scanner } from '../lexer/scanner.ts';
import type { DeclarationKind } from '../edit/operations.ts';
import type { Block, Body, Declaration, EdgeStatement, ErrorStatement, Property, Token, TopKind } from '../tree.ts';
import { type ReadStatement, readBlock } from './blocks.ts';
import { readEdge } from './edges.ts';
import { readField, readVariable } from './entries.ts';
import { endError, endErrorLine, errorStatement, readError } from './errorStatement.ts';
import { insertFix, wantsWord } from './expectation.ts';
import { type Begun, Layout, type Tail, gapAfter } from './layout.ts';
import { takeLiteralToken } from './literals.ts';
import { promptTextFix, readBody } from './promptBody.ts';
import { propertyReader, readAttachment, readPreset, readProperty } from './properties.ts';
import { takeRest, tokenEnd } from './recovery.ts';

const NAMED: readonly string[] = [...DECLARATION_KEYWORDS];
const UNNAMED: readonly string[] = ['vars', 'presets', 'attachments'];
const KEYWORDS: readonly string[] = [...NAMED, ...UNNAMED];
const KEYWORD_HINT = `Use one of ${KEYWORDS.join(', ')}.`;
const BODIES: { readonly [K in 'vars' | 'presets' | 'attachments']: ReadStatement } = {
  vars: readVariable,
  presets: readPreset,
  attachments: readAttachment,
};

export function newLayout(scanner: Scanner): Layout {
  return new Layout(scanner, (layout, begun) => readDeclaration(layout, begun, 'inline'));
}

/** Reads a top-level statement at its first token. */
export function readTop(layout: Layout, begun: Begun): Declaration | ErrorStatement {
  const { scanner } = layout;
  const word = keywordAt(scanner, scanner.pos);
  if (word === undefined) return readUnknown(layout, begun);
  if (word === 'vars' || word === 'presets' || word === 'attachments') return readMemberBlock(layout, begun, word);
  return readDeclaration(layout, begun, 'chunks');
}

/** The keyword of a top-level statement that stands at `at`. */
function keywordAt(scanner: Scanner, at: number): string | undefined {
  const word = scanner.text.slice(at, scanner.nameEndAt(at));
  return KEYWORDS.includes(word) ? word : undefined;
}

/**
 * Unknown top-level statements, one or several in a row, with the indented lines they swallow: one E001 each (L-REC-04). They
 * are one element, so that a large file of something else altogether does not become millions of them.
 */
function readUnknown(layout: Layout, begun: Begun): ErrorStatement {
  const { scanner } = layout;
  const from = scanner.tokens.length;
  for (;;) {
    if (isNameStart(scanner.text, scanner.pos)) {
      reportUnknown(scanner);
      takeRest(scanner, undefined);
    } else if (!scanner.atLineEnd()) {
      takeRest(scanner, 'A top-level statement starts with a keyword');
    }
    endErrorLine(layout, begun);
    const next = scanner.nextLine();
    if (next === undefined || next.indent !== begun.indent || keywordAt(scanner, next.content) !== undefined) {
      return errorStatement(layout, begun, from, {});
    }
    scanner.enterLine(next);
    scanner.skip();
  }
}

function reportUnknown(scanner: Scanner): void {
  const { text, pos } = scanner;
  const end = nameEnd(text, pos);
  const word = text.slice(pos, end);
  // Only what fits the rest of the header: a name and a colon after it, or just a colon.
  const name = scanner.afterBlanks(end);
  const named = isNameStart(text, name);
  const colon = named ? scanner.afterBlanks(nameEnd(text, name)) : name;
  const header = text.charCodeAt(colon) === COLON && scanner.nothingFollows(colon + 1);
  const near = header ? didYouMean(word, named ? NAMED : UNNAMED) : undefined;
  const edits = [{ start: pos, end, newText: near ?? '' }];
  const fixes = near === undefined ? [] : [{ title: `Change to \`${near}\``, preferred: true, edits }];
  scanner.report('E001', pos, end, `${word} starts no declaration`, KEYWORD_HINT, fixes);
}

function readMemberBlock(layout: Layout, begun: Begun, kind: 'vars' | 'presets' | 'attachments'): Declaration {
  const { scanner } = layout;
  const keyword = scanner.takeName();
  const header = readHeaderEnd(layout, keyword, false, []);
  const own = scanner.errors;
  const block = readBlock(layout, begun.indent, BODIES[kind]);
  return declaration(layout, begun, { kind, keyword, ...header }, { block, own });
}

/** Reads a declaration with a name. `workflow`: whether a workflow's body follows as chunks or is read in place. */
function readDeclaration(layout: Layout, begun: Begun, workflow: 'chunks' | 'inline'): Declaration {
  const { scanner } = layout;
  const keyword = scanner.takeName();
  const kind = keyword.text as DeclarationKind;
  const row = languageTable.kinds[kind];
  const name = readName(layout, keyword);
  const header = readHeaderEnd(layout, name ?? keyword, name === undefined, row.body === 'text' ? [promptTextFix] : []);
  const own = scanner.errors;
  const parts = { kind, keyword, ...(name === undefined ? {} : { name }), ...header };
  if (row.body === 'text') {
    const { body, rest } = readBody(layout, begun.indent);
    const tail = rest === undefined ? header.tail : { ...header.tail, rest };
    return declaration(layout, begun, { ...parts, tail }, { body, own });
  }
  if (row.body === 'workflow' && workflow === 'chunks') {
    const first = scanner.nextLine();
    const hasBody = first !== undefined && layout.opens(first, begun.indent);
    return declaration(layout, begun, parts, { hasBody, own });
  }
  return declaration(layout, begun, parts, { block: readBlock(layout, begun.indent, bodyReader(row)), own });
}

function bodyReader(row: KindRow): ReadStatement {
  if (row.body === 'fields') return readField;
  return row.body === 'workflow' ? readWorkflowStatement : propertyReader(row.properties);
}

/** An item or an edge: the token after the first word decides (L-LEX-15, L-WF-01). */
export function readWorkflowStatement(layout: Layout, begun: Begun): Property | EdgeStatement | ErrorStatement {
  const { scanner } = layout;
  if (!isNameStart(scanner.text, scanner.pos)) return readError(layout, begun, 'An item or edge starts with a name');
  const from = scanner.tokens.length;
  const name = scanner.takeName();
  scanner.skip();
  if (scanner.startsArrow(scanner.pos)) return readEdge(layout, begun, name);
  if (scanner.code() === COLON) return readProperty(layout, begun, name, languageTable.kinds.workflow.properties);
  const at = gapAfter(scanner, name);
  const [start, end] = scanner.atLineEnd() ? [at, at] : [scanner.pos, tokenEnd(scanner)];
  const known = languageTable.kinds.workflow.properties.some((row) => row.name === name.text);
  const fixes = scanner.atLineEnd()
    ? []
    : known
      ? [insertFix(at, ':')]
      : isNameStart(scanner.text, scanner.pos)
        ? [insertFix(at, ' ->')]
        : [];
  const message = `\`->\` or \`:\` is missing after ${name.text}`;
  scanner.report('E002', start, end, message, 'Write `a -> b` or `item: value`.', fixes);
  scanner.skip();
  if (!scanner.atLineEnd()) takeRest(scanner, undefined);
  return endError(layout, begun, from);
}

// ── Headers ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

function readName(layout: Layout, keyword: Token): Token | undefined {
  const { scanner } = layout;
  scanner.skip();
  if (isNameStart(scanner.text, scanner.pos)) return scanner.takeName();
  const quote = scanner.text.charAt(scanner.pos);
  if (quote === '"' || quote === "'") {
    const token = takeLiteralToken(scanner);
    if (token !== undefined && token.kind === 'string') wantsWord(scanner, token, 'a name');
    return token;
  }
  const at = gapAfter(scanner, keyword);
  const gap = scanner.atLineEnd() || scanner.code() === COLON;
  const [start, end] = gap ? [at, at] : [scanner.pos, tokenEnd(scanner)];
  scanner.report('E002', start, end, `The ${keyword.text} has no name`, `Write \`${keyword.text} NAME:\`.`);
  return undefined;
}

interface Header {
  readonly colon?: Token;
  readonly tail: Tail;
}

/**
 * Reads `:` and the end of the header line. Without a colon E002 (L-REC-06), unless a missing name has been reported here; other
 * text is E001.
 */
function readHeaderEnd(
  layout: Layout,
  last: Token,
  unnamed: boolean,
  textFixes: readonly ((layout: Layout) => Parameters<Scanner['report']>[5])[],
): Header {
  const { scanner } = layout;
  scanner.skip();
  if (scanner.code() === COLON) {
    const colon = scanner.take('punctuation', scanner.pos + 1);
    scanner.skip();
    if (scanner.atLineEnd()) return { colon, tail: layout.endLine() };
    const fixes = textFixes.flatMap((make) => make(layout) ?? []);
    const rest = takeRest(scanner, 'Text cannot follow the header on its line', fixes);
    return { colon, tail: { ...layout.endLine(true), rest } };
  }
  if (!unnamed) {
    const at = gapAfter(scanner, last);
    const [start, end] = scanner.atLineEnd() ? [at, at] : [scanner.pos, tokenEnd(scanner)];
    const fixes = scanner.atLineEnd() ? [insertFix(at, ':')] : [];
    scanner.report('E002', start, end, `A colon is missing after ${last.text}`, 'End the header with `:`.', fixes);
  }
  return { tail: layout.endLine(true) };
}

function declaration(
  layout: Layout,
  begun: Begun,
  header: { kind: TopKind; keyword: Token; name?: Token; colon?: Token; tail: Tail },
  content: { block?: Block | undefined; body?: Body; hasBody?: boolean; own: number },
): Declaration {
  const { kind, keyword, name, colon, tail } = header;
  const { block, body, own } = content;
  const empty = block === undefined && body?.token === undefined && content.hasBody !== true;
  if (empty && own === begun.errors && tail.rest === undefined) reportEmpty(layout, begun, header);
  const node = layout.statement<Declaration>('Declaration', begun, tail, own);
  node.kind = kind;
  node.keyword = keyword;
  if (name !== undefined) node.name = name;
  if (colon !== undefined) node.colon = colon;
  if (block !== undefined) node.block = block;
  if (body !== undefined) node.body = body;
  return node as Declaration;
}

function reportEmpty(layout: Layout, begun: Begun, header: { keyword: Token; name?: Token; colon?: Token }): void {
  const { scanner } = layout;
  const { start } = scanner;
  const end = (header.colon ?? header.name ?? header.keyword).end;
  const title = header.name === undefined ? 'Remove it' : 'Remove it (then correct what refers to it)';
  const what = header.name === undefined ? header.keyword.text : `${header.keyword.text} ${header.name.text}`;
  scanner.report(
    'E013',
    start + header.keyword.start,
    start + end,
    `\`${what}\` is empty`,
    'Add content or remove the declaration.',
    [{ title, edits: [{ start: start + begun.linesStart, end: scanner.pos, newText: '' }] }],
  );
}
