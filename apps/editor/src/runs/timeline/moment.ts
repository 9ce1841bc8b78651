// The moment that is shown (E-RUN-17): live, or the fold up to a sequence number, which the URL carries. While somebody drags or replays,
// the moment runs ahead of the address, which follows once it rests.
import type { View } from '@iterion/engine';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';
import { ApiError } from '../../server/api.ts';
import { framesOf } from './framesOf.ts';
import { type Speed, nextMoment, nextSpeed } from './replay.ts';

export interface Moment {
  /** null: live. */
  readonly seq: number | null;
  /** The fold that everything on the screen shows. */
  readonly view: View;
  /** The moment asked for is still being read. */
  readonly loading: boolean;
  readonly playing: boolean;
  readonly speed: Speed;
  readonly go: (seq: number | null) => void;
  readonly play: () => void;
  readonly faster: () => void;
}
const restMs = 200;

export function useMoment(runId: string, live: View, onScrub: () => void): Moment {
  const [frames] = useState(() => framesOf(runId));
  const [search, setSearch] = useSearchParams();
  const [ahead, setAhead] = useState<{ readonly seq: number | null } | null>(null);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>(1);
  const [shown, setShown] = useState<View | null>(null);
  const [, setLoaded] = useState(0);
  const resting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const last = live.last_seq;

  const addressed = Number(search.get('seq') ?? Number.NaN);
  const wanted = ahead === null ? (Number.isSafeInteger(addressed) && addressed >= 0 ? addressed : null) : ahead.seq;
  const seq = wanted === null || wanted >= last ? null : wanted;
  const past = seq === null ? null : frames.peek(seq);

  const move = useCallback(
    (next: number | null) => {
      const to = next === null ? null : Math.max(0, next);
      setAhead({ seq: to });
      clearTimeout(resting.current);
      resting.current = setTimeout(() => {
        setSearch(
          (before) => {
            const query = new URLSearchParams(before);
            if (to === null) query.delete('seq');
            else query.set('seq', String(to));
            return query;
          },
          { replace: true },
        );
        setAhead(null);
      }, restMs);
    },
    [setSearch],
  );
  const go = useCallback(
    (next: number | null) => {
      setPlaying(false);
      onScrub();
      move(next);
    },
    [move, onScrub],
  );
  useEffect(() => () => clearTimeout(resting.current), []);

  useEffect(() => {
    if (seq === null || past !== null) return;
    frames.load(seq).then(
      () => {
        setShown(frames.peek(seq));
        setLoaded((count) => count + 1);
      },
      (error: unknown) => {
        // The server is gone: what was shown stays, marked as offline (E-RUN-54).
        if (!(error instanceof ApiError)) throw error;
      },
    );
  }, [frames, seq, past]);

  useEffect(() => {
    if (!playing || seq === null || past === null) return undefined;
    const next = nextMoment(seq, last, (at) => frames.event(at)?.timestamp, speed);
    const timer = setTimeout(() => {
      if (next.seq >= last) setPlaying(false);
      move(next.seq >= last ? null : next.seq);
    }, next.waitMs);
    return () => clearTimeout(timer);
  }, [playing, seq, past, last, speed, frames, move]);

  const play = useCallback(() => {
    onScrub();
    if (!playing && seq === null) move(0);
    setPlaying(!playing);
  }, [playing, seq, move, onScrub]);
  const faster = useCallback(() => setSpeed(nextSpeed), []);

  const view = seq === null ? live : (past ?? shown ?? live);
  return useMemo(
    () => ({ seq, view, loading: seq !== null && past === null, playing, speed, go, play, faster }),
    [seq, view, past, playing, speed, go, play, faster],
  );
}
