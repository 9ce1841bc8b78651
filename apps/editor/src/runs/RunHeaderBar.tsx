// The run's head (E-RUN-13): name, status, active time, cost and tokens against their limits, what can be done with it.
import { Anchor, Button, Tooltip } from '@mantine/core';
import type { View, ViewBudget } from '@iterion/engine';
import type { RunHeader } from '@iterion/protocol';
import { Link } from 'wouter';
import { goTo } from '../app/navigation.ts';
import { runCommand } from '../app/commands.ts';
import { useConnection } from '../server/connection.ts';
import { cost, count, duration, isActive, isOpen } from './kernels/words.ts';
import { SimulatedChip, StatusMark } from './StatusMark.tsx';
import { useNow } from './useNow.ts';
import classes from './RunHeaderBar.module.css';

interface Props {
  readonly runId: string;
  readonly view: View;
  readonly header: RunHeader | undefined;
  readonly path: string | null;
  readonly onDisk: 'same' | 'changed' | 'missing';
}

export function RunHeaderBar({ runId, view, header, path, onDisk }: Props) {
  const { run, totals, budget } = view;
  const interrupted = header?.interrupted ?? false;
  const moving = isActive(run.status) && !interrupted;
  const online = useConnection((state) => state.state === 'connected');
  // Without a connection nobody knows whether it still moves.
  const now = useNow(moving && online ? 1000 : null);
  const activeMs =
    run.usage.active_s * 1000 +
    // The fold counts up to its last event; what has passed since then is added while the run moves.
    (moving && run.active_since !== null && run.updated_at !== null
      ? Math.max(0, now - Date.parse(run.updated_at))
      : 0);
  const partial = run.simulated?.part === true;
  return (
    <header className={classes['bar']}>
      <div className={classes['line']}>
        <Anchor component={Link} href="/runs" size="sm" className={classes['back']}>
          ‹ Runs
        </Anchor>
        <h1 className={classes['name']} title={runId}>
          {header?.name ?? run.workflow_name}
        </h1>
        <span className={classes['status']}>
          <StatusMark status={run.status} interrupted={interrupted} />
        </span>
        {run.stopping !== null && moving ? (
          <span className={classes['dim']}>{run.stopping === 'cancel' ? 'cancelling…' : 'stopping…'}</span>
        ) : null}
        {run.simulated === null || partial ? null : <SimulatedChip />}
        {partial ? (
          <Tooltip label="Models are simulated; commands really run and people are really asked">
            <span>
              <SimulatedChip />
            </span>
          </Tooltip>
        ) : null}
        <span className={classes['figures']}>
          <Figure
            label="Active time"
            value={duration(activeMs)}
            of={budget.duration}
            show={(limit) => duration(limit * 1000)}
          />
          <Figure
            label="Cost"
            value={run.simulated === null || partial ? cost(totals.cost_usd, totals.cost_incomplete) : '—'}
            of={budget.cost_usd}
            show={(limit) => cost(limit)}
          />
          <Figure label="Tokens" value={count(totals.tokens)} of={budget.tokens} show={count} />
          <Figure
            label="Steps"
            about="Attempts of nodes that count against max_iterations"
            value={String(totals.iterations)}
            of={budget.iterations}
            show={String}
          />
        </span>
        <span className={classes['actions']}>
          {path === null ? null : (
            <Button
              variant="default"
              onClick={() => goTo(`/edit/${path.split('/').map(encodeURIComponent).join('/')}`)}
            >
              Edit file
            </Button>
          )}
          {canResume(view, interrupted) ? (
            <Button disabled={!online} onClick={() => runCommand('run.resume')}>
              Resume…
            </Button>
          ) : null}
          {isOpen(run.status) && !interrupted ? (
            <Button
              variant="default"
              color="red"
              disabled={!online || run.stopping !== null}
              onClick={() => runCommand('run.cancel')}
            >
              Cancel
            </Button>
          ) : null}
        </span>
      </div>
      {run.error === null || isOpen(run.status) ? null : (
        <p className={classes['error']} role="status">
          {run.failure === null ? null : <code>{run.failure.code}</code>} {run.error}
          {run.failure?.hint === undefined ? null : <span className={classes['dim']}> {run.failure.hint}</span>}
        </p>
      )}
      {onDisk === 'same' || path === null ? null : (
        <p className={classes['note']}>
          {onDisk === 'changed'
            ? 'The file has changed since this run started; the graph below is the one that ran.'
            : 'The file of this run is no longer there; the graph below is the one that ran.'}
        </p>
      )}
    </header>
  );
}

function canResume(view: View, interrupted: boolean): boolean {
  const { status } = view.run;
  return interrupted || status === 'failed_resumable' || status === 'cancelled' || status === 'paused_operator';
}

function Figure({
  label,
  about = label,
  value,
  of,
  show,
}: {
  readonly label: string;
  readonly about?: string;
  readonly value: string;
  readonly of: ViewBudget;
  readonly show: (limit: number) => string;
}) {
  const share = of.limit === null || of.limit === 0 ? null : Math.min(1, of.used / of.limit);
  return (
    <span
      className={classes['figure']}
      title={about}
      data-level={of.exceeded ? 'exceeded' : of.warned ? 'warned' : undefined}
    >
      <span className={classes['label']}>{label}</span>
      <span>
        <span className={classes['value']}>{value}</span>
        {of.limit === null ? null : <span className={classes['dim']}> of {show(of.limit)}</span>}
      </span>
      {share === null ? null : (
        <span className={classes['gauge']} aria-hidden>
          <span style={{ width: `${share * 100}%` }} />
        </span>
      )}
    </span>
  );
}
