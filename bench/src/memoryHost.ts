// The smallest host: the loop of step and wants in memory, every effect answered at once. What is left is the engine.
import {
  init,
  step,
  wants,
  type Effect,
  type EffectId,
  type Graph,
  type Input,
  type JsonMap,
  type RunHeader,
  type RunState,
} from '@iterion/engine';

export type Answer = (effect: Effect) => JsonMap;

/** Runs to the end; gives way to others after every input if `shared`. */
export async function runInMemory(graph: Graph, id: string, answer: Answer, shared = false): Promise<RunState> {
  let state = init(headerOf(graph, id));
  const running = new Set<EffectId>();
  const queue: Input[] = [{ kind: 'start' }];
  for (let at = 0; at < queue.length; at++) {
    const input = queue[at];
    if (input === undefined) break;
    if (shared) await Promise.resolve();
    state = step(graph, state, input, Date.now()).state;
    if (input.kind === 'settled') running.delete(input.effect);
    for (const effect of wants(graph, state).effects) {
      if (running.has(effect.id)) continue;
      running.add(effect.id);
      queue.push({ kind: 'settled', effect: effect.id, outcome: { is: 'output', output: answer(effect), meta: {} } });
    }
  }
  return state;
}

function headerOf(graph: Graph, id: string): RunHeader {
  return {
    run_id: id,
    workflow: graph.workflow?.name ?? '',
    graph_hash: graph.hash,
    seed: id,
    vars: {},
    inputs: {},
    env: {},
    limits: { max_concurrency: 1000 },
    workspace_safety: 'serialize',
  };
}
