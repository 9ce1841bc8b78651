// One field of an answer form, by type (E-RUN-40): nothing is preselected, so that no answer is given by accident.
import { Button, NumberInput, Radio, Select, Stack, TextInput, Textarea, Group } from '@mantine/core';
import type { FormField, Interaction } from '@iterion/protocol';
import type { Draft } from '../kernels/answers.ts';

interface Props {
  readonly field: FormField;
  readonly label: string;
  /** How the words of an enum are called. */
  readonly choices: Interaction['choices'];
  /** Answers that a press fills in, beside free text. */
  readonly suggestions: Interaction['choices'];
  readonly value: Draft[string];
  readonly problem: string | undefined;
  readonly onChange: (value: Draft[string]) => void;
}

export function AnswerField(props: Props) {
  const { field, suggestions, onChange } = props;
  return (
    <div data-field={field.name}>
      <Control {...props} />
      {suggestions === undefined || field.type !== 'string' ? null : (
        <Group gap={8} mt={4}>
          {suggestions.map((choice) => (
            <Button
              key={choice.value}
              variant="default"
              size="compact-xs"
              mih={24}
              onClick={() => onChange(choice.value)}
            >
              {choice.label}
            </Button>
          ))}
        </Group>
      )}
    </div>
  );
}

function Control({ field, label, choices, value, problem, onChange }: Props) {
  const shared = {
    label,
    required: field.required,
    withAsterisk: field.required,
    error: problem,
    ...(field.description === undefined ? {} : { description: field.description }),
  };
  const nameOf = (word: string): string => choices?.find((choice) => choice.value === word)?.label ?? word;
  const text = typeof value === 'string' ? value : '';
  if (field.type === 'bool') {
    return (
      <Radio.Group
        {...shared}
        value={typeof value === 'boolean' ? String(value) : null}
        onChange={(next) => onChange(next === 'true')}
      >
        <Group gap={16} mt={4}>
          <Radio value="true" label="Yes" />
          <Radio value="false" label="No" />
        </Group>
      </Radio.Group>
    );
  }
  if (field.enum !== undefined && field.type === 'string') {
    if (field.enum.length > 5)
      return (
        <Select
          {...shared}
          data={field.enum.map((word) => ({ value: word, label: nameOf(word) }))}
          value={text === '' ? null : text}
          onChange={(next) => onChange(next ?? undefined)}
          searchable
        />
      );
    return (
      <Radio.Group {...shared} value={text === '' ? null : text} onChange={onChange}>
        <Stack gap={4} mt={4}>
          {field.enum.map((word) => (
            <Radio key={word} value={word} label={nameOf(word)} />
          ))}
        </Stack>
      </Radio.Group>
    );
  }
  switch (field.type) {
    case 'int':
    case 'float':
      return (
        <NumberInput
          {...shared}
          value={text}
          allowDecimal={field.type === 'float'}
          onChange={(next) => onChange(String(next))}
          hideControls
        />
      );
    case 'string[]':
      return (
        <Textarea
          {...shared}
          value={text}
          placeholder="One per line"
          autosize
          minRows={2}
          maxRows={8}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'json':
      return (
        <Textarea
          {...shared}
          value={text}
          placeholder='{ "key": "value" }'
          autosize
          minRows={3}
          maxRows={12}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'string':
      return (
        <Textarea
          {...shared}
          value={text}
          autosize
          minRows={1}
          maxRows={12}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    default:
      return <TextInput {...shared} value={text} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
}
