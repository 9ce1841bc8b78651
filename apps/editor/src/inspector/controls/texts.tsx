// Text in one line or many: plain, model, backend, duration, numbers. All keep a draft until the language takes it (E-INSP-05).
import { Autocomplete, TextInput, Textarea } from '@mantine/core';
import { useMemo } from 'react';
import type { CompiledGraph } from '@iterion/dsl';
import { useFormScope } from '../formScope.tsx';
import { useDraft } from '../useDraft.ts';
import { asText } from './control.ts';
import type { ControlProps } from './control.ts';
import styles from './controls.module.css';
import { durationWords } from './durationWords.ts';

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

export function LongTextControl(props: ControlProps) {
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

function SuggestedText({ suggestions, ...props }: ControlProps & { readonly suggestions: readonly string[] }) {
  const draft = useTextDraft(props);
  return (
    <Autocomplete
      id={props.inputId}
      aria-describedby={props.describedBy}
      data-draft={draft.isHeld || undefined}
      data={[...suggestions]}
      value={draft.text}
      error={draft.error ?? props.invalid}
      placeholder={props.placeholder}
      spellCheck={false}
      onChange={draft.change}
      onBlur={draft.leave}
    />
  );
}

/** Models that people reach for, after those that the file uses; free text is as good. */
const knownModels = [
  'anthropic/claude-opus-4-5',
  'anthropic/claude-sonnet-4-5',
  'anthropic/claude-haiku-4-5',
  'openai/gpt-5',
  'openai/gpt-5-mini',
];
export function ModelControl(props: ControlProps) {
  const { graph } = useFormScope();
  const suggestions = useMemo(() => [...new Set([...modelsOf(graph), ...knownModels])], [graph]);
  return <SuggestedText {...props} suggestions={suggestions} />;
}
function modelsOf(graph: CompiledGraph): string[] {
  return graph.nodes.flatMap((node) => ('model' in node && node.model ? [node.model.source] : []));
}
const knownBackends = ['claw', 'claude_code', 'codex', 'simulate'];
export function BackendControl(props: ControlProps) {
  return <SuggestedText {...props} suggestions={knownBackends} />;
}

export function DurationControl(props: ControlProps) {
  const words = durationWords(asText(props.value));
  return (
    <>
      <SuggestedText {...props} suggestions={['5m', '15m', '30m', '1h', '4h']} />
      {words !== null && <span className={styles.hint}>= {words}</span>}
    </>
  );
}

export function NumberControl(props: ControlProps) {
  const { value } = props.row;
  const whole = value.kind === 'int';
  const min = value.kind === 'int' || value.kind === 'number' ? value.min : undefined;
  const draft = useDraft(asText(props.value), (text) => {
    if (text.trim() === '') {
      if (props.value !== undefined) props.unset();
      return null;
    }
    const number = Number(text);
    if (!Number.isFinite(number)) return 'This is not a number';
    if (whole && !Number.isInteger(number)) return 'A whole number is needed';
    if (min !== undefined && number < min) return `At least ${min}`;
    return props.commit(number);
  });
  const step = (by: number): void => {
    const base = Number(draft.text === '' ? Number.parseFloat(props.placeholder) || 0 : draft.text);
    if (Number.isFinite(base)) draft.change(String(Math.max(min ?? -Infinity, base + by)));
  };
  return (
    <TextInput
      id={props.inputId}
      aria-describedby={props.describedBy}
      className={styles.numberField}
      data-draft={draft.isHeld || undefined}
      inputMode={whole ? 'numeric' : 'decimal'}
      value={draft.text}
      error={draft.error ?? props.invalid}
      placeholder={props.placeholder}
      onChange={(event) => draft.change(event.currentTarget.value)}
      onBlur={draft.leave}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
        event.preventDefault();
        step(event.key === 'ArrowUp' ? 1 : -1);
      }}
    />
  );
}
