// F6 walks the regions of the window (E-A11Y-02): elements with `data-region`, in reading order; the innermost counts. Focus moves at
// once; where a panel has to come first, it moves when the panel is there, unless the person went elsewhere meanwhile.
import { flushSync } from 'react-dom';

/** How long a panel that loads may take and still receive the focus that was asked for. */
const patienceMs = 2000;

function regions(): HTMLElement[] {
  const all = [...document.querySelectorAll<HTMLElement>('[data-region]')];
  return all.filter((region) => region.offsetParent !== null && !region.querySelector('[data-region]'));
}

/** Opens what holds the region and moves the focus there. */
export function focusRegion(name: string, open: () => void = () => {}): void {
  focusWhenThere(() => {
    const region = document.querySelector<HTMLElement>(`[data-region="${name}"]`);
    return region && tabStopOf(region);
  }, open);
}

/** Makes the change that shows an element and focuses it: now if that was enough, else as soon as it appears. */
export function focusWhenThere(find: () => HTMLElement | null, open: () => void): void {
  flushSync(open);
  const now = find();
  if (now) {
    now.focus();
    return;
  }
  const before = document.activeElement;
  const appearing = new MutationObserver(() => {
    const target = find();
    const elsewhere = document.activeElement !== before;
    if (target || elsewhere) stop();
    if (!elsewhere) target?.focus();
  });
  const patience = setTimeout(() => appearing.disconnect(), patienceMs);
  const stop = (): void => {
    clearTimeout(patience);
    appearing.disconnect();
  };
  appearing.observe(document.body, { childList: true, subtree: true });
}

export function stepRegion(by: 1 | -1): void {
  const all = regions();
  const at = all.findIndex((region) => region.contains(document.activeElement));
  const next = at < 0 ? (by === 1 ? 0 : all.length - 1) : (at + by + all.length) % all.length;
  const region = all[next];
  if (!region) return;
  const target = tabStopOf(region);
  if (!target) region.tabIndex = -1;
  (target ?? region).focus();
}

/** The region's own tab stop: what says so, else the first thing that can be focused. */
function tabStopOf(region: HTMLElement): HTMLElement | null {
  return (
    region.querySelector<HTMLElement>('[data-region-focus]') ??
    region.querySelector<HTMLElement>(
      '[role="treeitem"][tabindex="0"], .monaco-editor textarea, .monaco-editor .native-edit-context',
    ) ??
    region.querySelector<HTMLElement>(
      '[tabindex="0"], button:not([disabled]), input:not([disabled]), textarea, a[href]',
    )
  );
}
