// What saving would change on disk (E-FILE-03's view of a difference, for *Compare with disk*).
import { Modal } from '@mantine/core';
import { EditPreview } from '../problems/EditPreview.tsx';
import { EmptyNote } from '../ui/EmptyNote.tsx';
import { editsBetween } from './lineDiff.ts';

interface Props {
  readonly name: string;
  readonly disk: string;
  readonly text: string;
  readonly close: () => void;
}

export function CompareDialog({ name, disk, text, close }: Props) {
  const edits = editsBetween(disk, text);
  return (
    <Modal opened onClose={close} title={`${name}: disk and this buffer`} size="xl">
      {edits.length === 0 ? (
        <EmptyNote>The buffer is what is on disk.</EmptyNote>
      ) : (
        <EditPreview text={disk} edits={edits} tall />
      )}
    </Modal>
  );
}
