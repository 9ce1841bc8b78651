// Asks for a path in the workspace: rename, move, new folder.
import { Button, Group, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';

interface PathProps {
  readonly title: string;
  readonly start: string;
  readonly verb: string;
  readonly answer: (path: string | null) => void;
}
export function PathDialog({ title, start, verb, answer }: PathProps) {
  const [path, setPath] = useState(start);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (path.trim() !== '') answer(path.trim());
  };
  return (
    <Modal opened onClose={() => answer(null)} title={title} size="sm">
      <form onSubmit={submit}>
        <TextInput
          label="Path in the workspace"
          data-autofocus
          value={path}
          onChange={(event) => setPath(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap={8} mt={16}>
          <Button variant="default" onClick={() => answer(null)}>
            Cancel
          </Button>
          <Button type="submit" disabled={path.trim() === ''}>
            {verb}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
