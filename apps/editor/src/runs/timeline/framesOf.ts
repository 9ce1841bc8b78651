// Frames of a run of the server.
import type { RunEvent, View } from '@iterion/engine';
import { api } from '../../server/api.ts';
import { type Frames, createFrames } from './frames.ts';

export function framesOf(runId: string): Frames {
  return createFrames({
    snapshot: async (seq) => {
      const { state } = await api.call('runs.snapshot', { params: { id: runId }, query: { at: seq } });
      return state as unknown as View;
    },
    events: async (after, limit) => {
      const query = after < 0 ? { limit } : { after, limit };
      const { items } = await api.call('runs.events', { params: { id: runId }, query });
      return items as unknown as readonly RunEvent[];
    },
  });
}
