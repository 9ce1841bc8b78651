// What is typed in a field and waits for its pause to reach the buffer (E-INSP-05). A command acts on what people see, so everything that waits is
// handed over before one runs: Ctrl+S right after the last letter saves that letter.
const waiting = new Set<() => void>();

/** Hands over `send` after the pause or when a command runs, whichever is first. Returns what takes it back. */
export function waitToSend(send: () => void, pauseMs: number): () => void {
  const end = (): void => {
    clearTimeout(timer);
    waiting.delete(now);
  };
  const now = (): void => {
    end();
    send();
  };
  const timer = setTimeout(now, pauseMs);
  waiting.add(now);
  return end;
}

export function flushDrafts(): void {
  for (const now of waiting) now();
}
