// The name of a run; empty takes it away again.
import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';

interface Props {
  readonly start: string;
  readonly answer: (name: string | null) => void;
}

export function RenameDialog({ start, answer }: Props) {
  const [name, setName] = useState(start);
  return (
    <Modal opened onClose={() => answer(null)} title="Rename run" size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          answer(name);
        }}
      >
        <TextInput
          label="Name"
          description="Empty: it goes by its workflow"
          data-autofocus
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap={8} mt={16}>
          <Button variant="default" onClick={() => answer(null)}>
            Close
          </Button>
          <Button type="submit">Rename</Button>
        </Group>
      </form>
    </Modal>
  );
}
