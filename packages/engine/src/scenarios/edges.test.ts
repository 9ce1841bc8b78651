// Scenarios of runtime.md §12.2: edge selection, node input, references.
import { expect, test } from 'vitest';
import { step } from '../step.ts';
import { eventsOf, edgesTaken, inputsOf, only, outputsOf, promptsOf, ran } from '../testing/scenario.ts';
import { missing } from '../testing/trace.ts';

test('S-01 R-EDGE-02 the first eligible conditional edge wins', () => {
  const host = ran('a -> c; a -> b when x; b -> done; c -> done', { a: '{x:true}' });
  expect(host.calls).toEqual(['a', 'b']);
  expect(host.state.status).toBe('finished');
});

test('S-02 R-EDGE-06 a missing field satisfies neither polarity', () => {
  const host = ran('a -> b when x; a -> c when not x; b -> done; c -> done', { a: '{y:1}' });
  const failed = only(host, 'run_failed', 'a').data;
  expect(failed.code).toBe('NO_OUTGOING_EDGE');
  const details = failed.details ?? null;
  const edges = [
    { edge: 'a->b', reason: 'missing_field' },
    { edge: 'a->c', reason: 'missing_field' },
  ];
  expect(missing(details, { edges }, 'details')).toBeNull();
  expect(eventsOf(host, 'node_finished', 'a')).toHaveLength(1);
  expect(eventsOf(host, 'node_failed')).toHaveLength(0);
  expect(host.state.status).toBe('failed_resumable');
});

test('S-03 R-EDGE-03 a non-boolean field satisfies neither polarity', () => {
  const host = ran('a -> b when x; a -> c when not x; b -> done; c -> done', { a: '{x:"true"}' });
  const details = only(host, 'run_failed').data.details ?? null;
  expect(missing(details, { edges: [{ reason: 'not_boolean' }, { reason: 'not_boolean' }] }, 'details')).toBeNull();
});

test('S-04 R-EDGE-04 an evaluation error counts as false and is noted', () => {
  const host = ran('a -> b when "n > 3"; a -> c; b -> done; c -> done', { a: '{n:"many"}' });
  expect(host.calls).toEqual(['a', 'c']);
  expect(only(host, 'edge_selected', 'a').data.notes).toMatchObject([{ edge: 'a->b', reason: 'expression_error' }]);
});

test('S-05 R-EDGE-21 fail carries its input as details and cannot be resumed', () => {
  const host = ran('a -> fail when bad with {why: "{{input.msg}}"}; a -> done', { a: '{bad:true, msg:"no"}' });
  expect(host.state.status).toBe('failed');
  expect(only(host, 'run_failed').data).toMatchObject({ resumable: false, details: { why: 'no' } });
  const before = host.log.length;
  host.resume();
  expect(host.log).toHaveLength(before);
});

test('S-06 R-EDGE-12 R-EDGE-15 the default input is restricted to the schema and coerced', () => {
  const declare = 'schema s:\n  x: int\n  w: string\nagent b:\n  model: "m/m"\n  input: s\n';
  const host = ran('a -> b -> done', { a: '{x:"4", y:2}' }, { declare });
  expect(inputsOf(host, 'b')).toEqual([{ x: 4 }]);
  expect(only(host, 'node_started', 'b').data.input_issues).toEqual([expect.stringContaining('w')]);
});

test('S-07 R-EDGE-10 only the traversed edge contributes', () => {
  const edges =
    'r -> p; r -> q; p -> m with {p: "{{outputs.p}}"}; q -> m with {q: "{{outputs.q}}"}; m -> r when again as l(1); m -> done';
  const host = ran(edges, { m: '{again:true} | {again:false}' }, { declare: 'router r:\n  mode: round_robin\n' });
  expect(inputsOf(host, 'm').map((input) => Object.keys(input ?? {}))).toEqual([['p'], ['q']]);
});

test('S-08 R-EDGE-11 R-TPL-02 mapped values keep their type when they are one reference', () => {
  const mapping = '{n: "{{outputs.a.n}}", t: "N={{outputs.a.n}} of {{vars.max}}", d: "{{outputs.a.list[-1].k}}", k: 3}';
  const declare = 'vars:\n  max: int = 9\n';
  const host = ran(`a -> b with ${mapping}; b -> done`, { a: '{n:5, list:[{k:"u"},{k:"v"}]}' }, { declare });
  expect(inputsOf(host, 'b')).toEqual([{ n: 5, t: 'N=5 of 9', d: 'v', k: 3 }]);
});

test('S-09 R-TPL-03 a reference to a field that the schema lacks fails the node that needs it', () => {
  const declare = 'schema s:\n  x: int\nagent a:\n  model: "m/m"\n  output: s\n';
  const host = ran('a -> b with {v: "{{outputs.a.nope}}"}; b -> done', { a: '{x:1}' }, { declare, allow: ['C031'] });
  expect(only(host, 'node_started', 'b').data.input).toBeNull();
  expect(only(host, 'node_failed', 'b').data).toMatchObject({
    code: 'TEMPLATE_ERROR',
    error: expect.stringContaining('outputs.a.nope'),
  });
  expect(host.state.status).toBe('failed_resumable');
});

