// One run in the list: what it is, how it stands, what it took, how far it is.
import type { RunHeader } from '@iterion/protocol';
import { Link } from 'wouter';
import { inboxAddress, runAddress } from '../../app/navigation.ts';
import { age, cost, count, duration, isActive } from '../kernels/words.ts';
import { useQuestions, useRuns } from '../runsChannel.ts';
import { SimulatedChip, StatusMark } from '../StatusMark.tsx';
import { durationsUpTo } from './runQuery.ts';
import classes from './RunList.module.css';

interface Props {
  readonly run: RunHeader;
  readonly now: number;
  readonly selected: boolean;
  readonly onToggle: () => void;
}

export function RunRow({ run, now, selected, onToggle }: Props) {
  // What has passed since the last event is added while it works; pauses and waiting are not active.
  const active = run.activeMs + (run.activeAsOf === undefined ? 0 : Math.max(0, now - Date.parse(run.activeAsOf)));
  const unknown = run.costUnknown.length > 0;
  return (
    <tr data-run={run.id} aria-selected={selected}>
      <td>
        <label className={classes['check']}>
          <input type="checkbox" aria-label={`Select ${run.name ?? run.id}`} checked={selected} onChange={onToggle} />
        </label>
      </td>
      <td>
        <Link href={runAddress(run.id)} className={classes['link'] ?? ''} title={run.id}>
          {run.name ?? run.id}
        </Link>
        {run.simulated ? <SimulatedChip short part={run.simulatedInPart === true} /> : null}
        {run.labels.map((label) => (
          <span key={label} className={classes['label']}>
            {label}
          </span>
        ))}
      </td>
      <td>{run.workflow}</td>
      <td title={run.error === undefined ? undefined : `${run.error.code}: ${run.error.message}`}>
        <StatusMark status={run.status} interrupted={run.interrupted} />
        {run.openInteractions > 0 ? <span className={classes['open']}>{run.openInteractions} open</span> : null}
      </td>
      <td title={new Date(run.createdAt).toLocaleString()}>{age(Date.parse(run.createdAt), now)}</td>
      <td className={classes['number']}>{duration(active)}</td>
      <td
        className={classes['number']}
        title={unknown ? 'Part of it has no known price: the cost is at least this' : undefined}
      >
        {run.simulated && (run.costUsd ?? 0) === 0 && !unknown ? '—' : cost(run.costUsd ?? 0, unknown)}
      </td>
      <td className={classes['number']}>{count(run.tokens.in + run.tokens.out + run.tokens.cache)}</td>
      <td>
        <Progress run={run} />
      </td>
    </tr>
  );
}

function Progress({ run }: { readonly run: RunHeader }) {
  const question = useQuestions((state) =>
    run.openInteractions === 0 ? undefined : state.items.find((item) => item.runId === run.id && item.state === 'open'),
  );
  if (question !== undefined)
    return (
      <Link href={inboxAddress(question.id)} className={classes['link'] ?? ''}>
        Answer →
      </Link>
    );
  const { done, total } = run.progress;
  if (isActive(run.status) && !run.interrupted)
    return total === null ? (
      <span className={classes['open']}>{done} steps</span>
    ) : (
      <span className={classes['progress']} title={`${done} of at most ${total} steps`}>
        <span className={classes['gauge']} aria-hidden>
          <span style={{ width: `${Math.min(100, (done / Math.max(1, total)) * 100)}%` }} />
        </span>
        {done}/{total}
      </span>
    );
  return run.status === 'finished' ? <Sparkline run={run} /> : null;
}

const width = 64;
const height = 16;

/** How long the runs of the workflow took, up to this one. */
function Sparkline({ run }: { readonly run: RunHeader }) {
  const headers = useRuns((state) => state.headers);
  const durations = durationsUpTo(headers.values(), run);
  if (durations.length < 2) return null;
  const top = Math.max(1, ...durations);
  const points = durations.map(
    (ms, index) =>
      `${((index / (durations.length - 1)) * (width - 4) + 2).toFixed(1)},${(height - 2 - (ms / top) * (height - 4)).toFixed(1)}`,
  );
  const words = `Active time of the last ${durations.length} finished runs of ${run.workflow}: ${durations.map((ms) => duration(ms)).join(', ')}`;
  const [x = '0', y = '0'] = points.at(-1)?.split(',') ?? [];
  return (
    <svg className={classes['spark']} width={width} height={height} role="img" aria-label={words}>
      <title>{words}</title>
      <polyline points={points.join(' ')} />
      <circle cx={x} cy={y} r="2" />
    </svg>
  );
}
