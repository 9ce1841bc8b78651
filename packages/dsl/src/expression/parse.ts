// Parser of the expression language (§4.1) to the `Expr` of the compiled graph. Total: an expression that does not parse has an
// `error` (C040) and no `expr`. Where things stand in the text is kept beside the tree (`spans`), not in it, so that equal
// expressions are equal values.
// Invariants: (1) nesting is at most 256 and the tree at most 2 000 deep, so consumers may recurse; (2) every node of the tree
// has a span; (3) a path is one node however it is written, `known` until the compiler says otherwise.
import type { Expr, Ref } from '../graph.ts';
import { FUNCTIONS, functionNamed } from './functions.ts';
import { tokenize, type ExprToken } from './tokens.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}
interface ExprSpan extends Span {
  /** The operator, function name or bracket, where the node has one. */
  readonly operator?: Span;
  /** Of a path: its first name, then one span per segment. */
  readonly segments?: readonly Span[];
  readonly depth: number;
}
interface ExpressionError extends Span {
  readonly message: string;
  /** The unknown name and what it may have meant, for did-you-mean. */
  readonly unknown?: { readonly name: string; readonly candidates: readonly string[] };
}
export interface ParsedExpression {
  readonly source: string;
  readonly expr?: Expr;
  readonly error?: ExpressionError;
  readonly spans: ReadonlyMap<Expr, ExprSpan>;
  readonly tokens: readonly ExprToken[];
  /** The path nodes of the tree, in order of appearance. */
  readonly paths: readonly Extract<Expr, { op: 'path' }>[];
}

export const NAMESPACES: readonly Ref['ns'][] = ['vars', 'input', 'outputs', 'artifacts', 'loop', 'run', 'attachments'];
const namespaces: ReadonlySet<string> = new Set(NAMESPACES);
export function isNamespace(name: string): name is Ref['ns'] {
  return namespaces.has(name);
}

const MAX_NESTING = 256;
const MAX_DEPTH = 2000;

/** Parses an expression (§4); the result has an `expr` or an `error`, never both. */
export function parseExpression(source: string): ParsedExpression {
  const parser = new ExpressionParser(source);
  try {
    const expr = parser.whole();
    return { source, expr, spans: parser.spans, tokens: parser.tokens, paths: parser.paths };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { source, error: error.detail, spans: new Map(), tokens: parser.tokens, paths: [] };
  }
}

class Failure extends Error {
  readonly detail: ExpressionError;
  constructor(detail: ExpressionError) {
    super(detail.message);
    this.detail = detail;
  }
}

type BinaryOp = Extract<Expr, { left: Expr }>['op'];
const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);
const ADDITIONS: ReadonlySet<string> = new Set(['+', '-']);
const PRODUCTS: ReadonlySet<string> = new Set(['*', '/', '%']);

class ExpressionParser {
  readonly tokens: readonly ExprToken[];
  readonly spans = new Map<Expr, ExprSpan>();
  readonly paths: Extract<Expr, { op: 'path' }>[] = [];
  private at = 0;
  private nesting = 0;

  constructor(source: string) {
    this.tokens = tokenize(source);
  }

  whole(): Expr {
    if (this.peek().kind === 'end') fail(this.peek(), 'The expression is empty.');
    const expr = this.or();
    const rest = this.peek();
    if (rest.kind === 'bad') failBad(rest);
    if (rest.kind !== 'end') {
      if (COMPARISONS.has(rest.text)) fail(rest, 'Comparisons do not chain; join two of them with `&&`.');
      fail(rest, `Expected an operator or the end, found \`${rest.text}\`.`);
    }
    return expr;
  }

  private peek(): ExprToken {
    // The last token is `end` or `bad`, and neither is ever consumed.
    return this.tokens[this.at]!;
  }

  private next(): ExprToken {
    const token = this.peek();
    this.at++;
    return token;
  }

  private isOperator(text: string): boolean {
    const token = this.peek();
    return token.kind === 'operator' && token.text === text;
  }

  private expect(text: string): ExprToken {
    const token = this.peek();
    if (this.isOperator(text)) return this.next();
    if (token.kind === 'bad') failBad(token);
    return fail(token, `Expected \`${text}\`, found ${shown(token)}.`);
  }

