// @vitest-environment happy-dom
// When a full layout happens, and what is painted meanwhile (E-LAYOUT-04), with a layout engine that answers when the test says so.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createStore } from 'zustand';
import { emptySelection } from '../document/model.ts';
import type { ItemId, Position } from '../document/model.ts';
import { canvasController } from './controller.ts';
import { shown } from './graphs.fixture.ts';
import type { LayoutGraph, LayoutResult } from './kernels/layoutGraph.ts';
import type { CanvasContent, CanvasSource } from './source.ts';
import { createView } from './view.ts';

function chain(length: number): string {
  const names = Array.from({ length }, (_, index) => `step_${index}`);
  const tools = names.map((name) => `tool ${name}:\n  command: "true"\n`);
  const edges = [...names, 'done'].slice(1).map((name, index) => `  step_${index} -> ${name}\n`);
  return `${tools.join('\n')}\nworkflow chain:\n  entry: step_0\n\n${edges.join('')}`;
}

/** A canvas over a chain of tools; `answer` lets the engine finish with all nodes in one row. */
function opened(length: number, positions: Record<ItemId, Position> = {}) {
  const { projection } = shown(chain(length));
  const content = createStore<CanvasContent>(() => ({
    projection,
    loops: [],
    fanOuts: [],
    positions,
    groups: {},
    direction: 'down',
    spacing: 'normal',
    selection: emptySelection,
    density: 'normal',
  }));
  const asked: LayoutGraph[] = [];
  let finish: (result: LayoutResult) => void = () => {};
  const source: CanvasSource = {
    key: `file ${Math.random()}`,
    read: content.getState,
    subscribe: (listener) => content.subscribe(listener),
    adopt: (added) => content.setState((state) => ({ positions: { ...state.positions, ...added } })),
  };
  const view = createView();
  const controller = canvasController(source, view, {
    warm: () => {},
    layout: async (_key, graph) => {
      asked.push(graph);
      return new Promise<LayoutResult>((resolve) => {
        finish = resolve;
      });
    },
  });
  controller.start();
  return {
    view,
    content,
    asked,
    answer: async (): Promise<void> => {
      const ids = asked[0]?.nodes.map((node) => node.id) ?? [];
      finish({ positions: Object.fromEntries(ids.map((id, at) => [id, { x: at * 400, y: 8 }])), routes: {} });
      await vi.advanceTimersByTimeAsync(0);
    },
    rowAt: (): unknown => view.getState().boxes.get('node:step_1')?.y,
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
  vi.stubGlobal('requestAnimationFrame', (step: FrameRequestCallback) => setTimeout(() => step(performance.now()), 16));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('E-LAYOUT-04', () => {
  test('E-LAYOUT-04 under 150 nodes the first paint waits for the engine', async () => {
    const canvas = opened(20);
    await vi.advanceTimersByTimeAsync(390);
    expect(canvas.view.getState().ready, 'nothing is painted yet').toBe(false);
    await canvas.answer();
    expect(canvas.view.getState().ready).toBe(true);
    expect(canvas.rowAt()).toBe(8);
    expect(canvas.view.getState().draft, 'nothing glides').toBeNull();
    expect(canvas.asked).toHaveLength(1);
  });

  test.each([
    ['past 400 ms', 20, 401],
    ['from 150 nodes on', 150, 0],
  ])('E-LAYOUT-04 %s quick placement is painted first and replaced once, gliding', async (_, length, wait) => {
    const canvas = opened(length);
    await vi.advanceTimersByTimeAsync(wait);
    expect(canvas.view.getState().ready).toBe(true);
    const quick = canvas.rowAt();
    expect(quick).toBeGreaterThan(8);
    await canvas.answer();
    await vi.advanceTimersByTimeAsync(120);
    expect(canvas.view.getState().draft?.get('node:step_1')?.y, 'on its way').toBeLessThan(quick as number);
    await vi.advanceTimersByTimeAsync(200);
    expect(canvas.rowAt()).toBe(8);
    expect(canvas.view.getState()).toMatchObject({ draft: null, offerTidy: false, fits: 1 });
  });

  test.each([
    ['the viewport', (canvas: ReturnType<typeof opened>) => canvas.view.setState({ touched: true })],
    [
      'the selection',
      ({ content }: ReturnType<typeof opened>) =>
        content.setState({ selection: { items: ['node:step_1'], primary: 'node:step_1' } }),
    ],
    [
      'a node',
      ({ content }: ReturnType<typeof opened>) =>
        content.setState((state) => ({
          positions: { ...state.positions, 'node:step_1': { x: 0, y: 999, pin: true } },
        })),
    ],
  ])('E-LAYOUT-04 once the user has moved %s, Tidy is offered instead', async (_, move) => {
    const canvas = opened(150);
    move(canvas);
    const before = canvas.rowAt();
    await canvas.answer();
    await vi.advanceTimersByTimeAsync(500);
    expect(canvas.rowAt()).toBe(before);
    expect(canvas.view.getState().offerTidy).toBe(true);
  });

  test('E-LAYOUT-04 a file that has positions is not laid out again; what is new finds a place', () => {
    const canvas = opened(3, { 'node:step_0': { x: 0, y: 0 }, 'node:step_1': { x: 0, y: 160 } });
    expect(canvas.view.getState().ready).toBe(true);
    expect(canvas.rowAt()).toBe(160);
    expect(canvas.view.getState().boxes.has('node:step_2')).toBe(true);
    expect(canvas.asked).toEqual([]);
  });
});
