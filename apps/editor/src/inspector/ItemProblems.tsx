// The problems of a declaration whose form has no properties of the language table, by the range of its text (E-DIAG-03).
import type { FileId, ItemId } from '../document/model.ts';
import { placeOf } from '../document/projection.ts';
import { useDocumentPart, useGraph } from '../document/store.ts';
import { ProblemLines } from './Field.tsx';
import styles from './Inspector.module.css';

export function ItemProblems({ fileId, item }: { readonly fileId: FileId; readonly item: ItemId }) {
  const projection = useGraph(fileId);
  const diagnostics = useDocumentPart(fileId, (document) => document.diagnostics) ?? [];
  const place = placeOf(projection, item);
  const own = diagnostics.filter(
    ({ range }) => place && range.start.offset >= place.start.offset && range.start.offset <= place.end.offset,
  );
  if (own.length === 0) return null;
  return (
    <div className={styles.itemProblems}>
      <ProblemLines id="item-problems" problems={own} scope={{ fileId }} />
    </div>
  );
}
