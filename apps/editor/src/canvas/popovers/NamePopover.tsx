// Renames what has no card at hand: rows of the outline, groups, declarations (E-CANVAS-21).
import { useState } from 'react';
import type { FileId, ItemId } from '../../document/model.ts';
import { nameableOf, renamingOf } from '../../inspector/references/renaming.ts';
import { getDocument } from '../../document/store.ts';
import { NameField } from '../../ui/NameField.tsx';
import type { Point } from '../kernels/geometry.ts';
import { Floating } from './Floating.tsx';
import styles from './Floating.module.css';

interface NamePopoverProps {
  readonly fileId: FileId;
  readonly item: ItemId;
  readonly anchor: Point;
  readonly onClose: () => void;
}

export function NamePopover({ fileId, item, anchor, onClose }: NamePopoverProps) {
  const [name] = useState(() => {
    const document = getDocument(fileId);
    return (document && nameableOf(document, item)?.name) ?? '';
  });
  return (
    <Floating anchor={anchor} label={`Rename ${name}`} onClose={onClose} width={280}>
      <div className={styles.body}>
        <NameField name={name} renaming={renamingOf(fileId, item)} onClose={onClose} />
      </div>
    </Floating>
  );
}
