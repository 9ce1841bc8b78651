import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boxesTouch } from './geometry.ts';
import type { Point } from './geometry.ts';
import { flowOrder } from './layoutGraph.ts';
import type { LayoutGraph } from './layoutGraph.ts';
import { quickPlacement } from './quickPlacement.ts';

const size = { width: 240, height: 76 };

function graphOf(edges: readonly (readonly [number, number])[], count: number): LayoutGraph {
  return {
    nodes: Array.from({ length: count }, (_, index) => ({ id: `n${index}`, ...size })),
    edges: edges.map(([from, to], index) => ({ id: `e${index}`, from: `n${from}`, to: `n${to}`, back: to <= from })),
    direction: 'down',
    spacing: 'normal',
  };
}
const someGraph = fc.integer({ min: 1, max: 24 }).chain((count) =>
  fc
    .array(fc.tuple(fc.integer({ min: 0, max: count - 1 }), fc.integer({ min: 0, max: count - 1 })), {
      maxLength: 40,
    })
    .map((edges) => graphOf(edges, count)),
);

describe('quick placement', () => {
  test('E-LAYOUT-03 the same graph gives the same places', () => {
    fc.assert(
      fc.property(someGraph, (graph) => {
        expect(quickPlacement(graph)).toEqual(quickPlacement(structuredClone(graph)));
      }),
    );
  });
  test('E-LAYOUT-12 places every node, and no two on each other', () => {
    fc.assert(
      fc.property(someGraph, (graph) => {
        const places = quickPlacement(graph);
        const boxes = graph.nodes.map((node) => ({ ...(places[node.id] as Point), ...size }));
        expect(boxes.every((box) => Number.isFinite(box.x) && Number.isFinite(box.y))).toBe(true);
        boxes.forEach((box, index) => {
          expect(boxes.slice(index + 1).some((other) => boxesTouch(box, other))).toBe(false);
        });
      }),
    );
  });
  test('E-LAYOUT-02 forward edges lead down the flow', () => {
    const places = quickPlacement(
      graphOf(
        [
          [0, 1],
          [1, 2],
          [0, 2],
        ],
        3,
      ),
    );
    expect((places['n1'] as Point).y).toBeGreaterThan((places['n0'] as Point).y);
    expect((places['n2'] as Point).y).toBeGreaterThan((places['n1'] as Point).y);
  });
  test('E-PERF-10 1,000 nodes in at most 100 ms', () => {
    const edges = Array.from(
      { length: 1100 },
      (_, index) => [Math.floor(index / 1.1) % 999, (index % 999) + 1] as const,
    );
    const graph = graphOf(
      edges.filter(([from, to]) => from < to),
      1000,
    );
    quickPlacement(graph);
    const started = performance.now();
    quickPlacement(graph);
    expect(performance.now() - started).toBeLessThan(100);
  });
  test('E-LAYOUT-02 the flow order keeps sources before targets, whatever the cycles', () => {
    fc.assert(
      fc.property(someGraph, (graph) => {
        const order = flowOrder(graph);
        expect(new Set(order).size).toBe(graph.nodes.length);
        const at = new Map(order.map((id, index) => [id, index]));
        for (const edge of graph.edges)
          if (!edge.back) expect(at.get(edge.from)).toBeLessThan(at.get(edge.to) as number);
      }),
    );
  });
});
