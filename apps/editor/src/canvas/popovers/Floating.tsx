// A panel that stands at a point of the screen and stays inside the window: creator, menus, editors in place. Closes on Esc and on a press
// outside; the focus goes back to the canvas. It is no dialog: nothing behind it is blocked.
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import type { Point } from '../kernels/geometry.ts';
import styles from './Floating.module.css';

interface FloatingProps {
  readonly anchor: Point;
  readonly label: string;
  readonly onClose: () => void;
  readonly width?: number;
  readonly role?: 'dialog' | 'menu';
  readonly children: ReactNode;
}

const margin = 8;
/** A press this soon after opening belongs to the gesture that opened it (E-CANVAS-17). */
const deafMs = 60;

export function Floating({ anchor, label, onClose, width, role = 'dialog', children }: FloatingProps) {
  const panel = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<Point>(anchor);
  const [opener] = useState(() => document.activeElement);
  useLayoutEffect(() => {
    const element = panel.current;
    if (!element) return;
    const fit = (): void => {
      const { width: w, height: h } = element.getBoundingClientRect();
      const x = Math.max(margin, Math.min(anchor.x, window.innerWidth - w - margin));
      const below = anchor.y + h + margin <= window.innerHeight;
      const y = below ? anchor.y : Math.max(margin, window.innerHeight - h - margin);
      setAt((before) => (before.x === x && before.y === y ? before : { x, y }));
    };
    fit();
    if (!element.contains(document.activeElement)) {
      const first = element.querySelector<HTMLElement>('[data-autofocus]');
      (first ?? element.querySelector<HTMLElement>('input, textarea, button:not([tabindex="-1"])'))?.focus({
        preventScroll: true,
      });
    }
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    return () => observer.disconnect();
  }, [anchor]);
  useEffect(() => {
    const opened = performance.now();
    const press = (event: PointerEvent): void => {
      if (performance.now() - opened < deafMs || !(event.target instanceof Element)) return;
      if (panel.current?.contains(event.target) || event.target.closest('[data-portal]')) return;
      onClose();
    };
    // What had the focus may be gone after an edit, such as a button that added its row.
    const key = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && document.activeElement === document.body) onClose();
    };
    window.addEventListener('pointerdown', press, true);
    window.addEventListener('keydown', key);
    return () => {
      window.removeEventListener('keydown', key);
      window.removeEventListener('pointerdown', press, true);
      const lost = document.activeElement === document.body || document.activeElement === null;
      if (!lost) return;
      // What opened it may be gone itself, such as the creator before the bound of a new loop; then the graph is next.
      const stays = opener instanceof HTMLElement && opener.isConnected && opener !== document.body;
      const home = stays ? opener : document.querySelector<HTMLElement>('[data-canvas]');
      home?.focus({ preventScroll: true });
    };
  }, [onClose, opener]);
  return createPortal(
    <div
      ref={panel}
      className={styles.panel}
      role={role}
      aria-label={label}
      style={{ left: at.x, top: at.y, ...(width === undefined ? {} : { width }) }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
      onPointerDown={(event) => event.stopPropagation()}
    >
      {children}
    </div>,
    document.body,
  );
}
