// *Save as* (E-FILE-03): folder and name; an existing file is shown with the difference before it is replaced.
import { Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { notify } from '../app/notifications.tsx';
import { ask } from '../app/overlays.tsx';
import { type FileId, displayName } from '../document/model.ts';
import { getDocument, markSaved } from '../document/store.ts';
import { EditPreview } from '../problems/EditPreview.tsx';
import { ApiError, api } from '../server/api.ts';
import { editsBetween } from './lineDiff.ts';
import { remember } from './recent.ts';
import { movedTo } from './saveFile.ts';

/** Resolves to whether the buffer is now a file. */
export async function saveAs(id: FileId): Promise<boolean> {
  const document = getDocument(id);
  if (!document) return false;
  const path = await ask<string>((answer) => <NameDialog start={document.path ?? document.title} answer={answer} />);
  return path === null ? false : write(id, path, 'create');
}

async function write(id: FileId, path: string, base: string): Promise<boolean> {
  const document = getDocument(id);
  if (!document) return false;
  const { text } = document;
  try {
    const written = await api.call('file.write', { query: { path }, body: { text }, base });
    movedTo(id, path);
    markSaved(id, text, written.hash);
    remember(path);
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const there = error.details as { readonly hash?: string; readonly text?: string } | undefined;
    if (error.code === 'precondition_failed' && there?.hash !== undefined && there.text !== undefined) {
      const { hash, text: old } = there;
      const replace = await ask<boolean>((answer) => (
        <ReplaceDialog path={path} before={old} after={text} answer={answer} />
      ));
      return replace === true ? write(id, path, hash) : false;
    }
    notify({
      kind: 'error',
      title: `${displayName(document)} was not saved`,
      message: `${error.message} ${error.remedy ?? ''}`,
    });
    return false;
  }
}

function NameDialog({ start, answer }: { readonly start: string; readonly answer: (path: string | null) => void }) {
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
function ReplaceDialog({ path, before, after, answer }: ReplaceProps) {
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
