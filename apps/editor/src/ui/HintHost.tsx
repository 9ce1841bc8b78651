// One tooltip for the whole application: elements say `data-hint="…"` (and `data-hint-keys`), this shows it on hover and on focus, keeps it
// while the pointer is on it, and hides it on Esc (E-A11Y-09). One listener instead of a component around every button.
import { useEffect, useState } from 'react';
import classes from './HintHost.module.css';

const delayMs = 400;
/** Long enough for the pointer to reach the tooltip, which then stays. */
const graceMs = 250;
const gap = 6;
const widest = 320;
const letterWidth = 6.8;

interface Shown {
  readonly target: HTMLElement;
  readonly text: string;
  readonly keys: string | undefined;
  readonly x: number;
  readonly y: number;
  readonly below: boolean;
}

export function HintHost() {
  const [shown, setShown] = useState<Shown | null>(null);
  useEffect(() => followHints(setShown), []);
  if (!shown) return null;
  return (
    <div
      id="hint"
      role="tooltip"
      className={classes['hint']}
      data-below={shown.below || undefined}
      style={{ left: shown.x, top: shown.y }}
    >
      {shown.text}
      {shown.keys === undefined ? null : <kbd className={classes['keys']}>{shown.keys}</kbd>}
    </div>
  );
}

/** Listens for as long as the page lives; calls `show` with what to show or null. */
function followHints(show: (hint: Shown | null) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let leaving: ReturnType<typeof setTimeout> | undefined;
  let target: HTMLElement | null = null;

  const hide = (): void => {
    clearTimeout(timer);
    clearTimeout(leaving);
    target?.removeAttribute('aria-describedby');
    target = null;
    show(null);
  };
  const plan = (next: HTMLElement | null, wait: number): void => {
    if (next === target) return;
    hide();
    if (!next) return;
    target = next;
    timer = setTimeout(() => {
      if (!next.isConnected) return;
      next.setAttribute('aria-describedby', 'hint');
      show(placed(next));
    }, wait);
  };
  const over = (event: PointerEvent): void => {
    if (event.pointerType === 'touch' || !(event.target instanceof Element)) return;
    clearTimeout(leaving);
    if (event.target.closest('#hint')) return;
    const next = hinted(event.target);
    // A tooltip that is there waits for the pointer, which may be on its way to it.
    if (next === null && target?.hasAttribute('aria-describedby')) leaving = setTimeout(hide, graceMs);
    else plan(next, delayMs);
  };
  const focus = (event: FocusEvent): void => {
    const element = event.target instanceof Element ? event.target : null;
    if (element?.matches(':focus-visible')) plan(hinted(element), delayMs);
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') hide();
  };
  document.addEventListener('pointerover', over);
  document.addEventListener('pointerdown', hide, true);
  document.addEventListener('focusin', focus);
  document.addEventListener('focusout', hide);
  document.addEventListener('keydown', key, true);
  window.addEventListener('scroll', hide, true);
  return () => {
    hide();
    document.removeEventListener('pointerover', over);
    document.removeEventListener('pointerdown', hide, true);
    document.removeEventListener('focusin', focus);
    document.removeEventListener('focusout', hide);
    document.removeEventListener('keydown', key, true);
    window.removeEventListener('scroll', hide, true);
  };
}

function hinted(element: Element): HTMLElement | null {
  return element.closest<HTMLElement>('[data-hint]');
}

/** Above the element, or below when there is no room; kept inside the window. */
function placed(target: HTMLElement): Shown {
  const box = target.getBoundingClientRect();
  const below = box.top < 48;
  const text = target.dataset['hint'] ?? '';
  const keys = target.dataset['hintKeys'];
  // About as wide as its letters; measuring would take a second paint.
  const half = Math.min(widest, 24 + (text.length + (keys?.length ?? 0)) * letterWidth) / 2 + 4;
  return {
    target,
    text,
    keys,
    x: Math.min(Math.max(box.left + box.width / 2, half), window.innerWidth - half),
    y: below ? box.bottom + gap : box.top - gap,
    below,
  };
}
