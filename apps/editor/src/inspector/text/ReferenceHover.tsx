// What a reference under the pointer is (E-INSP-10): its type, who produces it, what is wrong with it, the value of the last run.
import type { FieldReference, QueryPlace } from '@iterion/dsl';
import type { FileId } from '../../document/model.ts';
import { useDocumentPart } from '../../document/store.ts';
import { describe } from '../references/definition.ts';
import { shortJson, useLastValue } from '../values/lastValue.ts';
import { referenceText } from '../values/scopeOfValues.ts';
import styles from './text.module.css';

export interface Hovered {
  readonly index: number;
  readonly x: number;
  readonly y: number;
}
interface Props {
  readonly fileId: FileId;
  readonly places: readonly QueryPlace[];
  readonly reference: FieldReference | undefined;
  readonly at: Hovered;
}

export function ReferenceHover({ fileId, places, reference, at }: Props) {
  const graph = useDocumentPart(fileId, (document) => document.graph);
  const lastValue = useLastValue(fileId, places);
  if (!reference || !graph) return null;
  const value = lastValue(reference);
  return (
    <div className={styles.hover} role="tooltip" style={{ left: Math.max(8, at.x - 300), top: at.y + 18 }}>
      <div>
        <code>{referenceText(reference)}</code> {reference.type === 'unknown' ? '' : reference.type}
      </div>
      {reference.finding ? (
        <div className={styles.finding}>{reference.finding.message}</div>
      ) : (
        <div>{describe(graph, reference, places)}</div>
      )}
      {value !== undefined && (
        <div className={styles.detail}>
          last run: <code>{shortJson(value, 160)}</code>
        </div>
      )}
    </div>
  );
}
