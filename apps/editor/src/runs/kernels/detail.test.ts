import { compile, parse } from '@iterion/dsl';
import { emptyView, type View } from '@iterion/engine';
import { expect, test } from 'vitest';
import { ansiSpans } from './ansi.ts';
import { branchesInto } from './branchesInto.ts';
import { misfits, schemaNamed } from './conformity.ts';
import { newestNode, statusCounts } from './counts.ts';
import { inputSources } from './inputSources.ts';
import { promptParts, refNode, refText } from './promptParts.ts';
import { recordsOf } from './records.ts';

const graph = compile(
  parse(`schema s:
  ok: bool
  n: int
  risk: string [enum: "low", "high"]
  tags: string[]
prompt ask:
  Plan for {{vars.topic}}:
  {{outputs.a.n}}
  Done.
agent a:
  model: "m"
  output: s
agent b:
  model: "m"
  user: ask
  input: s
workflow w:
  vars:
    topic: string = "x"
  entry: a
  a -> b with {
    n: "{{outputs.a.n}}"
    note: "from {{vars.topic}}"
  }
  b -> done
`),
);

test('E-RUN-21 each field of an input names the mapping it came from and the nodes in it; without a mapping, whose output it was', () => {
  const edge = graph.edges.find(({ to }) => to === 'b')?.id ?? '';
  expect(inputSources(graph, [edge], ['n', 'note', 'rest'])).toMatchObject([
    { field: 'n', words: '{{outputs.a.n}}', nodes: ['a'] },
    { field: 'note', words: 'from {{vars.topic}}', nodes: [] },
    { field: 'rest' },
  ]);
  const whole = graph.edges.find(({ to }) => to === 'done')?.id ?? '';
  expect(inputSources(graph, [whole], ['x'])).toEqual([{ field: 'x', words: 'output of b', nodes: ['b'] }]);
  expect(inputSources(graph, [], ['x'])[0]?.words).toBe('an input of the run');
});

test('E-RUN-21 E-RUN-23 a value fits its schema field by field, or is said why not', () => {
  const schema = schemaNamed(graph, 's');
  if (schema === undefined) throw new Error('the schema is there');
  expect(misfits(schema, { ok: true, n: 1, risk: 'low', tags: ['a'] })).toEqual([]);
  expect(misfits(schema, { ok: 'yes', n: 1.5, risk: 'none' }).map(({ field, words }) => `${field} ${words}`)).toEqual([
    'ok is a string, not bool',
    'n is a number, not int',
    'risk is none of low, high',
    'tags is missing',
  ]);
  expect(misfits(schema, [1])).toEqual([{ field: '', words: 'this is a list, not an object' }]);
});

test('E-RUN-22 what was put into a prompt is marked and leads to its reference; what cannot be told apart stays unmarked', () => {
  const body = graph.prompts[0]?.body;
  if (body === undefined) throw new Error('the prompt is there');
  const rendered = body.segments
    .map((segment) => (segment.kind === 'text' ? segment.text : segment.ref.ns === 'vars' ? 'tea: or not' : '4\n5'))
    .join('');
  const parts = promptParts(body, rendered);
  expect(parts?.map(({ text }) => text).join('')).toBe(rendered);
  expect(
    parts?.flatMap((part) => (part.kind === 'value' ? [[refText(part.ref), part.text, refNode(part.ref)]] : [])),
  ).toEqual([
    ['vars.topic', 'tea: or not', null],
    ['outputs.a.n', '4\n5', 'a'],
  ]);
  expect(promptParts(body, 'something else entirely')).toBeNull();
  // The value holds the text that stands behind it: where it ends cannot be told.
  expect(promptParts(body, rendered.replace('tea: or not', 'x:\ny'))).toBeNull();
});

test('E-RUN-27 the branches that meet at a node are those of the newest fan-out, in the order in which they are merged', () => {
  const branch = (id: string, fan: string, status: string) => ({
    branch_id: id,
    parent: 'main',
    fan_out: fan,
    convergence: 'join',
    strategy: 'best_effort',
    status,
  });
  const view = {
    ...emptyView(),
    branches: [branch('x', '1', 'arrived'), branch('y', '2', 'failed'), branch('z', '2', 'running')],
  } as unknown as View;
  const found = branchesInto(view, 'join');
  expect(found.branches.map(({ branch_id, status }) => [branch_id, status])).toEqual([
    ['y', 'failed'],
    ['z', 'running'],
  ]);
  expect(found.strategy).toBe('best_effort');
  expect(branchesInto(view, 'other').branches).toEqual([]);
});

test('E-RUN-24 the output of a command keeps its colours and loses every other control sequence', () => {
  expect(ansiSpans('a\u001b[32mgreen\u001b[0m\u001b[2J b\u001b]0;title\u0007\u001b[1;31mred\u001b[38;5;200m!')).toEqual(
    [{ text: 'a' }, { text: 'green', colour: 'green' }, { text: ' b' }, { text: 'red!', bold: true, colour: 'red' }],
  );
});

test('E-RUN-23 a list of records is a table, everything else is not', () => {
  expect(recordsOf([{ a: 1 }, { b: 2, a: null }])).toEqual({
    columns: ['a', 'b'],
    rows: [
      [1, null],
      [null, 2],
    ],
  });
  expect(recordsOf([{ a: 1 }, 2])).toBeNull();
  expect(recordsOf([])).toBeNull();
});

test('E-SHELL-20 E-RUN-16 executions are counted by how they stand; a follower looks at what moved last', () => {
  const execution = (node: string, status: string, seq: number) => ({ ir_node_id: node, status, last_seq: seq });
  const view = {
    ...emptyView(),
    executions: [
      execution('a', 'finished', 9),
      execution('b', 'running', 5),
      execution('c', 'retrying', 6),
      execution('d', 'paused_waiting_human', 7),
      execution('e', 'failed', 8),
      execution('f', 'interrupted', 8),
    ],
  } as unknown as View;
  expect(statusCounts(view)).toEqual({ finished: 1, running: 2, waiting: 1, failed: 1 });
  expect(newestNode(view)).toBe('d');
  expect(newestNode({ ...view, executions: view.executions.slice(0, 1) })).toBe('a');
  expect(newestNode(emptyView())).toBeNull();
});
