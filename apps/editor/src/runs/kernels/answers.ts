// Answers of a form before they are sent (E-RUN-40): what people typed, as values of the declared types, or what is wrong with it.
import type { FormField } from '@iterion/protocol';
import type { Json } from '@iterion/dsl';

/** What the controls hold: text for typed fields, a boolean for yes/no, rows for lists; undefined is unanswered. */
export type Draft = { readonly [field: string]: string | boolean | readonly string[] | undefined };
export interface Checked {
  readonly answers: { readonly [field: string]: Json };
  readonly problems: { readonly [field: string]: string };
  /** A problem of the form as a whole. */
  readonly general?: string;
}

export function checkDraft(fields: readonly FormField[], draft: Draft, minAnswers: number | null): Checked {
  const answers: Record<string, Json> = {};
  const problems: Record<string, string> = {};
  for (const field of fields) {
    const typed = draft[field.name];
    if (isEmpty(typed)) {
      if (field.required) problems[field.name] = 'An answer is required.';
      continue;
    }
    const value = typedValue(field, typed);
    if ('problem' in value) problems[field.name] = value.problem;
    else answers[field.name] = value.value;
  }
  const given = Object.keys(answers).length;
  const missing = minAnswers !== null && given < minAnswers && Object.keys(problems).length === 0;
  return {
    answers,
    problems,
    ...(missing
      ? { general: `At least ${minAnswers} ${minAnswers === 1 ? 'field needs' : 'fields need'} an answer.` }
      : {}),
  };
}

const isEmpty = (typed: Draft[string]): typed is undefined | '' =>
  typed === undefined || typed === '' || (Array.isArray(typed) && typed.length === 0);

function typedValue(
  field: FormField,
  typed: string | boolean | readonly string[],
): { readonly value: Json } | { readonly problem: string } {
  if (typeof typed !== 'string') return { value: typeof typed === 'boolean' ? typed : [...typed] };
  if (field.enum !== undefined && field.type === 'string' && !field.enum.includes(typed))
    return { problem: `One of ${field.enum.join(', ')}.` };
  switch (field.type) {
    case 'int': {
      const value = Number(typed);
      return Number.isSafeInteger(value) ? { value } : { problem: 'A whole number is needed.' };
    }
    case 'float': {
      const value = Number(typed);
      return Number.isFinite(value) ? { value } : { problem: 'A number is needed.' };
    }
    case 'json':
      try {
        return { value: JSON.parse(typed) as Json };
      } catch (error) {
        return { problem: `This is not JSON: ${error instanceof Error ? error.message : String(error)}` };
      }
    case 'string[]':
      return {
        value: typed
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line !== ''),
      };
    default:
      return { value: typed };
  }
}
