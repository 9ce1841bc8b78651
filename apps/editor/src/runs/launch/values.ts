// The values of the launch form (E-RUN-01, E-RUN-02): texts of the controls as typed values, or what is wrong with them. Pure.
import type { Json } from '@iterion/dsl';
import type { LaunchVariable } from '@iterion/protocol';

/** The text a field starts with: the value the file, preset, recipe or former run gives. */
export function startText({ type, value }: LaunchVariable): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (type === 'string[]' && Array.isArray(value)) return value.map(String).join('\n');
  return JSON.stringify(value, null, type === 'json' ? 2 : undefined);
}

export function typedValue(
  { type }: Pick<LaunchVariable, 'type'>,
  text: string,
): { readonly value: Json } | { readonly problem: string } {
  switch (type) {
    case 'string':
      return { value: text };
    case 'bool':
      return text === 'true' || text === 'false' ? { value: text === 'true' } : { problem: 'Choose yes or no.' };
    case 'int':
      return /^-?\d+$/.test(text.trim()) && Number.isSafeInteger(Number(text))
        ? { value: Number(text) }
        : { problem: 'A whole number is needed.' };
    case 'float':
      return text.trim() !== '' && Number.isFinite(Number(text))
        ? { value: Number(text) }
        : { problem: 'A number is needed.' };
    case 'string[]':
      return { value: text.split('\n').filter((line) => line.trim() !== '') };
    case 'json':
      try {
        return { value: JSON.parse(text) as Json };
      } catch (error) {
        return { problem: `This is not JSON: ${error instanceof Error ? error.message : String(error)}` };
      }
    default:
      return type satisfies never;
  }
}

export interface FormValues {
  /** By variable, as shown. */
  readonly texts: Readonly<Record<string, string>>;
  /** Required ones that are left without a value on purpose. */
  readonly unset: ReadonlySet<string>;
}
export interface CheckedValues {
  readonly values: Readonly<Record<string, Json>>;
  readonly wrong: Readonly<Record<string, string>>;
}

/** What differs from what the file itself gives is sent; a required value is there or is left out on purpose. */
export function checkValues(variables: readonly LaunchVariable[], { texts, unset }: FormValues): CheckedValues {
  const values: Record<string, Json> = {};
  const wrong: Record<string, string> = {};
  for (const variable of variables) {
    const { name, required, from } = variable;
    const text = texts[name] ?? '';
    if (unset.has(name)) continue;
    const start = startText(variable);
    // The run takes defaults, presets and recipes itself; what came from a former run has to be sent.
    if (text === start && from !== 'run' && from !== 'none') continue;
    if (text === '' && from === 'none') {
      if (required) wrong[name] = 'A value is needed; or choose to leave it unset.';
      continue;
    }
    const typed = typedValue(variable, text);
    if ('problem' in typed) wrong[name] = typed.problem;
    else values[name] = typed.value;
  }
  return { values, wrong };
}

export type Origin = LaunchVariable['from'] | 'last' | 'you';

/** Which source the shown text comes from (E-RUN-02). */
export function originOf(variable: LaunchVariable, text: string, last: string | undefined): Origin {
  if (text === startText(variable)) return variable.from;
  return last !== undefined && text === last ? 'last' : 'you';
}
