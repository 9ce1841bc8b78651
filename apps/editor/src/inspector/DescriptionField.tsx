// The description of a block, in the panel below its name (E-INSP-23): the comment lines above it in the text.
import { Textarea } from '@mantine/core';
import type { FileId, ItemId } from '../document/model.ts';
import { placeOf } from '../document/projection.ts';
import { useDocumentPart, useGraph, useItemView } from '../document/store.ts';
import { describable, descriptionAt } from './description.ts';
import { commitOperation } from './formScope.tsx';
import styles from './Inspector.module.css';
import { useDraft } from './useDraft.ts';

export function DescriptionField({ fileId, item }: { readonly fileId: FileId; readonly item: ItemId }) {
  const view = useItemView(fileId, item);
  const document = useDocumentPart(fileId, (open) => open.document);
  const place = placeOf(useGraph(fileId), item);
  const target = view && describable(view);
  const present = document && place ? descriptionAt(document, place.start.offset) : '';
  const draft = useDraft(present, (text) =>
    target
      ? commitOperation(
          fileId,
          { op: 'setDescription', target, text },
          `Describe ${'edge' in target ? 'an edge' : target.name}`,
          `description ${item}`,
        )
      : null,
  );
  if (!target || !place) return null;
  return (
    <Textarea
      className={styles.description}
      classNames={{ input: styles.descriptionInput ?? '' }}
      aria-label="Description"
      placeholder="Description: a comment above it"
      data-description
      data-draft={draft.isHeld || undefined}
      autosize
      minRows={1}
      maxRows={8}
      value={draft.text}
      error={draft.error}
      onChange={(event) => draft.change(event.currentTarget.value)}
      onBlur={draft.leave}
    />
  );
}
