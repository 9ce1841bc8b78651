// Spoken messages (E-A11Y-05): merged within half a second, polite. Everything visible that changes without the focus says so here.
import { create } from 'zustand';

const mergeMs = 500;
const useSpoken = create<{ readonly text: string }>(() => ({ text: '' }));
let waiting: string[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

export function announce(message: string): void {
  waiting.push(message);
  clearTimeout(timer);
  timer = setTimeout(() => {
    useSpoken.setState({ text: waiting.join('. ') });
    waiting = [];
  }, mergeMs);
}

/** The live region; mounted once by the shell. */
export function Announcer() {
  const text = useSpoken((state) => state.text);
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {text}
    </div>
  );
}
