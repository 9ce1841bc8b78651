// What a prompt refers to (E-INSP-14): what cannot be resolved first, then in text order; a press leads to the declaration.
import { referencesFromText } from '@iterion/dsl';
import type { Prompt } from '@iterion/dsl';
import type { FileId } from '../../document/model.ts';
import { useDocumentPart } from '../../document/store.ts';
import controls from '../controls/controls.module.css';
import { goToDefinition } from '../references/definition.ts';
import { referenceText } from '../values/scopeOfValues.ts';
import { usePromptPlaces } from './PromptBody.tsx';

export function PromptReferences({ fileId, prompt }: { readonly fileId: FileId; readonly prompt: Prompt }) {
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
            {(reference.finding || reference.type !== 'unknown') && (
              <span>{reference.finding ? 'unresolved' : reference.type}</span>
            )}
          </button>
        </li>
      ))}
    </ul>
  );
}
