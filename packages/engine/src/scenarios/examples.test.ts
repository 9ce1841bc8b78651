// Group E of runtime.md §12.1 as far as the core is concerned: every example runs under simulation, twice with the same log.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Effect } from '../effects.ts';
import { simulateOutput, simulateRoute } from '../simulate.ts';
import { logProblem } from '../testing/logInvariants.ts';
import type { Act, Script } from '../testing/script.ts';
import { ScriptedHost } from '../testing/scriptedHost.ts';
import { compiled } from '../testing/workflow.ts';

const FOLDER = new URL('../../../../examples/', import.meta.url);
const FILES = readdirSync(FOLDER, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.iter'));

function simulation(graph: ReturnType<typeof compiled>, seed: string): Script {
  const act = (effect: Effect): Act => {
    const of = { seed, node: effect.node, branch: effect.branch, iteration: effect.iteration };
    const schema = graph.nodes.find((node) => node.id === effect.node)?.output;
    const fields = graph.schemas.find((candidate) => candidate.name === schema)?.fields;
    const route = 'route' in effect.request ? effect.request.route : undefined;
    const output = route === undefined ? simulateOutput(of, fields) : simulateRoute(of, route);
    return { output, seconds: 0, tokens: 1, cost: 0 };
  };
  return Object.fromEntries(graph.nodes.map((node) => [node.id, act]));
}

function run(name: string, seed: string): ScriptedHost {
  const graph = compiled(readFileSync(new URL(name, FOLDER), 'utf8'));
  return new ScriptedHost(graph, {
    script: simulation(graph, seed),
    header: { simulated: { seed } },
    checked: true,
  }).start();
}

test('S-E1 there are examples', () => expect(FILES.length).toBeGreaterThan(4));

describe.each(FILES)('S-E2 S-E3 %s', (name) => {
  test.each(['1', '2', '3'])('R-SIM-04 ends under seed %s, twice with the same log', (seed) => {
    const [first, second] = [run(name, seed), run(name, seed)];
    expect(first.state.status).not.toBe('running');
    expect(logProblem(first.log)).toBeNull();
    expect(second.log).toEqual(first.log);
    expect(
      first.log.filter(
        (event) => event.type === 'node_started' && event.data.effect !== undefined && event.data.simulated !== true,
      ),
    ).toEqual([]);
  });
});
