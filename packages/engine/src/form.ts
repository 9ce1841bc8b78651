// Forms that people fill in (R-HUMAN-03) and their answers, accepted whole or refused whole (R-HUMAN-04).
import { didYouMean, type Schema } from '@iterion/dsl';
import { coerceValue } from './coerce.ts';
import type { FormField } from './events.ts';
import { isMap, type Json, type JsonMap } from './json.ts';

/** One field per field of the schema; without one a text per key of the input, or the single field `answer`. */
export function formOf(
  schema: Pick<Schema, 'fields'> | undefined,
  input: Json,
  minAnswers: number,
): readonly FormField[] {
  const required = minAnswers === 0;
  if (schema !== undefined) {
    return schema.fields.map((field) => ({
      name: field.name,
      type: field.type,
      ...(field.enum === undefined ? {} : { enum: [...field.enum] }),
      ...(field.description === undefined ? {} : { description: field.description }),
      required,
    }));
  }
  const keys = isMap(input) ? Object.keys(input).filter((key) => !key.startsWith('_')) : [];
  return (keys.length === 0 ? ['answer'] : keys).map((name) => ({ name, type: 'string', required }));
}

export interface AnswerProblem {
  readonly field: string;
  readonly message: string;
}
export type Answers =
  | { readonly ok: true; readonly answers: JsonMap }
  | { readonly ok: false; readonly problems: readonly AnswerProblem[] };

export interface AnswerRules {
  /** At least so many fields are answered, the others become null; 0: every required field is. */
  readonly minAnswers?: number;
  /** Further keys are kept: the form was not made from a schema. */
  readonly open?: boolean;
}

/** Coerces and checks the answers to a form: the complete answers, or one message per field that is wrong. */
export function checkAnswers(form: readonly FormField[], given: Json, rules: AnswerRules = {}): Answers {
  if (!isMap(given))
    return refused([{ field: '', message: 'the answers must be an object of field names and values' }]);
  const { minAnswers = 0, open = false } = rules;
  const problems: AnswerProblem[] = [];
  const answers: [string, Json][] = [];
  let answered = 0;
  for (const field of form) {
    const value = Object.hasOwn(given, field.name) ? given[field.name] : undefined;
    const empty =
      value === undefined || value === null || (value === '' && (minAnswers > 0 || field.type !== 'string'));
    if (empty) {
      if (field.required && minAnswers === 0)
        problems.push({ field: field.name, message: `${field.name} needs an answer` });
      else answers.push([field.name, null]);
      continue;
    }
    answered++;
    const result = coerceValue(value, field, 'person');
    if (result.ok) answers.push([field.name, result.value]);
    for (const { path, expected, found } of result.ok ? [] : result.violations) {
      problems.push({ field: field.name, message: `${path} must be ${expected}, not ${found}` });
    }
  }
  const names = form.map((field) => field.name);
  for (const key of Object.keys(given)) {
    if (names.includes(key)) continue;
    if (open) answers.push([key, given[key] ?? null]);
    else problems.push({ field: key, message: unknownField(key, names) });
  }
  if (problems.length === 0 && answered < minAnswers) {
    const fields = minAnswers === 1 ? 'field needs an answer' : 'fields need an answer';
    problems.push({ field: '', message: `at least ${minAnswers} ${fields}: ${names.join(', ')}` });
  }
  return problems.length > 0 ? refused(problems) : { ok: true, answers: Object.fromEntries(answers) };
}

function refused(problems: readonly AnswerProblem[]): Answers {
  return { ok: false, problems };
}

function unknownField(key: string, names: readonly string[]): string {
  const near = didYouMean(key, names);
  return near === undefined
    ? `there is no field ${key}; the fields are ${names.join(', ')}`
    : `there is no field ${key}; did you mean ${near}?`;
}
