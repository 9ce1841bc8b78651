// A prompt as a model would read it (E-INSP-14): rendered by the engine with sample values or those of a run, what was put in marked.
import { Select } from '@mantine/core';
import { referencesFromText } from '@iterion/dsl';
import type { Prompt, Template } from '@iterion/dsl';
import { renderTemplate, type Scope } from '@iterion/engine';
import { useState } from 'react';
import type { FileId } from '../../document/model.ts';
import { useDocumentPart } from '../../document/store.ts';
import { usePromptPlaces } from '../prompt/PromptBody.tsx';
import { age } from '../../runs/kernels/words.ts';
import { useLastValue } from './lastValue.ts';
import { useRunsOf } from './runValues.ts';
import { SampleRows } from './SampleRows.tsx';
import { referenceText, scopeOfValues } from './scopeOfValues.ts';
import { useSamples } from './useSamples.ts';
import styles from './values.module.css';

const offered = 10;
const sampleData = 'sample';

export default function PromptPreview({ fileId, prompt }: { readonly fileId: FileId; readonly prompt: Prompt }) {
  const document = useDocumentPart(fileId, (open) => open.document);
  const path = useDocumentPart(fileId, (open) => open.path) ?? null;
  const places = usePromptPlaces(fileId, prompt.name);
  const runs = useRunsOf(path).slice(0, offered);
  const [now] = useState(Date.now);
  const [chosen, setChosen] = useState<string | null>(null);
  const source = chosen ?? runs[0]?.id ?? sampleData;
  const lastValue = useLastValue(fileId, places, source);
  const { references = [] } = document ? referencesFromText(prompt.body.source, 'template', document, places) : {};
  const samples = useSamples(references, (reference) => (source === sampleData ? undefined : lastValue(reference)));
  const scope = scopeOfValues(samples.list);
  return (
    <>
      <Select
        aria-label="Values from"
        allowDeselect={false}
        data={[
          { value: sampleData, label: 'Sample values' },
          ...runs.map((run) => ({
            value: run.id,
            label: `${run.name ?? run.id}, ${age(Date.parse(run.createdAt), now)}${run.simulated ? ', simulated' : ''}`,
          })),
        ]}
        value={source}
        onChange={(value) => {
          setChosen(value);
          samples.forget();
        }}
      />
      <pre className={styles.rendered} aria-label="Rendered prompt" tabIndex={0}>
        {prompt.body.segments.map((segment, index) =>
          segment.kind === 'text' ? segment.text : <Inserted key={index} segment={segment} scope={scope} />,
        )}
      </pre>
      <SampleRows samples={samples} />
    </>
  );
}

function Inserted({
  segment,
  scope,
}: {
  readonly segment: Extract<Template['segments'][number], { kind: 'ref' }>;
  readonly scope: Scope;
}) {
  const text = referenceText(segment.ref);
  const result = renderTemplate({ source: text, whole: true, segments: [segment] }, scope);
  if (!result.ok)
    return (
      <mark data-missing title={result.error.message}>
        {`{{${text}}}`}
      </mark>
    );
  return <mark title={text}>{result.value}</mark>;
}
