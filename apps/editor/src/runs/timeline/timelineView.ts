// How the timeline is looked at: the part of the time that is shown, and two switches. Outside React, so that commands act on it; a run that is
// opened begins with the whole.
import { create } from 'zustand';
import type { CommandHandler } from '../../app/commands.ts';
import type { TimeWindow } from './drawn.ts';

interface TimelineView {
  /** Null: all of it, growing with the run. */
  readonly window: TimeWindow | null;
  readonly shortensIdle: boolean;
  readonly marksCritical: boolean;
}
export const useTimelineView = create<TimelineView>(() => ({
  window: null,
  shortensIdle: true,
  marksCritical: false,
}));

const zoomStep = 1.5;
const leastMs = 2;

/** Shows `1 / factor` of what is shown, keeping the time `at` where it is; never more than `whole`. */
export function zoomed(window: TimeWindow, factor: number, at: number, whole: TimeWindow): TimeWindow | null {
  const length = Math.max(leastMs, (window.to - window.from) / factor);
  if (length >= whole.to - whole.from) return null;
  const part = (at - window.from) / Math.max(1, window.to - window.from);
  return panned({ from: at - part * length, to: at + (1 - part) * length }, 0, whole);
}
/** Moves the window by `by` milliseconds, inside `whole`. */
export function panned(window: TimeWindow, by: number, whole: TimeWindow): TimeWindow {
  const length = window.to - window.from;
  const from = Math.max(whole.from, Math.min(whole.to - length, window.from + by));
  return { from, to: from + length };
}

/** The commands; `whole` is the time of the run as it is shown now. */
export function timelineCommands(whole: () => TimeWindow) {
  const zoom = (factor: number): void =>
    useTimelineView.setState(({ window }) => {
      const all = whole();
      const shown = window ?? all;
      return { window: zoomed(shown, factor, (shown.from + shown.to) / 2, all) };
    });
  const isWhole = (): true | string => useTimelineView.getState().window !== null || 'All of it is shown';
  const hasMore = (): true | string => {
    const { from, to } = useTimelineView.getState().window ?? whole();
    return to - from > leastMs || 'There is nothing shorter to show';
  };
  return {
    'timeline.zoomIn': { run: () => zoom(zoomStep), enabled: hasMore },
    'timeline.zoomOut': { run: () => zoom(1 / zoomStep), enabled: isWhole },
    'timeline.fit': { run: () => useTimelineView.setState({ window: null }), enabled: isWhole },
    'timeline.idle': { run: () => useTimelineView.setState(({ shortensIdle }) => ({ shortensIdle: !shortensIdle })) },
    'timeline.critical': {
      run: () => useTimelineView.setState(({ marksCritical }) => ({ marksCritical: !marksCritical })),
    },
  } satisfies Record<string, CommandHandler>;
}
