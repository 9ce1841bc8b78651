import { expect, test } from 'vitest';
import { firstView, fitBox } from './viewport.ts';

const pane = { width: 650, height: 700 };
const start = { x: 100, y: 0, width: 96, height: 32 };

test('E-CANVAS-14 a graph that can be read as a whole is shown as a whole, at most at 100 %', () => {
  const small = { x: 0, y: 0, width: 300, height: 400 };
  expect(firstView(small, start, pane, 'down', 0.7)).toEqual(fitBox(small, pane));
  expect(firstView(small, start, pane, 'down', 0.7).zoom).toBe(1);
});

test('E-CANVAS-14 a longer one is shown from its start on, at the zoom where its cards can be read', () => {
  const long = { x: 0, y: -10, width: 400, height: 1700 };
  const view = firstView(long, start, pane, 'down', 0.7);
  expect(view.zoom).toBe(0.7);
  expect(long.y * view.zoom + view.y).toBeCloseTo(24, 0);
  expect((long.x + long.width / 2) * view.zoom + view.x).toBeCloseTo(pane.width / 2, 0);
  const wide = firstView({ x: 0, y: 0, width: 4000, height: 300 }, start, pane, 'right', 0.7);
  expect(wide.x).toBe(24);
});
