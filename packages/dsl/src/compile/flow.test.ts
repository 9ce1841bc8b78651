import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fanOut } from './convergence.ts';
import { buildFlow, reaching, type Flow, type FlowEdge } from './flow.ts';
import { findLoops, loopsAround, undeclaredCycles } from './loops.ts';

/** A tiny graph: `a -> b`, with `as NAME` for a loop; nodes in order of appearance, the first is the entry. */
function flowOf(text: string): { flow: Flow; names: string[]; at: (name: string) => number } {
  const lines = text
    .split(/[;\n]/)
    .map((line) => /^\s*(\w+) -> (\w+)(?: as (\w+))?\s*$/.exec(line))
    .filter((match) => match !== null);
  const names: string[] = [];
  const add = (name: string): void => {
    if (name !== 'done' && name !== 'fail' && !names.includes(name)) names.push(name);
  };
  for (const [, from, to] of lines) {
    add(from ?? '');
    add(to ?? '');
  }
  names.push('done', 'fail');
  const at = (name: string): number => names.indexOf(name);
  const edges = lines.map(([, from, to, loop]): FlowEdge => {
    const ends = { from: at(from ?? ''), to: at(to ?? '') };
    return loop === undefined ? ends : { ...ends, loop };
  });
  return { flow: buildFlow(names.length, edges, 0), names, at };
}

function convergenceOf(text: string, router: string, explicit: readonly string[] = []): string | undefined {
  const { flow, names, at } = flowOf(text);
  const reachesDone = reaching(flow, [flow.done], (e) => flow.back[e] !== true);
  const found = fanOut({ flow, reachesDone, isExplicit: (node) => explicit.includes(names[node] ?? '') }, at(router));
  return found.convergence === undefined ? undefined : names[found.convergence];
}

describe('L-SEM-10', () => {
  test('L-SEM-10 back edges are those to a node on the stack of the walk in file order', () => {
    const { flow } = flowOf('a -> b; b -> c; c -> a as l; b -> done; c -> b; c -> done');
    expect(flow.back).toEqual([false, false, true, false, true, false]);
  });
  test('L-SEM-10 without back edges every edge leads forward in the order', () => {
    const pair = fc.tuple(fc.nat(9), fc.nat(9));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 40 }), (pairs) => {
        const flow = buildFlow(
          12,
          pairs.map(([from, to]) => ({ from, to })),
          0,
        );
        flow.edges.forEach(({ from, to }, e) => {
          if (flow.reachable[from] === true && flow.back[e] !== true) {
            expect(flow.place[from]).toBeLessThan(flow.place[to] ?? -1);
          }
        });
      }),
    );
  });
});

describe('L-LOOP', () => {
  const loopsOf = (text: string) => {
    const { flow, names } = flowOf(text);
    return findLoops(flow).map(
      (loop) => `${loop.name}: ${loop.body.map((n) => names[n]).join(',')} in ${loop.inside.join(',')}`,
    );
  };
  test('L-LOOP-04 the body of a loop, and of a loop around it', () => {
    expect(loopsOf('a -> b; b -> c; b -> a as refine; c -> a as outer; c -> done')).toEqual([
      'refine: a,b in outer',
      'outer: a,b,c in ',
    ]);
  });
  test('L-LOOP-03 without a loop edge to an entry all loops of the component are outer', () => {
    expect(loopsOf('r -> a; r -> b; a -> c as review; b -> c as review; c -> done; c -> r')).toEqual([
      'review: r,a,b,c in ',
    ]);
  });
  test('L-LOOP-04 a loop on no cycle has an empty body', () => {
    expect(loopsOf('a -> b as l; b -> done')).toEqual(['l:  in ']);
  });
  test('L-LOOP-05 loops with one header side by side are not inside each other', () => {
    expect(loopsOf('a -> b; b -> a as x; a -> c; c -> a as y; a -> done')).toEqual(['x: a,b in ', 'y: a,c in ']);
  });
  test('L-LOOP-05 three levels nest, innermost first', () => {
    const text = 'a -> b; b -> c; c -> c as i; c -> b as m; c -> d; d -> a as o; d -> done';
    expect(loopsOf(text)).toEqual(['i: c in m,o', 'm: b,c in o', 'o: a,b,c,d in ']);
    const { flow, at } = flowOf(text);
    expect(loopsAround(flow.size, findLoops(flow))[at('c')]).toEqual(['i', 'm', 'o']);
  });
  test('L-LOOP-05 inside is a strict order for every graph', () => {
    const edge = fc.record({ from: fc.nat(6), to: fc.nat(6), loop: fc.constantFrom(undefined, 'l', 'm', 'n') });
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 18 }), (edges) => {
        const flow = buildFlow(
          9,
          edges.map(({ from, to, loop }) => (loop === undefined ? { from, to } : { from, to, loop })),
          0,
        );
        const loops = new Map(findLoops(flow).map((loop) => [loop.name, loop]));
        for (const loop of loops.values()) {
          expect(loop.inside).not.toContain(loop.name);
          for (const outer of loop.inside) {
            const { body, inside } = loops.get(outer)!; // `inside` names loops of the graph
            expect(inside).not.toContain(loop.name);
            expect(loop.body.every((node) => body.includes(node))).toBe(true);
          }
        }
      }),
    );
  });
  test('L-SEM-18 undeclared cycles are found at their last back edge', () => {
    const plain = flowOf('a -> b; b -> a; b -> done');
    expect(undeclaredCycles(plain.flow)).toMatchObject([{ edge: 1, touchesLoop: false }]);
    const touching = flowOf('a -> b; b -> a; b -> c; c -> b as l; c -> done');
    expect(undeclaredCycles(touching.flow)).toMatchObject([{ edge: 1, touchesLoop: true }]);
  });
});

