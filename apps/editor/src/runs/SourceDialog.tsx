// The source a run was started with, and how the file differs from it now (E-RUN-11).
import { Modal, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { findByPath } from '../document/store.ts';
import { editsBetween } from '../files/lineDiff.ts';
import { EditPreview } from '../problems/EditPreview.tsx';
import { ApiError, api } from '../server/api.ts';
import type { RunSource } from './runSource.ts';
import classes from './detail/detail.module.css';

interface Props {
  readonly source: RunSource;
  readonly close: () => void;
}

export function SourceDialog({ source, close }: Props) {
  const now = useTextNow(source.path);
  const edits = now === null ? [] : editsBetween(source.text, now);
  return (
    <Modal
      opened
      onClose={close}
      title={`Source of this run${source.path === null ? '' : `: ${source.path}`}`}
      size="xl"
    >
      {edits.length === 0 ? (
        <>
          {now === null ? null : (
            <Text size="sm" c="dimmed" mb={8}>
              The file is the same today.
            </Text>
          )}
          <pre className={classes['text']}>{source.text}</pre>
        </>
      ) : (
        <>
          <Text size="sm" c="dimmed" mb={8}>
            What has changed since: − as it ran, + as it is now.
          </Text>
          <EditPreview text={source.text} edits={edits} tall />
        </>
      )}
    </Modal>
  );
}

/** The file as it is now, with what is unsaved; null when there is none. */
function useTextNow(path: string | null): string | null {
  const [text, setText] = useState(() => (path === null ? null : (findByPath(path)?.text ?? null)));
  useEffect(() => {
    if (path === null || findByPath(path) !== undefined) return undefined;
    const abort = new AbortController();
    api.call('file.read', { query: { path }, signal: abort.signal }).then(
      (file) => setText(file.text),
      (error: unknown) => {
        // A file that is gone has no difference to show; the recorded text stands alone.
        if (!abort.signal.aborted && !(error instanceof ApiError)) throw error;
      },
    );
    return () => abort.abort();
  }, [path]);
  return text;
}
