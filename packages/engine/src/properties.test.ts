// The property invariants of runtime.md §14 that concern the core, over generated graphs, scripts and schedules. Every failure names
// its seed; ITERION_SEEDS sets how many are drawn.
import { describe, expect, test, vi } from 'vitest';
import { fold } from './apply.ts';
import { branchOf, comparePaths, fanOutOf } from './branchTree.ts';
import { concurrency } from './budget.ts';
import type { RunEvent } from './events.ts';
import { entriesOf, getIn } from './persistentMap.ts';
import type { BranchState, RunState } from './state.ts';
import { step } from './step.ts';
import { waitingList } from './stopping.ts';
import { chanceOf, generate, randomFrom, type Generated, type Mood } from './testing/generate.ts';
import { logProblem } from './testing/logInvariants.ts';
import { ScriptedHost, type HostOptions } from './testing/scriptedHost.ts';
import { shownLog } from './testing/trace.ts';
import { wants } from './wants.ts';

const SEEDS = Number(environmentSeeds() ?? 150);
vi.setConfig({ testTimeout: 20_000 + SEEDS * 200 });

function environmentSeeds(): string | undefined {
  const { process } = globalThis as { process?: { env: { ITERION_SEEDS?: string } } };
  return process?.env.ITERION_SEEDS;
}

const ALL: Mood = { failures: true, retries: true, people: true, questions: true, writers: true, wild: true };
const CALM: Mood = { retries: true, people: true, questions: true, wild: true };

/** Draws valid workflows; a problem is reported with its seed and file. */
function forEachSeed(first: number, mood: Mood, check: (generated: Generated) => void): void {
  let valid = 0;
  for (let seed = first; seed < first + SEEDS; seed += 1) {
    const generated = generate(seed, mood);
    if (generated === null) continue;
    valid += 1;
    try {
      check(generated);
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      throw new Error(`seed ${seed}\n${message}\n\n${generated.text}`, { cause: error });
    }
  }
  expect(valid).toBeGreaterThan(SEEDS / 3);
}

function hostOf(generated: Generated, options: HostOptions = {}): ScriptedHost {
  return new ScriptedHost(generated.graph, { script: generated.script, maxInputs: 20_000, ...options });
}

/** Runs until the end, answering every question; a recovery pause cannot come up. */
function runAnswering(host: ScriptedHost): ScriptedHost {
  for (let round = 0; host.state.status === 'paused_waiting_human'; round += 1) {
    const [first] = waitingList(host.state);
    if (first === undefined || round > 2000) throw new Error('paused without an open question');
    answer(host, first.interaction_id);
  }
  return host;
}

function answer(host: ScriptedHost, id: string): void {
  const interaction = entriesOf(host.state.interactions).find(([name]) => name === id)?.[1];
  const answers = Object.fromEntries((interaction?.form ?? []).map((field) => [field.name, 'yes']));
  host.answer(id, answers);
}

function sound(host: ScriptedHost): void {
  const problem = logProblem(host.log);
  if (problem !== null) throw new Error(`${problem}\n${shownLog(host.log)}`);
}

const LIVE: ReadonlySet<string> = new Set(['finished', 'failed', 'failed_resumable']);

