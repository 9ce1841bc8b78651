// What a run costs beside its work: no-op nodes in memory and on files, beside the goals of the project and, where they are installed,
// beside XState, LangGraph JS and Mastra (bench/peers). Every result is checked. Run: pnpm --filter @iterion/bench runtime
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Effect, JsonMap, RunState } from '@iterion/engine';
import { openStore, resumeRun, startRun, type Executor, type FsyncMode } from '@iterion/runtime';
import { runInMemory } from './memoryHost.ts';
import { chain, fanOut, loop, type Benched } from './workflows.ts';

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

interface Figure {
  readonly time: number;
  /** Of this process, in all its threads: what a busy machine does not lengthen as much. */
  readonly cpu: number;
}

/** Medians of some rounds, in milliseconds, after one that warms up. */
async function timed(rounds: number, work: () => Promise<unknown>): Promise<Figure> {
  const figures: Figure[] = [];
  for (let round = 0; round <= rounds; round++) {
    const [start, used] = [performance.now(), process.cpuUsage()];
    await work();
    const { user, system } = process.cpuUsage(used);
    if (round > 0) figures.push({ time: performance.now() - start, cpu: (user + system) / 1000 });
  }
  return { time: median(figures.map(({ time }) => time)), cpu: median(figures.map(({ cpu }) => cpu)) };
}

function check(what: string, state: RunState, activations: number): void {
  if (state.status !== 'finished') throw new Error(`${what} is ${state.status}: ${state.failure?.message ?? ''}`);
  if (state.finished_activations !== activations)
    throw new Error(`${what} finished ${state.finished_activations} activations instead of ${activations}`);
}

/** Counts up, so that a loop's history can be told apart. */
function counting(): (effect: Effect) => JsonMap {
  let n = 0;
  return () => ({ n: ++n });
}

const executor = (answer: (effect: Effect) => JsonMap): Executor => {
  return (effect) => Promise.resolve({ is: 'output', output: answer(effect), meta: {} });
};

const folder = mkdtempSync(path.join(tmpdir(), 'iterion-bench-'));
const env = { PATH: process.env['PATH'] ?? '', ITERION_MAX_CONCURRENCY: '1000' };
let stores = 0;

/** Starts a run on files, in a store of its own. */
async function onFiles({ graph, text }: Benched, fsync: FsyncMode, execute: Executor) {
  const workspaceDir = path.join(folder, String(stores++));
  mkdirSync(workspaceDir);
  const store = openStore(path.join(workspaceDir, '.iterion'));
  const settings = { store, workspaceDir, env, fsync, execute };
  const handle = await startRun({ ...settings, graph, sourceText: text, filePath: 'bench.iter', vars: {} });
  return { ...(await handle.done), store };
}

function say(what: string, figure: string, goal: string): void {
  console.log(`${what.padEnd(64)} ${figure.padStart(26)}   ${goal}`);
}

const ms = (value: number): string => `${value.toFixed(1)} ms`;
const both = ({ time, cpu }: Figure): string => `${ms(time)}, cpu ${ms(cpu)}`;

/** What the disk itself takes for as many small appends as a chain has nodes, each made durable before the next. */
async function disk(appends: number): Promise<void> {
  const line = Buffer.alloc(600, 'x');
  const time = await timed(3, async () => {
    const file = await open(path.join(folder, `raw-${stores++}`), 'a');
    for (let n = 0; n < appends; n++) {
      await file.write(line);
      await file.datasync();
    }
    await file.close();
  });
  say(`the disk alone: ${appends} appends, each with fdatasync`, both(time), 'no goal: what it gives');
}

async function chains(): Promise<void> {
  const length = 1000;
  const made = chain(length);
  const memory = await timed(15, async () =>
    check('chain', await runInMemory(made.graph, 'r', () => ({})), length + 1),
  );
  say(`chain of ${length}, in memory`, both(memory), 'goal 20 ms');
  for (const [fsync, goal] of [
    ['off', 'goal 50 ms'],
    ['batch', ''],
    ['node', 'goal 250 ms'],
  ] as const) {
    const time = await timed(3, async () =>
      check(
        'chain',
        (
          await onFiles(
            made,
            fsync,
            executor(() => ({})),
          )
        ).state,
        length + 1,
      ),
    );
    say(`chain of ${length}, on files, fsync ${fsync}`, both(time), goal);
  }
  await disk(length);
}

