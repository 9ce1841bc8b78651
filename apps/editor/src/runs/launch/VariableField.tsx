// One declared variable of the launch form (E-RUN-01): a control by type, checked as the run would coerce it.
import { Checkbox, SegmentedControl, Stack, Text, TextInput, Textarea } from '@mantine/core';
import type { LaunchVariable } from '@iterion/protocol';
import { type Origin, typedValue } from './values.ts';

const ORIGIN: { readonly [O in Origin]: string } = {
  default: 'default',
  preset: 'from the preset',
  recipe: 'from the recipe',
  run: 'from the former run',
  last: 'as last used',
  you: 'changed here',
  none: '',
};

interface Props {
  readonly variable: LaunchVariable;
  readonly text: string;
  readonly origin: Origin;
  readonly isUnset: boolean;
  readonly problem: string | undefined;
  readonly onChange: (text: string) => void;
  readonly onUnset: (unset: boolean) => void;
}

export function VariableField(props: Props) {
  const { variable, text, isUnset, onUnset } = props;
  const mayBeUnset = variable.required && variable.from === 'none';
  return (
    <div data-field={variable.name}>
      <Control {...props} />
      {mayBeUnset && (text === '' || isUnset) ? (
        <Checkbox
          mt={4}
          size="xs"
          label={`Leave ${variable.name} unset`}
          checked={isUnset}
          onChange={(event) => onUnset(event.currentTarget.checked)}
        />
      ) : null}
    </div>
  );
}

function Control({ variable, text, origin, isUnset, problem, onChange }: Props) {
  const isJson = variable.type === 'json' && text !== '' && 'value' in typedValue(variable, text);
  const detail = [variable.type, ORIGIN[origin], isJson ? 'valid' : ''].filter(Boolean).join(', ');
  const shared = {
    label: (
      <>
        {variable.name}
        {variable.required ? (
          <Text span c="var(--error-text)" aria-label="required">
            {' '}
            *
          </Text>
        ) : null}{' '}
        <Text span size="xs" c="dimmed">
          {detail}
        </Text>
      </>
    ),
    error: problem,
    disabled: isUnset,
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
          disabled={isUnset}
          data={[
            ...(text === '' ? [{ value: 'unset', label: 'not set' }] : []),
            { value: 'true', label: 'yes' },
            { value: 'false', label: 'no' },
          ]}
        />
        {problem === undefined ? null : (
          <Text size="xs" c="var(--error-text)">
            {problem}
          </Text>
        )}
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
