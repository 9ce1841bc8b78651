// R-CORE-04, SP-2: whatever a host feeds, in whatever order, the core neither throws nor breaks an invariant. Inputs that have no
// meaning in the present state yield no event.
import { expect, test, vi } from 'vitest';
import type { Input, Outcome } from './effects.ts';
import type { Json } from './json.ts';
import { entriesOf } from './persistentMap.ts';
import { chanceOf, generate, randomFrom } from './testing/generate.ts';
import { logProblem } from './testing/logInvariants.ts';
import { ScriptedHost } from './testing/scriptedHost.ts';
import { shownLog } from './testing/trace.ts';
import { wants } from './wants.ts';

const { process: host } = globalThis as { process?: { env: { ITERION_SEEDS?: string } } };
const SEEDS = Number(host?.env.ITERION_SEEDS ?? 150);
vi.setConfig({ testTimeout: 20_000 + SEEDS * 200 });

const MOOD = { failures: true, retries: true, people: true, questions: true, writers: true };
const VALUES: readonly Json[] = [
  null,
  1,
  'x',
  [],
  {},
  { approved: 'maybe' },
  { selected_route: 'nowhere' },
  { action: 'skip' },
  { action: 'abort' },
];
const CODES = [
  'RATE_LIMITED',
  'BUDGET_EXCEEDED',
  'SCHEMA_VALIDATION',
  'CONTEXT_LENGTH_EXCEEDED',
  'TIMEOUT',
  'JOIN_FAILED',
] as const;

/** An input that a confused or late host might send. */
function anyInput(run: ScriptedHost, random: () => number): Input {
  const pick = <T>(list: readonly T[], otherwise: T): T => list[Math.floor(random() * list.length)] ?? otherwise;
  const effects = [...run.started.map(({ id }) => id), 'main:nobody:0@1', 'x'];
  const outcomes: readonly Outcome[] = [
    { is: 'output', output: pick(VALUES, null), meta: {} },
    { is: 'error', error: { code: pick(CODES, 'TIMEOUT'), message: 'late' } },
    { is: 'question', question: { question: 'q' }, session: { id: 's', backend: 'claw' } },
    { is: 'interrupted', reason: 'lost' },
  ];
  const interactions = [...entriesOf(run.state.interactions).map(([id]) => id), 'r_nobody'];
  const inputs: readonly Input[] = [
    { kind: 'start' },
    { kind: 'advance' },
    { kind: 'clock' },
    { kind: 'resume', epoch: 2, options: { answers: { [pick(interactions, '')]: pick(VALUES, null) } } },
    {
      kind: 'resume',
      epoch: 2,
      options: { loop_extra: { l1: 1 }, limits: { max_tokens: 100_000 }, restart_nodes: true },
    },
    { kind: 'settled', effect: pick(effects, ''), outcome: pick(outcomes, { is: 'interrupted', reason: '' }) },
    { kind: 'settled', effect: pick(effects, ''), outcome: pick(outcomes, { is: 'interrupted', reason: '' }) },
    { kind: 'answer', interaction: pick(interactions, ''), answers: pick(VALUES, null) },
    { kind: 'stop', action: pick(['cancel', 'pause', 'timeout'] as const, 'cancel'), reason: 'whim' },
    {
      kind: 'progress',
      effect: pick(effects, ''),
      drafts: [
        {
          type: 'usage_recorded',
          data: {
            model: 'm',
            input_tokens: 50,
            output_tokens: 0,
            cost_usd: null,
            cost_source: 'none',
            source: 'llm_step',
          },
        },
      ],
    },
  ];
  return pick(inputs, { kind: 'advance' });
}

test('R-CORE-04 SP-2 SO-1 O-1 I-1 I-2 I-3 I-5 no input breaks a run', () => {
  let runs = 0;
  for (let seed = 200_000; seed < 200_000 + SEEDS; seed += 1) {
    const generated = generate(seed, MOOD);
    if (generated === null) continue;
    runs += 1;
    const random = randomFrom(seed);
    const limits = chanceOf(seed, 'limited') < 0.3 ? { max_tokens: 300, max_duration: 20 } : {};
    const run = new ScriptedHost(generated.graph, { script: generated.script, header: { limits }, checked: true });
    try {
      for (let round = 0; round < 40; round += 1) {
        run.feed(anyInput(run, random));
        if (random() < 0.7) run.runUntil(run.now + random() * 3000);
        if (run.state.status !== 'running') expect(wants(run.graph, run.state)).toEqual({ effects: [], wakeAt: null });
      }
    } catch (error) {
      throw new Error(`seed ${seed}\n${String(error)}\n${generated.text}`, { cause: error });
    }
    const problem = logProblem(run.log);
    if (problem !== null) throw new Error(`seed ${seed}\n${problem}\n${shownLog(run.log)}`);
  }
  expect(runs).toBeGreaterThan(SEEDS / 3);
});
