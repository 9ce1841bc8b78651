// The fixes of one problem with what each would change (E-DIAG-06): choosing one applies it as one step.
import { Button, Modal, Text } from '@mantine/core';
import type { Diagnostic } from '@iterion/dsl';
import type { FileId } from '../document/model.ts';
import { useDocumentPart } from '../document/store.ts';
import { EmptyNote } from '../ui/EmptyNote.tsx';
import { EditPreview } from './EditPreview.tsx';
import classes from './FixDialog.module.css';
import { applyFix } from './applyFix.ts';

export interface FixDialogProps {
  readonly fileId: FileId;
  readonly problem: Diagnostic;
  readonly close: () => void;
}

export function FixDialog({ fileId, problem, close }: FixDialogProps) {
  const text = useDocumentPart(fileId, (document) => document.text) ?? '';
  const fixes = problem.fixes ?? [];
  return (
    <Modal opened onClose={close} title={`${problem.code}: ${problem.message}`} size="lg">
      <Text size="sm" c="dimmed">
        {problem.hint}
      </Text>
      {fixes.length === 0 ? <EmptyNote>There is no automatic fix for this one.</EmptyNote> : null}
      <ul className={classes['fixes']}>
        {fixes.map((fix, index) => (
          <li key={fix.title} className={classes['fix']}>
            <EditPreview text={text} edits={fix.edits} />
            <Button
              variant={fix.preferred ? 'filled' : 'default'}
              data-autofocus={index === 0 || undefined}
              onClick={() => {
                close();
                applyFix(fileId, fix);
              }}
            >
              {fix.title}
            </Button>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
