// What the operators of expressions do with values (L-EXPR-10..13): truth, order, arithmetic. Results are finite and never -0.
import type { Json } from './json.ts';

/** An evaluation error on its way to `evaluate`, which turns it into a value; nothing else throws or catches it. */
export class EvaluationError extends Error {}

/** L-EXPR-10: false are null, `false`, 0, `""`, empty lists and maps, and the texts false, no, 0. */
export function truthy(value: Json): boolean {
  if (value === null || value === false || value === 0 || value === '') return false;
  if (typeof value === 'string') return !FALSE_TEXTS.has(value.trim().toLowerCase());
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

const FALSE_TEXTS: ReadonlySet<string> = new Set(['false', 'no', '0']);

export function sum(left: Json, right: Json): Json {
  const texts = typeof left === 'string' || typeof right === 'string';
  const fit = [left, right].every((value) => typeof value === 'number' || typeof value === 'string');
  if (texts && fit) return `${left as string | number}${right as string | number}`;
  return arithmetic('+', left, right);
}

export function arithmetic(op: '+' | '-' | '*' | '/' | '%', left: Json, right: Json): number {
  if (typeof left !== 'number' || typeof right !== 'number') {
    throw new EvaluationError(`${op} cannot be applied to ${kindOf(left)} and ${kindOf(right)}`);
  }
  switch (op) {
    case '+':
      return numberResult(left + right, op);
    case '-':
      return numberResult(left - right, op);
    case '*':
      return numberResult(left * right, op);
    case '/':
      if (right === 0) throw new EvaluationError('division by zero');
      return numberResult(left / right, op);
    case '%':
      if (!Number.isInteger(left) || !Number.isInteger(right)) throw new EvaluationError('% needs whole numbers');
      if (right === 0) throw new EvaluationError('division by zero');
      return numberResult(left % right, op);
    default:
      return op satisfies never;
  }
}

export function numberResult(value: number, op: string): number {
  if (!Number.isFinite(value)) throw new EvaluationError(`the result of ${op} is not a finite number`);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new EvaluationError(`the result of ${op} lies beyond ±(2^53-1)`);
  }
  return value === 0 ? 0 : value;
}

export function order(left: Json, right: Json, op: string): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string') return compareCodePoints(left, right);
  throw new EvaluationError(`${op} compares two numbers or two texts, not ${kindOf(left)} and ${kindOf(right)}`);
}

/** Order by code points; UTF-16 order differs from it where surrogates meet U+E000…U+FFFF. */
function compareCodePoints(left: string, right: string): number {
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return codePointRank(a) - codePointRank(b);
  }
  return left.length - right.length;
}

function codePointRank(unit: number): number {
  if (unit >= 0xe000) return unit - 0x800;
  return unit >= 0xd800 ? unit + 0x2000 : unit;
}

/** What a message calls a value. */
export function kindOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'boolean':
      return 'a boolean';
    case 'number':
      return 'a number';
    case 'string':
      return 'a text';
    default:
      return 'a map';
  }
}
