// The inbox (E-RUN-43): every open question of the workspace, live, also of runs started in a terminal; list at the left, form right.
import { Anchor, Button } from '@mantine/core';
import type { RunHeader } from '@iterion/protocol';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { goTo, inboxAddress, runAddress } from '../app/navigation.ts';
import { EmptyNote } from '../ui/EmptyNote.tsx';
import { AnswerForm } from './answer/AnswerForm.tsx';
import { age, clock, duration } from './kernels/words.ts';
import { useFollowQuestions, useFollowRuns, useQuestions, useRuns } from './runsChannel.ts';
import { useNow } from './useNow.ts';
import classes from './Inbox.module.css';

function nameOf(header: RunHeader | undefined): string | undefined {
  if (header === undefined) return undefined;
  return header.name === null ? header.workflow : `${header.name} · ${header.workflow}`;
}

export function Inbox() {
  useFollowQuestions();
  useFollowRuns();
  const { items, loaded } = useQuestions();
  const headers = useRuns((state) => state.headers);
  const [search, setSearch] = useSearchParams();
  const now = useNow(30_000);
  const wanted = search.get('id');
  const newestFirst = search.get('sort') === 'newest';
  const open = items
    .filter((item) => item.state === 'open')
    .toSorted((a, b) => a.createdAt.localeCompare(b.createdAt) * (newestFirst ? -1 : 1));
  // What somebody has begun to answer stays, whatever becomes of it (E-RUN-42).
  const [begun, setBegun] = useState<string | null>(null);
  const shown = items.find((item) => item.id === (wanted ?? begun)) ?? open[0];
  const listed = shown !== undefined && shown.state !== 'open' ? [...open, shown] : open;
  return (
    <div className={classes['inbox']}>
      <nav className={classes['list']} aria-label="Open questions" data-zone="inbox">
        <header className={classes['title']}>
          <h1>Inbox</h1>
          {open.length === 0 ? null : <span>{open.length}</span>}
          {open.length < 2 ? null : (
            <button
              type="button"
              onClick={() =>
                setSearch(
                  (before) => {
                    const query = new URLSearchParams(before);
                    if (newestFirst) query.delete('sort');
                    else query.set('sort', 'newest');
                    return query;
                  },
                  { replace: true },
                )
              }
            >
              {newestFirst ? 'newest first' : 'oldest first'}
            </button>
          )}
        </header>
        {listed.map((item) => (
          <Link
            key={`${item.runId} ${item.id}`}
            href={inboxAddress(item.id)}
            className={classes['item'] ?? ''}
            aria-current={item === shown ? 'true' : undefined}
          >
            <span className={classes['node']}>{item.node}</span>
            <span className={classes['age']}>
              {item.state === 'open' ? age(Date.parse(item.createdAt), now) : item.state}
            </span>
            <span className={classes['run']}>
              {nameOf(headers.get(item.runId)) ?? item.runId}
              {item.kind === 'recovery' ? ' · failed' : item.kind === 'question' ? ' · an agent asks' : ''}
            </span>
          </Link>
        ))}
        {loaded && open.length === 0 ? (
          <EmptyNote>Nobody waits for you. Questions of runs appear here at once.</EmptyNote>
        ) : null}
      </nav>
      <section className={classes['form']} aria-label="Question" onFocusCapture={() => setBegun(shown?.id ?? null)}>
        {shown === undefined ? null : (
          <>
            <header className={classes['head']}>
              <h2>{shown.node}</h2>
              <span>{nameOf(headers.get(shown.runId)) ?? shown.runId}</span>
              {shown.state === 'open' ? <span>waiting {duration(now - Date.parse(shown.createdAt))}</span> : null}
              {shown.deadline === undefined ? null : <span>until {clock(shown.deadline)}</span>}
              <Anchor component={Link} href={runAddress(shown.runId, { node: shown.node })}>
                Open run
              </Anchor>
            </header>
            <AnswerForm interaction={shown} />
            {shown.state === 'open' || open[0] === undefined ? null : (
              <Button
                mt={12}
                variant="default"
                onClick={() => {
                  setBegun(null);
                  goTo(inboxAddress());
                }}
              >
                Next question: {open[0].node}
              </Button>
            )}
          </>
        )}
      </section>
    </div>
  );
}
