// Width of the window in CSS pixels, for the arrangements of E-SHELL-11. Changes only when a boundary is crossed.
import { useSyncExternalStore } from 'react';

const boundaries = [600, 900, 1280] as const;

function subscribe(onChange: () => void): () => void {
  const lists = boundaries.map((width) => matchMedia(`(min-width: ${width}px)`));
  for (const list of lists) list.addEventListener('change', onChange);
  return () => {
    for (const list of lists) list.removeEventListener('change', onChange);
  };
}
/** The largest boundary that the window reaches; 0 below all. */
function reached(): number {
  return boundaries.findLast((width) => window.innerWidth >= width) ?? 0;
}
/** Below 600 px the canvas can only be looked at (E-SHELL-11). */
export function isTooNarrowToEdit(): boolean {
  return reached() < 600;
}
export function useWidth(): number {
  return useSyncExternalStore(subscribe, reached);
}
