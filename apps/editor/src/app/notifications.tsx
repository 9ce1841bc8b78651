// The one way to tell people something (E-SHELL-10): four kinds, announced politely (errors at once), kept in a list. What shows them is
// loaded after the first paint (noticeHost.tsx) and catches up with what was said before.
import { create } from 'zustand';

type NoticeKind = 'info' | 'success' | 'warning' | 'error';
export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}
export interface Notice {
  readonly kind: NoticeKind;
  readonly title: string;
  readonly message?: string;
  readonly actions?: readonly NoticeAction[];
  /** Milliseconds; errors and notices with actions stay longer. */
  readonly stay?: number;
  /** A notice with the same key replaces the one that is shown. */
  readonly key?: string;
}
export interface PastNotice extends Notice {
  readonly id: number;
  readonly time: number;
}

const remembered = 50;
/** The newest first. */
export const useNotices = create<{ readonly past: readonly PastNotice[] }>(() => ({ past: [] }));
let nextId = 1;

type Show = (notice: PastNotice) => void;
let show: Show | null = null;
const waiting: PastNotice[] = [];

export function notify(notice: Notice): void {
  const past: PastNotice = { ...notice, id: nextId++, time: Date.now() };
  useNotices.setState((state) => ({ past: [past, ...state.past].slice(0, remembered) }));
  if (show) show(past);
  else waiting.push(past);
}

/** The host reports itself; what was said before it came is shown now. */
export function showNoticesWith(host: Show): void {
  show = host;
  for (const notice of waiting.splice(0)) host(notice);
}
