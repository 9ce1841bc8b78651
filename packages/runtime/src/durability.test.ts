// What a disk may do to a run (S-71, S-72, S-84, P-19, P-22), and what never reaches it (S-124, P-23).
import {
  copyFileSync,
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { entriesOf, fold } from '@iterion/engine';
import { expect, test } from 'vitest';
import { RuntimeError } from './errors.ts';
import { resumeRun } from './resume.ts';
import { PATH_ONLY, type Place, place, scripted, startText } from './runs.fixture.ts';
import { faultyDisk } from './store/faultyDisk.fixture.ts';
import { openStore } from './store/store.ts';

const FLOW = `
schema note:
  text: string

agent one:
  backend: "claw"
  readonly: true
  output: note
  publish: first

tool two:
  command: "true"

human three:
  publish: said

agent four:
  backend: "claw"
  readonly: true
  output: note
  publish: last

workflow four_steps:
  entry: one
  one -> two
  two -> three
  three -> four
  four -> done
`;
const SCRIPT = { one: [{ output: { text: 'größe' } }], four: [{ output: { text: 'end' } }] };

/** Answers whatever is open until the run ends. */
async function finish(at: Place, runId: string, execute = scripted(SCRIPT).execute): Promise<string> {
  for (let round = 0; round < 4; round++) {
    const open = at.store.header(runId).open_interactions;
    const answers = Object.fromEntries(open.map((id) => [id, { answer: 'x', text: 'x' }]));
    const common = { store: at.store, env: PATH_ONLY, runId, execute, fsync: 'off' } as const;
    const { handle } = await resumeRun({
      ...common,
      ...(open.length > 0 ? { answers: fitting(at, runId, answers) } : {}),
    }).catch((error: unknown) => {
      // The line of an answer that lacked only its newline counts once the log is repaired (S-57).
      if (error instanceof RuntimeError && error.message.includes('answered already')) return resumeRun(common);
      throw error;
    });
    const { status } = await handle.done;
    if (status !== 'paused_waiting_human') return status;
  }
  return 'never';
}

/** Only the fields that each form asks for. */
function fitting(
  at: Place,
  runId: string,
  answers: Record<string, Record<string, string>>,
): Record<string, Record<string, string>> {
  const { interactions } = at.store.state(runId);
  return Object.fromEntries(
    entriesOf(interactions)
      .filter(([id]) => id in answers)
      .map(([id, { form }]) => [id, Object.fromEntries(form.map(({ name }) => [name, 'x']))]),
  );
}

async function whole(): Promise<{ at: Place; log: Buffer; output: unknown }> {
  const at = place();
  const { execute } = scripted(SCRIPT);
  await (
    await startText(FLOW, at, { execute, runId: 'r' })
  ).done;
  expect(await finish(at, 'r')).toBe('finished');
  return { at, log: readFileSync(at.store.paths('r').log), output: at.store.state('r').output };
}

test('S-71 S-70 a log cut inside any line, and at every byte of some, opens, is repaired and goes on to the same end', async () => {
  const { at, log, output } = await whole();
  const ends = [...log.entries()].filter(([, byte]) => byte === 0x0a).map(([index]) => index + 1);
  const cuts = new Set(
    ends.flatMap((end, line) => [end, end - 1, end - 2, Math.floor(((ends[line - 1] ?? 0) + end) / 2)]),
  );
  const last = ends.length - 1;
  for (let byte = (ends[last - 1] ?? 0) + 1; byte <= (ends[last] ?? 0); byte += 9) cuts.add(byte);
  for (const cut of [...cuts].filter((byte) => byte > (ends[0] ?? 0)).sort((a, b) => a - b)) {
    const copy = place();
    cpSync(at.store.folder, copy.store.folder, { recursive: true });
    const store = openStore(copy.store.folder);
    const paths = store.paths('r');
    truncateSync(paths.log, cut);
    if (cut % 2 === 0) rmSync(paths.header); // with a checkpoint beyond the log, and without any
    const complete = log.subarray(0, cut).lastIndexOf(0x0a) + 1;
    const there = { ...copy, store };
    const { execute, calls } = scripted(SCRIPT);
    const finished = store
      .events('r')
      .events.filter(({ type }) => type === 'node_finished')
      .map(({ node_id }) => node_id);
    if (store.state('r').status !== 'finished') {
      if (cut === log.length - 1) {
        await expect(finish(there, 'r', execute)).rejects.toMatchObject({ code: 'RESUME_INVALID' }); // the newline was all that it lacked
      } else {
        expect(await finish(there, 'r', execute), `cut at ${cut}`).toBe('finished');
      }
    }
    expect(store.state('r').output, `cut at ${cut}`).toEqual(output);
    for (const { node } of calls) expect(finished, `cut at ${cut}`).not.toContain(node);
    expect(
      store
        .artifacts('r')
        .map(({ node_id, version }) => `${node_id}/${version}`)
        .sort(),
    ).toEqual(['four/0', 'one/0', 'three/0']);
    const { events } = store.events('r');
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index));
    const repaired = events.filter(({ type }) => type === 'log_repaired');
    const torn = cut > complete && !ends.includes(cut + 1);
    if (torn) {
      expect(repaired).toHaveLength(1);
      const saved = readdirSync(paths.folder).filter((name) => name.startsWith('events.torn-'));
      expect(saved.map((name) => readFileSync(path.join(paths.folder, name), 'utf8')).join('')).toBe(
        log.toString('utf8', complete, cut),
      );
    }
  }
}, 60_000);

