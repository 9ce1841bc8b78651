// The first tab of an execution: status, times, attempts, usage, the edges that led here and away, and what went wrong.
import type { ViewExecution } from '@iterion/engine';
import type { ReactNode } from 'react';
import { cost, count, duration, isActive } from '../kernels/words.ts';
import { SimulatedChip } from '../StatusMark.tsx';
import { useNow } from '../useNow.ts';
import classes from './detail.module.css';

const WORDS: { readonly [S in ViewExecution['status']]: string } = {
  running: 'running',
  retrying: 'waiting to retry',
  paused_waiting_human: 'waiting for a person',
  finished: 'finished',
  failed: 'failed',
  interrupted: 'interrupted',
};

export function Overview({
  execution,
  edgeIn,
  edgesOut,
}: {
  readonly execution: ViewExecution;
  readonly edgeIn: string | undefined;
  readonly edgesOut: readonly string[];
}) {
  const moving = execution.status === 'running' && isActive('running');
  const now = useNow(moving ? 500 : null);
  const open = execution.attempts.at(-1);
  const activeMs =
    execution.active_s * 1000 +
    (moving && open !== undefined && open.ended_at === undefined ? Math.max(0, now - Date.parse(open.started_at)) : 0);
  return (
    <>
      {execution.error === null || execution.status === 'finished' ? null : (
        <div className={classes['error']} role="status">
          <code>{execution.code}</code>
          <p>{execution.error}</p>
        </div>
      )}
      <dl className={classes['facts']}>
        <Fact name="Status">
          {WORDS[execution.status]} {execution.simulated ? <SimulatedChip /> : null}
        </Fact>
        <Fact name="Branch">{execution.branch_id}</Fact>
        <Fact name="Iteration">{execution.loop_iteration + 1}</Fact>
        {execution.loop_path.length === 0 ? null : (
          <Fact name="Loops">{execution.loop_path.map(([name, , counter]) => `${name} ${counter}`).join(' › ')}</Fact>
        )}
        <Fact name="Started">{new Date(execution.started_at).toLocaleTimeString()}</Fact>
        <Fact name="Duration">{duration(activeMs)}</Fact>
        {execution.attempts.length > 1 ? (
          <Fact name="Attempts">
            {execution.attempts.map((attempt) => `${attempt.attempt}: ${attempt.end ?? 'open'}`).join(', ')}
          </Fact>
        ) : null}
        {execution.backend === null ? null : <Fact name="Backend">{execution.backend}</Fact>}
        {execution.model === null ? null : <Fact name="Model">{execution.model}</Fact>}
        {execution.tokens === 0 ? null : <Fact name="Tokens">{count(execution.tokens)}</Fact>}
        {execution.tokens === 0 ? null : (
          <Fact name="Cost">
            {execution.simulated ? 'none, simulated' : cost(execution.cost_usd, execution.cost_incomplete)}
          </Fact>
        )}
        {edgeIn === undefined ? null : <Fact name="Came by">{edgeIn.replace('->', ' → ')}</Fact>}
        {edgesOut.length === 0 ? null : (
          <Fact name="Went by">{edgesOut.map((edge) => edge.replace('->', ' → ')).join(', ')}</Fact>
        )}
      </dl>
    </>
  );
}

export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
