// The inbox (E-RUN-43): every open question of the workspace, live, also of runs started in a terminal; list at the left, form right.
import { Anchor } from '@mantine/core';
import { Link, useSearchParams } from 'wouter';
import { inboxAddress, runAddress } from '../app/navigation.ts';
import { EmptyNote } from '../ui/EmptyNote.tsx';
import { AnswerForm } from './answer/AnswerForm.tsx';
import { age } from './kernels/words.ts';
import { useFollowQuestions, useFollowRuns, useQuestions, useRuns } from './runsChannel.ts';
import { useNow } from './useNow.ts';
import classes from './Inbox.module.css';

export function Inbox() {
  useFollowQuestions();
  useFollowRuns();
  const { items, loaded } = useQuestions();
  const headers = useRuns((state) => state.headers);
  const [search] = useSearchParams();
  const now = useNow(30_000);
  const wanted = search.get('id');
  const open = items.filter((item) => item.state === 'open').toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
  const shown = items.find((item) => item.id === wanted) ?? open[0];
  const listed = shown !== undefined && shown.state !== 'open' ? [...open, shown] : open;
  return (
    <div className={classes['inbox']}>
      <nav className={classes['list']} aria-label="Open questions" data-zone="inbox">
        <h1>Inbox</h1>
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
            <span className={classes['run']}>{headers.get(item.runId)?.workflow ?? item.runId}</span>
          </Link>
        ))}
        {loaded && open.length === 0 ? (
          <EmptyNote>Nobody waits for you. Questions of runs appear here at once.</EmptyNote>
        ) : null}
      </nav>
      <section className={classes['form']} aria-label="Question">
        {shown === undefined ? null : (
          <>
            <header className={classes['head']}>
              <h2>{shown.node}</h2>
              <span>{headers.get(shown.runId)?.workflow ?? ''}</span>
              <Anchor component={Link} href={runAddress(shown.runId, { node: shown.node })}>
                Open run
              </Anchor>
            </header>
            <AnswerForm interaction={shown} />
          </>
        )}
      </section>
    </div>
  );
}
