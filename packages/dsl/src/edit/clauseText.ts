// How edge clauses are written when they are new, in the order `when as with`, and when two conditions are equal.
import type { Document } from '../document.ts';
import { parseExpression } from '../expression/parse.ts';
import { isString, type EdgeStatement } from '../tree.ts';
import type { Condition, EdgeClauses, LoopBound, WithEntryValue } from './operations.ts';
import { refuse } from './refusal.ts';
import { isName, spellJson, spellString, type StringPlace } from './spelling.ts';
import { indentationStep } from './lines.ts';

export function clausesText(document: Document, clauses: EdgeClauses | undefined, indent: string): string {
  if (clauses === undefined) return '';
  const parts: string[] = [];
  if (clauses.when !== undefined) parts.push(whenText(document, clauses.when));
  if (clauses.loop !== undefined) parts.push(asText(document, clauses.loop));
  const entries = Object.entries(clauses.with ?? {});
  if (entries.length > 0) parts.push(withText(document, entries, indent));
  return parts.map((part) => ` ${part}`).join('');
}

export function whenText(document: Document, when: Condition): string {
  if ('field' in when) {
    if (!isName(when.field)) refuse('EDIT_BAD_NAME', `"${when.field}" is no field name.`);
    if (when.field === 'not' && when.negated !== true) return 'when not';
    return when.negated === true ? `when not ${when.field}` : `when ${when.field}`;
  }
  const { error } = parseExpression(when.expression);
  if (error !== undefined) refuse('EDIT_INVALID', `The expression does not parse: ${error.message}.`);
  return `when ${spellString(when.expression, document)}`;
}

export function asText(
  document: Document,
  { name, bound }: { readonly name: string; readonly bound: LoopBound },
): string {
  if (!isName(name)) refuse('EDIT_BAD_NAME', `"${name}" is no loop name: use letters, digits and _.`);
  return `as ${name}(${boundText(document, bound)})`;
}

export function boundText(document: Document, bound: LoopBound): string {
  if (typeof bound === 'number') {
    if (!Number.isSafeInteger(bound) || bound < 1)
      refuse('EDIT_INVALID', `A loop runs at least once: ${bound} is no bound.`);
    return String(bound);
  }
  if (!/^\s*(?:\d+|\{\{[^{}]+\}\})\s*$/.test(bound.template))
    refuse('EDIT_INVALID', 'A loop bound is a whole number or one {{reference}}.');
  return spellString(bound.template, document);
}

/** A key of a `with` clause: a name, whatever it is called in the input it becomes (L-EDIT-08). */
export function withKey(key: string): string {
  if (!isName(key))
    refuse('EDIT_BAD_NAME', `"${key}" is no key: use letters, digits and _, not starting with a digit.`);
  return key;
}

/** A `with` clause: on one line up to two short entries, else one entry a line. */
function withText(document: Document, entries: readonly (readonly [string, WithEntryValue])[], indent: string): string {
  const inner = indent + indentationStep(document);
  const short = entries.map(([key, value]) => `${withKey(key)}: ${entryText(document, value)}`);
  const line = `with { ${short.join(', ')} }`;
  if (entries.length <= 2 && line.length <= 80) return line;
  return `with {\n${short.map((entry) => inner + entry).join(',\n')}\n${indent}}`;
}

export function entryText(
  document: Document,
  value: WithEntryValue,
  place: StringPlace = document,
  present?: Parameters<typeof spellString>[2],
): string {
  if ('template' in value)
    return spellString(value.template, place, present !== undefined && isString(present) ? present : undefined);
  return spellJson(value.json, place, present);
}

/** The condition an edge bears, as an argument; undefined without one. */
export function conditionOf(edge: EdgeStatement): Condition | undefined {
  const { when } = edge;
  if (when === undefined) return undefined;
  if (when.condition === undefined) return when.not === undefined ? undefined : { field: 'not' };
  if (isString(when.condition)) return { expression: when.condition.value };
  return { field: when.condition.value, negated: when.not !== undefined };
}

/** Equal for conditions that mean the same: field and polarity, or equal expression trees. */
export function conditionKey(when: Condition | undefined): string {
  if (when === undefined) return '';
  if ('field' in when) return `${when.negated === true ? 'not ' : ''}${when.field}`;
  return `= ${JSON.stringify(parseExpression(when.expression).expr ?? when.expression)}`;
}
