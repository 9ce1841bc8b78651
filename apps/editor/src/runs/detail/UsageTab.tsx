// What it consumed (E-RUN-25): tokens and cost by model, latency, the share of the context window. What nobody knows is said to be unknown.
import type { ViewExecution } from '@iterion/engine';
import type { Success, RunEventEnvelope } from '@iterion/protocol';
import { useEffect, useMemo, useState } from 'react';
import { ApiError, api } from '../../server/api.ts';
import { EmptyNote } from '../../ui/EmptyNote.tsx';
import { type ModelUsage, usageOf } from '../kernels/usage.ts';
import { cost, count, duration } from '../kernels/words.ts';
import { Fact } from './Overview.tsx';
import classes from './detail.module.css';

interface Props {
  readonly execution: ViewExecution;
  readonly events: readonly RunEventEnvelope[];
}

export function UsageTab({ execution, events }: Props) {
  const usage = useMemo(() => usageOf(events), [events]);
  const windows = useContextWindows();
  if (usage.models.length === 0) return <EmptyNote>No model was asked yet.</EmptyNote>;
  return (
    <>
      {usage.models.map((model) => (
        <section key={`${model.provider ?? ''} ${model.model}`}>
          <h3 className={classes['part']}>{model.model}</h3>
          <dl className={classes['facts']}>
            {model.provider === null ? null : <Fact name="Provider">{model.provider}</Fact>}
            <Fact name="Input">{model.input.toLocaleString()} tokens</Fact>
            <Fact name="Output">{model.output.toLocaleString()} tokens</Fact>
            <Fact name="Cache read">{model.cacheRead.toLocaleString()} tokens</Fact>
            <Fact name="Cache write">{model.cacheWrite.toLocaleString()} tokens</Fact>
            <Fact name="Cost">{costWords(model)}</Fact>
            <Fact name="Window">{windowWords(model, windows?.get(model.model))}</Fact>
          </dl>
        </section>
      ))}
      <h3 className={classes['part']}>Together</h3>
      <dl className={classes['facts']}>
        <Fact name="Tokens">{count(execution.tokens)}</Fact>
        <Fact name="Requests">{usage.requests}</Fact>
        <Fact name="Latency">
          {usage.latencyMs === null
            ? 'not recorded'
            : `${duration(usage.latencyMs)}${usage.requests > 1 && usage.slowestMs !== null ? `, slowest ${duration(usage.slowestMs)}` : ''}`}
        </Fact>
        {usage.tools === 0 ? null : (
          <Fact name="Tools">
            {usage.tools} calls, {duration(usage.toolMs)}
          </Fact>
        )}
      </dl>
    </>
  );
}

function costWords({ costUsd, unpriced, simulated }: ModelUsage): string {
  if (simulated) return 'none, simulated';
  if (unpriced)
    return costUsd === 0
      ? 'unknown: no price is known for this model'
      : `${cost(costUsd, true)}, part of it has no known price`;
  return cost(costUsd);
}

function windowWords({ largestInput }: ModelUsage, window: number | undefined): string {
  if (window === undefined) return 'unknown';
  return `${((largestInput / window) * 100).toFixed(1)} % of ${count(window)} at most`;
}

type Models = Success<'models.list'>['items'];
let known: Promise<Models> | null = null;

/** Context windows by model; null until they are known. */
function useContextWindows(): ReadonlyMap<string, number> | null {
  const [windows, setWindows] = useState<ReadonlyMap<string, number> | null>(null);
  useEffect(() => {
    known ??= api.call('models.list', { query: {} }).then(({ items }) => items);
    known.then(
      (items) =>
        setWindows(
          new Map(items.flatMap(({ id, contextWindow }) => (contextWindow === undefined ? [] : [[id, contextWindow]]))),
        ),
      (error: unknown) => {
        known = null; // without a server windows are unknown; the next look asks again
        if (!(error instanceof ApiError)) throw error;
      },
    );
  }, []);
  return windows;
}
