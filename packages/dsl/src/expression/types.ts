// Static types of expressions (L-EXPR-26). Null and whatever may hold anything count as `unknown`, and nothing is said about them.
import type { Expr, StaticType } from '../graph.ts';

export interface TypeFault {
  readonly node: Expr;
  /** An operation that never succeeds, or a comparison by `==` that never holds. */
  readonly kind: 'operation' | 'comparison';
  readonly operator: string;
  readonly types: readonly StaticType[];
}

/** What a type is for the operators: numbers of both kinds are one. */
type Group = 'bool' | 'number' | 'string' | 'list' | 'map' | 'unknown';

function groupOf(type: StaticType): Group {
  switch (type) {
    case 'int':
    case 'float':
      return 'number';
    case 'string[]':
    case 'list':
      return 'list';
    case 'bool':
    case 'string':
    case 'map':
      return type;
    default:
      return 'unknown';
  }
}

/**
 * The type of an expression, given the types of its paths. Faults are handed to `report`. The parser bounds the depth, so this
 * recurses.
 */
export function inferType(
  expr: Expr,
  typeOfPath: (path: Extract<Expr, { op: 'path' }>) => StaticType,
  report: (fault: TypeFault) => void = () => undefined,
): StaticType {
  const typeOf = (part: Expr): StaticType => inferType(part, typeOfPath, report);
  switch (expr.op) {
    case 'lit':
      if (expr.value === null) return 'null';
      if (typeof expr.value === 'number') return Number.isInteger(expr.value) ? 'int' : 'float';
      return typeof expr.value === 'boolean' ? 'bool' : 'string';
    case 'path':
      for (const element of expr.path) if (typeof element !== 'string') typeOf(element);
      return typeOfPath(expr);
    case 'member':
      return memberType(expr, typeOf, report);
    case 'not':
      typeOf(expr.arg);
      return 'bool';
    case 'neg': {
      const type = typeOf(expr.arg);
      const group = groupOf(type);
      if (group === 'number') return type;
      if (group !== 'unknown') report({ node: expr, kind: 'operation', operator: '-', types: [type] });
      return 'unknown';
    }
    case 'call':
      return callType(expr, expr.args.map(typeOf), report);
    default:
      return binaryType(expr, typeOf(expr.left), typeOf(expr.right), report);
  }
}

function memberType(
  expr: Extract<Expr, { op: 'member' }>,
  typeOf: (part: Expr) => StaticType,
  report: (fault: TypeFault) => void,
): StaticType {
  const of = typeOf(expr.of);
  if (typeof expr.key === 'string') return 'unknown';
  const key = typeOf(expr.key);
  const [group, index] = [groupOf(of), groupOf(key)];
  const wanted = group === 'list' ? 'number' : group === 'map' ? 'string' : undefined;
  const fails = group !== 'unknown' && (wanted === undefined || (index !== 'unknown' && index !== wanted));
  if (fails) report({ node: expr, kind: 'operation', operator: '[ ]', types: [of, key] });
  return of === 'string[]' && !fails ? 'string' : 'unknown';
}

/** What each argument of a function must be, `any` for no matter what. */
const ARGUMENTS: { readonly [fn: string]: readonly (Group | 'any' | 'sized')[] } = {
  length: ['sized'],
  concat: ['list'],
  unique: ['list'],
  contains: ['list', 'any'],
  join: ['list', 'string'],
  if: ['any', 'any', 'any'],
};

function callType(
  expr: Extract<Expr, { op: 'call' }>,
  types: readonly StaticType[],
  report: (fault: TypeFault) => void,
): StaticType {
  const wanted = ARGUMENTS[expr.fn] ?? [];
  types.forEach((type, i) => {
    const want = wanted[Math.min(i, wanted.length - 1)] ?? 'any';
    const group = groupOf(type);
    if (want === 'any' || group === 'unknown') return;
    const fits = want === 'sized' ? group === 'list' || group === 'map' || group === 'string' : group === want;
    if (!fits) report({ node: expr, kind: 'operation', operator: expr.fn, types: [type] });
  });
  const [first = 'unknown', second = 'unknown', third = 'unknown'] = types;
  switch (expr.fn) {
    case 'length':
      return 'int';
    case 'contains':
      return 'bool';
    case 'join':
      return 'string';
    case 'unique':
      return first === 'string[]' ? first : 'list';
    case 'concat':
      return types.every((type) => type === 'string[]') ? 'string[]' : 'list';
    case 'if':
      return second === third ? second : 'unknown';
    default:
      return 'unknown';
  }
}

function binaryType(
  expr: Extract<Expr, { left: Expr }>,
  left: StaticType,
  right: StaticType,
  report: (fault: TypeFault) => void,
): StaticType {
  const { op } = expr;
  const [a, b] = [groupOf(left), groupOf(right)];
  const open = a === 'unknown' || b === 'unknown';
  const fault = (kind: TypeFault['kind']): void => report({ node: expr, kind, operator: op, types: [left, right] });
  switch (op) {
    case 'and':
    case 'or':
      return 'bool';
    case '==':
      if (!open && a !== b) fault('comparison');
      return 'bool';
    case '!=':
      return 'bool';
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const one = [a, b].find((group) => group !== 'unknown' && group !== 'number' && group !== 'string');
      if (one !== undefined || (!open && a !== b)) fault('operation');
      return 'bool';
    }
    case '+': {
      const one = [a, b].find((group) => group !== 'unknown' && group !== 'number' && group !== 'string');
      if (one !== undefined) {
        fault('operation');
        return 'unknown';
      }
      if (a === 'string' || b === 'string') return 'string';
      return open ? 'unknown' : left === 'int' && right === 'int' ? 'int' : 'float';
    }
    case '-':
    case '*':
    case '/':
    case '%': {
      if ([a, b].some((group) => group !== 'unknown' && group !== 'number')) {
        fault('operation');
        return 'unknown';
      }
      if (op === '/') return 'float';
      return left === 'int' && right === 'int' ? 'int' : 'float';
    }
  }
  return op satisfies never;
}
