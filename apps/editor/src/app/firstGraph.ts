// The moment at which the first graph of this page is on the screen (E-PERF-03). What is not part of that picture waits for it, but not
// for long: a file may be opened as text, or there may be none.
import { screenNow } from './routes.ts';

const patienceMs = 1500;
const elsewhereMs = 1000;
let shown: () => void = () => {};
const first = new Promise<void>((resolve) => (shown = resolve));

/** Called with the first cards in the page; they are painted with the frame that follows. */
export function graphShown(): void {
  requestAnimationFrame(() => setTimeout(shown));
}

/** Resolves once a graph was painted, or soon where none is about to be. */
export async function afterFirstGraph(): Promise<void> {
  setTimeout(shown, screenNow() === 'edit' ? patienceMs : elsewhereMs);
  return first;
}
