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
  const marks = overlayOf(graph, running, null);
  expect(marks.nodes['a']).toMatchObject({ status: 'finished', simulated: true });
  expect(marks.nodes['b']).toMatchObject({ status: 'running', since: Date.parse(at(4)) });
  expect(marks.nodes['done']).toBeUndefined();
  expect(marks.edges).toEqual({ 'a->b': { taken: 1, onPath: true } });
});

test('E-CANVAS-09 a mark that did not change stays the same object', () => {
  const before = overlayOf(graph, log.slice(0, 4).reduce(view, emptyView()), null);
  const after = overlayOf(graph, log.reduce(view, emptyView()), null, before);
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

test('E-RUN-17 at a moment of the past nothing counts up: what runs had run so long by then', () => {
  const { nodes } = overlayOf(graph, log.reduce(view, emptyView()), Date.parse(at(7)));
  expect(nodes['b']).toEqual({ status: 'running', note: '3 s' });
});

const loop = compile(
  parse(
    'schema v:\n  ok: bool\nagent a:\n  model: "m"\njudge j:\n  model: "m"\n  output: v\nagent z:\n  model: "m"\nworkflow w:\n  entry: a\n  a -> j\n  j -> a when not ok as again(1)\n  j -> z\n  z -> done\n',
  ),
);

test('E-RUN-14 edges count, the last way is marked, an edge that was not taken says why, a traversal that is seen pulses once', () => {
  const taken = (seq: number, from: string, to: string, more: object = {}) =>
    event(seq, 'edge_selected', from, { edge: `${from}->${to}`, from, to, ...more });
  const back = loop.edges.find((edge) => edge.from === 'j' && edge.to === 'a')?.id ?? '';
  const events = [
    log[0] as RunEvent,
    taken(1, 'a', 'j'),
    taken(2, 'j', 'a', { edge: back, loop: 'again', iteration: 1, max: 1 }),
    taken(3, 'a', 'j'),
    taken(4, 'j', 'z', { notes: [{ edge: back, reason: 'loop_exhausted', detail: 'again 1/1' }] }),
  ];
  const before = overlayOf(loop, events.slice(0, 4).reduce(view, emptyView()), null);
  const after = overlayOf(loop, events.reduce(view, emptyView()), null, before);
  expect(before.edges[back]).toEqual({ taken: 1, onPath: true });
  expect(after.edges[back]).toEqual({ taken: 1, onPath: true, note: 'not taken: again 1/1' });
  expect(after.edges['a->j']).toEqual({ taken: 2, onPath: true });
  expect(after.edges['j->z']).toEqual({ taken: 1, onPath: true, pulse: 4 });
  expect(overlayOf(loop, events.reduce(view, emptyView()), null, after).edges['j->z'], 'once').toBe(
    after.edges['j->z'],
  );
});

test('E-RUN-18 laps of a fan-out share the lanes of its branches, in tree order', () => {
  const fan = (seq: number, lap: number) =>
    event(seq, 'fan_out_started', 'r', {
      fan_out: `main:r:${lap}`,
      convergence: 'm',
      explicit: true,
      strategy: 'wait_all',
      branches: [`b_a_${lap}`, `b_b_${lap}`],
      edges: ['r->a', 'r->b'],
      targets: ['a', 'b'],
      mode: 'fan_out_all',
    });
  const start = (seq: number, branch: string, node: string) => ({
    ...event(seq, 'node_started', node, { kind: 'agent', input: {} }),
    branch_id: branch,
  });
  const events = [
    log[0],
    fan(1, 0),
    start(2, 'b_a_0', 'a'),
    start(3, 'b_b_0', 'b'),
    fan(4, 1),
    start(5, 'b_a_1', 'a'),
  ] as RunEvent[];
  const { lanes } = lanesOf(events.reduce(view, emptyView()), Date.parse(at(9)));
  expect(lanes.map(({ label, depth, bars }) => [label, depth, bars.length])).toEqual([
    ['a', 1, 2],
    ['b', 1, 1],
  ]);
});
