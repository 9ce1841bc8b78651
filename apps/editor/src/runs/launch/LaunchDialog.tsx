// The launch dialog (E-SHELL-22): asks the server what a start of the file, or of the buffer that is not saved yet, would mean, and shows the
// form. Nothing is started, connected to or written meanwhile (E-RUN-04).
import { Alert, Button, Modal } from '@mantine/core';
import { ApiError } from '@iterion/protocol';
import { useEffect, useState } from 'react';
import { isDirty } from '../../document/model.ts';
import { findByPath } from '../../document/store.ts';
import { api } from '../../server/api.ts';
import { LaunchForm } from './LaunchForm.tsx';
import type { LaunchStart, Prepared, Sources } from './prepared.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';

export function LaunchDialog({ path, fromRun, close }: LaunchStart & { readonly close: () => void }) {
  const [sources, setSources] = useState<Sources>({ preset: null, recipe: null, fromRun: fromRun ?? null });
  const [round, setRound] = useState(0);
  const [prepared, problem] = usePrepared(path, sources, round);
  return (
    <Modal opened onClose={close} title={prepared === null ? 'Run' : `Run ${prepared.workflow}`} size={720}>
      {problem === null ? null : (
        <Alert color="red" title="This file cannot be started">
          {problem}
          <Button mt={8} variant="default" onClick={() => setRound(round + 1)}>
            Try again
          </Button>
        </Alert>
      )}
      {prepared === null && problem === null ? <Skeleton label="Preparing" lines={6} /> : null}
      {prepared === null ? null : (
        <LaunchForm
          key={`${sources.preset} ${sources.recipe} ${sources.fromRun} ${prepared.hash}`}
          path={path}
          prepared={prepared}
          sources={sources}
          onSources={setSources}
          onAgain={() => setRound(round + 1)}
          close={close}
        />
      )}
    </Modal>
  );
}

function usePrepared(path: string, sources: Sources, round: number): readonly [Prepared | null, string | null] {
  const [answer, setAnswer] = useState<readonly [Prepared | null, string | null]>([null, null]);
  const { preset, recipe, fromRun } = sources;
  useEffect(() => {
    const abort = new AbortController();
    const open = findByPath(path);
    const body = {
      path,
      ...(open !== undefined && isDirty(open) ? { text: open.text } : {}),
      ...(preset === null ? {} : { preset }),
      ...(recipe === null ? {} : { recipe }),
      ...(fromRun === null ? {} : { fromRun }),
    };
    api.call('runs.prepare', { body, signal: abort.signal }).then(
      (prepared) => setAnswer([prepared, null]),
      (error: unknown) => {
        if (abort.signal.aborted) return;
        const words =
          error instanceof ApiError ? [error.message, error.remedy].filter(Boolean).join(' ') : String(error);
        // What was chosen does not fit: the form stays and says so.
        setAnswer(([before]) => [before, words]);
      },
    );
    return () => abort.abort();
  }, [path, preset, recipe, fromRun, round]);
  return answer;
}