describe('every run', () => {
  test('P-01 P-02 the live state is the fold of the log, step is deterministic and modifies nothing', () => {
    forEachSeed(1, ALL, (generated) => {
      runAnswering(hostOf(generated, { checked: true }).start());
    });
  });

  test('P-06 P-07 P-08 P-09 P-10 P-12 P-17 the log keeps its invariants and the run ends', () => {
    forEachSeed(10_000, ALL, (generated) => {
      const host = runAnswering(hostOf(generated, { anyOrder: true, choose: schedule(generated.seed) }).start());
      sound(host);
      expect(LIVE.has(host.state.status)).toBe(true);
    });
  });

  test('P-10 P-11 activations stay within the bound of the loops', () => {
    forEachSeed(20_000, { ...CALM, wild: false }, (generated) => {
      const host = runAnswering(hostOf(generated).start());
      expect(host.state.status).toBe('finished');
      const bounds = activationBounds(generated);
      const counts = new Map<string, number>();
      for (const event of host.log) {
        if (event.type !== 'node_started' || (event.attempt ?? 1) !== 1) continue;
        const key = `${event.branch_id ?? 'main'}:${event.node_id}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      for (const [key, count] of counts) {
        const node = key.slice(key.lastIndexOf(':') + 1);
        expect(count, key).toBeLessThanOrEqual(bounds.get(node) ?? 1);
      }
    });
  });

  test('P-13 consumption is the sum of usage_recorded, and no counted attempt opens at a limit', () => {
    forEachSeed(30_000, ALL, (generated) => {
      const limits = { max_tokens: 10 + Math.floor(chanceOf(generated.seed, 'limit') * 150) };
      const host = runAnswering(hostOf(generated, { header: { limits } }).start());
      let tokens = 0;
      for (const event of host.log) {
        if (event.type === 'usage_recorded') tokens += event.data.input_tokens + event.data.output_tokens;
        if (event.type === 'node_started' && event.data.counted === true)
          expect(tokens).toBeLessThan(limits.max_tokens);
      }
      expect(host.state.usage.tokens).toBe(tokens);
      sound(host);
    });
  });

  test('P-14 slots and the workspace are respected and nobody starves', () => {
    forEachSeed(40_000, { ...ALL, people: false, questions: false }, (generated) => {
      const onInput = (host: ScriptedHost) => {
        const { effects, wakeAt } = wants(host.graph, host.state);
        expect(effects.length).toBeLessThanOrEqual(concurrency(host.state));
        expect(effects.filter((effect) => effect.writer).length).toBeLessThanOrEqual(1);
        if (host.state.status === 'running' && host.state.index.executing.length === 0) expect(wakeAt).not.toBeNull();
      };
      const host = hostOf(generated, { anyOrder: true, choose: schedule(generated.seed), onInput }).start();
      expect(LIVE.has(host.state.status)).toBe(true);
    });
  });

  test('PA-1 R-CORE-11 after a step nothing can move, whoever is asked', () => {
    forEachSeed(120_000, ALL, (generated) => {
      const onInput = (host: ScriptedHost) => {
        const { events } = step(host.graph, host.state, { kind: 'advance' }, host.now);
        expect(events).toEqual([]);
      };
      runAnswering(hostOf(generated, { anyOrder: true, choose: schedule(generated.seed), onInput }).start());
    });
  });

  test('B-1 B-2 the index of branches follows their positions, in tree order', () => {
    forEachSeed(130_000, ALL, (generated) => {
      const onInput = (host: ScriptedHost) => expect(host.state.index).toEqual(indexAnew(host.state));
      runAnswering(hostOf(generated, { onInput }).start());
    });
  });

  test('RQ-1 R-CORE-05 R-CORE-08 a state that went through JSON wants the same', () => {
    forEachSeed(140_000, ALL, (generated) => {
      const onInput = (host: ScriptedHost) => {
        const revived = JSON.parse(JSON.stringify(host.state)) as RunState;
        expect(wants(host.graph, revived)).toEqual(wants(host.graph, host.state));
      };
      runAnswering(hostOf(generated, { onInput }).start());
    });
  });

  test('P-15 a node receives only what the edges just traversed bring', () => {
    forEachSeed(50_000, { ...CALM, people: false }, (generated) => {
      const host = runAnswering(hostOf(generated).start());
      const sources = new Map<string, string[]>();
      for (const event of host.log) {
        const branch = event.branch_id ?? 'main';
        if (event.type === 'edge_selected') sources.set(branch, [event.data.from]);
        if (event.type === 'join_ready') sources.set(branch, ['*']);
        if (event.type !== 'node_started' || (event.attempt ?? 1) !== 1) continue;
        const from = sources.get(branch);
        if (from === undefined || from.includes('*')) continue;
        const { made } = event.data.input as { made?: unknown };
        if (typeof made !== 'string' || generated.graph.nodes.find((node) => node.id === from[0])?.kind === 'router')
          continue;
        expect(made.split(':').at(-2)).toBe(from[0]);
      }
    });
  });
});

/** The index as it follows from positions alone. */
function indexAnew(state: RunState): RunState['index'] {
  const branches = entriesOf(state.branches)
    .map(([, branch]) => branch)
    .toSorted((a, b) => comparePaths(a.path, b.path));
  const group = (branch: BranchState): string => {
    const { position } = branch;
    if (position.k === 'ended') return 'none';
    if (position.k === 'forked') return fanOutOf(state, position.fan_out)?.live === 0 ? 'ready' : 'none';
    if (position.k !== 'open') return 'ready';
    if (position.phase === 'executing') return position.effect === undefined ? 'ready' : 'executing';
    const asked = position.phase === 'waiting_human' ? position.interaction : undefined;
    return asked !== undefined && getIn(state.interactions, asked)?.status === 'open' ? 'waiting' : 'ready';
  };
  const ids = (name: string) => branches.filter((branch) => group(branch) === name).map((branch) => branch.id);
  const writer = branches.find(
    ({ position }) => position.k === 'open' && position.writer && ['executing', 'waiting'].includes(position.phase),
  );
  return { ready: ids('ready'), executing: ids('executing'), waiting: ids('waiting'), writer: writer?.id ?? null };
}

/** An arbitrary order of completions. */
function schedule(seed: number, salt = 0): (count: number) => number {
  const random = randomFrom(seed * 31 + salt);
  return (count) => Math.floor(random() * count);
}

describe('order of completion', () => {
  test('P-05 P-16 any order gives the same outputs, branches, activations, interactions and status', () => {
    forEachSeed(60_000, { people: true, questions: true, wild: true }, (generated) => {
      const [plain, other] = [0, 1].map((salt) =>
        summary(runAnswering(hostOf(generated, { anyOrder: true, choose: schedule(generated.seed, salt) }).start())),
      );
      expect(other).toEqual(plain);
    });
  });
});

/** What must not depend on time: per branch the sequence of events without numbers and artifact versions. */
function summary(host: ScriptedHost) {
  const branches: Record<string, string[]> = {};
  for (const event of host.log) {
    if (/^(run_|usage_|session_|human_answers)/.test(event.type)) continue;
    const { seq: _, timestamp: _t, ...rest } = event;
    const text = JSON.stringify(rest).replace(/"version":\d+/, '"version":0');
    (branches[event.branch_id ?? 'main'] ??= []).push(text);
  }
  return { status: host.state.status, output: host.state.output, branches };
}

describe('crash and resume', () => {
  test('P-03 P-04 a cut anywhere is made good: same end, nothing that finished runs again', () => {
    forEachSeed(70_000, { people: true, questions: true, wild: true, retries: true }, (generated) => {
      const whole = runAnswering(hostOf(generated).start());
      expect(whole.state.status).toBe('finished');
      const cuts = [0.2, 0.5, 0.8].map(
        (share) => 1 + Math.floor(chanceOf(generated.seed, 'cut', share) * (whole.log.length - 1)),
      );
      for (const cut of cuts) {
        const prefix = whole.log.slice(0, cut);
        const { status } = fold(prefix);
        const again = hostOf(generated, { log: prefix, at: whole.now });
        if (status !== 'finished') again.resume();
        runAnswering(again);
        expect(again.state.status, `cut at ${cut}`).toBe('finished');
        expect(again.state.output).toEqual(whole.state.output);
        expect(mergedData(again)).toEqual(mergedData(whole));
        sound(again);
        const finished = new Set(
          prefix.flatMap((event) => (event.type === 'node_finished' ? [activationOf(event)] : [])),
        );
        expect(again.started.filter((effect) => finished.has(effect.id.replace(/@.*/, '')))).toEqual([]);
      }
    });
  });

  test('P-03 failing runs end the same way after a cut', () => {
    forEachSeed(80_000, { failures: true, wild: true }, (generated) => {
      const whole = hostOf(generated).start();
      const cut = 1 + Math.floor(chanceOf(generated.seed, 'cut') * (whole.log.length - 1));
      const again = hostOf(generated, { log: whole.log.slice(0, cut), at: whole.now });
      if (again.state.status === 'running') again.resume();
      sound(again);
      expect(again.state.status, `cut at ${cut} of ${whole.log.length}`).toBe(whole.state.status);
      expect(again.state.output).toEqual(whole.state.output);
    });
  });

  test('P-25 a fork at any point ends like its source', async () => {
    const { forkPrefix } = await import('./fork.ts');
    forEachSeed(90_000, { people: false, wild: true }, (generated) => {
      const whole = hostOf(generated).start();
      const seq = 1 + Math.floor(chanceOf(generated.seed, 'fork') * (whole.log.length - 1));
      const fork = forkPrefix(generated.graph, whole.log, 'f', { seq });
      if (!fork.ok) throw new Error(fork.error.message);
      const host = hostOf(generated, { log: fork.events, at: whole.now }).resume({ fork: true });
      expect(host.state.status).toBe(whole.state.status);
      expect(host.state.output).toEqual(whole.state.output);
    });
  });
});

function activationOf(event: RunEvent): string {
  return `${event.branch_id ?? 'main'}:${event.node_id}:${event.iteration ?? 0}`;
}

/** Outputs and artifacts of the main line at the end. */
function mergedData(host: ScriptedHost) {
  const main = branchOf(host.state, 'main');
  const artifacts =
    main === undefined ? [] : entriesOf(main.scope.artifacts).map(([name, { value }]) => [name, value] as const);
  const outputs = main === undefined ? [] : entriesOf(main.scope.outputs);
  return { outputs: Object.fromEntries(outputs), artifacts: Object.fromEntries(artifacts) };
}

describe('stops', () => {
  test.each(['cancel', 'pause', 'timeout'] as const)(
    'P-18 P-06 after %s nothing is wanted and a resume goes on to the same end',
    (action) => {
      forEachSeed(100_000, { retries: true, wild: true, people: true }, (generated) => {
        const whole = runAnswering(hostOf(generated).start());
        const host = hostOf(generated);
        host.feed({ kind: 'start' });
        host.runUntil(host.now + chanceOf(generated.seed, 'stop') * (whole.now - host.now));
        const { status } = host.state;
        host.stop(action);
        host.run();
        expect(wants(host.graph, host.state)).toEqual({ effects: [], wakeAt: null });
        sound(host);
        if (status !== 'running') return;
        expect(host.log.filter((event) => event.type === 'run_stopping')).toHaveLength(1);
        expect(['cancelled', 'paused_operator', 'failed_resumable']).toContain(host.state.status);
        runAnswering(host.resume());
        expect(host.state.status).toBe('finished');
        expect(host.state.output).toEqual(whole.state.output);
        sound(host);
      });
    },
  );

  test('P-13 R-BUDGET-04 a run that is resumed with more budget ends as if it had had it', () => {
    forEachSeed(110_000, { wild: true }, (generated) => {
      const whole = hostOf(generated).start();
      const host = hostOf(generated, { header: { limits: { max_iterations: 2 } } }).start();
      // Aborted attempts are paid for as well, so the limit has to grow faster than what runs side by side.
      for (let limit = 4; host.state.status === 'failed_resumable' && limit < 100_000; limit *= 2) {
        expect(host.state.failure?.code).toBe('BUDGET_EXCEEDED');
        host.resume({ limits: { max_iterations: limit } });
      }
      expect(host.state.status).toBe(whole.state.status);
      expect(host.state.output).toEqual(whole.state.output);
      sound(host);
    });
  });
});

/** R-LOOP-07: T(L) = N(L) · (1 + Σ T(M) over the loops L is inside of); a node runs at most 1 + Σ T(L) times in a branch. */
function activationBounds({ graph }: Generated): ReadonlyMap<string, number> {
  const loops = new Map(graph.loops.map((loop) => [loop.name, loop]));
  const turns = new Map<string, number>();
  const turnsOf = (name: string): number => {
    const known = turns.get(name);
    if (known !== undefined) return known;
    const loop = loops.get(name);
    const bound = loop?.bound.kind === 'literal' ? loop.bound.value : 0;
    const total = bound * (1 + (loop?.inside ?? []).reduce((sum, outer) => sum + turnsOf(outer), 0));
    turns.set(name, total);
    return total;
  };
  return new Map(
    graph.nodes.map((node) => [
      node.id,
      1 + graph.loops.filter((loop) => loop.home.includes(node.id)).reduce((sum, loop) => sum + turnsOf(loop.name), 0),
    ]),
  );
}