test('S-09 R-TPL-03 a known node that has not run is null and listed', () => {
  const declare = 'prompt p:\n  later=[{{outputs.later.x}}]\nagent b:\n  model: "m/m"\n  user: p\n';
  const edges = 'a -> b with {v: "{{outputs.later.x}}"}; b -> later -> done';
  const host = ran(edges, {}, { declare, allow: ['C036', 'C032'] });
  expect(inputsOf(host, 'b')).toEqual([{ v: null }]);
  expect(only(host, 'node_started', 'b').data.unresolved).toEqual(['outputs.later.x']);
  expect(promptsOf(host, 'b')).toEqual(['later=[]']);
});

test('S-10 R-EDGE-14 the entry has variables and run inputs under what comes over a loop edge', () => {
  const declare =
    'vars:\n  a: int = 1\n  t: int = 2\nschema s:\n  a: int\n  t: int\nagent e:\n  model: "m/m"\n  input: s\n';
  const edges = 'e -> z; z -> e when again as l(1); z -> done';
  const host = ran(
    edges,
    { z: '{a:7, z:1, again:true} | {again:false}' },
    { declare },
    { header: { inputs: { t: 9 } } },
  );
  expect(inputsOf(host, 'e')).toEqual([
    { a: 1, t: 9 },
    { a: 7, t: 9 },
  ]);
});

test('S-11 R-TPL-02 inserted text is never scanned again', () => {
  const declare =
    'vars:\n  secret: string = "S"\nprompt p:\n  <{{input.text}}>\nagent b:\n  model: "m/m"\n  user: p\ntool t:\n  command: "echo {{input.text}}"\n';
  const text = '{{vars.secret}} $(id)';
  const script = {
    a: () => ({ output: { text }, seconds: 0, tokens: 0, cost: 0 }),
    b: () => ({ output: { text }, seconds: 0, tokens: 0, cost: 0 }),
  };
  const host = ran('a -> b -> t -> done', script, { declare });
  expect(promptsOf(host, 'b')).toEqual([`<${text}>`]);
  const request = host.started.find((effect) => effect.node === 't')?.request;
  expect(request).toMatchObject({ refs: [{ value: text }] });
  expect(JSON.stringify(request && 'run' in request ? request.run : null)).not.toContain('id)');
});

test('R-EDGE-08 a node without outgoing edge fails its branch', () => {
  const host = ran('a -> b', {}, { allow: ['C111', 'C112'] });
  expect(only(host, 'run_failed', 'b').data).toMatchObject({
    code: 'NO_OUTGOING_EDGE',
    error: 'b has no outgoing edge',
  });
});

test("R-EDGE-11 L-EDGE-33 behind the source's output stand the run inputs and variables", () => {
  const declare = 'vars:\n  x: int = 1\n  y: int = 2\n  z: int = 3\n';
  const edges = 'a -> b with {x: "{{input.x}}", y: "{{input.y}}", z: "{{input.z}}"}; b -> done';
  const host = ran(edges, { a: '{x:10}' }, { declare }, { header: { inputs: { x: 7, y: 20 } } });
  expect(inputsOf(host, 'b')).toEqual([{ x: 10, y: 20, z: 3 }]);
});

test('R-EDGE-16 R-LLM-08 reserved keys are honoured and taken out', () => {
  const host = ran('a -> b with {_reasoning_effort: "high", x: 1}; b -> done');
  expect(inputsOf(host, 'b')).toEqual([{ x: 1 }]);
  expect(host.started[1]?.request).toMatchObject({ effort: 'high' });
});

test('R-EDGE-20 compute evaluates every expression on the same state', () => {
  const declare = 'compute c:\n  expr:\n    n: "input.x + 1"\n    twice: "input.x * 2"\n';
  expect(outputsOf(ran('a -> c -> done', { a: '{x:3}' }, { declare }), 'c')).toEqual([{ n: 4, twice: 6 }]);
  const broken = ran('a -> c -> done', { a: '{x:"q"}' }, { declare: declare.replace('* 2', '- 2') });
  expect(only(broken, 'node_failed', 'c').data).toMatchObject({
    code: 'EXPRESSION_ERROR',
    error: expect.stringContaining('c.twice'),
  });
});

test('R-ROUTE-01 a condition router copies its input and selects on it', () => {
  const declare = 'router q:\n  mode: condition\n';
  const host = ran('a -> q; q -> b when x; q -> c; b -> done; c -> done', { a: '{x:true, y:2}' }, { declare });
  expect(outputsOf(host, 'q')).toEqual([{ x: true, y: 2 }]);
  expect(edgesTaken(host)).toEqual(['a->q', 'q->b', 'b->done']);
});

test('R-CORE-09 settled and progress of an attempt that is not open yield no event', () => {
  const host = ran('a -> done');
  for (const effect of ['main:a:0@1', 'main:a:0@2', 'nobody:a:0@1', 'garbage']) {
    const outcome = { is: 'output', output: {}, meta: {} } as const;
    expect(step(host.graph, host.state, { kind: 'settled', effect, outcome }, host.now).events).toEqual([]);
    expect(step(host.graph, host.state, { kind: 'progress', effect, drafts: [] }, host.now).events).toEqual([]);
  }
});
