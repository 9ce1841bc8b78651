// A prompt (E-INSP-14): its whole text, how long it is, what it refers to with what cannot be resolved first.
import type { Prompt } from '@iterion/dsl';
import type { FileId } from '../../document/model.ts';
import inspector from '../Inspector.module.css';
import styles from '../controls/controls.module.css';
import { PromptBody } from './PromptBody.tsx';

/** English text has about four characters a token; enough to see whether a prompt is long. */
const charactersPerToken = 4;

export function PromptForm({ fileId, prompt }: { readonly fileId: FileId; readonly prompt: Prompt }) {
  const text = prompt.body.source;
  const words = text.split(/\s+/u).filter((word) => word !== '').length;
  const references = prompt.body.segments.flatMap((segment) => (segment.kind === 'ref' ? [segment.ref] : []));
  const sorted = references.toSorted((a, b) => Number(a.known) - Number(b.known));
  return (
    <section className={inspector.section}>
      <h3 className={inspector.sectionTitle}>Text</h3>
      <div className={inspector.fields}>
        <PromptBody fileId={fileId} name={prompt.name} />
        <span className={styles.hint}>
          {words} words, about {Math.ceil(text.length / charactersPerToken)} tokens
        </span>
        {sorted.length > 0 && (
          <div className={styles.fields}>
            {sorted.map((ref, index) => (
              <span key={index} className={styles.fieldChip} data-known={ref.known}>
                {[ref.ns, ...ref.path].join('.')}
                <span>{ref.known ? ref.type : 'unresolved'}</span>
              </span>
            ))}
          </div>
        )}
      </div>
    </section>
  );
}
