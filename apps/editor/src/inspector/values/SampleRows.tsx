// The values that an expression or a prompt is tried with, one row a reference; each says where it comes from and can be typed over.
import type { Json, StaticType } from '@iterion/dsl';
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Sample, Samples } from './useSamples.ts';
import styles from './values.module.css';

const origins = { typed: 'typed', run: 'last run', sample: 'sample' } as const;

export function SampleRows({ samples }: { readonly samples: Samples }) {
  if (samples.list.length === 0) return null;
  return (
    <div className={styles.samples} role="group" aria-label="Values to try with">
      {samples.list.map((sample) => (
        <SampleRow
          // A row whose value comes from elsewhere now shows that one.
          key={`${sample.text} ${sample.from === 'typed' ? '' : JSON.stringify(sample.value)}`}
          sample={sample}
          onSet={(value) => samples.set(sample.text, value)}
        />
      ))}
    </div>
  );
}

function SampleRow({ sample, onSet }: { readonly sample: Sample; readonly onSet: (value: Json) => void }) {
  const [text, setText] = useState(written(sample.value, sample.type));
  const wrong = read(text, sample.type) === undefined;
  return (
    <div className={styles.sample}>
      <code className={styles.reference} title={sample.text}>
        {sample.text}
      </code>
      <span className={styles.origin}>{origins[sample.from]}</span>
      <TextInput
        aria-label={`Value of ${sample.text}`}
        classNames={{ input: styles.value ?? '' }}
        data-draft
        value={text}
        error={wrong ? `Write a ${sample.type}` : null}
        spellCheck={false}
        onChange={(event) => {
          setText(event.currentTarget.value);
          const value = read(event.currentTarget.value, sample.type);
          if (value !== undefined) onSet(value);
        }}
      />
    </div>
  );
}

/** Texts are typed as they are, everything else as JSON. */
function written(value: Json, type: StaticType): string {
  return typeof value === 'string' && (type === 'string' || type === 'unknown') ? value : JSON.stringify(value);
}
function read(text: string, type: StaticType): Json | undefined {
  if (type === 'string') return text;
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return type === 'unknown' ? text : undefined;
  }
}
