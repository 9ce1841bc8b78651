// The minimap (E-CANVAS-12): every card as a block, the viewport as a frame; press and drag moves the view. Painted, so that it costs the
// same for 10 nodes and 3,000; it stands in the corner where it covers no selected node.
import { useReactFlow, useStore, useStoreApi } from '@xyflow/react';
import { useEffect, useRef, useState } from 'react';
import type { PointerEvent as ReactPointerEvent } from 'react';
import type { Direction } from '../document/model.ts';
import { boxAround, inflate } from './kernels/geometry.ts';
import type { Box } from './kernels/geometry.ts';
import { isHighContrast } from '../app/colorScheme.ts';
import { paint, paletteOf } from './painter.ts';
import { useCanvasHost, useView } from './view.ts';
import styles from './GraphSurface.module.css';

const width = 168;
const height = 112;
const margin = 16;
/** In a narrower pane the map would hide more than it shows. */
const leastPane = 480;

export function Minimap({ direction }: { readonly direction: Direction }) {
  const element = useRef<HTMLCanvasElement>(null);
  const host = useCanvasHost();
  const flow = useStoreApi();
  const { setCenter } = useReactFlow();
  const corner = useCorner();
  const [pressed, setPressed] = useState(false);
  const roomy = useStore((state) => state.width >= leastPane);
  const scene = useRef<{ readonly box: Box; readonly scale: number } | null>(null);
  useEffect(() => {
    const canvas = element.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    let frame = 0;
    let colour = paletteOf(canvas);
    const draw = (): void => {
      frame = 0;
      const state = host.view.getState();
      const view = flow.getState();
      const [x, y, zoom] = view.transform;
      const frameBox = { x: -x / zoom, y: -y / zoom, width: view.width / zoom, height: view.height / zoom };
      const all = boxAround(state.boxes.values()) ?? frameBox;
      const box = inflate(all, Math.max(all.width, all.height) * 0.06);
      const scale = Math.min(width / box.width, height / box.height);
      const offset = {
        x: (width - box.width * scale) / 2 - box.x * scale,
        y: (height - box.height * scale) / 2 - box.y * scale,
      };
      scene.current = { box: { x: offset.x, y: offset.y, width, height }, scale };
      paint(context, {
        state,
        transform: { ...offset, zoom: scale },
        width,
        height,
        direction,
        colour,
        status: host.status?.getState() ?? null,
        titles: false,
        flat: isHighContrast(),
        edges: false,
      });
      // A frame that is larger than the map is drawn along its edge.
      const edge = 1.5 / scale;
      const left = Math.max(frameBox.x, -offset.x / scale + edge);
      const top = Math.max(frameBox.y, -offset.y / scale + edge);
      const right = Math.min(frameBox.x + frameBox.width, (width - offset.x) / scale - edge);
      const bottom = Math.min(frameBox.y + frameBox.height, (height - offset.y) / scale - edge);
      context.strokeStyle = colour('accent');
      context.lineWidth = edge;
      context.strokeRect(left, top, right - left, bottom - top);
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

  const go = (event: ReactPointerEvent<HTMLCanvasElement>): void => {
    const map = scene.current;
    if (!map) return;
    const bounds = event.currentTarget.getBoundingClientRect();
    const x = (event.clientX - bounds.left - map.box.x) / map.scale;
    const y = (event.clientY - bounds.top - map.box.y) / map.scale;
    void setCenter(x, y, { zoom: flow.getState().transform[2] });
  };
  return (
    <canvas
      ref={element}
      className={styles.minimap}
      data-corner={corner}
      data-minimap
      hidden={!roomy}
      style={{ width, height }}
      aria-hidden="true"
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        setPressed(true);
        go(event);
      }}
      onPointerMove={(event) => {
        if (pressed) go(event);
      }}
      onPointerUp={() => setPressed(false)}
    />
  );
}

/** Below at the right, unless the selected node lies there. */
function useCorner(): 'low' | 'high' {
  const selected = useView((state) => (state.primary === null ? undefined : state.boxes.get(state.primary)));
  return useStore((state) => {
    if (!selected) return 'low';
    const [x, y, zoom] = state.transform;
    const right = (selected.x + selected.width) * zoom + x > state.width - width - 2 * margin;
    const low = (selected.y + selected.height) * zoom + y > state.height - height - 2 * margin;
    const visible = selected.x * zoom + x < state.width && selected.y * zoom + y < state.height;
    return right && low && visible ? 'high' : 'low';
  });
}
