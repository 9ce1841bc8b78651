// Text in one line or many; keeps a draft until the language takes it (E-INSP-05).
import { TextInput, Textarea } from '@mantine/core';
import { useDraft } from '../useDraft.ts';
import { asText } from './control.ts';
import type { ControlProps } from './control.ts';

/** An emptied field means: not set. */
export function useTextDraft(props: ControlProps) {
  return useDraft(asText(props.value), (text) => {
    if (text === '' && props.value !== undefined) {
      props.unset();
      return null;
    }
    return text === '' ? null : props.commit(text);
  });
}

export function TextControl(props: ControlProps) {
  const draft = useTextDraft(props);
  if (draft.text.includes('\n')) return <LongTextControl {...props} />;
  return (
    <TextInput
      id={props.inputId}
      aria-describedby={props.describedBy}
      data-draft={draft.isHeld || undefined}
      value={draft.text}
      error={draft.error ?? props.invalid}
      placeholder={props.placeholder}
      spellCheck={false}
      onChange={(event) => draft.change(event.currentTarget.value)}
      onBlur={draft.leave}
    />
  );
}

function LongTextControl(props: ControlProps) {
  const draft = useTextDraft(props);
  return (
    <Textarea
      id={props.inputId}
      aria-describedby={props.describedBy}
      data-draft={draft.isHeld || undefined}
      autosize
      minRows={2}
      maxRows={12}
      value={draft.text}
      error={draft.error ?? props.invalid}
      placeholder={props.placeholder}
      onChange={(event) => draft.change(event.currentTarget.value)}
      onBlur={draft.leave}
    />
  );
}
