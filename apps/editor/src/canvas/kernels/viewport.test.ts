import { describe, expect, test } from 'vitest';
import { bringIntoView, fitBox, keepCentre, wholeView, zoomAtCentre } from './viewport.ts';

const pane = { width: 650, height: 700 };
const start = { x: 100, y: 0, width: 96, height: 32 };

test('E-CANVAS-14 a graph is shown as a whole, at most at 100 %, however small that makes it', () => {
  const small = { x: 0, y: 0, width: 300, height: 400 };
  expect(wholeView(small, start, pane, 'down')).toEqual(fitBox(small, pane));
  expect(wholeView(small, start, pane, 'down').zoom).toBe(1);
  const long = { x: 0, y: -10, width: 400, height: 3400 };
  const view = wholeView(long, start, pane, 'down');
  expect(view.zoom).toBeLessThan(0.2);
  expect(long.y * view.zoom + view.y).toBeGreaterThanOrEqual(47);
  expect((long.y + long.height) * view.zoom + view.y).toBeLessThanOrEqual(653);
});

test('E-CANVAS-14 what is too long even for the smallest zoom is shown from its start on', () => {
  const view = wholeView({ x: -100, y: 0, width: 400, height: 34_000 }, start, pane, 'down');
  expect(view.zoom).toBe(0.05);
  expect(view.y).toBe(24);
  expect((-100 + 200) * view.zoom + view.x).toBeCloseTo(pane.width / 2, 0);
  const wide = wholeView({ x: 0, y: -20_000, width: 40_000, height: 40_000 }, start, pane, 'right');
  expect(wide.x).toBe(24);
  expect(16 * wide.zoom + wide.y, 'across the flow the start is in the middle').toBeCloseTo(pane.height / 2, 0);
});

describe('viewport', () => {
  const wide = { width: 1000, height: 600 };
  test('E-CANVAS-14 fits at most at 100 %', () => {
    expect(fitBox({ x: 0, y: 0, width: 100, height: 100 }, wide).zoom).toBe(1);
    const large = { x: -500, y: 0, width: 4000, height: 300 };
    const { x, zoom } = fitBox(large, wide);
    expect(large.x * zoom + x).toBeGreaterThanOrEqual(47);
    expect((large.x + large.width) * zoom + x).toBeLessThanOrEqual(953);
  });
  test('E-CANVAS-06 does not move for what is 48 px inside', () => {
    const now = { x: 0, y: 0, zoom: 1 };
    expect(bringIntoView({ x: 100, y: 100, width: 240, height: 76 }, wide, now)).toBe(now);
    const moved = bringIntoView({ x: 900, y: 100, width: 240, height: 76 }, wide, now);
    expect(900 + 240 + moved.x).toBe(952);
    expect(moved.y).toBe(0);
  });
  test('E-CANVAS-06 zooms only below 40 %', () => {
    expect(bringIntoView({ x: 0, y: 0, width: 240, height: 76 }, wide, { x: 0, y: 0, zoom: 0.2 }).zoom).toBe(0.4);
  });
  test('E-SHELL-06 keeps the centre when the pane changes', () => {
    const now = { x: 10, y: 20, zoom: 2 };
    const centre = (v: { x: number; zoom: number }, width: number): number => (width / 2 - v.x) / v.zoom;
    expect(centre(keepCentre(now, wide, { width: 600, height: 600 }), 600)).toBe(centre(now, 1000));
  });
  test('E-CANVAS-07 zooms within 5 and 400 %', () => {
    expect(zoomAtCentre({ x: 0, y: 0, zoom: 4 }, wide, 9).zoom).toBe(4);
    expect(zoomAtCentre({ x: 0, y: 0, zoom: 1 }, wide, 0).zoom).toBe(0.05);
  });
});

test('E-CANVAS-14 E-CANVAS-11 margins give way before cards become paint, and only then', () => {
  const pane = { width: 800, height: 460 };
  const tall = (height: number): number => fitBox({ x: 0, y: 0, width: 300, height }, pane).zoom;
  expect(tall(800)).toBeCloseTo(340 / 800);
  expect(tall(1000)).toBe(0.4);
  expect(tall(1089)).toBe(0.4);
  expect(tall(1200)).toBeCloseTo(340 / 1200);
});
