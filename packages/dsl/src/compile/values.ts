// Texts of the file as texts of the graph: templates with resolved references, environment texts, commands (Appendix A). Where a
// text is used by several nodes, a reference is known when it is known in all of them, and typed when they agree.
import type { EnvText, Expr, MixedText, Range, Ref, Segment, StaticType, Template } from '../graph.ts';
import type { ParsedExpression } from '../expression/parse.ts';
import type { EnvDefault, EnvPiece, TextPiece } from '../template/environment.ts';
import type { RefPiece } from '../template/reference.ts';
import type { ParsedText } from '../template/template.ts';
import { valueSpan, type Span, type Token } from '../tree.ts';
import { lookup, type PathElement, type Scope } from './scope.ts';
import type { Model } from './model.ts';
import { environmentOf } from './texts.ts';

type EnvSegment = Extract<EnvText['segments'][number], { kind: 'env' }>;

/** Records that a text names an environment variable: for which nodes, and whether it can do without a value. */
export type EnvironmentUse = (users: readonly string[], name: string, optional: boolean, range: Range) => void;

export class Values {
  private readonly model: Model;
  private readonly use: EnvironmentUse;

  constructor(model: Model, use: EnvironmentUse) {
    this.model = model;
    this.use = use;
  }

  template(parsed: ParsedText, token: Token, at: number, scopes: readonly Scope[]): Template {
    const segments: Segment[] = [];
    for (const piece of parsed.pieces) {
      if (piece.kind === 'text') segments.push({ kind: 'text', text: piece.text });
      else if (piece.kind === 'ref') segments.push(this.reference(piece, token, at, scopes));
    }
    return { source: parsed.source, whole: parsed.whole, segments };
  }

  /** A text with both kinds of reference; `user` is the node that needs its environment. */
  mixed(parsed: ParsedText, token: Token, at: number, scopes: readonly Scope[], user: string): MixedText {
    const segments: MixedText['segments'] = [];
    for (const piece of parsed.pieces) {
      if (piece.kind === 'text') segments.push({ kind: 'text', text: piece.text });
      else if (piece.kind === 'ref') segments.push(this.reference(piece, token, at, scopes));
      else segments.push(this.environment(piece, token, at, [user], parsed.quoting !== undefined));
    }
    const text: MixedText = { source: parsed.source, segments };
    if (parsed.quoting !== undefined) text.quoting = [...parsed.quoting];
    return text;
  }

  /** `users` are the nodes that need it; none: the run as a whole. */
  envText(token: Token, at: number, ...users: readonly string[]): EnvText {
    const parsed = environmentOf(token);
    const segments: EnvText['segments'] = [];
    for (const piece of parsed.pieces) {
      if (piece.kind === 'text') segments.push({ kind: 'text', text: piece.text });
      else if (piece.kind === 'env') segments.push(this.environment(piece, token, at, users, false));
    }
    return { source: parsed.source, segments };
  }

  private environment(
    piece: EnvPiece,
    token: Token,
    at: number,
    users: readonly string[],
    optional: boolean,
  ): EnvSegment {
    const range = this.range(token, at, piece);
    this.use(users, piece.name, optional || piece.default !== undefined, range);
    const segment: EnvSegment = { kind: 'env', name: piece.name, range };
    if (piece.default !== undefined) segment.default = this.fallback(piece.default, token, at, users, optional);
    return segment;
  }

  private fallback(text: EnvDefault, token: Token, at: number, users: readonly string[], optional: boolean): EnvText {
    const segments = text.pieces.map((piece: TextPiece | EnvPiece): EnvText['segments'][number] =>
      piece.kind === 'text' ? { kind: 'text', text: piece.text } : this.environment(piece, token, at, users, optional),
    );
    return { source: text.source, segments };
  }

  private reference(piece: RefPiece, token: Token, at: number, scopes: readonly Scope[]): Segment {
    const { known, type } = this.resolve(piece.ns, piece.path, scopes);
    const ref: Ref = { ns: piece.ns, path: [...piece.path], known, type };
    return { kind: 'ref', ref, raw: piece.raw, range: this.range(token, at, piece) };
  }

  private resolve(
    ns: Ref['ns'],
    path: readonly PathElement[],
    scopes: readonly Scope[],
  ): { known: boolean; type: StaticType } {
    let known = true;
    let type: StaticType | undefined;
    for (const scope of scopes) {
      const found = lookup(this.model, scope, ns, path);
      known &&= found.known;
      type = type === undefined || type === found.type ? found.type : 'unknown';
    }
    return { known, type: type ?? 'unknown' };
  }

  /** The expression with `known: false` on the paths that name nothing; unchanged parts are shared. */
  expression(parsed: ParsedExpression, expr: Expr, scope: Scope): Expr {
    const unknown = parsed.paths.filter((path) => !lookup(this.model, scope, path.ns, pathElements(path)).known);
    return unknown.length === 0 ? expr : withUnknown(expr, new Set(unknown));
  }

  range(token: Token, at: number, span: Span): Range {
    return this.model.context.range(at, valueSpan(token, span.start, span.end));
  }
}

/** The path of an expression with its computed indexes left open. */
export function pathElements(path: Extract<Expr, { op: 'path' }>): PathElement[] {
  return path.path.map((element) => {
    if (typeof element === 'string') return element;
    if (element.op === 'neg' && element.arg.op === 'lit' && typeof element.arg.value === 'number')
      return -element.arg.value;
    if (element.op !== 'lit') return undefined;
    return typeof element.value === 'string' || typeof element.value === 'number' ? element.value : undefined;
  });
}

/** Depth is bounded by the parser (at most 2 000), so this recurses. */
function withUnknown(expr: Expr, unknown: ReadonlySet<Expr>): Expr {
  const inner = (each: Expr): Expr => withUnknown(each, unknown);
  switch (expr.op) {
    case 'lit':
      return expr;
    case 'path': {
      const path = expr.path.map((element) => (typeof element === 'string' ? element : inner(element)));
      return { ...expr, path, known: expr.known && !unknown.has(expr) };
    }
    case 'member':
      return { ...expr, of: inner(expr.of), key: typeof expr.key === 'string' ? expr.key : inner(expr.key) };
    case 'not':
    case 'neg':
      return { ...expr, arg: inner(expr.arg) };
    case 'call':
      return { ...expr, args: expr.args.map(inner) };
    default:
      return { ...expr, left: inner(expr.left), right: inner(expr.right) };
  }
}
