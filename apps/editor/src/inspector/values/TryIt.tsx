// Trying an expression before it runs (E-INSP-13): the engine's own evaluation, on the last run's values or typed ones, with result and type.
import { expressionFromText, referencesFromText, typeOfJson } from '@iterion/dsl';
import type { QueryPlace } from '@iterion/dsl';
import { evaluate, truthy } from '@iterion/engine';
import type { FileId } from '../../document/model.ts';
import { useDocumentPart } from '../../document/store.ts';
import { shortJson, useLastValue } from './lastValue.ts';
import { SampleRows } from './SampleRows.tsx';
import { scopeOfValues } from './scopeOfValues.ts';
import { useSamples } from './useSamples.ts';
import styles from './values.module.css';

interface Props {
  readonly fileId: FileId;
  readonly text: string;
  readonly place: QueryPlace;
  /** A condition: what counts is whether it is taken. */
  readonly condition?: boolean;
}

export default function TryIt({ fileId, text, place, condition = false }: Props) {
  const document = useDocumentPart(fileId, (open) => open.document);
  const places = [place];
  const found = document ? referencesFromText(text, 'expression', document, places).references : [];
  const samples = useSamples(found, useLastValue(fileId, places));
  const { parsed } = expressionFromText(text);
  if (!parsed.expr)
    return (
      <div className={styles.try}>
        <span className={styles.origin}>
          {text.trim() === '' ? 'Write an expression first.' : parsed.error?.message}
        </span>
      </div>
    );
  const result = evaluate(parsed.expr, scopeOfValues(samples.list));
  return (
    <div className={styles.try}>
      <SampleRows samples={samples} />
      {result.ok ? (
        <output className={styles.result} aria-label="Result">
          = <code>{shortJson(result.value, 400)}</code>{' '}
          <span>
            {typeOfJson(result.value)}
            {condition ? `, ${truthy(result.value) ? 'taken' : 'not taken'}` : ''}
          </span>
        </output>
      ) : (
        <output className={styles.failed} aria-label="Result">
          {result.message}
          {condition ? ' An error counts as false: not taken.' : ''}
        </output>
      )}
    </div>
  );
}
