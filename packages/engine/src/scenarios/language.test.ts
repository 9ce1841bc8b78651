// What language.md says about runs (§3.4–3.6, §5, §6.5): selection, data on edges, counters, conversations, conforming values.
import { describe, expect, test } from 'vitest';
import { coerceObject } from '../coerce.ts';
import { MAX_TEXT_BYTES } from '../template.ts';
import { edgesTaken, eventsOf, FAN, inputsOf, only, promptsOf, ran } from '../testing/scenario.ts';

describe('L-EDGE', () => {
  test('L-EDGE-10 exhausted edges are skipped; the first condition that holds wins, else the first edge without', () => {
    const edges =
      'a -> b; a -> a when more as again(2); a -> c when more; a -> d when rare; b -> done; c -> done; d -> done';
    const host = ran(edges, { a: '{more:true, rare:true}' });
    expect(edgesTaken(host)).toEqual(['a->a', 'a->a', 'a->c', 'c->done']);
    expect(edgesTaken(ran(edges, { a: '{more:false, rare:true}' }))[0]).toBe('a->d');
    expect(edgesTaken(ran(edges, { a: '{more:false, rare:false}' }))[0]).toBe('a->b');
  });

  test('L-EDGE-10 a branch without an edge fails: LOOP_EXHAUSTED when a loop is to blame, else NO_OUTGOING_EDGE', () => {
    const allow = ['C012'];
    const looped = only(
      ran('a -> a when more as again(2); a -> done when ok', { a: '{more:true}' }, { allow }),
      'run_failed',
    );
    expect(looped.data).toMatchObject({ code: 'LOOP_EXHAUSTED' });
    const told = JSON.stringify(looped.data);
    for (const part of ['again', '2', 'a->a', 'a->done']) expect(told).toContain(part);
    const other = only(
      ran('a -> a when more as again(2); a -> done when ok', { a: '{more:false}' }, { allow }),
      'run_failed',
    );
    expect(other.data).toMatchObject({ code: 'NO_OUTGOING_EDGE' });
  });

  test('L-EDGE-20 a condition router selects on its input', () => {
    const declare = 'router r:\n  mode: condition\n';
    const edges = 'a -> r; r -> b when ok; r -> c when "n > 2"; r -> d; b -> done; c -> done; d -> done';
    const taken = (output: string): string | undefined => edgesTaken(ran(edges, { a: output }, { declare }))[1];
    expect(taken('{ok:true, n:5}')).toBe('r->b');
    expect(taken('{ok:false, n:5}')).toBe('r->c');
    expect(taken('{ok:false, n:1}')).toBe('r->d');
  });

  test('L-EDGE-21 every edge whose condition holds starts a branch; the convergence waits for these only', () => {
    const declare = `${FAN}join j:\n`;
    const edges = 'a -> fan; fan -> b when x; fan -> c; fan -> d when "n > 2"; b -> j; c -> j; d -> j; j -> done';
    const host = ran(edges, { a: '{x:false, n:3}' }, { declare });
    expect([...host.calls].sort()).toEqual(['a', 'c', 'd']);
    expect(Object.keys((inputsOf(host, 'j')[0] ?? {}) as object).sort()).toEqual(['c', 'd']);
    const single = ran(edges, { a: '{x:false, n:1}' }, { declare });
    expect(single.calls).toEqual(['a', 'c']);
    expect(single.state.status).toBe('finished');
  });

  test('L-EDGE-21 a fan-out without such an edge is an error of the run', () => {
    const declare = `${FAN}join j:\n`;
    const host = ran(
      'a -> fan; fan -> b when x; fan -> c when x; b -> j; c -> j; j -> done',
      { a: '{x:false}' },
      { declare },
    );
    expect(only(host, 'run_failed').data).toMatchObject({ code: 'NO_OUTGOING_EDGE' });
  });

  test('L-EDGE-30 a with block contributes its entries, no block the output without metadata and foreign fields', () => {
    const declare = 'schema s:\n  x: int\n  y: int\nagent b:\n  model: "m/m"\n  input: s\n';
    const output = { a: '{x:1, y:2, z:3, _hidden:4}' };
    expect(inputsOf(ran('a -> b -> done', output, { declare }), 'b')).toEqual([{ x: 1, y: 2 }]);
    expect(inputsOf(ran('a -> c -> done', output), 'c')).toEqual([{ x: 1, y: 2, z: 3 }]);
    expect(inputsOf(ran('a -> c with {q: "{{input.z}}", k: [1, "n={{input.x}}"]}; c -> done', output), 'c')).toEqual([
      { q: 3, k: [1, 'n=1'] },
    ]);
    expect(inputsOf(ran('a -> c with {}; c -> done', output), 'c')).toEqual([{}]);
  });

  test('L-EDGE-31 at a convergence the arriving edges make one input, later edges winning per key', () => {
    const edges =
      'fan -> a; fan -> b; fan -> c; a -> m with {k: "from a", own: 1}; b -> m with {k: "from b"}; c -> m; m -> done';
    const host = ran(edges, { a: '{n:1}', b: '{n:2}', c: '{n:3}' }, { declare: FAN });
    expect(inputsOf(host, 'm')).toEqual([{ k: 'from b', own: 1, c: { n: 3 } }]);
    const declare = `${FAN}schema s:\n  k: string\nagent m:\n  model: "m/m"\n  input: s\n`;
    const restricted = ran(edges, { a: '{n:1}', b: '{n:2}', c: '{n:3}' }, { declare });
    expect(Object.keys((inputsOf(restricted, 'm')[0] ?? {}) as object)).not.toContain('c');
  });

  test('L-EDGE-32 the entry starts with the run inputs; later entries overlay them with the output', () => {
    const edges = 'e -> e when again as l(1); e -> done';
    const host = ran(
      edges,
      { e: '{again:true, t:5} | {again:false}' },
      { declare: 'vars:\n  t: int = 1\n  u: int = 2\n' },
      {
        header: { inputs: { extra: 3 } },
      },
    );
    expect(inputsOf(host, 'e')).toEqual([
      { t: 1, u: 2, extra: 3 },
      { t: 5, u: 2, extra: 3, again: true },
    ]);
  });
});

