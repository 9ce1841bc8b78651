// How runs are put into words and figures: statuses, durations, costs, tokens, ages. Pure.
import type { ViewExecution } from '@iterion/engine';
import type { RunStatus } from '@iterion/protocol';

type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'error';
export interface StatusWords {
  readonly words: string;
  readonly tone: Tone;
}

const STATUS: { readonly [S in RunStatus]: StatusWords } = {
  queued: { words: 'queued', tone: 'neutral' },
  running: { words: 'running', tone: 'info' },
  paused_waiting_human: { words: 'waiting for a person', tone: 'warning' },
  paused_operator: { words: 'paused', tone: 'neutral' },
  finished: { words: 'finished', tone: 'success' },
  failed: { words: 'failed', tone: 'error' },
  failed_resumable: { words: 'failed, can be resumed', tone: 'error' },
  cancelled: { words: 'cancelled', tone: 'neutral' },
};

export function statusWords(status: RunStatus, interrupted = false): StatusWords {
  if (interrupted) return { words: 'interrupted, can be resumed', tone: 'warning' };
  return STATUS[status];
}

/** Whether a run can still move by itself. */
export const isActive = (status: RunStatus): boolean => status === 'queued' || status === 'running';
export const isOpen = (status: RunStatus): boolean =>
  isActive(status) || status === 'paused_waiting_human' || status === 'paused_operator';

/** `44 ms`, `1.4 s`, `12 s`, `4:12`, `1:02:03`; milliseconds in. Never negative. */
export function duration(ms: number): string {
  const safe = Math.max(0, ms);
  if (safe > 0 && safe < 1000) return `${Math.max(1, Math.round(safe))} ms`;
  if (safe < 10_000) return `${(Math.round(safe / 100) / 10).toString()} s`;
  const seconds = Math.round(safe / 1000);
  if (seconds < 60) return `${seconds} s`;
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [hours = 0, minutes = 0, rest = 0] = parts;
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

export function cost(usd: number, incomplete = false): string {
  const text = usd === 0 ? '$0' : usd < 0.01 ? `$${usd.toFixed(4)}` : `$${usd.toFixed(2)}`;
  return incomplete ? `≥ ${text}` : text;
}

export function count(value: number): string {
  if (value < 1000) return String(value);
  if (value < 100_000) return `${(value / 1000).toFixed(1)}k`;
  return value < 1_000_000 ? `${Math.round(value / 1000)}k` : `${(value / 1_000_000).toFixed(1)}M`;
}

/** `just now`, `4 min ago`, `3 h ago`, else the date; times in milliseconds since the epoch. */
export function age(then: number, now: number): string {
  const seconds = Math.round((now - then) / 1000);
  if (seconds < 45) return 'just now';
  if (seconds < 3600) return `${Math.max(1, Math.round(seconds / 60))} min ago`;
  if (seconds < 86_400) return `${Math.round(seconds / 3600)} h ago`;
  return new Date(then).toLocaleDateString(undefined, { year: 'numeric', month: 'short', day: 'numeric' });
}

/** The time of day of an ISO time, with seconds; a dash for none. */
export function clock(time: string | null): string {
  return time === null ? '–' : new Date(time).toLocaleTimeString(undefined, { hour12: false });
}

/** How an execution stands. */
export const executionWords: { readonly [S in ViewExecution['status']]: string } = {
  running: 'running',
  retrying: 'waiting to retry',
  paused_waiting_human: 'waiting for a person',
  finished: 'finished',
  failed: 'failed',
  interrupted: 'interrupted',
};

/** `fix 2 › retry 1`: the lap of each loop around it, outermost first, from 1 (E-RUN-15). */
export function iterationPath(path: ViewExecution['loop_path']): string {
  return path.map(([name, , counter]) => `${name} ${counter + 1}`).join(' › ');
}
