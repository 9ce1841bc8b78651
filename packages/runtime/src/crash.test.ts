// Kills a real process at operations of its disk, resumes, and compares with a run that was left alone (S-70, P-03, P-04, R-RESUME-04).
// ITERION_CRASH_SEEDS=200 takes more seeds than the few that every change is checked with.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunEvent } from '@iterion/engine';
import { beforeAll, expect, test } from 'vitest';
import { resumeRun } from './resume.ts';
import { openStore } from './store/store.ts';

const FLOW = `
schema verdict:
  ok: bool

schema note:
  text: string

tool a:
  command: "./step a"

agent pub:
  backend: "simulate"
  readonly: true
  output: note
  publish: thing

router fan:
  mode: fan_out_all

tool b:
  command: "./step b"

tool c:
  command: "./step c"

join j:
  strategy: wait_all

tool chk:
  command: "./check {{loop.l.iteration}}"
  output: verdict

workflow crash:
  entry: a
  a -> fan
  fan -> b
  fan -> c
  b -> pub
  pub -> j
  c -> j
  j -> chk
  chk -> a when not ok as l(1)
  chk -> done when ok
`;
const STEP = `#!/bin/sh
echo "start $ITERION_EFFECT_ID" >> calls
echo "{\\"name\\": \\"$1\\"}"
echo "end $ITERION_EFFECT_ID" >> calls
`;
const CHECK = `#!/bin/sh
echo "start $ITERION_EFFECT_ID" >> calls
if [ "$1" -ge 1 ]; then echo '{"ok": true}'; else echo '{"ok": false}'; fi
echo "end $ITERION_EFFECT_ID" >> calls
`;

interface Scene {
  readonly store: string;
  readonly workspace: string;
  readonly file: string;
  readonly runId: string;
}

/** Four branches of simulated steps, each twice round its loop, one with a person in its middle, and a tail: 227 activations. */
function wideFlow(): string {
  const LENGTH = 24;
  const branches = ['p', 'q', 'r', 's'];
  const tail = Array.from({ length: LENGTH }, (_, n) => `t${n}`);
  const step = (name: string, publish = false): string =>
    `agent ${name}:\n  backend: "simulate"\n  readonly: true\n  output: note\n${publish ? `  publish: of_${name}\n` : ''}\n`;
  const names = (branch: string): string[] => [
    ...Array.from({ length: LENGTH }, (_, n) => (branch === 'q' && n === 9 ? 'person' : `${branch}${n}`)),
    `${branch}_check`,
  ];
  const declared = branches.flatMap((branch) => [
    ...names(branch)
      .slice(0, LENGTH)
      .filter((name) => name !== 'person')
      .map((name, n) => step(name, n === 3)),
    `compute ${branch}_check:\n  expr:\n    again: "loop.l_${branch}.iteration < 1"\n    seen: "length(outputs.${branch}3.history)"\n\n`,
  ]);
  const chained = (nodes: readonly string[]): string[] =>
    nodes.slice(1).map((node, n) => `${nodes[n] ?? ''} -> ${node}`);
  const edges = branches.flatMap((branch) => [
    `fan -> ${branch}0`,
    ...chained(names(branch)),
    `${branch}_check -> ${branch}0 when again as l_${branch}(1)`,
    `${branch}_check -> meet`,
  ]);
  return `schema note:\n  text: string\n\nschema decision:\n  ok: bool\n\nrouter fan:\n  mode: fan_out_all\n\nhuman person:\n  output: decision\n  publish: decision\n\njoin meet:\n  strategy: wait_all\n\n${[...declared, ...tail.map((name) => step(name))].join('')}workflow crash:\n  entry: fan\n${[...edges, ...chained(['meet', ...tail, 'done'])].map((edge) => `  ${edge}\n`).join('')}`;
}

function scene(flow = FLOW): Scene {
  const workspace = mkdtempSync(path.join(tmpdir(), 'iterion-crash-'));
  const file = path.join(workspace, 'crash.iter');
  writeFileSync(file, flow);
  writeFileSync(path.join(workspace, 'step'), STEP, { mode: 0o755 });
  writeFileSync(path.join(workspace, 'check'), CHECK, { mode: 0o755 });
  mkdirSync(path.join(workspace, 'store'));
  return { store: path.join(workspace, 'store'), workspace, file, runId: 'r' };
}

interface Ended {
  readonly killed: boolean;
  readonly result: { status: string; output: unknown; operations: number } | undefined;
}

/** What hundreds of children compile alike, kept. */
const compileCache = mkdtempSync(path.join(tmpdir(), 'iterion-crash-cache-'));
const PROGRAM = fileURLToPath(new URL('crashChild.fixture.ts', import.meta.url));

function child(at: Scene, order: { resume: boolean; dieAt?: number }): Ended {
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    ['--no-warnings', PROGRAM, JSON.stringify({ ...at, ...order })],
    { encoding: 'utf8', env: { ...process.env, NODE_COMPILE_CACHE: compileCache } },
  );
  if (signal === 'SIGKILL') return { killed: true, result: undefined };
  if (status !== 0) throw new Error(`the child failed (${status}): ${stderr}`);
  return { killed: false, result: JSON.parse(stdout) as NonNullable<Ended['result']> };
}

const calls = (at: Scene): string[] =>
  existsSync(path.join(at.workspace, 'calls'))
    ? readFileSync(path.join(at.workspace, 'calls'), 'utf8').trim().split('\n')
    : [];

