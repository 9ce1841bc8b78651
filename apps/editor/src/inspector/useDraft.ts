// What is typed but not yet in the text (E-INSP-05): committed 120 ms after the last key or on leaving; what the language refuses stays in
// the field with its reason, and the buffer keeps the last valid text. Changes from outside never touch a draft (E-INSP-08).
import { useEffect, useRef, useState } from 'react';
import { waitToSend } from '../document/drafts.ts';

export const commitPauseMs = 120;

export interface Draft {
  readonly text: string;
  readonly error: string | null;
  readonly change: (text: string) => void;
  /** Commits what waits, and forgets the draft when it was taken. */
  readonly leave: () => void;
  /** Drops the draft and shows what is in the text. */
  readonly drop: () => void;
}

/**
 * `commit` returns the reason when the text cannot be taken. With `onLeave` nothing is committed while typing: a name is renamed everywhere,
 * and half of a name is another name.
 */
export function useDraft(present: string, commit: (text: string) => string | null, when?: 'onLeave'): Draft {
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const latest = useRef({ present, commit, draft });
  const stopWaiting = useRef<() => void>(() => {});
  useEffect(() => {
    latest.current = { present, commit, draft };
  });
  // Unmounting is leaving: nothing that was typed may be lost.
  useEffect(
    () => () => {
      const { draft: typed, present: written, commit: send } = latest.current;
      stopWaiting.current();
      if (typed !== null && typed !== written) send(typed);
    },
    [],
  );
  const send = (typed: string): boolean => {
    const now = latest.current;
    const reason = typed === now.present ? null : now.commit(typed);
    setError(reason);
    return reason === null;
  };
  return {
    text: draft ?? present,
    error,
    change: (typed) => {
      setDraft(typed);
      latest.current = { ...latest.current, draft: typed };
      stopWaiting.current();
      if (when !== 'onLeave') stopWaiting.current = waitToSend(() => send(typed), commitPauseMs);
    },
    leave: () => {
      stopWaiting.current();
      if (draft !== null && !send(draft)) return;
      latest.current = { ...latest.current, draft: null };
      setDraft(null);
    },
    drop: () => {
      stopWaiting.current();
      setDraft(null);
      setError(null);
    },
  };
}
