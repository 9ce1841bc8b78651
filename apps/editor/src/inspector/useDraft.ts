// What is typed but not yet in the text (E-INSP-05): committed 120 ms after the last key, when a command runs, or on leaving; what the language refuses stays in
// the field with its reason, and the buffer keeps the last valid text. While something is typed, changes from outside never touch
// it (E-INSP-08); once it is in the text, the field follows the text again, so that undo shows in the field that has the focus (E-UNDO-03).
import { useEffect, useRef, useState } from 'react';
import { waitToSend } from '../document/drafts.ts';
import { endStep, getActiveDocument } from '../document/store.ts';

const commitPauseMs = 120;

export interface Draft {
  readonly text: string;
  readonly error: string | null;
  /** Not in the text: the field keeps the browser's own undo for it (E-UNDO-05). */
  readonly isHeld: boolean;
  readonly change: (text: string) => void;
  /** Commits what waits, and forgets the draft when it was taken. */
  readonly leave: () => void;
  /** Drops the draft and shows what is in the text. */
  readonly drop: () => void;
}

/** `typed`: waits or was refused. `sent`: taken, its change of the text is on its way here. `taken`: the text says it too. */
interface Typed {
  readonly text: string;
  readonly state: 'typed' | 'sent' | 'taken';
}

/**
 * `commit` returns the reason when the text cannot be taken. With `onLeave` nothing is committed while typing: a name is renamed everywhere,
 * and half of a name is another name.
 */
export function useDraft(present: string, commit: (text: string) => string | null, when?: 'onLeave'): Draft {
  const [draft, setDraft] = useState<Typed | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [seen, setSeen] = useState(present);
  if (present !== seen) {
    setSeen(present);
    if (draft?.state === 'sent') setDraft({ ...draft, state: 'taken' });
    else if (draft?.state === 'taken') setDraft(null);
  }
  const latest = useRef({ present, commit, draft: null as string | null });
  const stopWaiting = useRef<() => void>(() => {});
  useEffect(() => {
    latest.current = { present, commit, draft: draft?.state === 'typed' ? draft.text : null };
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
    const isSame = typed === now.present;
    // Said before it is done: the text may change at once.
    setDraft({ text: typed, state: isSame ? 'taken' : 'sent' });
    const reason = isSame ? null : now.commit(typed);
    if (reason === null) latest.current = { ...latest.current, draft: null };
    else setDraft({ text: typed, state: 'typed' });
    setError(reason);
    return reason === null;
  };
  const isTyped = draft?.state === 'typed';
  return {
    text: draft?.text ?? present,
    error,
    isHeld: isTyped && (error !== null || when === 'onLeave'),
    change: (typed) => {
      setDraft({ text: typed, state: 'typed' });
      latest.current = { ...latest.current, draft: typed };
      stopWaiting.current();
      if (when !== 'onLeave') stopWaiting.current = waitToSend(() => send(typed), commitPauseMs);
    },
    leave: () => {
      stopWaiting.current();
      if (isTyped && !send(draft.text)) return;
      // What is typed in the field on another visit is another step (E-UNDO-04).
      const active = getActiveDocument();
      if (draft !== null && active) endStep(active.id);
      latest.current = { ...latest.current, draft: null };
      setDraft(null);
    },
    drop: () => {
      stopWaiting.current();
      latest.current = { ...latest.current, draft: null };
      setDraft(null);
      setError(null);
    },
  };
}
