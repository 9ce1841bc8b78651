// Where text is pasted when it comes from a menu or a button: only a press of the paste key may read the clipboard unasked (E-CANVAS-24).
import { Button, Group, Modal, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { FileId } from '../../document/model.ts';
import { pasteText } from '../actions/clipboard.ts';
import type { Point } from '../kernels/geometry.ts';

interface Props {
  readonly fileId: FileId;
  /** In flow coordinates: where it goes. */
  readonly at?: Point;
  /** Connects it with what is selected. */
  readonly connected?: boolean;
  readonly close: () => void;
}

export function PasteDialog({ fileId, at, connected = false, close }: Props) {
  const [text, setText] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (pasteText(fileId, text, { connected, ...(at ? { at } : {}) })) close();
  };
  return (
    <Modal opened onClose={close} title={connected ? 'Paste DSL and connect it' : 'Paste DSL'} size="lg">
      <form onSubmit={submit}>
        <Textarea
          label="Text of nodes, schemas, prompts or a workflow"
          data-autofocus
          autosize
          minRows={8}
          maxRows={20}
          classNames={{ input: 'mono' }}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap={8} mt={16}>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" disabled={text.trim() === ''}>
            Paste
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