describe('L-LOOP', () => {
  test('L-LOOP-01 edges of one name share one counter; the bound is evaluated each time', () => {
    const declare = 'prompt p:\n  {{loop.l.iteration}}/{{loop.l.max}}\nagent b:\n  model: "m/m"\n  user: p\n';
    const edges = 'a -> b as l("{{input.max}}"); a -> done; b -> a as l("{{input.max}}"); b -> done';
    const host = ran(edges, { a: '{max:3}', b: '{max:"3"}' }, { declare });
    expect(edgesTaken(host)).toEqual(['a->b', 'b->a', 'a->b', 'b->done']);
    expect(only(ran(edges, { a: '{max:1.5}' }, { declare }), 'run_failed').data).toMatchObject({
      code: 'EXPRESSION_ERROR',
    });
    expect(only(ran(edges, { a: '{max:-1}' }, { declare }), 'run_failed').data).toMatchObject({
      code: 'EXPRESSION_ERROR',
    });
    expect(edgesTaken(ran(edges, { a: '{max:0}' }, { declare }))).toEqual(['a->done']);
  });

  test('L-LOOP-02 iteration, max and previous_output of a loop', () => {
    const declare =
      'prompt p:\n  {{loop.l.iteration}} {{loop.l.max}} {{loop.l.previous_output}}\nagent a:\n  model: "m/m"\n  user: p\n';
    const host = ran(
      'a -> a when more as l(3); a -> done',
      { a: '{more:true, n:1} | {more:true, n:2} | {more:false}' },
      { declare },
    );
    // null renders as nothing; trailing blanks of a body are content.
    expect(promptsOf(host, 'a')).toEqual(['0 3 ', '1 3 ', '2 3 {"more":true,"n":1}']);
  });

  test('L-LOOP-06 a turn of the outer loop begins the inner ones anew: counter, previous output, histories', () => {
    const declare =
      'prompt p:\n  {{loop.inner.iteration}}|{{loop.inner.previous_output}}|{{outputs.b.history}}\nagent b:\n  model: "m/m"\n  user: p\n';
    const edges = 'a -> b; b -> b when again as inner(2); b -> c; c -> a when more as outer(1); c -> done';
    const script = {
      b: '{again:true, n:1} | {again:true, n:2} | {again:false} | {again:false}',
      c: '{more:true} | {more:false}',
    };
    const host = ran(edges, script, { declare });
    const one = '{"again":true,"n":1}';
    expect(promptsOf(host, 'b')).toEqual(['0||[]', `1||[${one}]`, `2|${one}|[${one},{"again":true,"n":2}]`, '0||[]']);
    const resets = eventsOf(host, 'edge_selected', 'c').map((event) => event.data.resets ?? []);
    expect(resets).toEqual([['inner'], []]);
  });
});

