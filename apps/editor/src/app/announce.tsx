// Spoken messages (E-A11Y-05): what changes without the focus says so here, politely. Invariants:
// 1. What comes within half a second is one message; a live run speaks at most every two seconds.
// 2. The same words twice are spoken twice: each message is a new element of the region.
// 3. Notices speak for themselves (notifications.tsx) and are not announced here as well.
import { create } from 'zustand';
import { preferences } from './preferences.ts';

/**
 * `act`: the outcome of what somebody did · `step`: a change of the file in the words of its history, for acts that say nothing
 * better · `live`: what a run does by itself.
 */
type Kind = 'act' | 'step' | 'live';
const spokenKinds: Readonly<Record<ReturnType<typeof preferences>['announcements'], readonly Kind[]>> = {
  all: ['act', 'step', 'live'],
  acts: ['act', 'step'],
  off: [],
};

const mergeMs = 500;
const liveMs = 2000;
const mostLive = 4;
const useSpoken = create<{ readonly text: string; readonly count: number }>(() => ({ text: '', count: 0 }));

let waiting: { readonly kind: Kind; readonly message: string }[] = [];
let due: { readonly at: number; readonly timer: ReturnType<typeof setTimeout> } | null = null;
let lastLive = Number.NEGATIVE_INFINITY;

export function announce(message: string, kind: Kind = 'act'): void {
  if (!spokenKinds[preferences().announcements].includes(kind)) return;
  waiting.push({ kind, message });
  const now = Date.now();
  const at = kind === 'live' ? Math.max(now + mergeMs, lastLive + liveMs) : now + mergeMs;
  if (due && due.at <= at) return;
  clearTimeout(due?.timer);
  due = { at, timer: setTimeout(speak, at - now) };
}

function speak(): void {
  const messages = waiting;
  waiting = [];
  due = null;
  const of = (kind: Kind): string[] => [
    ...new Set(messages.filter((each) => each.kind === kind).map((each) => each.message)),
  ];
  const acts = of('act');
  const live = of('live');
  if (live.length > 0) lastLive = Date.now();
  const rest = live.length - mostLive;
  const words = [
    ...(acts.length > 0 ? acts : of('step')),
    ...live.slice(0, mostLive),
    ...(rest > 0 ? [`and ${rest} more`] : []),
  ];
  useSpoken.setState(({ count }) => ({ text: words.join('. '), count: count + 1 }));
}

/** The live region; mounted once by the shell. */
export function Announcer() {
  const { text, count } = useSpoken();
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      <span key={count}>{text}</span>
    </div>
  );
}

/** The last message, for tests. */
export function spokenNow(): string {
  return useSpoken.getState().text;
}