let uncut: NonNullable<Ended['result']>;
beforeAll(() => {
  const whole = scene();
  uncut = child(whole, { resume: false }).result ?? expect.fail('the uncut run was killed');
  expect(uncut.status).toBe('finished');
}, 60_000);

const seeds = Number(process.env['ITERION_CRASH_SEEDS'] ?? 4);
const wideSeeds = Number(process.env['ITERION_CRASH_SEEDS'] ?? 8);

function activationOf({ branch_id, node_id, iteration }: RunEvent): string {
  return `${branch_id ?? 'main'}:${node_id ?? ''}:${iteration ?? 0}`;
}

/** Spreads a handful of seeds over all operations; many seeds visit each. */
const operationOf = (seed: number, operations = uncut.operations): number =>
  1 + Math.floor(((seed * 0.618_033_988_749 + 0.07) % 1) * operations);

test(
  'S-70 killed at any operation of the disk, a run resumes to the same end and repeats nothing that had finished',
  async () => {
    for (let seed = 0; seed < seeds; seed++) {
      const at = scene();
      let dieAt = operationOf(seed);
      let ended = child(at, { resume: false, dieAt });
      const store = openStore(at.store);
      for (let round = 0; ended.killed; round++) {
        const finished = existsSync(store.paths('r').log)
          ? store.events('r').events.filter(({ type }) => type === 'node_finished')
          : [];
        const before = calls(at).length;
        const begun = store.events('r').events.length > 0;
        dieAt = round < 2 ? operationOf(seed * 31 + round + 1) : Number.POSITIVE_INFINITY; // dies again while resuming, twice at most
        if (begun && store.header('r').status === 'finished') {
          ended = { killed: false, result: { ...uncut, output: store.state('r').output } }; // died behind the last event
          await expect(
            resumeRun({ store, env: {}, runId: 'r' }),
            'opening mends what is derived',
          ).rejects.toMatchObject({
            code: 'RESUME_INVALID',
          });
        } else {
          ended = child(at, begun ? { resume: true, ...(round < 2 ? { dieAt } : {}) } : { resume: false });
        }
        const again = calls(at).slice(before);
        for (const { branch_id, node_id, iteration } of finished) {
          expect(again.join('\n'), `seed ${seed}`).not.toContain(
            `start ${branch_id ?? 'main'}:${node_id}:${iteration}@`,
          );
        }
      }
      expect(
        { status: ended.result?.status, output: ended.result?.output },
        `seed ${seed}, operation ${dieAt}`,
      ).toEqual({
        status: uncut.status,
        output: uncut.output,
      });
      const artifacts = store.artifacts('r').map(({ node_id, version, data }) => ({ node_id, version, data }));
      expect(artifacts, `seed ${seed}`).toEqual([
        { node_id: 'pub', version: 0, data: { text: 'simulated pub.text 1' } },
        { node_id: 'pub', version: 1, data: { text: 'simulated pub.text 1' } },
      ]);
      const { events, corrupt } = store.events('r');
      expect(corrupt).toBeUndefined();
      expect(events.filter(({ type }) => type === 'run_finished')).toHaveLength(1);
      expect(readdirSync(store.paths('r').folder).filter((name) => /^\.lock(\.\d+)?$/.test(name))).toEqual([]);
    }
  },
  30_000 + seeds * 15_000,
);

test(
  'S-70 R-RESUME-04 a run of 227 activations in looping branches with a person, killed at any operation, ends as if it had not been',
  () => {
    const flow = wideFlow();
    const whole = scene(flow);
    const expected = child(whole, { resume: false }).result ?? expect.fail('the uncut run was killed');
    expect(expected.status).toBe('finished');
    const activations = new Set(
      openStore(whole.store)
        .events('r')
        .events.flatMap((event) => (event.type === 'node_finished' ? [activationOf(event)] : [])),
    );
    expect(activations.size).toBe(227);
    for (let seed = 0; seed < wideSeeds; seed++) {
      const at = scene(flow);
      const store = openStore(at.store);
      let ended = child(at, { resume: false, dieAt: operationOf(seed, expected.operations) });
      for (let round = 0; ended.killed; round++) {
        const begun = existsSync(store.paths('r').log) && store.events('r').events.length > 0;
        if (begun && store.header('r').status === 'finished') {
          ended = { killed: false, result: { ...expected, output: store.state('r').output } };
          continue;
        }
        const dieAt = round < 2 ? { dieAt: operationOf(seed * 31 + round + 1, expected.operations) } : {};
        ended = child(at, { resume: begun, ...dieAt });
      }
      const { status, output } = ended.result ?? {};
      expect({ status, output }, `seed ${seed}`).toEqual({ status: expected.status, output: expected.output });
      const { events, corrupt } = store.events('r');
      expect(corrupt, `seed ${seed}`).toBeUndefined();
      const finished = new Set<string>();
      for (const event of events) {
        const activation = activationOf(event);
        if (event.type === 'node_started' || event.type === 'node_finished')
          expect(finished.has(activation), `seed ${seed}: ${activation} runs again`).toBe(false);
        if (event.type === 'node_finished') finished.add(activation);
      }
      expect(finished, `seed ${seed}`).toEqual(activations);
      const versions = store.artifacts('r').map(({ node_id, version }) => `${node_id} ${version}`);
      const all = ['p3', 'person', 'q3', 'r3', 's3'].flatMap((node) => [`${node} 0`, `${node} 1`]);
      expect(versions.toSorted(), `seed ${seed}`).toEqual(all);
    }
  },
  30_000 + wideSeeds * 15_000,
);
