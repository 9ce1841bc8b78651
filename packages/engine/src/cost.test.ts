// R-CORE-13, P-30: the cost of a run is linear in its length. The ratio of times at n and 10n is near 10; one copy of a growing
// collection per event would make it near 100. The assertion leaves room for a busy machine; the exact goal is the bench's.
import { expect, test } from 'vitest';
import { FAN } from './testing/scenario.ts';
import { ScriptedHost } from './testing/scriptedHost.ts';
import { fold } from './apply.ts';
import { workflow } from './testing/workflow.ts';
import type { CompiledGraph } from '@iterion/dsl';

function chain(length: number): CompiledGraph {
  const names = Array.from({ length }, (_, index) => `c${index}`);
  const declare = names.map((name) => `compute ${name}:\n  expr:\n    n: "1"\n`).join('');
  return workflow(names.map((name, index) => `${name} -> ${names[index + 1] ?? 'done'}`).join('; '), { declare });
}

function fanOut(width: number): CompiledGraph {
  const names = Array.from({ length: width }, (_, index) => `a${index}`);
  return workflow(`${names.map((name) => `fan -> ${name}; ${name} -> j`).join('; ')}; j -> done`, {
    declare: `${FAN}join j:\n`,
  });
}

function loop(bound: number): CompiledGraph {
  const declare = 'compute w:\n  expr:\n    last: "outputs.w.history[-1].n"\n    n: "loop.l.iteration"\n';
  return workflow(`w -> x; x -> w when again as l(${bound}); x -> done`, {
    declare: `${declare}compute x:\n  expr:\n    again: "true"\n`,
  });
}

/** Asks after each pass how long its history is. */
function counting(bound: number): CompiledGraph {
  const declare = 'compute w:\n  expr:\n    n: "loop.l.iteration"\n';
  return workflow(`w -> x; x -> w when again as l(${bound}); x -> done`, {
    declare: `${declare}compute x:\n  expr:\n    again: "length(outputs.w.history) <= ${bound}"\n`,
  });
}

/** Milliseconds of a whole run without checks; the best of three, so that other work on the machine counts less. */
function timeOf(graph: CompiledGraph): { readonly ms: number; readonly events: number } {
  let best = Number.POSITIVE_INFINITY;
  let events = 0;
  for (let round = 0; round < 3; round += 1) {
    const host = new ScriptedHost(graph, { silent: true });
    const begin = performance.now();
    host.start();
    best = Math.min(best, performance.now() - begin);
    expect(host.state.status).toBe('finished');
    events = host.log.length;
    expect(fold(host.log).last_seq).toBe(events - 1);
  }
  return { ms: best, events };
}

test.each([
  ['a chain of nodes without effects', chain],
  ['a fan-out', fanOut],
  ['a loop', loop],
  ['a loop that counts its history', counting],
])('P-30 R-CORE-13 %s takes time linear in its size', (_, make) => {
  const [small, large] = [timeOf(make(200)), timeOf(make(2000))];
  expect(large.events / small.events).toBeGreaterThan(9);
  expect(large.ms / small.ms, `${small.ms} ms, ${large.ms} ms`).toBeLessThan(40);
});
