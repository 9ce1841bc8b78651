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

interface Measured {
  readonly ms: number;
  readonly events: number;
}

/** Milliseconds of a whole run without checks. */
function timeOf(graph: CompiledGraph): Measured {
  const host = new ScriptedHost(graph, { silent: true });
  const begin = performance.now();
  host.start();
  const ms = performance.now() - begin;
  expect(host.state.status).toBe('finished');
  expect(fold(host.log).last_seq).toBe(host.log.length - 1);
  return { ms, events: host.log.length };
}

const ROUNDS = 12;
const RATIO = 40;

test.each([
  ['a chain of nodes without effects', chain],
  ['a fan-out', fanOut],
  ['a loop', loop],
  ['a loop that counts its history', counting],
])('P-30 R-CORE-13 %s takes time linear in its size', (_, make) => {
  const graphs = [make(200), make(2000)] as const;
  const best = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  // The best of some rounds, small and large in turn, so that other work on the machine counts less; more of them while it does.
  for (let round = 0; round < ROUNDS && (round < 3 || (best[1] ?? 0) >= RATIO * (best[0] ?? 0)); round += 1) {
    const [small, large] = [timeOf(graphs[0]), timeOf(graphs[1])];
    expect(large.events / small.events).toBeGreaterThan(9);
    best[0] = Math.min(best[0] ?? 0, small.ms);
    best[1] = Math.min(best[1] ?? 0, large.ms);
  }
  const [small = 0, large = 0] = best;
  expect(large / small, `${small} ms, ${large} ms`).toBeLessThan(RATIO);
});
