// A literal of a declared type (E-INSP-03): on or off, lines, JSON or one line of text; what cannot be read as one stays a draft.
import { TextInput, Textarea } from '@mantine/core';
import type { Json, Type } from '@iterion/dsl';
import { useDraft } from '../useDraft.ts';
import { listOfText, textOfList } from './listText.ts';
import { literalOf } from './literal.ts';
import { Segments } from './Segments.tsx';
import styles from './controls.module.css';

interface LiteralFieldProps {
  readonly label: string;
  readonly type: Type;
  readonly value: Json | undefined;
  /** Undefined: no value. */
  readonly onSet: (value: Json | undefined) => string | null;
  readonly placeholder?: string;
}

export function LiteralField(props: LiteralFieldProps) {
  return props.type === 'bool' && (props.value === undefined || typeof props.value === 'boolean') ? (
    <Choice {...props} />
  ) : (
    <Text {...props} />
  );
}

function Choice({ label, value, onSet, placeholder = 'no default' }: LiteralFieldProps) {
  return (
    <Segments
      label={label}
      segments={[
        { value: 'true', label: 'On' },
        { value: 'false', label: 'Off' },
        { value: '', label: '–', title: placeholder },
      ]}
      value={value === undefined ? '' : JSON.stringify(value)}
      onChoose={(choice) => onSet(choice === '' ? undefined : choice === 'true')}
    />
  );
}

function Text({ label, type, value, onSet, placeholder = 'no default' }: LiteralFieldProps) {
  const draft = useDraft(shown(value, type), (text) => {
    if (text === '') return onSet(undefined);
    if (type === 'string[]' && !text.trimStart().startsWith('[')) {
      const list = listOfText(text);
      return typeof list === 'string' ? list : onSet([...list]);
    }
    const literal = literalOf(text, type);
    return literal.ok ? onSet(literal.value) : literal.reason;
  });
  const field = {
    'aria-label': label,
    'data-draft': draft.isHeld || undefined,
    value: draft.text,
    error: draft.error,
    placeholder: value === '' ? '"" (empty)' : placeholder,
    spellCheck: false,
    onBlur: draft.leave,
  } as const;
  return type === 'json' || type === 'string[]' || draft.text.includes('\n') ? (
    <Textarea
      {...field}
      classNames={type === 'string' ? {} : { input: styles.code ?? '' }}
      autosize
      minRows={1}
      maxRows={12}
      onChange={(event) => draft.change(event.currentTarget.value)}
    />
  ) : (
    <TextInput {...field} onChange={(event) => draft.change(event.currentTarget.value)} />
  );
}

function shown(value: Json | undefined, type: Type): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (type === 'string[]' && Array.isArray(value) && value.every((item) => typeof item === 'string')) {
    const text = textOfList(value);
    return text === '' || text.startsWith('[') ? JSON.stringify(value) : text;
  }
  return JSON.stringify(value);
}
