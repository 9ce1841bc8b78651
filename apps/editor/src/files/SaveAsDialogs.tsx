// The two dialogs of *Save as*.
import { Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { EditPreview } from '../problems/EditPreview.tsx';
import { editsBetween } from './lineDiff.ts';

export function NameDialog({
  start,
  answer,
}: {
  readonly start: string;
  readonly answer: (path: string | null) => void;
}) {
  const [path, setPath] = useState(start);
  const problem = problemOf(path);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (problem === null) answer(path.trim());
  };
  return (
    <Modal opened onClose={() => answer(null)} title="Save as" size="md">
      <form onSubmit={submit}>
        <TextInput
          label="Path in the workspace"
          description="Folders are separated by /"
          data-autofocus
          value={path}
          error={path === '' ? null : problem}
          onChange={(event) => setPath(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap={8} mt={16}>
          <Button variant="default" onClick={() => answer(null)}>
            Cancel
          </Button>
          <Button type="submit" disabled={problem !== null}>
            Save
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

export function problemOf(path: string): string | null {
  const parts = path.trim().split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..'))
    return 'Write a path such as flows/review.iter';
  if (parts.some((part) => part.startsWith('.'))) return 'Names that begin with a dot are not for workflows';
  return /\.(iter|bot)$/.test(path.trim()) ? null : 'A workflow ends in .iter or .bot';
}

interface ReplaceProps {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly answer: (replace: boolean | null) => void;
}
export function ReplaceDialog({ path, before, after, answer }: ReplaceProps) {
  return (
    <Modal opened onClose={() => answer(null)} title={`Replace ${path}?`} size="lg">
      <Text size="sm">The file exists. This is what would change in it:</Text>
      <EditPreview text={before} edits={editsBetween(before, after)} />
      <Group justify="flex-end" gap={8} mt={16}>
        <Button variant="default" data-autofocus onClick={() => answer(false)}>
          Keep it
        </Button>
        <Button color="red" variant="outline" onClick={() => answer(true)}>
          Replace
        </Button>
      </Group>
    </Modal>
  );
}