async function fans(): Promise<void> {
  const width = 100;
  const made = fanOut(width);
  const memory = await timed(15, async () =>
    check('fan-out', await runInMemory(made.graph, 'r', () => ({})), width + 3),
  );
  say(`fan-out into ${width} and join, in memory`, both(memory), 'goal 8 ms');
  const files = await timed(5, async () =>
    check(
      'fan-out',
      (
        await onFiles(
          made,
          'off',
          executor(() => ({})),
        )
      ).state,
      width + 3,
    ),
  );
  say(`fan-out into ${width} and join, on files, fsync off`, both(files), '');
}

async function loops(): Promise<void> {
  for (const [passes, goal] of [
    [1000, 'goal 60 ms'],
    [10_000, 'linear: 10 times as long'],
  ] as const) {
    const made = loop(passes);
    const time = await timed(passes > 1000 ? 2 : 7, async () => {
      const state = await runInMemory(made.graph, 'r', counting());
      check('loop', state, 2 * (passes + 1) + 1);
      const seen = JSON.stringify(state.output);
      const expected = JSON.stringify({ count: passes + 1, last: passes + 1, again: false });
      if (seen !== expected) throw new Error(`the loop ended with ${seen} instead of ${expected}`);
    });
    say(`loop of ${passes} passes that reads its history, in memory`, both(time), goal);
  }
  const made = loop(1000);
  const files = await timed(3, async () =>
    check('loop', (await onFiles(made, 'off', executor(counting()))).state, 2003),
  );
  say('loop of 1000 passes that reads its history, on files, fsync off', both(files), '');
}

/** In a process of its own, for its memory. */
async function crowd(): Promise<{ time: number; rss: number }> {
  const made = chain(5);
  const start = performance.now();
  const runs = Array.from({ length: 1000 }, (_, index) => runInMemory(made.graph, `r${index}`, () => ({}), true));
  for (const state of await Promise.all(runs)) check('one of 1000', state, 6);
  return { time: performance.now() - start, rss: process.memoryUsage().rss };
}

async function resuming(): Promise<void> {
  // Six events per pass; the last effect fails, so that the run can be resumed.
  const passes = 1666;
  const made = loop(passes);
  const failing = (): Executor => {
    const count = counting();
    return (effect) => {
      const output = count(effect);
      const last = output['n'] === passes + 1;
      if (!last) return Promise.resolve({ is: 'output', output, meta: {} });
      return Promise.resolve({ is: 'error', error: { code: 'TOOL_FAILED_PERMANENT', message: 'as planned' } });
    };
  };
  const times: number[] = [];
  let events = 0;
  for (let round = 0; round < 4; round++) {
    const { store, runId, state } = await onFiles(made, 'off', failing());
    events = state.last_seq + 1;
    if (state.status !== 'failed_resumable') throw new Error(`the run to resume is ${state.status}`);
    const start = performance.now();
    const { handle } = await resumeRun({
      store,
      runId,
      env,
      fsync: 'off',
      execute: executor(() => ({ n: passes + 1 })),
    });
    const begun = performance.now() - start;
    check('the resumed run', (await handle.done).state, 2 * (passes + 1) + 1);
    if (round > 0) times.push(begun);
  }
  say(`resume after ${events} events: open, fold, go on`, ms(median(times)), 'goal 80 ms');
}

function peers(): void {
  const script = fileURLToPath(new URL('../peers/run.mjs', import.meta.url));
  process.stdout.write(execFileSync(process.execPath, [script], { encoding: 'utf8' }));
}

if (process.argv[2] === 'crowd') {
  console.log(JSON.stringify(await crowd()));
} else {
  console.log(`runtime, medians, Node ${process.versions.node}`);
  try {
    await chains();
    await fans();
    await loops();
    const child = execFileSync(process.execPath, [fileURLToPath(import.meta.url), 'crowd'], { encoding: 'utf8' });
    const { time, rss } = JSON.parse(child) as { time: number; rss: number };
    say('1000 runs of 5 nodes at one time, in memory', ms(time), 'goal 300 ms');
    say('  resident memory of that process', `${(rss / 2 ** 20).toFixed(0)} MB`, 'goal 250 MB');
    await resuming();
    peers();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
