// Saving the selection as a snippet (E-LIB-03): the text of copy, with title, description and tags at its head.
import { Button, Group, Modal, Stack, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { notify } from '../app/notifications.tsx';
import { showOverlay } from '../app/overlays.tsx';
import { copied } from '../canvas/actions/clipboard.ts';
import type { OpenDocument } from '../document/model.ts';
import { withHead } from './libraryItem.ts';
import { addSnippet } from './snippets.ts';

export function saveSelectionAsSnippet(document: OpenDocument): void {
  const copy = copied(document);
  if (!copy) {
    notify({ kind: 'info', title: 'Nothing to save', message: 'Select nodes first.', key: 'refusal' });
    return;
  }
  showOverlay((close) => <SaveSnippet text={copy.text} onClose={close} />);
}

function SaveSnippet({ text, onClose }: { readonly text: string; readonly onClose: () => void }) {
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  const [tags, setTags] = useState<string[]>([]);
  const save = (): void => {
    if (title.trim() === '') return;
    addSnippet(withHead(text, title, description, tags));
    onClose();
    notify({ kind: 'success', title: `Saved ${title.trim()} in the library` });
  };
  return (
    <Modal opened onClose={onClose} title="Save as snippet">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Stack gap={12}>
          <TextInput
            data-autofocus
            label="Title"
            required
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <TextInput
            label="Description"
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          <TagsInput label="Tags" value={tags} onChange={setTags} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={title.trim() === ''}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
