// Closed sets of words and switches: segments, select, three-state switch, effort (a word, or text with a reference).
import { Select, TextInput } from '@mantine/core';
import type { ModelItem } from '@iterion/protocol';
import { useState } from 'react';
import { useModels } from '../../server/machine.ts';
import { useFormScope } from '../formScope.tsx';
import { useNested } from '../nested.tsx';
import { writtenProperty } from '../reading.ts';
import { rowsOf } from '../rows.ts';
import { useDraft } from '../useDraft.ts';
import { asText } from './control.ts';
import type { ControlProps } from './control.ts';
import styles from './controls.module.css';
import { effortReason, knownModel } from './modelText.ts';
import { Segments } from './Segments.tsx';

function wordsOf(props: ControlProps): readonly string[] {
  const { value } = props.row;
  return value.kind === 'word' ? value.words : [];
}
/** The word of the graph for what is written, which may be an older synonym (E-DOC-17). */
function meant(props: ControlProps): string | null {
  if (props.value === undefined) return null;
  const text = asText(props.value);
  const { value } = props.row;
  return (value.kind === 'word' ? value.synonyms?.[text] : undefined) ?? text;
}
function aboutOf({ row: { value } }: ControlProps, word: string): string | undefined {
  return value.kind === 'word' ? value.about?.[word] : undefined;
}
function spoken(word: string): string {
  return word.replaceAll('_', ' ');
}

export function SegmentsControl(props: ControlProps) {
  return (
    <Segments
      id={props.inputId}
      label={props.row.name}
      describedBy={props.describedBy}
      segments={wordsOf(props).map((word) => {
        const title = aboutOf(props, word);
        return { value: word, label: spoken(word), ...(title === undefined ? {} : { title }) };
      })}
      value={meant(props)}
      implied={props.placeholder}
      onChoose={(word) => props.commit(word)}
    />
  );
}

export function SelectControl(props: ControlProps) {
  const chosen = meant(props);
  const words = wordsOf(props);
  const data = [...words, ...(chosen !== null && !words.includes(chosen) ? [chosen] : [])];
  return (
    <Select
      id={props.inputId}
      aria-describedby={props.describedBy}
      error={props.invalid}
      data={data.map((word) => ({ value: word, label: spoken(word) }))}
      value={chosen}
      placeholder={spoken(props.placeholder)}
      allowDeselect={false}
      checkIconPosition="right"
      renderOption={({ option }) => (
        <span className={styles.option}>
          <span className={styles.optionName}>{option.label}</span>
          <span className={styles.optionNote}>{aboutOf(props, option.value)}</span>
        </span>
      )}
      onChange={(word) => {
        if (word !== null) props.commit(word);
      }}
    />
  );
}

export function SwitchControl(props: ControlProps) {
  const written = typeof props.value === 'boolean' ? String(props.value) : null;
  return (
    <Segments
      id={props.inputId}
      label={props.row.name}
      describedBy={props.describedBy}
      segments={[
        { value: 'true', label: 'On' },
        { value: 'false', label: 'Off' },
      ]}
      value={written}
      implied={props.placeholder}
      onChoose={(choice) => props.commit(choice === 'true')}
    />
  );
}

/** A level side by side, those that the model does not take with the reason; or free text where a reference is wanted. */
export function EffortControl(props: ControlProps) {
  const known = useModelBeside(props);
  const chosen = meant(props);
  const words = wordsOf(props);
  const [free, setFree] = useState(chosen !== null && !words.includes(chosen));
  const draft = useDraft(asText(props.value), (text) => (text === '' ? null : props.commit(text)));
  if (free)
    return (
      <TextInput
        id={props.inputId}
        aria-describedby={props.describedBy}
        data-draft={draft.isHeld || undefined}
        value={draft.text}
        error={draft.error ?? props.invalid}
        placeholder={'${EFFORT}'}
        onChange={(event) => draft.change(event.currentTarget.value)}
        onBlur={() => {
          draft.leave();
          if (draft.text === '' || words.includes(draft.text)) setFree(false);
        }}
      />
    );
  const lowered = chosen === null ? undefined : effortReason(chosen, known);
  return (
    <>
      <Segments
        id={props.inputId}
        label={props.row.name}
        describedBy={props.describedBy}
        segments={[
          ...words.map((word) => ({
            value: word,
            label: word === 'medium' ? 'med' : word,
            title: word,
            reason: effortReason(word, known),
          })),
          { value: '$', label: '$…', title: 'From the environment' },
        ]}
        value={chosen}
        onChoose={(word) => {
          if (word === '$') setFree(true);
          else props.commit(word);
        }}
      />
      {lowered !== undefined && <span className={styles.hint}>{lowered}</span>}
    </>
  );
}

/** What is known of the model that is written beside the effort; nothing where its name is not plain text. */
function useModelBeside({ path }: ControlProps): ModelItem | undefined {
  const { ref, graph } = useFormScope();
  const models = useModels();
  const statements = useNested(path.slice(0, -1));
  const row = rowsOf(ref, graph).find(({ value }) => value.kind === 'string' && value.format === 'model');
  const written = row && asText(writtenProperty(statements, row)?.value);
  return written ? knownModel(written, models) : undefined;
}
