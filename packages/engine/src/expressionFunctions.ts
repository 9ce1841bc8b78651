// The functions of expressions (language.md §4.4). Arguments come unevaluated, because `if` evaluates one of two.
import type { Expr } from '@iterion/dsl';
import { rendered, type Json } from './json.ts';
import { EvaluationError, kindOf, truthy } from './operators.ts';

type Evaluate = (argument: Expr) => Json;

/** Calls a function by name; an unknown name or a wrong number of arguments is an evaluation error (C040 when compiled). */
export function callFunction(name: string, args: readonly Expr[], evaluate: Evaluate): Json {
  const [first, second, third] = args;
  switch (name) {
    case 'length':
      if (first !== undefined && second === undefined) return lengthOf(evaluate(first));
      break;
    case 'concat':
      if (first !== undefined) return args.flatMap((argument) => listOf(evaluate(argument), name));
      break;
    case 'unique':
      if (first !== undefined && second === undefined) return unique(listOf(evaluate(first), name));
      break;
    case 'contains':
      if (first !== undefined && second !== undefined && third === undefined) {
        const list = listOf(evaluate(first), name);
        const wanted = rendered(evaluate(second));
        return list.some((item) => rendered(item) === wanted);
      }
      break;
    case 'join':
      if (first !== undefined && second !== undefined && third === undefined) {
        const list = listOf(evaluate(first), name);
        const separator = evaluate(second);
        if (typeof separator !== 'string') {
          throw new EvaluationError(`join needs a text between the items, not ${kindOf(separator)}`);
        }
        return list.map(rendered).join(separator);
      }
      break;
    case 'if':
      if (first !== undefined && second !== undefined && third !== undefined && args.length === 3) {
        return evaluate(truthy(evaluate(first)) ? second : third);
      }
      break;
    default:
      throw new EvaluationError(`there is no function ${name}`);
  }
  throw new EvaluationError(`${name} does not take ${args.length} argument${args.length === 1 ? '' : 's'}`);
}

function lengthOf(value: Json): number {
  if (value === null) return 0;
  if (typeof value === 'string') return codePoints(value);
  if (typeof value === 'object') return Object.keys(value).length;
  throw new EvaluationError(`length needs a list, a map or a text, not ${kindOf(value)}`);
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** Null counts as the empty list wherever a list is expected. */
function listOf(value: Json, name: string): Json[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value;
  throw new EvaluationError(`${name} needs a list, not ${kindOf(value)}`);
}

/** First occurrences under membership equality, which compares renderings (L-EXPR-20). */
function unique(list: readonly Json[]): Json[] {
  const seen = new Set<string>();
  return list.filter((item) => {
    const text = rendered(item);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}
