// The report of the run-time (E-RUN-32), rendered, as of the moment shown; the whole of it can be kept as a file.
import { Button, Group } from '@mantine/core';
import type { ReportFormat } from '@iterion/protocol';
import { useEffect, useState } from 'react';
import { ApiError, api } from '../../server/api.ts';
import { EmptyNote } from '../../ui/EmptyNote.tsx';
import { Markdown } from '../../ui/Markdown.tsx';
import { download } from '../download.ts';
import classes from './Report.module.css';

const FORMATS: readonly { readonly format: ReportFormat; readonly label: string }[] = [
  { format: 'md', label: 'Markdown' },
  { format: 'json', label: 'JSON' },
  { format: 'csv', label: 'CSV' },
  { format: 'html', label: 'HTML' },
];
/** A run that moves makes a new report now and then, not for every event. */
const quietMs = 500;

export function Report({ runId, lastSeq }: { readonly runId: string; readonly lastSeq: number }) {
  const text = useReport(runId, lastSeq);
  return (
    <div className={classes['report']}>
      <Group gap={8} className={classes['tools'] ?? ''}>
        <span>Keep the whole report as</span>
        {FORMATS.map(({ format, label }) => (
          <Button
            key={format}
            variant="default"
            size="compact-xs"
            mih={24}
            onClick={() => void download({ kind: 'report', run: runId, format }, `${runId}.${format}`)}
          >
            {label}
          </Button>
        ))}
      </Group>
      {text === null ? null : text === '' ? (
        <EmptyNote>There is no report without the server.</EmptyNote>
      ) : (
        <article className={classes['text']}>
          <Markdown text={text} />
        </article>
      )}
    </div>
  );
}

/** null until it is there, empty when it cannot be had. */
function useReport(runId: string, lastSeq: number): string | null {
  const [text, setText] = useState<string | null>(null);
  const first = text === null;
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(
      () => {
        const query = { format: 'md' as const, at: lastSeq };
        api.call('runs.report', { params: { id: runId }, query, signal: abort.signal }).then(
          ({ content }) => setText(content),
          (error: unknown) => {
            if (abort.signal.aborted) return;
            if (!(error instanceof ApiError)) throw error;
            setText((before) => before ?? '');
          },
        );
      },
      first ? 0 : quietMs,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [runId, lastSeq, first]);
  return text;
}
