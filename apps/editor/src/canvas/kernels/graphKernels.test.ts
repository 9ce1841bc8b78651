// The kernels that read the projection: connect rules, walking, selection sets, search, marks.
import { describe, expect, test } from 'vitest';
import type { ItemId } from '../../document/model.ts';
import { everyKind, shown } from '../graphs.fixture.ts';
import { marksFor } from '../marks.ts';
import { searchIndex } from '../search/searchIndex.ts';
import { connectVerdict, takenWayOut } from './connectRules.ts';
import type { Box } from './geometry.ts';
import { component, everything, inverted, ofLoops, ofSameKind, reachable } from './selectionSets.ts';
import { readingOrder, walk } from './walk.ts';

const { graph, projection } = shown(everyKind);
const id = (name: string): ItemId => {
  const found = projection.names.get(`node:${name}`);
  if (!found) throw new Error(`no node ${name}`);
  return found;
};
const names = (ids: readonly ItemId[]): string[] =>
  ids.flatMap((item) => {
    const view = projection.items.get(item);
    return view?.type === 'node' ? [view.name] : [];
  });

describe('connect rules', () => {
  test('E-CANVAS-16 the way out that is taken is the one without a condition; a fan-out has none', () => {
    const small = shown(
      'router r:\n  mode: fan_out_all\n\nagent a:\n  model: "m"\n\nworkflow w:\n  entry: r\n  r -> a\n  a -> r when again as l(2)\n  a -> done\n',
    ).projection;
    const taken = (name: string) => takenWayOut(small, small.names.get(`node:${name}`) ?? 'node:')?.name;
    expect(taken('a')).toBe('a->done');
    expect(taken('r')).toBeUndefined();
    expect(taken('done')).toBeUndefined();
  });
  test('E-EDGE-08 ends have no way out', () => {
    expect(connectVerdict(projection, id('done'), id('writer'))).toEqual({
      kind: 'refused',
      reason: 'Ends have no way out',
    });
  });
  test('E-EDGE-08 the start pill as target offers the entry', () => {
    expect(connectVerdict(projection, id('lint'), 'node:')).toEqual({ kind: 'entry' });
    expect(connectVerdict(projection, 'node:', id('lint'))).toEqual({ kind: 'entry' });
    expect(connectVerdict(projection, 'node:', id('writer')).kind).toBe('refused');
  });
  test('E-EDGE-08 same ends and condition: refused, naming the edge; other condition: allowed', () => {
    const verdict = connectVerdict(projection, id('writer'), id('checker'));
    expect(verdict).toMatchObject({ kind: 'refused', reason: 'Already connected like this' });
    expect(verdict.kind === 'refused' && verdict.edge).toBe(projection.names.get('edge:writer->checker'));
    expect(connectVerdict(projection, id('checker'), id('split')).kind).toBe('allowed');
  });
  test('E-EDGE-08 itself or an ancestor over non-loop edges closes a loop', () => {
    expect(connectVerdict(projection, id('lint'), id('lint'))).toMatchObject({ kind: 'allowed', loop: true });
    expect(connectVerdict(projection, id('lint'), id('writer'))).toMatchObject({ kind: 'allowed', loop: true });
    // Over the loop edge only, writer is no descendant of checker's.
    expect(connectVerdict(projection, id('split'), id('person'))).toMatchObject({ kind: 'allowed', loop: false });
  });
  test('E-EDGE-08 a second unconditional edge wants a condition, but not from a fan-out', () => {
    expect(connectVerdict(projection, id('lint'), id('done'))).toMatchObject({ needsCondition: true });
    expect(connectVerdict(projection, id('split'), id('done'))).toMatchObject({ needsCondition: false });
  });
  test('E-EDGE-08 stale ends are refused by name', () => {
    const items = new Map(projection.items);
    const lint = items.get(id('lint'));
    if (lint?.type === 'node') items.set(id('lint'), { ...lint, stale: true });
    expect(connectVerdict({ ...projection, items }, id('writer'), id('lint'))).toEqual({
      kind: 'refused',
      reason: 'Fix the text of lint first',
    });
  });
});

