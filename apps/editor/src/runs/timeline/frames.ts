// Past moments of a run (E-RUN-17): key frames of the fold every 1,000 events, and the events between them, read once and folded here by
// the engine's own `viewAll`. A step inside a frame needs no request; the frames looked at last are kept.
import { type RunEvent, type View, emptyView, viewAll } from '@iterion/engine';

export const frameSize = 1000;
const stepSize = 100;
const keptFrames = 8;

/** Where frames are read from; in tests a log in memory. */
export interface FrameSource {
  /** The fold up to `seq`. */
  readonly snapshot: (seq: number) => Promise<View>;
  /** At most `limit` events after `after`, in order. */
  readonly events: (after: number, limit: number) => Promise<readonly RunEvent[]>;
}

interface Frame {
  /** The fold just before the first event of the frame. */
  readonly base: View;
  readonly events: readonly RunEvent[];
  /** The moment folded last: the next one is mostly the next event. */
  last: View;
  /** Folds on the way, every `stepSize` events: one event back is near one of them. */
  readonly passed: View[];
}

export interface Frames {
  /** The fold up to `seq`, when it can be told without a request. */
  readonly peek: (seq: number) => View | null;
  /** The event itself, when its frame is held. */
  readonly event: (seq: number) => RunEvent | undefined;
  /** Makes `peek(seq)` possible; rejects when the server cannot say. */
  readonly load: (seq: number) => Promise<void>;
}

export function createFrames(source: FrameSource): Frames {
  const frames = new Map<number, Frame>();
  const loading = new Map<number, Promise<void>>();
  const keyOf = (seq: number): number => Math.floor(seq / frameSize);

  const peek = (seq: number): View | null => {
    const frame = frames.get(keyOf(seq));
    if (frame === undefined || (frame.events.at(-1)?.seq ?? -1) < seq) return null;
    const first = frame.events[0]?.seq ?? 0;
    let view =
      frame.last.last_seq <= seq
        ? frame.last
        : (frame.passed.findLast(({ last_seq }) => last_seq <= seq) ?? frame.base);
    while (view.last_seq < seq) {
      const to = Math.min(seq, (Math.floor((view.last_seq + 1) / stepSize) + 1) * stepSize - 1);
      view = viewAll(view, frame.events.slice(view.last_seq + 1 - first, to + 1 - first));
      if ((to + 1) % stepSize === 0 && (frame.passed.at(-1)?.last_seq ?? -1) < to) frame.passed.push(view);
    }
    frame.last = view;
    return view;
  };

  const read = async (key: number): Promise<void> => {
    const start = key * frameSize;
    const held = frames.get(key);
    const [base, more] = await Promise.all([
      held?.base ?? (start === 0 ? emptyView() : source.snapshot(start - 1)),
      source.events(held?.events.at(-1)?.seq ?? start - 1, frameSize - (held?.events.length ?? 0)),
    ]);
    frames.delete(key);
    frames.set(key, {
      base,
      events: [...(held?.events ?? []), ...more],
      last: held?.last ?? base,
      passed: held?.passed ?? [],
    });
    for (const old of frames.keys()) {
      if (frames.size <= keptFrames) break;
      frames.delete(old);
    }
  };

  return {
    peek,
    event: (seq) => {
      const events = frames.get(keyOf(seq))?.events;
      return events?.[seq - (events[0]?.seq ?? 0)];
    },
    load: async (seq) => {
      const key = keyOf(seq);
      const before = loading.get(key);
      if (before !== undefined) {
        await before;
        if (peek(seq) !== null) return;
      }
      const reading = read(key).finally(() => loading.delete(key));
      loading.set(key, reading);
      await reading;
    },
  };
}
