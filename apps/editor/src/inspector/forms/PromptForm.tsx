// A prompt (E-INSP-14): its whole text or what a model would read, how long it is, what it refers to with what cannot be resolved first.
import { referencesFromText } from '@iterion/dsl';
import type { Prompt } from '@iterion/dsl';
import { lazy, Suspense, useState } from 'react';
import type { FileId } from '../../document/model.ts';
import { useDocumentPart } from '../../document/store.ts';
import { Segments } from '../../ui/Segments.tsx';
import inspector from '../Inspector.module.css';
import controls from '../controls/controls.module.css';
import { goToDefinition } from '../references/definition.ts';
import { referenceText } from '../values/scopeOfValues.ts';
import { PromptBody, usePromptPlaces } from './PromptBody.tsx';

const PromptPreview = lazy(async () => import('../values/PromptPreview.tsx'));

/** English text has about four characters a token; enough to see whether a prompt is long. */
const charactersPerToken = 4;

export function PromptForm({ fileId, prompt }: { readonly fileId: FileId; readonly prompt: Prompt }) {
  const [shown, setShown] = useState<'template' | 'preview'>('template');
  const text = prompt.body.source;
  const words = text.split(/\s+/u).filter((word) => word !== '').length;
  return (
    <section className={inspector.section} aria-label="Text">
      <div className={inspector.bar}>
        <Segments
          label="Shown"
          value={shown}
          options={[
            { value: 'template', label: 'Template' },
            { value: 'preview', label: 'Preview' },
          ]}
          onChange={setShown}
        />
        <span className={controls.hint}>
          {words} {words === 1 ? 'word' : 'words'}, about {Math.ceil(text.length / charactersPerToken)} tokens
        </span>
      </div>
      <div className={inspector.fields}>
        {shown === 'template' ? (
          <>
            <PromptBody fileId={fileId} name={prompt.name} />
            <References fileId={fileId} prompt={prompt} />
          </>
        ) : (
          <Suspense fallback={null}>
            <PromptPreview fileId={fileId} prompt={prompt} />
          </Suspense>
        )}
      </div>
    </section>
  );
}

function References({ fileId, prompt }: { readonly fileId: FileId; readonly prompt: Prompt }) {
  const document = useDocumentPart(fileId, (open) => open.document);
  const places = usePromptPlaces(fileId, prompt.name);
  if (!document) return null;
  const { references } = referencesFromText(prompt.body.source, 'template', document, places);
  const distinct = [...new Map(references.map((reference) => [referenceText(reference), reference]))];
  const sorted = distinct.toSorted(([, a], [, b]) => Number(b.finding !== undefined) - Number(a.finding !== undefined));
  if (sorted.length === 0) return null;
  return (
    <ul className={controls.chips} aria-label="Refers to">
      {sorted.map(([text, reference]) => (
        <li key={text}>
          <button
            type="button"
            className={controls.chip}
            data-wrong={reference.finding !== undefined || undefined}
            data-hint={reference.finding?.message ?? 'Go to its declaration'}
            onClick={() => goToDefinition(fileId, reference, places)}
          >
            {text}
            <span>{reference.finding ? 'unresolved' : reference.type === 'unknown' ? '' : reference.type}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