  private nested<T>(token: ExprToken, parse: () => T): T {
    if (++this.nesting > MAX_NESTING) fail(token, `The expression nests deeper than ${MAX_NESTING} levels.`);
    const result = parse();
    this.nesting--;
    return result;
  }

  private node<E extends Expr>(expr: E, span: Omit<ExprSpan, 'depth'>, ...parts: readonly Expr[]): E {
    let depth = 0;
    for (const part of parts) depth = Math.max(depth, this.spans.get(part)?.depth ?? 0);
    if (depth >= MAX_DEPTH) fail(span.operator ?? span, `The expression is more than ${MAX_DEPTH} operations deep.`);
    this.spans.set(expr, { ...span, depth: depth + 1 });
    return expr;
  }

  private spanOf(expr: Expr): Span {
    return this.spans.get(expr) ?? { start: 0, end: 0 };
  }

  private binary(operand: () => Expr, operators: (token: ExprToken) => BinaryOp | undefined, once = false): Expr {
    let left = operand();
    for (;;) {
      const token = this.peek();
      const op = operators(token);
      if (op === undefined) return left;
      this.at++;
      const right = operand();
      const span = { start: this.spanOf(left).start, end: this.spanOf(right).end, operator: token };
      left = this.node({ op, left, right }, span, left, right);
      if (once) return left;
    }
  }

  private or(): Expr {
    return this.binary(
      () => this.and(),
      (token) => (isWordOrOperator(token, 'or', '||') ? 'or' : undefined),
    );
  }

  private and(): Expr {
    return this.binary(
      () => this.not(),
      (token) => (isWordOrOperator(token, 'and', '&&') ? 'and' : undefined),
    );
  }

  private not(): Expr {
    const token = this.peek();
    if (!isWordOrOperator(token, 'not', '!')) return this.comparison();
    this.at++;
    const arg = this.nested(token, () => this.not());
    return this.node({ op: 'not', arg }, { start: token.start, end: this.spanOf(arg).end, operator: token }, arg);
  }

  private comparison(): Expr {
    return this.binary(() => this.sum(), operatorIn(COMPARISONS), true);
  }

  private sum(): Expr {
    return this.binary(() => this.product(), operatorIn(ADDITIONS));
  }

  private product(): Expr {
    return this.binary(() => this.unary(), operatorIn(PRODUCTS));
  }

  private unary(): Expr {
    const token = this.peek();
    if (!this.isOperator('-')) return this.postfix();
    this.at++;
    const arg = this.nested(token, () => this.unary());
    return this.node({ op: 'neg', arg }, { start: token.start, end: this.spanOf(arg).end, operator: token }, arg);
  }

  private postfix(): Expr {
    const literal = this.peek().kind !== 'name' && !this.isOperator('(');
    let expr = this.primary();
    for (;;) {
      const token = this.peek();
      const dot = this.isOperator('.');
      if (!dot && !this.isOperator('[')) return expr;
      if (literal) fail(token, `\`${token.text}\` cannot follow a literal.`);
      this.at++;
      let key: string | Expr;
      let end: ExprToken;
      if (dot) {
        end = this.next();
        if (end.kind !== 'name' && end.kind !== 'word') {
          this.at--;
          if (end.kind === 'bad') failBad(end);
          fail(end, `Expected a name after \`.\`, found ${shown(end)}.`);
        }
        key = end.text;
      } else {
        key = this.nested(token, () => this.or());
        end = this.expect(']');
      }
      expr = this.extend(expr, key, dot ? end : { start: token.start, end: end.end });
    }
  }

  /** A path takes the key into itself; anything else becomes a member access. */
  private extend(of: Expr, key: string | Expr, at: Span): Expr {
    const span = this.spans.get(of);
    const start = span?.start ?? at.start;
    const parts = typeof key === 'string' ? [of] : [of, key];
    if (of.op !== 'path') return this.node({ op: 'member', of, key }, { start, end: at.end, operator: at }, ...parts);
    of.path.push(key);
    this.spans.set(of, {
      start,
      end: at.end,
      segments: [...(span?.segments ?? []), at],
      depth: Math.max(span?.depth ?? 1, typeof key === 'string' ? 1 : 1 + (this.spans.get(key)?.depth ?? 0)),
    });
    return of;
  }

