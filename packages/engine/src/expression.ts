// Evaluation of expressions (language.md §4): no side effects, one consistent scope, errors as values (L-EXPR-25).
// Invariants: 1 evaluation never throws; 2 a result is JSON (finite numbers, no -0); 3 long chains of operators and members
// are walked, not recursed into (their left spine is as long as the text; nesting proper is bounded by the compiler, L-LIM-04).
import type { Expr } from '@iterion/dsl';
import { callFunction } from './expressionFunctions.ts';
import { jsonEqual, member, type Json } from './json.ts';
import { arithmetic, EvaluationError, kindOf, numberResult, order, sum, truthy } from './operators.ts';
import { besideOutput, bareAttachment, isBesideOutput, namespaceMember, wholeNamespace } from './reference.ts';
import type { Scope } from './scope.ts';

export type Evaluated = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly message: string };

/** The value of an expression, or why it has none. */
export function evaluate(expr: Expr, scope: Scope): Evaluated {
  try {
    return { ok: true, value: valueOf(expr, scope) };
  } catch (error) {
    if (error instanceof EvaluationError) return { ok: false, message: error.message };
    throw error;
  }
}

type Binary = Extract<Expr, { left: Expr }>;
type Spine = Binary | Extract<Expr, { op: 'member' }>;

function valueOf(expr: Expr, scope: Scope): Json {
  const spine: Spine[] = [];
  let at = expr;
  for (;;) {
    if (at.op === 'member') {
      spine.push(at);
      at = at.of;
    } else if ('left' in at) {
      spine.push(at);
      at = at.left;
    } else break;
  }
  let value = leafValue(at, scope);
  for (let step = spine.pop(); step !== undefined; step = spine.pop()) {
    value = step.op === 'member' ? memberValue(value, step.key, scope) : binaryValue(step, value, scope);
  }
  return value;
}

function leafValue(expr: Exclude<Expr, Spine>, scope: Scope): Json {
  switch (expr.op) {
    case 'lit':
      return expr.value;
    case 'path':
      return pathValue(expr, scope);
    case 'not':
      return !truthy(valueOf(expr.arg, scope));
    case 'neg': {
      const value = valueOf(expr.arg, scope);
      if (typeof value !== 'number') throw new EvaluationError(`- needs a number, not ${kindOf(value)}`);
      return numberResult(-value, '-');
    }
    case 'call':
      return historyLength(expr, scope) ?? callFunction(expr.fn, expr.args, (argument) => valueOf(argument, scope));
    default:
      return expr satisfies never;
  }
}

/** `length(outputs.N.history)`, for which the list need not be made: in a loop that asks each time, it would cost its square. */
function historyLength({ fn, args }: Extract<Expr, { op: 'call' }>, scope: Scope): number | undefined {
  const [of] = args;
  if (fn !== 'length' || args.length !== 1 || of?.op !== 'path' || of.ns !== 'outputs') return undefined;
  const [node, key] = of.path;
  if (of.path.length !== 2 || typeof node !== 'string' || key !== 'history') return undefined;
  return scope.historyLength?.(node);
}

function pathValue(expr: Extract<Expr, { op: 'path' }>, scope: Scope): Json {
  const [head, second] = expr.path;
  if (head === undefined) return wholeNamespace(scope, expr.ns);
  const name = keyValue(head, scope);
  if (typeof name !== 'string') throw new EvaluationError(`${expr.ns}[…] needs a text, not ${kindOf(name)}`);
  let used = 1;
  let value = namespaceMember(scope, expr.ns, name) ?? null;
  if (expr.ns === 'outputs' && second !== undefined) {
    const key = keyValue(second, scope);
    const third = expr.path[2];
    const index = key === 'history' && typeof third === 'object' ? valueOf(third, scope) : undefined;
    if (typeof index === 'number' && Number.isInteger(index) && scope.historyItem !== undefined) {
      value = scope.historyItem(name, index) ?? null;
      used = 3;
    } else {
      value =
        typeof key === 'string' && isBesideOutput(key)
          ? (besideOutput(scope, name, key) ?? null)
          : memberValue(value, typeof second === 'string' ? second : { op: 'lit', value: key }, scope);
      used = 2;
    }
  } else if (expr.ns === 'attachments' && second === undefined) value = bareAttachment(value) ?? null;
  for (const key of expr.path.slice(used)) value = memberValue(value, key, scope);
  return value;
}

function keyValue(key: string | Expr, scope: Scope): Json {
  return typeof key === 'string' ? key : valueOf(key, scope);
}

/** L-EXPR-07: what is not there is null; an index of the wrong type is an error, except on null. */
function memberValue(value: Json, key: string | Expr, scope: Scope): Json {
  if (typeof key === 'string') return member(value, key) ?? null;
  const index = valueOf(key, scope);
  if (value === null) return null;
  if (Array.isArray(value)) {
    if (typeof index === 'number' && Number.isInteger(index)) return member(value, index) ?? null;
    throw new EvaluationError(`a list is indexed by a whole number, not by ${kindOf(index)}`);
  }
  if (typeof value === 'object') {
    if (typeof index === 'string') return member(value, index) ?? null;
    throw new EvaluationError(`a map is indexed by a text, not by ${kindOf(index)}`);
  }
  throw new EvaluationError(`${kindOf(value)} has no [${kindOf(index)}]`);
}

function binaryValue(expr: Binary, left: Json, scope: Scope): Json {
  if (expr.op === 'and') return truthy(left) && truthy(valueOf(expr.right, scope));
  if (expr.op === 'or') return truthy(left) || truthy(valueOf(expr.right, scope));
  const right = valueOf(expr.right, scope);
  switch (expr.op) {
    case '==':
      return jsonEqual(left, right);
    case '!=':
      return !jsonEqual(left, right);
    case '<':
      return order(left, right, '<') < 0;
    case '<=':
      return order(left, right, '<=') <= 0;
    case '>':
      return order(left, right, '>') > 0;
    case '>=':
      return order(left, right, '>=') >= 0;
    case '+':
      return sum(left, right);
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(expr.op, left, right);
    default:
      return expr.op satisfies never;
  }
}
