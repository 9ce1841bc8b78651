// Saving the selection as a snippet (E-LIB-03): the text of copy, with title, description, tags and what it shall ask for at its head; kept for
// the user or in the workspace.
import { Button, Checkbox, Group, Modal, Stack, TagsInput, TextInput } from '@mantine/core';
import { compile, parse } from '@iterion/dsl';
import { useMemo, useState } from 'react';
import { notify } from '../app/notifications.tsx';
import { showOverlay } from '../app/overlays.tsx';
import { copied } from '../canvas/actions/clipboard.ts';
import type { OpenDocument } from '../document/model.ts';
import { FormErrors } from '../ui/FormErrors.tsx';
import { Segments } from '../ui/Segments.tsx';
import { withHead } from './libraryItem.ts';
import { presentOf } from './parameters.ts';
import type { Parameter } from './parameters.ts';
import { addSnippet } from './snippets.ts';
import type { Scope } from './snippets.ts';
import styles from './Library.module.css';

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
  const [scope, setScope] = useState<Scope>('user');
  const offered = useMemo(() => presentOf(compile(parse(text))), [text]);
  const [asked, setAsked] = useState<ReadonlySet<Parameter>>(new Set());
  const [refused, setRefused] = useState<string | null>(null);
  const [isTried, setTried] = useState(false);
  const isNamed = title.trim() !== '';
  const save = async (): Promise<void> => {
    setTried(true);
    if (!isNamed) return;
    const parameters = offered.filter((parameter) => asked.has(parameter));
    const reason = await addSnippet(scope, title, withHead(text, { title, description, tags, parameters }));
    setRefused(reason);
    if (reason !== null) return;
    onClose();
    notify({
      kind: 'success',
      title: `Saved ${title.trim()} in the library`,
      message: scope === 'user' ? 'Under My snippets' : 'Under Workspace snippets',
    });
  };
  return (
    <Modal opened onClose={onClose} title="Save as snippet">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack gap={12}>
          <FormErrors
            errors={[
              ...(isTried && !isNamed ? [{ id: 'snippet-title', label: 'Title', message: 'A title is needed' }] : []),
              ...(refused === null ? [] : [{ message: refused }]),
            ]}
          />
          <TextInput
            id="snippet-title"
            data-autofocus
            label="Title"
            required
            error={isTried && !isNamed ? 'A title is needed' : null}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <TextInput
            label="Description"
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          <TagsInput label="Tags" value={tags} acceptValueOnBlur onChange={setTags} />
          <div className={styles.keep}>
            <div className={styles.legend}>Keep it</div>
            <Segments
              label="Keep it"
              value={scope}
              options={[
                { value: 'user', label: 'For me, in all workspaces' },
                { value: 'workspace', label: 'In this workspace' },
              ]}
              onChange={setScope}
            />
          </div>
          {offered.length > 0 && (
            <fieldset className={styles.asked}>
              <legend className={styles.legend}>Ask for, when it is inserted</legend>
              {offered.map((parameter) => (
                <Checkbox
                  key={parameter.label}
                  size="xs"
                  label={parameter.label}
                  checked={asked.has(parameter)}
                  onChange={(event) => {
                    const next = new Set(asked);
                    if (event.currentTarget.checked) next.add(parameter);
                    else next.delete(parameter);
                    setAsked(next);
                  }}
                />
              ))}
            </fieldset>
          )}
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit">Save</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
