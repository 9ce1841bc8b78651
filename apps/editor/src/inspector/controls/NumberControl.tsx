// A number (E-INSP-03): with its unit and range, steps by arrow keys and buttons; the written spelling stays until it is changed.
import { TextInput } from '@mantine/core';
import IconMinus from '@tabler/icons-react/dist/esm/icons/IconMinus.mjs';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import type { ValueClass } from '@iterion/dsl';
import { useDraft } from '../useDraft.ts';
import { asText } from './control.ts';
import type { ControlProps } from './control.ts';
import styles from './controls.module.css';

type NumberClass = Extract<ValueClass, { readonly kind: 'int' | 'number' }>;

export function NumberControl(props: ControlProps) {
  const { value } = props.row;
  const of: NumberClass = value.kind === 'int' || value.kind === 'number' ? value : { kind: 'number' };
  const draft = useDraft(props.spelling ?? asText(props.value), (text) => {
    if (text.trim() === '') {
      if (props.value !== undefined) props.unset();
      return null;
    }
    const read = numberOf(text, of);
    return typeof read === 'string' ? read : props.commit(read);
  });
  const step = (by: 1 | -1): void => {
    const written = Number(draft.text === '' ? Number.parseFloat(props.placeholder) || 0 : draft.text);
    if (Number.isFinite(written)) draft.change(stepped(written, by, of));
  };
  const words = props.row.name.replaceAll('_', ' ');
  return (
    <div className={styles.number}>
      <TextInput
        id={props.inputId}
        aria-describedby={props.describedBy}
        className={styles.numberField}
        data-draft={draft.isHeld || undefined}
        inputMode={of.kind === 'int' ? 'numeric' : 'decimal'}
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
      {/* The arrow keys of the field do the same. */}
      <span className={styles.steps}>
        <button type="button" tabIndex={-1} aria-label={`Less ${words}`} onClick={() => step(-1)}>
          <IconMinus size={12} aria-hidden />
        </button>
        <button type="button" tabIndex={-1} aria-label={`More ${words}`} onClick={() => step(1)}>
          <IconPlus size={12} aria-hidden />
        </button>
      </span>
      <span className={styles.hint}>{[of.unit, rangeWords(of)].filter(Boolean).join(', ')}</span>
    </div>
  );
}

/** The number that a text says, or why it says none that fits. */
export function numberOf(text: string, of: NumberClass): number | string {
  const number = Number(text);
  const { min } = of;
  const max = of.kind === 'number' ? of.max : undefined;
  if (!Number.isFinite(number) || /\.\s*$/u.test(text)) return 'This is not a number yet';
  if (of.kind === 'int' && !Number.isInteger(number)) return 'A whole number is needed';
  if (min !== undefined && number < min) return `At least ${min}`;
  if (max !== undefined && number > max) return `At most ${max}`;
  return number;
}

/** Steps are ones; of shares between 0 and 1 they are twentieths. */
export function stepped(from: number, by: 1 | -1, of: NumberClass): string {
  const max = of.kind === 'number' ? (of.max ?? Infinity) : Infinity;
  const size = max <= 1 ? 0.05 : 1;
  const next = Math.min(max, Math.max(of.min ?? -Infinity, from + by * size));
  return String(Number(next.toFixed(6)));
}

/** `0 to 1`; nothing where only negative numbers are left out. */
function rangeWords(of: NumberClass): string {
  const max = of.kind === 'number' ? of.max : undefined;
  if (max !== undefined) return `${of.min ?? 'any'} to ${max}`;
  return of.min === undefined || of.min === 0 ? '' : `at least ${of.min}`;
}