describe('L-SEM-20', () => {
  test('L-SEM-20 the node after which all paths are one', () => {
    expect(convergenceOf('f -> a; f -> b; a -> c; b -> c; c -> done', 'f')).toBe('c');
  });
  test('L-SEM-20 an explicit node before the meeting point wins', () => {
    const text = 'f -> a; f -> b; a -> j; a -> e; b -> j; j -> e; e -> done';
    expect(convergenceOf(text, 'f', ['j'])).toBe('j');
    expect(convergenceOf(text, 'f')).toBe('e');
  });
  test('L-SEM-20 an explicit node behind the meeting point is none', () => {
    expect(convergenceOf('f -> a; f -> b; a -> c; b -> c; c -> j; j -> done', 'f', ['j'])).toBe('c');
  });
  test('L-SEM-20 early ends do not count', () => {
    expect(convergenceOf('f -> a; f -> b; f -> c; a -> done; a -> j; b -> j; c -> fail; j -> done', 'f', ['j'])).toBe(
      'j',
    );
    expect(convergenceOf('f -> a; f -> b; a -> x; x -> done; a -> j; b -> j; j -> done', 'f')).toBe('j');
  });
  test('L-SEM-20 branches that meet in different places have none', () => {
    const text = 'f -> a; f -> b; f -> c; a -> d; b -> d; b -> e; c -> e; d -> done; e -> done';
    expect(convergenceOf(text, 'f')).toBeUndefined();
  });
  test('L-SEM-20 detached branches meet at done, or at fail', () => {
    expect(convergenceOf('f -> a; f -> b; a -> done; b -> done', 'f')).toBe('done');
    expect(convergenceOf('f -> a; f -> b; a -> fail; b -> fail', 'f')).toBe('fail');
    expect(convergenceOf('f -> a; f -> b; f -> c; c -> d; d -> done; a -> j; b -> j; j -> done', 'f')).toBe('j');
  });
  test('L-SEM-20 a single branch is detached and ends at done when it reaches it', () => {
    expect(convergenceOf('f -> a; a -> j; j -> done', 'f', ['j'])).toBe('done');
    expect(convergenceOf('f -> a; a -> fail', 'f')).toBe('fail');
  });
  test('L-SEM-20 attached branches without a common node but the end meet at done', () => {
    expect(convergenceOf('f -> a; f -> b; a -> x; a -> y; b -> x; b -> y; x -> done; y -> done', 'f')).toBe('done');
  });
  test('L-SEM-20 error paths are left out when every head reaches done', () => {
    const text = 'f -> a; f -> b; a -> j; b -> j; a -> err; b -> err; err -> fail; j -> done';
    expect(convergenceOf(text, 'f')).toBe('j');
  });
  test('L-SEM-20 the convergence does not depend on the order of the edges of a graph without cycles', () => {
    const pair = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 9 })).filter(([a, b]) => a < b);
    const graph = fc
      .array(pair, { maxLength: 18 })
      .chain((pairs) =>
        fc.record({ pairs: fc.constant(pairs), shuffled: fc.shuffledSubarray(pairs, { minLength: pairs.length }) }),
      );
    const heads = [
      { from: 0, to: 1 },
      { from: 0, to: 2 },
    ];
    const find = (pairs: readonly (readonly [number, number])[]) => {
      const flow = buildFlow(10, [...heads, ...pairs.map(([from, to]) => ({ from, to }))], 0);
      const reachesDone = reaching(flow, [flow.done], (e) => flow.back[e] !== true);
      return fanOut({ flow, reachesDone, isExplicit: (node) => node % 3 === 0 }, 0);
    };
    fc.assert(
      fc.property(graph, ({ pairs, shuffled }) => {
        const found = find(pairs);
        expect(find(shuffled).convergence).toBe(found.convergence);
        for (const branch of found.branches) expect(branch.nodes).not.toContain(found.convergence);
      }),
    );
  });
});

test('L-REC-01 loops and convergence of a long graph do not exhaust the stack', () => {
  const size = 10_002;
  const edges: FlowEdge[] = [];
  for (let node = 0; node + 3 < size; node++) {
    edges.push({ from: node, to: node + 1 });
    if (node % 2 === 1) edges.push({ from: node, to: node - 1, loop: `l${node % 50}` });
  }
  edges.push({ from: size - 3, to: size - 2 }, { from: 0, to: 2 });
  const flow = buildFlow(size, edges, 0);
  expect(findLoops(flow)).toHaveLength(25);
  const reachesDone = reaching(flow, [flow.done], (e) => flow.back[e] !== true);
  expect(fanOut({ flow, reachesDone, isExplicit: () => false }, 0).convergence).toBe(2);
});
