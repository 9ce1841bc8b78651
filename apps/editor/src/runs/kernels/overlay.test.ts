import { compile, parse } from '@iterion/dsl';
import { emptyView, type RunEvent, view } from '@iterion/engine';
import { expect, test } from 'vitest';
import { lanesOf } from '../timeline/lanes.ts';
import { overlayOf } from './overlay.ts';

const graph = compile(
  parse('agent a:\n  model: "m"\nagent b:\n  model: "m"\nworkflow w:\n  entry: a\n  a -> b\n  b -> done\n'),
);
const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const event = (seq: number, type: string, node: string | undefined, data: object): RunEvent =>
  ({
    seq,
    timestamp: at(seq),
    type,
    run_id: 'r',
    ...(node === undefined ? {} : { node_id: node, iteration: 0, attempt: 1 }),
    data,
  }) as unknown as RunEvent;
const log = [
  event(0, 'run_started', undefined, {
    workflow: 'w',
    workflow_hash: 'x',
    graph_hash: 'x',
    file_path: null,
    entry: 'a',
    vars: {},
    inputs: {},
    env: {},
    limits: {},
    seed: 's',
    epoch: 1,
    version: '0',
    work_dir: '/',
  }),
  event(1, 'node_started', 'a', { kind: 'agent', input: {}, simulated: true }),
  event(2, 'node_finished', 'a', { output: {}, simulated: true }),
  event(3, 'edge_selected', 'a', { edge: 'a->b', from: 'a', to: 'b' }),
  event(4, 'node_started', 'b', { kind: 'agent', input: {} }),
];

test('E-VIS-11 the fold lights up the nodes it reached and counts the edges it took', () => {
  const running = log.reduce(view, emptyView());
  const marks = overlayOf(graph, running);
  expect(marks.nodes['a']).toMatchObject({ status: 'finished', simulated: true });
  expect(marks.nodes['b']).toMatchObject({ status: 'running', since: Date.parse(at(4)) });
  expect(marks.nodes['done']).toBeUndefined();
  expect(marks.edges).toEqual({ 'a->b': 1 });
});

test('E-CANVAS-09 a mark that did not change stays the same object', () => {
  const before = overlayOf(graph, log.slice(0, 4).reduce(view, emptyView()));
  const after = overlayOf(graph, log.reduce(view, emptyView()), before);
  expect(after.nodes['a']).toBe(before.nodes['a']);
});

test('E-RUN-18 lanes hold one bar per attempt; an open bar ends now', () => {
  const now = Date.parse(at(9));
  const { lanes, from, to } = lanesOf(log.reduce(view, emptyView()), now);
  expect(lanes).toHaveLength(1);
  expect(lanes[0]?.bars.map(({ node, status, open }) => [node, status, open])).toEqual([
    ['a', 'finished', false],
    ['b', 'running', true],
  ]);
  expect([from, to]).toEqual([Date.parse(at(1)), now]);
});
