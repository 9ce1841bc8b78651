// All runs of the workspace (E-SHELL-21, E-RUN-60): live, filtered by status and text; a row opens the run.
import { Select, TextInput } from '@mantine/core';
import type { RunHeader } from '@iterion/protocol';
import { Link, useSearchParams } from 'wouter';
import { runAddress } from '../app/navigation.ts';
import { EmptyNote } from '../ui/EmptyNote.tsx';
import { age, cost, count, duration, isActive, statusWords } from './kernels/words.ts';
import { useFollowRuns, useRuns } from './runsChannel.ts';
import { SimulatedChip, StatusMark } from './StatusMark.tsx';
import { useNow } from './useNow.ts';
import classes from './RunList.module.css';

export function RunList() {
  useFollowRuns();
  const { headers, loaded } = useRuns();
  const [search, setSearch] = useSearchParams();
  const now = useNow(1000);
  const all = [...headers.values()].toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  const text = search.get('q') ?? '';
  const status = search.get('status');
  const shown = all.filter((run) => (status === null || run.status === status) && matches(run, text));
  const set = (key: string, value: string | null): void =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === null || value === '') next.delete(key);
        else next.set(key, value);
        return next;
      },
      { replace: true },
    );
  const statuses = [...new Set(all.map((run) => run.status))];
  return (
    <div className={classes['page']} data-zone="runs">
      <header className={classes['head']}>
        <h1>Runs</h1>
        <TextInput
          aria-label="Search runs"
          placeholder="Name, workflow, id, error…"
          value={text}
          onChange={(event) => set('q', event.currentTarget.value)}
          className={classes['search'] ?? ''}
        />
        <Select
          aria-label="Status"
          placeholder="Any status"
          clearable
          data={statuses.map((value) => ({
            value,
            label: `${statusWords(value).words} (${all.filter((run) => run.status === value).length})`,
          }))}
          value={status}
          onChange={(value) => set('status', value)}
        />
      </header>
      {loaded && all.length === 0 ? (
        <EmptyNote>No run yet. Open a workflow and press Simulate: it needs no key and no network.</EmptyNote>
      ) : null}
      {all.length > 0 && shown.length === 0 ? <EmptyNote>No run matches.</EmptyNote> : null}
      {shown.length === 0 ? null : (
        <div className={classes['scroll']}>
          <table className={classes['table']}>
            <thead>
              <tr>
                <th scope="col">Run</th>
                <th scope="col">Workflow</th>
                <th scope="col">Status</th>
                <th scope="col">Started</th>
                <th scope="col" className={classes['number']}>
                  Active
                </th>
                <th scope="col" className={classes['number']}>
                  Cost
                </th>
                <th scope="col" className={classes['number']}>
                  Tokens
                </th>
                <th scope="col" className={classes['number']}>
                  Steps
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((run) => (
                <Row key={run.id} run={run} now={now} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

function matches(run: RunHeader, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return (
    wanted === '' ||
    [run.id, run.name ?? '', run.workflow, run.error?.message ?? '', run.error?.code ?? '', ...run.labels].some(
      (part) => part.toLowerCase().includes(wanted),
    )
  );
}

function Row({ run, now }: { readonly run: RunHeader; readonly now: number }) {
  const active =
    isActive(run.status) && !run.interrupted && run.startedAt !== undefined
      ? Math.max(run.activeMs, now - Date.parse(run.startedAt))
      : run.activeMs;
  return (
    <tr>
      <td>
        <Link href={runAddress(run.id)} className={classes['link'] ?? ''}>
          {run.name ?? run.id}
        </Link>
        {run.simulated ? <SimulatedChip /> : null}
      </td>
      <td>{run.workflow}</td>
      <td>
        <StatusMark status={run.status} interrupted={run.interrupted} />
        {run.openInteractions > 0 ? <span className={classes['open']}>{run.openInteractions} open</span> : null}
      </td>
      <td>{age(Date.parse(run.createdAt), now)}</td>
      <td className={classes['number']}>{duration(active)}</td>
      <td className={classes['number']}>
        {run.simulated && (run.costUsd ?? 0) === 0 ? '—' : cost(run.costUsd ?? 0, run.costUnknown.length > 0)}
      </td>
      <td className={classes['number']}>{count(run.tokens.in + run.tokens.out)}</td>
      <td className={classes['number']}>{run.executions}</td>
    </tr>
  );
}
