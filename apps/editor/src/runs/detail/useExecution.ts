// What the server knows of one execution, cut to the moment shown (E-RUN-17): read again whenever the execution moved on; what stands behind
// `to` in the log has not happened yet.
import type { RunEvent, ViewExecution } from '@iterion/engine';
import type { ExecutionDetail as Wire, RunEventEnvelope } from '@iterion/protocol';
import { useEffect, useMemo, useState } from 'react';
import { ApiError, api } from '../../server/api.ts';
import type { Payload } from './PayloadView.tsx';

export interface PromptOf {
  readonly attempt: number;
  readonly system: Payload | undefined;
  readonly user: Payload | undefined;
}
export interface DetailOf {
  readonly input: Payload | undefined;
  readonly output: Payload | undefined;
  readonly prompts: readonly PromptOf[];
  readonly edgesIn: readonly string[];
  readonly edgesOut: readonly string[];
  readonly events: readonly RunEventEnvelope[];
}

export function useExecution(runId: string, execution: ViewExecution | undefined, to: number): DetailOf | null {
  const [wire, setWire] = useState<Wire | null>(null);
  const id = execution?.execution_id;
  const last = execution?.last_seq;
  // A moment of the past is part of what was read for a later one.
  const known = wire?.execution as Partial<ViewExecution> | undefined;
  const read = known?.execution_id === id && (known?.last_seq ?? -1) >= (last ?? 0);
  useEffect(() => {
    if (id === undefined || read) return undefined;
    const abort = new AbortController();
    api
      .call('runs.execution', { params: { id: runId, eid: id }, signal: abort.signal })
      .then(setWire, (error: unknown) => {
        // Without a server what was read stays (E-RUN-54).
        if (!abort.signal.aborted && !(error instanceof ApiError)) throw error;
      });
    return () => abort.abort();
  }, [runId, id, last, read]);
  return useMemo(
    () =>
      wire === null || execution === undefined || wire.execution['execution_id'] !== execution.execution_id
        ? null
        : cut(wire, execution, to),
    [wire, execution, to],
  );
}

function cut(wire: Wire, { input_seq, output_seq }: ViewExecution, to: number): DetailOf {
  const events = wire.events.filter(({ seq }) => seq <= to);
  const part = (event: RunEventEnvelope | undefined, key: string): Payload | undefined => event?.data[key];
  return {
    input: part(
      events.find(({ seq }) => seq === input_seq),
      'input',
    ),
    output: part(output_seq === null ? undefined : events.find(({ seq }) => seq === output_seq), 'output'),
    prompts: events
      .filter(({ type }) => type === 'llm_prompt')
      .map((event) => ({
        attempt: event.attempt ?? 1,
        system: part(event, 'system_prompt'),
        user: part(event, 'user_message'),
      })),
    edgesIn: wire.edgesIn,
    edgesOut: (events as unknown as readonly RunEvent[]).flatMap((event) =>
      event.type === 'edge_selected' ? [event.data.edge] : event.type === 'fan_out_started' ? event.data.edges : [],
    ),
    events,
  };
}