describe('L-TPL, L-SEM, L-DECL', () => {
  test('L-TPL-04 paths are followed through maps by key and lists by index', () => {
    const declare = 'vars:\n  v: json = {"l": [{"k": "first"}, {"k": [1, 2]}], "s": "abc"}\n';
    const values = '{a: "{{vars.v.l[0].k}}", b: "{{vars.v.l[-1].k[-2]}}", c: "{{vars.v.l[7].k}}", d: "{{vars.v.s.x}}"}';
    expect(inputsOf(ran(`a -> b with ${values}; b -> done`, {}, { declare }), 'b')).toEqual([
      { a: 'first', b: 1, c: null, d: null },
    ]);
  });

  test('L-LIM-05 a text longer than 5 MiB fails the node that needs it', () => {
    const declare = 'prompt p:\n  {{input.text}}{{input.text}}\nagent b:\n  model: "m/m"\n  user: p\n';
    const long = 'x'.repeat(MAX_TEXT_BYTES / 2);
    const run = (text: string) =>
      ran('a -> b -> done', { a: () => ({ output: { text }, seconds: 0, tokens: 0, cost: 0 }) }, { declare });
    expect(run(long).state.status).toBe('finished');
    expect(only(run(`${long}x`), 'node_failed', 'b').data).toMatchObject({ code: 'TEMPLATE_ERROR' });
  });

  test('L-SEM-30 what each session continues', () => {
    const agents = ['fresh', 'inherit', 'fork', 'inherit_if_available', 'artifacts_only'];
    const sessionOf = (mode: string, edges: string) => {
      const declare = `tool t:\n  command: "make"\nagent r:\n  model: "m/m"\n  session: ${mode}\n`;
      return ran(edges, {}, { declare }).started.findLast((effect) => effect.node === 'r')?.session;
    };
    const parents = agents.map((mode) => sessionOf(mode, 'w -> t -> r -> done')?.parent?.id);
    expect(parents).toEqual([undefined, 's_main_w_0_1', 's_main_w_0_1', 's_main_w_0_1', undefined]);
    // Where there is none to continue, all start afresh.
    for (const mode of agents) expect(sessionOf(mode, 't -> r -> done')?.parent, mode).toBeUndefined();
  });

  test('L-SEM-30 a convergence of several branches hands no conversation on', () => {
    const declare = `${FAN}join j:\nagent r:\n  model: "m/m"\n  session: inherit\n`;
    const host = ran('fan -> a; fan -> b; a -> j; b -> j; j -> x -> r; r -> done', {}, { declare });
    expect(host.started.findLast((effect) => effect.node === 'r')?.session.parent?.id).toBe('s_main_x_0_1');
    const directly = ran(
      'fan -> a; fan -> b; a -> j; b -> j; j -> t -> r; r -> done',
      {},
      {
        declare: `${declare}tool t:\n  command: "make"\n`,
      },
    );
    expect(directly.started.findLast((effect) => effect.node === 'r')?.session.parent).toBeUndefined();
  });

  test('L-DECL-26 an object conforms when every field is there, not null, and of its type', () => {
    const fields = [
      { name: 'n', type: 'int' as const },
      { name: 'any', type: 'json' as const },
      { name: 'words', type: 'string[]' as const, enum: ['a', 'b'] },
    ];
    const faults = (value: object): string[] => {
      const { missing, wrong } = coerceObject(value as never, fields, 'model');
      return [...missing, ...wrong].map(({ path }) => path);
    };
    expect(faults({ n: 3, any: [1, { x: null }], words: ['a', 'b', 'a'], extra: true })).toEqual([]);
    expect(faults({ n: 3.5, any: null, words: ['a', 'c'] })).toEqual(['any', 'n', 'words[1]']);
    expect(faults({ any: 0 })).toEqual(['n', 'words']);
    // What a model says about the run is the engine's.
    expect(coerceObject({ n: 3, any: 1, words: [], _tokens: 9 }, fields, 'model').value).not.toHaveProperty('_tokens');
  });
});
