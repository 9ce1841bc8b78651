// Where something is used (E-INSP-12): who, the line it stands in; a click shows the place in graph and text.
import type { FileId } from '../../document/model.ts';
import { getDocument, select, useDocumentPart } from '../../document/store.ts';
import { itemAt, reveal } from '../../app/reveal.ts';
import { Section } from '../Section.tsx';
import inspector from '../Inspector.module.css';
import styles from './references.module.css';
import { nameOfPlace } from './nameOfPlace.ts';
import { type Usage, type Used, usagesOf } from './usages.ts';

export function UsageList({
  fileId,
  used,
  title = 'Used by',
}: {
  readonly fileId: FileId;
  readonly used: Used;
  readonly title?: string;
}) {
  const document = useDocumentPart(fileId, (open) => open.document);
  if (!document) return null;
  const usages = usagesOf(document, used).filter(
    (usage) => used.space !== 'node' || !isWayOut(fileId, used.name, usage),
  );
  return (
    <Section kind={used.space} title={title} count={usages.length}>
      {usages.length === 0 ? (
        <p className={inspector.note}>Nothing uses it.</p>
      ) : (
        <UsagePlaces fileId={fileId} usages={usages} />
      )}
    </Section>
  );
}

/** The ways out of a node name it too, and stand in a table of their own. */
function isWayOut(fileId: FileId, name: string, { start, fragment }: Usage): boolean {
  const item = itemAt(fileId, start);
  const view = item && getDocument(fileId)?.projection.items.get(item);
  return view?.type === 'edge' && view.data.from === name && (view.data.to !== name || fragment.startsWith(name));
}

export function UsagePlaces({ fileId, usages }: { readonly fileId: FileId; readonly usages: readonly Usage[] }) {
  return (
    <ul className={styles.places}>
      {usages.map((usage) => (
        <li key={usage.start}>
          <button type="button" className={styles.placeButton} onClick={() => show(fileId, usage)}>
            <span className={styles.owner}>{nameOfPlace(fileId, usage.start)}</span>
            <code className={styles.fragment}>{usage.fragment}</code>
            <span className={styles.line}>line {usage.line}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function show(fileId: FileId, usage: Usage): void {
  const item = itemAt(fileId, usage.start);
  if (item) select(fileId, [item]);
  reveal({ fileId, range: usage, ...(item ? { item } : {}) });
}