describe('walking', () => {
  const at = (x: number, y: number): Box => ({ x, y, width: 240, height: 76 });
  const graphOf = {
    boxes: new Map<ItemId, Box>([
      ['node:a', at(0, 0)],
      ['node:b', at(-200, 150)],
      ['node:c', at(200, 150)],
      ['node:d', at(0, 300)],
    ]),
    wires: new Map(
      (
        [
          ['edge:ab', 'node:a', 'node:b', false],
          ['edge:ac', 'node:a', 'node:c', false],
          ['edge:bd', 'node:b', 'node:d', false],
          ['edge:da', 'node:d', 'node:a', true],
        ] as const
      ).map(([edge, source, target, back]) => [edge as ItemId, { id: edge, source, target, back }]),
    ),
  };
  test('E-A11Y-03 down the flow, back up, sideways', () => {
    expect(walk(graphOf, 'node:b', 'forward', 'down')).toBe('node:d');
    expect(walk(graphOf, 'node:d', 'back', 'down')).toBe('node:b');
    expect(walk(graphOf, 'node:b', 'next', 'down')).toBe('node:c');
    expect(walk(graphOf, 'node:c', 'previous', 'down')).toBe('node:b');
    expect(walk(graphOf, 'node:a', 'next', 'down')).toBeNull();
  });
  test('E-A11Y-03 E steps through the edges of a node', () => {
    expect(walk(graphOf, 'node:a', 'edge', 'down')).toBe('edge:ab');
    expect(walk(graphOf, 'edge:ab', 'edge', 'down')).toBe('edge:ac');
    expect(walk(graphOf, 'edge:ab', 'forward', 'down')).toBe('node:b');
  });
  test('E-A11Y-03 begins at the first node in reading order', () => {
    expect(walk(graphOf, null, 'forward', 'down')).toBe('node:a');
    expect(readingOrder(graphOf, 'down')).toEqual(['node:a', 'node:b', 'node:c', 'node:d']);
  });
});

describe('selection sets', () => {
  const all = new Set(projection.nodes.map((node) => node.id));
  test('E-CANVAS-03 all takes nodes and the edges between them; invert is the rest', () => {
    const every = everything(projection, all);
    expect(every).toHaveLength(projection.nodes.length + projection.edges.length);
    expect(inverted(projection, all, [id('writer')])).toHaveLength(every.length - 1);
  });
  test('E-CANVAS-03 upstream, downstream, component', () => {
    expect(names(reachable(projection, [id('both')], 'up')).sort()).toEqual([
      'both',
      'checker',
      'lint',
      'score',
      'split',
      'writer',
    ]);
    expect(names(reachable(projection, [id('both')], 'down')).sort()).toEqual(['both', 'done', 'fail', 'person']);
    expect(component(projection, [id('lint')])).toHaveLength(projection.nodes.length);
  });
  test('E-CANVAS-03 same kind and loop members', () => {
    expect(names(ofSameKind(projection, [id('lint')]))).toEqual(['lint']);
    const edge = projection.names.get('edge:checker->writer');
    expect(edge && names(ofLoops(projection, graph.loops, [edge])).sort()).toEqual(['checker', 'writer']);
  });
});

describe('search', () => {
  const index = searchIndex(projection);
  const found = (query: string): string[] => names(index.find(query, projection.problems).map((match) => match.id));
  test('E-CANVAS-13 finds names, commands, prompt bodies, schema fields and conditions', () => {
    expect(found('make lint')).toEqual(['lint']);
    expect(found('Please look')).toEqual(['writer', 'person']);
    expect(found('JUDGE_MODEL')).toEqual(['checker']);
    expect(index.find('not approved', projection.problems).map((match) => match.id)).toContain(
      projection.names.get('edge:checker->writer'),
    );
  });
  test('E-CANVAS-13 filters', () => {
    expect(found('kind:judge')).toEqual(['checker']);
    expect(found('tool:git_diff')).toEqual(['writer']);
    expect(found('is:entry')).toEqual(['writer']);
    expect(found('is:loop kind:judge')).toEqual(['checker']);
    expect(found('schema:verdict kind:human')).toEqual(['person']);
  });
  test('E-CANVAS-13 shows the fragment that matched', () => {
    expect(index.find('make', projection.problems)[0]?.fragment).toContain('make lint');
  });
});

test('E-EDGE-13 E-EDGE-14 marks the body of a selected loop edge and the branches of a selected fan-out', () => {
  const loop = marksFor(projection, graph.loops, graph.fanOuts, projection.names.get('edge:checker->writer') ?? null);
  expect(loop.map((area) => [area.kind, names(area.nodes).sort()])).toEqual([['loop', ['checker', 'writer']]]);
  const branches = marksFor(projection, graph.loops, graph.fanOuts, id('split'));
  expect(branches.map((area) => names(area.nodes))).toEqual([['lint'], ['score']]);
});
