// One declared variable of the launch form (E-RUN-01): a control by type, checked as the run would coerce it.
import { SegmentedControl, Stack, Text, TextInput, Textarea } from '@mantine/core';
import type { Json } from '@iterion/dsl';
import type { LaunchVariable } from '@iterion/protocol';

/** The text a field starts with: the value the file, preset or former run gives. */
export function startText({ type, value }: LaunchVariable): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (type === 'string[]' && Array.isArray(value)) return value.map(String).join('\n');
  return JSON.stringify(value, null, type === 'json' ? 2 : undefined);
}

export function typedValue(
  { type }: LaunchVariable,
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

interface Props {
  readonly variable: LaunchVariable;
  readonly text: string;
  readonly problem: string | undefined;
  readonly onChange: (text: string) => void;
}

export function VariableField({ variable, text, problem, onChange }: Props) {
  const detail = [
    variable.type,
    variable.required ? 'no default' : undefined,
    variable.from === 'preset' || variable.from === 'run' ? `from ${variable.from}` : undefined,
  ]
    .filter(Boolean)
    .join(', ');
  const shared = {
    label: (
      <>
        {variable.name}{' '}
        <Text span size="xs" c="dimmed">
          {detail}
        </Text>
      </>
    ),
    error: problem,
    ...(variable.description === undefined ? {} : { description: variable.description }),
  };
  if (variable.type === 'bool') {
    return (
      <Stack gap={2} align="flex-start">
        <Text size="xs" fw={500}>
          {shared.label}
        </Text>
        <SegmentedControl
          aria-label={variable.name}
          value={text === '' ? 'unset' : text}
          onChange={onChange}
          data={[
            ...(text === '' ? [{ value: 'unset', label: 'not set' }] : []),
            { value: 'true', label: 'yes' },
            { value: 'false', label: 'no' },
          ]}
        />
      </Stack>
    );
  }
  if (variable.secret)
    return (
      <TextInput
        {...shared}
        type="password"
        autoComplete="off"
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  if (variable.type === 'int' || variable.type === 'float')
    return (
      <TextInput
        {...shared}
        inputMode="decimal"
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  const many = variable.type === 'json' || variable.type === 'string[]';
  return (
    <Textarea
      {...shared}
      autosize
      minRows={many ? 2 : 1}
      maxRows={8}
      value={text}
      spellCheck={!many}
      {...(variable.type === 'string[]' ? { placeholder: 'One per line' } : {})}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
