// Text with suggestions: free text is as good as what is listed (E-INSP-03). Until something is typed all suggestions are shown, whatever the
// field holds; then those that match. A suggestion says what is known of it, and whether it can be used here.
import { Autocomplete } from '@mantine/core';
import type { OptionsFilter } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode, Ref } from 'react';
import { useTextDraft } from './texts.tsx';
import type { ControlProps } from './control.ts';
import { AvailabilityMark } from './AvailabilityMark.tsx';
import styles from './controls.module.css';
import { durationWords } from './durationWords.ts';
import { asText } from './control.ts';

export interface Suggested {
  readonly value: string;
  /** What is known of it. */
  readonly note?: string;
  /** Whether it can be used on the machine of the server; absent where that is not known. */
  readonly available?: boolean;
}
interface SuggestedGroup {
  readonly group: string;
  readonly items: readonly Suggested[];
}

interface Props extends ControlProps {
  readonly groups: readonly SuggestedGroup[];
  /** At the end of the field. */
  readonly mark?: ReactNode;
  readonly markWidth?: number;
  readonly field?: Ref<HTMLInputElement>;
  /** Says more beneath the field; what describes it gets the id. */
  readonly about?: ReactNode;
}

const all: OptionsFilter = ({ options }) => options;

export function SuggestedText({ groups, mark, markWidth, field, about, ...props }: Props) {
  const draft = useTextDraft(props);
  const [typing, setTyping] = useState(false);
  const known = new Map(groups.flatMap(({ items }) => items.map((item) => [item.value, item] as const)));
  // Each value once, where it comes first.
  const seen = new Set<string>();
  const data = groups
    .map(({ group, items }) => ({
      group,
      items: items.flatMap(({ value }) => (seen.has(value) ? [] : (seen.add(value), [value]))),
    }))
    .filter(({ items }) => items.length > 0);
  const aboutId = `${props.inputId}-about`;
  return (
    <>
      <Autocomplete
        ref={field}
        id={props.inputId}
        aria-describedby={`${props.describedBy}${about === undefined ? '' : ` ${aboutId}`}`}
        data-draft={draft.isHeld || undefined}
        data={data}
        {...(typing ? {} : { filter: all })}
        // The list itself scrolls: what lies around it could not be reached by key.
        withScrollArea={false}
        classNames={{ options: styles.options ?? '' }}
        value={draft.text}
        error={draft.error ?? props.invalid}
        placeholder={props.placeholder}
        spellCheck={false}
        rightSection={mark}
        rightSectionPointerEvents="all"
        {...(markWidth === undefined ? {} : { rightSectionWidth: markWidth })}
        renderOption={({ option }) => <Option item={known.get(option.value) ?? option} />}
        onChange={draft.change}
        onInput={() => setTyping(true)}
        onOptionSubmit={() => setTyping(false)}
        onBlur={() => {
          setTyping(false);
          draft.leave();
        }}
      />
      {about !== undefined && (
        <div id={aboutId} className={styles.about}>
          {about}
        </div>
      )}
    </>
  );
}

function Option({ item }: { readonly item: Suggested }) {
  return (
    <span className={styles.option}>
      <span className={styles.optionName}>{item.value}</span>
      {item.available !== undefined && <AvailabilityMark available={item.available} />}
      {item.note !== undefined && item.note !== '' && <span className={styles.optionNote}>{item.note}</span>}
    </span>
  );
}

export function DurationControl(props: ControlProps) {
  const words = durationWords(asText(props.value));
  return (
    <SuggestedText
      {...props}
      groups={[{ group: 'Often used', items: ['5m', '15m', '30m', '1h', '4h'].map(durationItem) }]}
      about={words === null ? undefined : `= ${words}`}
    />
  );
}
function durationItem(value: string): Suggested {
  return { value, note: durationWords(value) ?? '' };
}
