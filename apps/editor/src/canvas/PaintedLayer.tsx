// The far zoom level: every card and edge on one canvas element below the DOM (E-CANVAS-11). Redrawn once a frame when the viewport,
// the view or the run changes; a click selects what lies under it.
import { useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import type { Direction } from '../document/model.ts';
import { isHighContrast } from '../app/colorScheme.ts';
import { paint, paletteOf } from './painter.ts';
import { useCanvasHost } from './view.ts';
import styles from './GraphSurface.module.css';

export function PaintedLayer({ direction }: { readonly direction: Direction }) {
  const element = useRef<HTMLCanvasElement>(null);
  const host = useCanvasHost();
  const flow = useStoreApi();
  useEffect(() => {
    const canvas = element.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    let frame = 0;
    let colour = paletteOf(canvas);
    const draw = (): void => {
      frame = 0;
      const { width, height, transform } = flow.getState();
      const ratio = window.devicePixelRatio || 1;
      if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
        canvas.width = Math.round(width * ratio);
        canvas.height = Math.round(height * ratio);
      }
      paint(context, {
        state: host.view.getState(),
        transform: { x: transform[0], y: transform[1], zoom: transform[2] },
        width,
        height,
        direction,
        colour,
        status: host.status?.getState() ?? null,
        titles: true,
        flat: isHighContrast(),
        edges: true,
      });
    };
    const ask = (): void => {
      frame ||= requestAnimationFrame(draw);
    };
    const themed = new MutationObserver(() => {
      colour = paletteOf(canvas);
      ask();
    });
    themed.observe(document.documentElement, { attributes: true });
    const stops = [flow.subscribe(ask), host.view.subscribe(ask), host.status?.subscribe(ask)];
    draw();
    return () => {
      cancelAnimationFrame(frame);
      themed.disconnect();
      for (const stop of stops) stop?.();
    };
  }, [host, flow, direction]);
  return <canvas ref={element} className={styles.painted} aria-hidden="true" />;
}