  private primary(): Expr {
    const token = this.peek();
    switch (token.kind) {
      case 'number':
        if (!token.text.includes('.') && !Number.isSafeInteger(token.value)) {
          fail(token, `\`${token.text}\` is beyond the whole numbers that can be held exactly (2^53 - 1).`);
        }
        this.at++;
        return this.node({ op: 'lit', value: token.value ?? 0 }, token);
      case 'string':
        this.at++;
        return this.node({ op: 'lit', value: token.value ?? '' }, token);
      case 'word':
        if (token.text === 'true' || token.text === 'false' || token.text === 'null') {
          this.at++;
          return this.node({ op: 'lit', value: token.text === 'null' ? null : token.text === 'true' }, token);
        }
        return fail(token, `Expected a value, found \`${token.text}\`.`);
      case 'name':
        this.at++;
        return this.isOperator('(') ? this.call(token) : this.path(token);
      case 'operator':
        if (token.text === '(') {
          this.at++;
          const expr = this.nested(token, () => this.or());
          this.expect(')');
          return expr;
        }
        if (token.text === '!') fail(token, 'Write parentheses around `!…` here; it binds looser than comparison.');
        return fail(token, `Expected a value, found \`${token.text}\`.`);
      case 'bad':
        return failBad(token);
      case 'end':
        return fail(token, 'Expected a value, found the end of the expression.');
    }
    return token.kind satisfies never;
  }

  private path(token: ExprToken): Expr {
    const ns = isNamespace(token.text) ? token.text : undefined;
    const path: Extract<Expr, { op: 'path' }> =
      ns === undefined
        ? { op: 'path', ns: 'input', path: [token.text], known: true }
        : { op: 'path', ns, path: [], known: true };
    this.paths.push(path);
    // A bare name stands for `input.NAME`: both its name space and its first segment are the name itself.
    const segments = ns === undefined ? [token, token] : [token];
    return this.node(path, { start: token.start, end: token.end, segments });
  }

  private call(name: ExprToken): Expr {
    const row = functionNamed(name.text);
    if (row === undefined) {
      const candidates = FUNCTIONS.map((each) => each.name);
      const message = `There is no function \`${name.text}\`; there are ${candidates.join(', ')}.`;
      throw new Failure({ message, start: name.start, end: name.end, unknown: { name: name.text, candidates } });
    }
    const open = this.expect('(');
    const args: Expr[] = [];
    if (!this.isOperator(')')) {
      do args.push(this.nested(open, () => this.or()));
      while (this.isOperator(',') && this.next());
    }
    const close = this.expect(')');
    const wanted = row.parameters.length;
    if (row.variadic === true ? args.length < wanted : args.length !== wanted) {
      const least = row.variadic === true ? 'at least ' : '';
      fail(
        name,
        `\`${row.name}(${row.parameters.join(', ')})\` takes ${least}${wanted} argument${wanted === 1 ? '' : 's'}, found ${args.length}.`,
      );
    }
    return this.node(
      { op: 'call', fn: row.name, args },
      { start: name.start, end: close.end, operator: name },
      ...args,
    );
  }
}

function operatorIn(set: ReadonlySet<string>): (token: ExprToken) => BinaryOp | undefined {
  return (token) => (token.kind === 'operator' && set.has(token.text) ? (token.text as BinaryOp) : undefined);
}

function isWordOrOperator(token: ExprToken, word: string, operator: string): boolean {
  return token.text === (token.kind === 'word' ? word : token.kind === 'operator' ? operator : undefined);
}

function shown(token: ExprToken): string {
  return token.kind === 'end' ? 'the end of the expression' : `\`${token.text}\``;
}

function fail(at: Span, message: string): never {
  throw new Failure({ message, start: at.start, end: at.end });
}

function failBad(token: ExprToken): never {
  fail(token, `\`${token.text}\` ${token.value ?? 'is no part of an expression'}.`);
}
