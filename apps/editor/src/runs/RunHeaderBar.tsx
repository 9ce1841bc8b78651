// The run's head (E-RUN-13): name, status, active time, cost, tokens and steps against their limits, what can be done with it. With a moment
// chosen its figures are those of the moment, and it says so (E-RUN-17); without a connection it says since when (E-RUN-54).
import { Anchor, Menu } from '@mantine/core';
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs';
import type { View } from '@iterion/engine';
import type { RunHeader } from '@iterion/protocol';
import { Link } from 'wouter';
import { runCommand } from '../app/commands.ts';
import { MoreButton } from '../app/MoreButton.tsx';
import { useConnection } from '../server/connection.ts';
import { CommandMenuItem } from '../ui/CommandMenuItem.tsx';
import { Figure } from './Figure.tsx';
import { clock, cost, count, duration, isActive, isOpen, statusWords } from './kernels/words.ts';
import { SimulatedChip, StatusMark } from './StatusMark.tsx';
import { StopButtons } from './StopButtons.tsx';
import type { Moment } from './timeline/moment.ts';
import { useNow } from './useNow.ts';
import classes from './RunHeaderBar.module.css';

interface Props {
  readonly runId: string;
  /** The moment shown. */
  readonly view: View;
  /** What controls act on. */
  readonly live: View;
  readonly moment: Moment;
  readonly header: RunHeader | undefined;
  readonly path: string | null;
  readonly onDisk: 'same' | 'changed' | 'missing';
}

export function RunHeaderBar({ runId, view, live, moment, header, path, onDisk }: Props) {
  const { run } = view;
  const isLive = moment.seq === null;
  const interrupted = isLive && (header?.interrupted ?? false);
  const online = useConnection((state) => state.state === 'connected');
  return (
    <header className={classes['bar']}>
      <div className={classes['line']}>
        <Anchor component={Link} href="/runs" size="sm" className={classes['back']}>
          ‹ Runs
        </Anchor>
        <h1 className={classes['name']} title={`${runId}${path === null ? '' : ` · ${path}`}`}>
          {header?.name ?? run.workflow_name}
        </h1>
        <button
          type="button"
          className={classes['rename']}
          aria-label="Rename run"
          data-hint="Rename run"
          data-hint-keys="F2"
          onClick={() => runCommand('run.rename')}
        >
          <IconPencil size={14} stroke={1.75} aria-hidden />
        </button>
        <span className={classes['status']}>
          <StatusMark status={run.status} interrupted={interrupted} />
        </span>
        {run.stopping !== null && isActive(run.status) && !interrupted ? (
          <span className={classes['dim']}>{stoppingWords(view)}</span>
        ) : null}
        {run.simulated === null ? null : <SimulatedChip part={run.simulated.part === true} />}
        {isLive ? null : (
          <button
            type="button"
            className={classes['moment']}
            data-hint={`Event ${moment.seq}. Now: ${statusWords(live.run.status, header?.interrupted ?? false).words}. Back to ${isActive(live.run.status) ? 'live' : 'the end'}`}
            onClick={() => runCommand('time.live')}
          >
            at {clock(view.run.updated_at)} ✕
          </button>
        )}
        <Figures view={view} ticks={isLive && online && !interrupted} unknown={header?.costUnknown ?? []} />
        <span className={classes['actions']}>
          <StopButtons runId={runId} live={live} interrupted={header?.interrupted ?? false} />
          <Menu position="bottom-end">
            <Menu.Target>
              <MoreButton />
            </Menu.Target>
            <Menu.Dropdown>
              <CommandMenuItem id="run.again" />
              <CommandMenuItem id="run.copyCli" />
              <CommandMenuItem id="run.copyLink" />
              <Menu.Divider />
              <CommandMenuItem id="run.source" />
              <CommandMenuItem id="run.report" />
              <Menu.Divider />
              <CommandMenuItem id="run.firstFailed" />
              <CommandMenuItem id="run.nextRunning" />
              <CommandMenuItem id="run.nextWaiting" />
              <Menu.Divider />
              <CommandMenuItem id="run.rename" />
              <CommandMenuItem id="run.resume" />
              <CommandMenuItem id="run.cancel" />
            </Menu.Dropdown>
          </Menu>
        </span>
      </div>
      <Offline />
      {run.error === null || isOpen(run.status) ? null : (
        <p className={classes['error']} role="status">
          {run.failure === null ? null : <code>{run.failure.code}</code>} {run.error}
          {run.failure?.hint === undefined ? null : <span className={classes['dim']}> {run.failure.hint}</span>}
        </p>
      )}
      {onDisk === 'same' || path === null ? null : (
        <p className={classes['note']}>
          {onDisk === 'changed'
            ? 'The file has changed since this run started; the graph below is the one that ran. '
            : 'The file of this run is no longer there; the graph below is the one that ran.'}
          {onDisk === 'changed' ? (
            <>
              <Anchor component="button" type="button" size="sm" onClick={() => runCommand('run.source')}>
                Show difference
              </Anchor>{' '}
              <Anchor component="button" type="button" size="sm" onClick={() => runCommand('run.editFile')}>
                Edit current
              </Anchor>
            </>
          ) : null}
        </p>
      )}
    </header>
  );
}

