// Every `{{reference}}` and expression path of a statement, with the spans of its name space and segments in the statement's
// chunk. Rename and the moving of clauses replace these spans and nothing else.
import { parseExpression } from '../expression/parse.ts';
import type { Ref } from '../graph.ts';
import { memo } from '../memo.ts';
import { parseTemplate } from '../template/template.ts';
import { isString, type JsonValue, type Span, type Statement, type Token, type Value, valueSpan } from '../tree.ts';

type ReferencePlace = 'body' | 'property' | 'with' | 'when' | 'bound' | 'expr';

export interface Reference {
  readonly ns: Ref['ns'];
  readonly path: readonly (string | number)[];
  /** The name space; for a bare name of an expression, which stands for `input.NAME`, the name itself. */
  readonly nsSpan: Span;
  /** One span per element of `path`. */
  readonly spans: readonly Span[];
  readonly bare: boolean;
  readonly in: ReferencePlace;
}

/** The references of a statement and of the statements inside it, in order. */
export const readReferences: (statement: Statement) => readonly Reference[] = memo((statement: Statement) => {
  const found: Reference[] = [];
  const open: Statement[] = [statement];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    switch (next.type) {
      case 'Declaration':
        if (next.body?.token !== undefined) found.push(...inTemplate(next.body.token, 'body'));
        break;
      case 'Property':
        if (next.row?.value.kind === 'string' && next.row.value.template === true)
          for (const token of tokensOf(next.value)) found.push(...inTemplate(token, 'property'));
        break;
      case 'Entry':
        if (next.role === 'expr') for (const token of tokensOf(next.value)) found.push(...inExpression(token, 'expr'));
        break;
      case 'Edge':
        if (next.when?.condition !== undefined && isString(next.when.condition))
          found.push(...inExpression(next.when.condition, 'when'));
        if (next.as?.bound !== undefined && isString(next.as.bound)) found.push(...inTemplate(next.as.bound, 'bound'));
        for (const entry of next.with?.entries ?? [])
          for (const token of tokensOf(entry.value)) found.push(...inTemplate(token, 'with'));
        break;
      case 'ErrorStatement':
        break;
      default:
        next satisfies never;
    }
    if (next.type !== 'Edge' && next.type !== 'ErrorStatement' && next.block !== undefined)
      open.push(...next.block.statements);
  }
  return found;
});

/** The string tokens of a value, leaves of JSON included. */
function tokensOf(value: Value | undefined): Token[] {
  const tokens: Token[] = [];
  const open: (Value | JsonValue)[] = value === undefined ? [] : [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.type === 'Literal') {
      if (isString(next.token)) tokens.push(next.token);
    } else if (next.type === 'Json')
      open.push(
        ...(next.shape === 'array'
          ? next.elements
          : next.members.flatMap((member) => (member.value === undefined ? [] : [member.value]))),
      );
  }
  return tokens;
}

function inTemplate(token: Token, place: ReferencePlace): Reference[] {
  if (!token.value.includes('{{')) return [];
  const found: Reference[] = [];
  for (const piece of parseTemplate(token.value).pieces) {
    if (piece.kind !== 'ref') continue;
    const [ns, ...names] = piece.names.map((span) => valueSpan(token, span.start, span.end));
    if (ns !== undefined)
      found.push({ ns: piece.ns, path: piece.path, nsSpan: ns, spans: names, bare: false, in: place });
  }
  return found;
}

function inExpression(token: Token, place: ReferencePlace): Reference[] {
  const parsed = parseExpression(token.value);
  const found: Reference[] = [];
  for (const path of parsed.paths) {
    const segments = parsed.spans.get(path)?.segments ?? [];
    const [ns, ...names] = segments.map((span) => valueSpan(token, span.start, span.end));
    if (ns === undefined) continue;
    const literal = path.path.map((segment) => (typeof segment === 'string' ? segment : ''));
    found.push({ ns: path.ns, path: literal, nsSpan: ns, spans: names, bare: names[0]?.start === ns.start, in: place });
  }
  return found;
}
