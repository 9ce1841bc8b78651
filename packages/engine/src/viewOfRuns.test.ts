// P-21 over real logs: what interfaces show agrees with the state of the run at every prefix that a host could have stopped at.
import { expect, test } from 'vitest';
import { apply, blank } from './apply.ts';
import { activeSeconds } from './budget.ts';
import type { RunEvent } from './events.ts';
import { entriesOf } from './persistentMap.ts';
import type { RunState } from './state.ts';
import { waitingList } from './stopping.ts';
import { generate, type Mood } from './testing/generate.ts';
import { ScriptedHost } from './testing/scriptedHost.ts';
import { emptyView, view, viewAll, type View } from './view.ts';

const MOOD: Mood = { failures: true, retries: true, people: true, questions: true, writers: true, wild: true };
const SEEDS = 120;

function answerOne(host: ScriptedHost): boolean {
  const [first] = waitingList(host.state);
  const interaction = entriesOf(host.state.interactions).find(([name]) => name === first?.interaction_id)?.[1];
  if (interaction === undefined) return false;
  host.answer(interaction.id, Object.fromEntries(interaction.form.map((field) => [field.name, 'yes'])));
  return true;
}

/** Logs of generated runs, with answers and resumes as far as they go. */
function* logs(): Generator<{ readonly seed: number; readonly log: readonly RunEvent[]; readonly text: string }> {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const generated = generate(seed, MOOD);
    if (generated === null) continue;
    const host = new ScriptedHost(generated.graph, { script: generated.script, maxInputs: 5_000 });
    host.start();
    for (let round = 0; round < 60; round++) {
      if (host.state.status === 'paused_waiting_human') {
        if (!answerOne(host)) break;
      } else if (host.state.status === 'failed_resumable' && round < 3) host.resume();
      else break;
    }
    yield { seed, log: host.log, text: generated.text };
  }
}

function agrees(seen: View, state: RunState): void {
  const { active_s, ...usage } = seen.run.usage;
  expect(usage).toEqual(state.usage);
  expect(active_s).toBeCloseTo(activeSeconds(state, state.clock.last ?? 0), 3);
  expect(seen.run).toMatchObject({ status: state.status, id: state.run_id, epoch: state.epoch, vars: state.vars });
  expect(seen.run.failure).toEqual(state.failure);
  const open = (list: readonly { readonly id: string; readonly status: string }[]): string[] =>
    list.flatMap(({ id, status }) => (status === 'open' ? [id] : [])).toSorted();
  if (state.status !== 'failed') {
    expect(open(seen.interactions.map(({ interaction_id: id, status }) => ({ id, status })))).toEqual(
      open(entriesOf(state.interactions).map(([, interaction]) => interaction)),
    );
  }
  expect(seen.executions.filter(({ status }) => status === 'finished')).toHaveLength(state.finished_activations);
}

test('P-21 the snapshot agrees with the state at every prefix of generated runs', () => {
  let count = 0;
  for (const { seed, log, text } of logs()) {
    let state = blank();
    let seen = emptyView();
    for (const event of log) {
      state = apply(state, event);
      seen = view(seen, event);
      try {
        agrees(seen, state);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        throw new Error(`seed ${seed}, after ${event.seq} ${event.type}\n${message}\n\n${text}`, { cause: error });
      }
    }
    expect(viewAll(emptyView(), log)).toEqual(seen);
    count++;
  }
  expect(count).toBeGreaterThan(SEEDS / 3);
}, 60_000);

test('R-VIEW-05 a run that has ended leaves no execution running, and finished ones stay finished', () => {
  for (const { seed, log } of logs()) {
    let seen = emptyView();
    const finished = new Set<string>();
    for (const event of log) {
      seen = view(seen, event);
      for (const { execution_id, status } of seen.executions) {
        if (status === 'finished') finished.add(execution_id);
        else
          expect([seed, event.seq, execution_id, finished.has(execution_id)]).toEqual([
            seed,
            event.seq,
            execution_id,
            false,
          ]);
      }
    }
    if (!['finished', 'failed', 'failed_resumable', 'cancelled'].includes(seen.run.status)) continue;
    const running = seen.executions.filter(({ status }) => status === 'running' || status === 'retrying');
    expect([seed, running.map(({ execution_id }) => execution_id)]).toEqual([seed, []]);
  }
}, 60_000);
