// Events of one execution, as the engine records them.
import type { AnyDraft, EventType } from '@iterion/engine';
import type { RunEventEnvelope } from '@iterion/protocol';

export type Line = AnyDraft<EventType> & { readonly attempt?: number };

/** Numbered and dated, one second apart. */
export function eventsOf(...lines: readonly Line[]): readonly RunEventEnvelope[] {
  return lines.map(
    ({ type, data, attempt = 1 }, seq) =>
      ({
        seq,
        timestamp: new Date(Date.UTC(2026, 0, 1, 0, 0, seq)).toISOString(),
        run_id: 'r',
        node_id: 'n',
        iteration: 0,
        attempt,
        type,
        data,
      }) as unknown as RunEventEnvelope,
  );
}
