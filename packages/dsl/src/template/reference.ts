// One `{{…}}` of a template (§5.1): a reference, the escape for a literal `{{`, or a malformed reference (L-TPL-01). Offsets are
// those of the value the template is written in.
import { isNamespace, NAMESPACES, type Span } from '../expression/parse.ts';
import type { Ref } from '../graph.ts';

export interface RefPiece extends Span {
  readonly kind: 'ref';
  readonly ns: Ref['ns'];
  readonly path: readonly (string | number)[];
  /** `{{!…}}` (L-TPL-12…14). */
  readonly raw: boolean;
  /** Where the `!` stands. */
  readonly bang?: Span;
  /** The name space, then one span per element of `path`. */
  readonly names: readonly Span[];
}
export interface TemplateError extends Span {
  readonly message: string;
  /** The offset at which `}}` makes it a reference. */
  readonly closeAt?: number;
}
export type Braces =
  | { readonly kind: 'ref'; readonly piece: RefPiece }
  | { readonly kind: 'escape'; readonly end: number }
  | { readonly kind: 'error'; readonly error: TemplateError };

const NAME = /[A-Za-z_]+/y;
const SEGMENT = /[^ \t\r\n.[\]{}|"'!]+/y;
const INDEX = /\[(-?[0-9]+)\]/y;

/** Reads the braces that open at `start` (where `{{` stands). */
export function readBraces(text: string, start: number): Braces {
  for (const escape of [`{{"{{"}}`, `{{'{{'}}`]) {
    if (text.startsWith(escape, start)) return { kind: 'escape', end: start + escape.length };
  }
  let at = blanks(text, start + 2);
  const bang = text.charAt(at) === '!' ? { start: at, end: at + 1 } : undefined;
  if (bang !== undefined) at = blanks(text, at + 1);
  const name = match(NAME, text, at)?.[0];
  if (name === undefined || !isNamespace(name)) return malformed(text, start, noNamespace(text, at));
  const names: Span[] = [{ start: at, end: at + name.length }];
  const path: (string | number)[] = [];
  at += name.length;
  for (;;) {
    if (text.charAt(at) === '.') {
      const segment = match(SEGMENT, text, at + 1)?.[0];
      if (segment === undefined) return malformed(text, start, 'names nothing after its last `.`');
      path.push(segment);
      names.push({ start: at + 1, end: at + 1 + segment.length });
      at += 1 + segment.length;
      continue;
    }
    const index = path.length > 0 ? match(INDEX, text, at) : undefined;
    if (index === undefined) break;
    path.push(Number(index[1]));
    names.push({ start: at, end: at + index[0].length });
    at += index[0].length;
  }
  if (path.length === 0) return malformed(text, start, `names nothing in \`${name}\``);
  const end = blanks(text, at);
  if (text.startsWith('}}', end)) {
    const piece: RefPiece = { kind: 'ref', ns: name, path, raw: bang !== undefined, names, start, end: end + 2 };
    return { kind: 'ref', piece: bang === undefined ? piece : { ...piece, bang } };
  }
  if (text.charAt(end) === '|') return malformed(text, start, 'uses a filter, which this language does not have');
  const close = boundary(text, start);
  if (!close.closed) return malformed(text, start, 'has no closing `}}` on its line', at);
  const rest = text.slice(at, close.at).trim();
  return malformed(text, start, `has \`${rest.slice(0, 40)}\` where \`.\`, \`[n]\` or \`}}\` belongs`);
}

function noNamespace(text: string, at: number): string {
  if (text.startsWith('}}', at)) return 'is empty';
  if (text.startsWith('{', at)) return 'holds another `{`';
  return `does not start with a name space (${NAMESPACES.join(', ')})`;
}

/** A malformed reference reaches to its `}}`; without one to the next `{{`, the end of the line or of the text. */
function malformed(text: string, start: number, why: string, closeAt?: number): Braces {
  const { at, closed } = boundary(text, start);
  const end = closed ? at + 2 : at;
  const shown = text.slice(start, Math.min(end, start + 60));
  const error = { start, end, message: `The reference \`${shown}\` ${why}.` };
  return { kind: 'error', error: closeAt === undefined ? error : { ...error, closeAt } };
}

/** Where the braces at `start` close, else where the search ends; never looks beyond, so a text is read in linear time. */
function boundary(text: string, start: number): { readonly at: number; readonly closed: boolean } {
  for (let at = start + 2; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '}' && text.charAt(at + 1) === '}') return { at, closed: true };
    if (char === '\n' || (char === '{' && text.charAt(at + 1) === '{')) return { at, closed: false };
  }
  return { at: text.length, closed: false };
}

function blanks(text: string, from: number): number {
  let at = from;
  while (text.charAt(at) === ' ' || text.charAt(at) === '\t') at++;
  return at;
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
