// Whether a property means something beside what else is written (E-INSP-06): elsewhere forms dim it, and never hide it.
import type { Placed, PropertyRow, Statement } from '@iterion/dsl';
import { asText } from './controls/control.ts';
import { writtenProperty } from './reading.ts';

/** What it depends on, in words: `only with mode llm`. */
export function relevanceWords(row: PropertyRow): string | undefined {
  const condition = row.relevantWhen;
  return condition && `only with ${condition.property.replaceAll('_', ' ')} ${condition.is.join(' or ')}`;
}

export function isRelevant(row: PropertyRow, statements: readonly Placed<Statement>[]): boolean {
  const condition = row.relevantWhen;
  if (!condition) return true;
  const other = { name: condition.property, value: { kind: 'string' }, section: 'Other', help: '' } as const;
  const written = writtenProperty(statements, other);
  // What the deciding property defaults to is not in its own text; a form does not guess.
  return written === undefined || condition.is.includes(asText(written.value));
}