/** A pause waits for what runs; a stop ends it. */
function stoppingWords({ run, executions }: View): string {
  if (run.stopping !== 'pause') return 'cancelling…';
  const names = [...new Set(executions.filter(({ status }) => status === 'running').map((each) => each.ir_node_id))];
  return names.length === 0 ? 'pausing…' : `pausing after ${names.join(', ')}…`;
}

function Offline() {
  const state = useConnection((connection) => connection.state);
  const since = useConnection((connection) => connection.since);
  if (state === 'connected' || state === 'connecting') return null;
  return (
    <p className={classes['offline']} role="status">
      Offline since {clock(new Date(since).toISOString())}. What you see is as of then; it catches up when the server is
      back.
    </p>
  );
}

function Figures({
  view,
  ticks,
  unknown,
}: {
  readonly view: View;
  readonly ticks: boolean;
  readonly unknown: readonly string[];
}) {
  const { run, totals, budget } = view;
  const moving = ticks && isActive(run.status);
  const now = useNow(moving ? 1000 : null);
  const activeMs =
    run.usage.active_s * 1000 +
    // The fold counts up to its last event; what has passed since then is added while the run moves.
    (moving && run.active_since !== null && run.updated_at !== null
      ? Math.max(0, now - Date.parse(run.updated_at))
      : 0);
  const noCost = run.simulated !== null && run.simulated.part !== true && totals.cost_usd === 0;
  const models = unknown.filter((model) => model !== 'unknown');
  const priced = totals.cost_incomplete
    ? `The price of ${models.length === 0 ? 'a model' : models.join(', ')} is not known: the cost is at least this`
    : noCost
      ? 'Simulated: nothing was spent'
      : 'Cost';
  return (
    <span className={classes['figures']}>
      <Figure
        label="Active time"
        about="Time in which the run worked; pauses and waiting for people are left out"
        value={duration(activeMs)}
        of={budget.duration}
        show={(limit) => duration(limit * 1000)}
      />
      <Figure
        label={totals.cost_incomplete ? 'Cost unknown' : 'Cost'}
        about={priced}
        value={noCost ? '—' : cost(totals.cost_usd, totals.cost_incomplete)}
        of={budget.cost_usd}
        show={(limit) => cost(limit)}
      />
      <Figure
        label="Tokens"
        about={`${totals.input_tokens} in, ${totals.output_tokens} out, ${totals.cache_read_tokens + totals.cache_write_tokens} cache`}
        value={count(totals.tokens)}
        of={budget.tokens}
        show={count}
      />
      <Figure
        label="Steps"
        about="Attempts of nodes that count against max_iterations"
        value={String(totals.iterations)}
        of={budget.iterations}
        show={String}
      />
    </span>
  );
}
