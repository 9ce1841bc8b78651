import { expect, test } from 'vitest';
import { compile } from '../compile/compile.ts';
import { parse } from '../document.ts';
import { availableReferences } from './available.ts';
import { certainlyBefore } from './certain.ts';
import { expressionFromText } from './expression.ts';

const source = `vars:
  topic: string
  limit: int = 3

schema report:
  ok: bool
  text: string
  n: int

agent start:
  output: report
  publish: plan
agent left:
  output: report
agent right:
  output: report
router f:
  mode: fan_out_all
join j:
  require: [left]
agent maybe:
  output: report
agent last:
  output: report

workflow w:
  default_backend: "claw"
  entry: start
  start -> f
  f -> left
  f -> right
  left -> j
  right -> j
  j -> maybe when "outputs.start.ok"
  j -> last
  maybe -> last
  last -> start when not ok as again(2)
  last -> done
`;
const document = parse(source);
const graph = compile(document);

test('E-INSP-09 the example is valid', () =>
  expect(graph.diagnostics.filter((each) => each.severity === 'error')).toEqual([]));

test('E-INSP-09 what has certainly run includes every branch of a wait_all convergence', () => {
  expect([...certainlyBefore(graph, 'last')].sort()).toEqual(['f', 'j', 'left', 'right', 'start']);
  expect([...certainlyBefore(graph, 'left')].sort()).toEqual(['f', 'start']);
  expect([...certainlyBefore(graph, 'start')]).toEqual([]);
});

test('E-INSP-09 references at a node: typed, reachable only, maybe where they can be missing', () => {
  const at = (place: Parameters<typeof availableReferences>[1]) =>
    new Map(availableReferences(graph, place).map((each) => [[each.ns, ...each.path].join('.'), each]));
  const last = at({ node: 'last' });
  expect(last.get('outputs.maybe.text')).toMatchObject({ type: 'string', maybe: true });
  expect(last.get('outputs.left.text')).toMatchObject({ type: 'string', maybe: false });
  expect(last.get('outputs.start.history')).toMatchObject({ type: 'list' });
  expect(last.get('artifacts.plan.ok')).toMatchObject({ type: 'bool', maybe: false });
  expect(last.get('vars.topic')).toMatchObject({ type: 'string', maybe: true });
  expect(last.get('vars.limit')).toMatchObject({ type: 'int', maybe: false });
  expect(last.get('loop.again.iteration')).toMatchObject({ type: 'int' });
  const edge = at({ edge: 'j->maybe' });
  expect(edge.get('input.left')).toMatchObject({ type: 'map', maybe: false });
  expect(at({ edge: 'last->done' }).get('input.ok')).toMatchObject({ type: 'bool' });
});

test('E-INSP-13 an expression typed into a field is checked where it will stand', () => {
  expect(expressionFromText('1 +').findings).toMatchObject([{ code: 'C040', start: 3, end: 3 }]);
  expect(expressionFromText('n + 1', document, { edge: 'last->done' })).toMatchObject({ type: 'int', findings: [] });
  expect(expressionFromText('m > vars.limt', document, { edge: 'last->done' }).findings).toMatchObject([
    { code: 'C034', start: 0, end: 1 },
    { code: 'C033', start: 9, end: 13 },
  ]);
  expect(expressionFromText("n == 'x'", document, { edge: 'last->done' }).findings).toMatchObject([
    { code: 'C125', start: 2, end: 4 },
  ]);
});