test('S-72 P-19 R-STORE-17 a checkpoint that is missing, damaged, old or ahead of the log gives the same state', async () => {
  const { at, log } = await whole();
  const { header } = at.store.paths('r');
  const state = JSON.stringify(at.store.state('r'));
  const good = readFileSync(header, 'utf8');
  const damages: [string, () => void][] = [
    ['deleted', () => rmSync(header)],
    ['truncated', () => truncateSync(header, good.length >> 1)],
    ['empty', () => writeFileSync(header, '')],
    [
      'wrong hash',
      () => writeFileSync(header, good.replace(/"sha256": *"[0-9a-f]{64}"/, `"sha256":"${'0'.repeat(64)}"`)),
    ],
    ['another version', () => writeFileSync(header, good.replace('"format_version": 2', '"format_version": 99'))],
    ['offset inside a line', () => writeFileSync(header, good.replace(/"log_bytes":\d+/, '"log_bytes":37'))],
    [
      'offset beyond the log',
      () => writeFileSync(header, good.replace(/"log_bytes":\d+/, `"log_bytes":${log.length + 99}`)),
    ],
    [
      'seq beyond the log',
      () => writeFileSync(header, good.replace(/"checkpoint": \{"seq":\d+/, '"checkpoint": {"seq":900')),
    ],
  ];
  for (const [name, damage] of damages) {
    writeFileSync(header, good);
    damage();
    expect(JSON.stringify(openStore(at.store.folder).state('r')), name).toBe(state);
    expect(openStore(at.store.folder).header('r').status, name).toBe('finished');
  }
  // Every earlier checkpoint with the longer tail.
  const { events } = at.store.events('r');
  for (let seq = 0; seq < events.length; seq++) {
    const prefix = fold(events.slice(0, seq + 1));
    expect(JSON.stringify(fold(events)), `prefix ${seq}`).toBe(state);
    expect(prefix.last_seq).toBe(seq);
  }
});

test('S-72 every earlier run.json of a run, put back at its end, gives the state of the whole log', async () => {
  const at = place();
  const old: string[] = [];
  const keep = (): void => {
    const { header, folder } = at.store.paths('r');
    if (existsSync(header)) {
      const copy = path.join(folder, `old-${old.length}`);
      copyFileSync(header, copy);
      old.push(copy);
    }
  };
  await (
    await startText(FLOW, at, { execute: scripted(SCRIPT).execute, runId: 'r', listener: keep })
  ).done;
  await finish(at, 'r');
  const state = JSON.stringify(at.store.state('r'));
  expect(old.length).toBeGreaterThanOrEqual(3);
  for (const copy of old) {
    copyFileSync(copy, at.store.paths('r').header);
    expect(JSON.stringify(openStore(at.store.folder).state('r'))).toBe(state);
  }
});

test('R-STORE-13 missing artifact and interaction files are written again from the log on opening', async () => {
  const at = place();
  await (
    await startText(FLOW, at, { execute: scripted(SCRIPT).execute, runId: 'r' })
  ).done;
  const paths = at.store.paths('r');
  const artifact = readFileSync(paths.artifact('one', 0));
  const [asked] = at.store.interactions('r');
  rmSync(paths.artifacts, { recursive: true });
  rmSync(paths.interactions, { recursive: true });
  expect(await finish(at, 'r')).toBe('finished');
  expect(readFileSync(paths.artifact('one', 0))).toEqual(artifact);
  expect(at.store.interactions('r')).toMatchObject([
    { id: asked?.id, shown_hash: asked?.shown_hash, answers: { answer: 'x' } },
  ]);
});

test('S-84 P-22 a disk that is full at any operation leaves a run that opens and resumes to the same end', async () => {
  const reference = await whole();
  const probe = place();
  const counting = faultyDisk();
  await (
    await startText(
      FLOW,
      { ...probe, store: openStore(probe.store.folder, { disk: counting }) },
      { execute: scripted(SCRIPT).execute, runId: 'r' },
    )
  ).done;
  for (let n = 1; n <= counting.operations; n++) {
    for (const fault of ['ENOSPC', 'short'] as const) {
      const at = place();
      const disk = faultyDisk();
      const full = { ...at, store: openStore(at.store.folder, { disk }) };
      disk.failAt(n, fault);
      const { execute, calls } = scripted(SCRIPT);
      const outcome = await startText(FLOW, full, { execute, runId: 'r' })
        .then((handle) => handle.done)
        .then(
          ({ status }) => status,
          (error: unknown) => error,
        );
      disk.failAt(undefined);
      const { log } = at.store.paths('r');
      const text = existsSync(log) ? readFileSync(log, 'utf8') : '';
      expect(text === '' || text.endsWith('\n'), `operation ${n}: no partial line`).toBe(true);
      expect(at.store.holder('r'), `operation ${n}: the lock is given back`).toBeUndefined();
      if (outcome instanceof Error) {
        if (text !== '')
          expect(outcome, `operation ${n}`).toMatchObject({
            code: 'EXECUTION_FAILED',
            hint: expect.stringContaining('resume'),
          });
        if (text === '') {
          await (
            await startText(FLOW, at, { execute, runId: 'r' })
          ).done;
        }
        expect(await finish(at, 'r', execute), `operation ${n}`).toBe('finished');
      } else {
        expect(outcome).toBe('paused_waiting_human');
        expect(await finish(at, 'r', execute)).toBe('finished');
      }
      expect(at.store.state('r').output).toEqual(reference.output);
      expect(calls.filter(({ node }) => node === 'one').length).toBeLessThanOrEqual(2);
      expect(statSync(log).size).toBeGreaterThan(0);
    }
  }
}, 60_000);

test('S-124 P-23 a canary in the environment, printed in all forms by a tool, an answer and an error, is in no byte of the store', async () => {
  const canary = 'k3y/"with\\ odd+chars: ü%&=';
  const at = place();
  const command = (text: string): string => `  command: \`${text}\``;
  const leak = `
vars:
  given: string

tool show:
${command(`printf '%s\\n' "$CANARY_TOKEN"; printf %s "$CANARY_TOKEN" | base64 -w0; printf 'user:%s' "$CANARY_TOKEN" | base64 -w0; echo "$CANARY_TOKEN" >&2`)}

human ask:
  instructions: hint

prompt hint:
  Given {{vars.given}} and {{input.result}}

tool fails:
${command('echo "bad $CANARY_TOKEN" >&2; exit 3')}

workflow leak:
  entry: show
  show -> ask
  ask -> fails
  fails -> done
`;
  const env = { ...PATH_ONLY, CANARY_TOKEN: canary };
  const lines: string[] = [];
  const listener = (events: readonly unknown[]): void => void lines.push(JSON.stringify(events));
  const handle = await startText(leak, at, { env, given: { given: `it is ${canary}` }, listener });
  await handle.done;
  const [id] = at.store.header(handle.runId).open_interactions;
  const [form] = entriesOf(at.store.state(handle.runId).interactions).map(([, { form }]) => form);
  const answers = Object.fromEntries((form ?? []).map(({ name }) => [name, `mine: ${encodeURIComponent(canary)}`]));
  const { handle: again } = await resumeRun({
    store: at.store,
    env,
    runId: handle.runId,
    answers: { [id ?? '']: answers },
    listener,
  });
  expect(await again.done).toMatchObject({ status: 'failed_resumable', error: { code: 'TOOL_FAILED_PERMANENT' } });
  const forms = [
    canary,
    JSON.stringify(canary).slice(1, -1),
    encodeURIComponent(canary),
    Buffer.from(canary).toString('base64'),
  ];
  const folder = at.store.paths(handle.runId).folder;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const texts = [
    ...files.map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8')),
    ...lines,
    JSON.stringify(again.state()),
  ];
  for (const form of forms)
    expect(
      texts.some((text) => text.includes(form)),
      form,
    ).toBe(false);
  expect(lines.join('')).toContain('[redacted:CANARY_TOKEN]');
});
