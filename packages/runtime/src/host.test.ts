// The loop (R-CORE-08…10), against what the world may do at any moment: stops, rivals, strays, faulty observers (P-18, P-20).
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { type RunEvent, fold } from '@iterion/engine';
import { expect, test } from 'vitest';
import { RuntimeError } from './errors.ts';
import { endStrays, processStart } from './process.ts';
import { resumeRun } from './resume.ts';
import type { RunHandle } from './runHandle.ts';
import { PATH_ONLY, place, scripted, startText } from './runs.fixture.ts';
import { realDisk } from './store/disk.ts';
import { openStore } from './store/store.ts';

const WIDE = `
router fan:
  mode: fan_out_all

agent a:
  backend: "claw"
  readonly: true

agent b:
  backend: "claw"
  readonly: true

agent c:
  backend: "claw"
  readonly: true
  publish: from_c

join j:
  strategy: wait_all

workflow wide:
  entry: fan
  fan -> a
  fan -> b
  a -> j
  b -> c
  c -> j
  j -> done
`;

test('R-CORE-10 each event is appended before it is published, and durable before an effect starts', async () => {
  const at = place();
  let written = 0;
  let synced = 0;
  const count = (bytes: Uint8Array): number => Buffer.from(bytes).toString().split('\n').length - 1;
  const disk = {
    ...realDisk,
    write: (fd: number, bytes: Uint8Array) => {
      const done = realDisk.write(fd, bytes);
      if (Buffer.from(bytes).toString().startsWith('{"seq"')) written += count(bytes);
      return done;
    },
    sync: async (fd: number) => {
      const before = written;
      await realDisk.sync(fd);
      synced = before;
    },
  };
  const { execute } = scripted({ a: [{ lastsMs: 5 }] });
  const seen: RunEvent[] = [];
  const handle = await startText(
    WIDE,
    { ...at, store: openStore(at.store.folder, { disk }) },
    {
      execute: (effect, context) => {
        const opened = seen.findIndex(({ type, node_id }) => type === 'node_started' && node_id === effect.node);
        expect(synced, `the start of ${effect.node} is durable`).toBeGreaterThan(opened);
        return execute(effect, context);
      },
      listener: (events) => {
        seen.push(...events);
        expect(written).toBeGreaterThanOrEqual(seen.length);
      },
    },
  );
  expect((await handle.done).status).toBe('finished');
  expect(synced).toBe(seen.length);
  expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_, index) => index));
});

test('I-1 P-01 the live state is the fold of what was published, at every batch', async () => {
  const seen: RunEvent[] = [];
  const handle = await startText(WIDE, place(), {
    execute: scripted({ a: [{ tokens: 5 }] }).execute,
    listener: (events, state) => {
      seen.push(...events);
      expect(JSON.stringify(fold(seen))).toBe(JSON.stringify(state));
    },
  });
  await handle.done;
});

test('P-18 cancelled at any moment, a run ends with one run_cancelled and nothing left to run', async () => {
  const whole = await (
    await startText(WIDE, place(), { execute: scripted({ b: [{ lastsMs: 5 }] }).execute, fsync: 'off' })
  ).done;
  for (let seq = 0; seq < whole.state.last_seq; seq++) {
    const at = place();
    const aborted: string[] = [];
    let running = 0;
    const { execute } = scripted({ b: [{ lastsMs: 5 }] });
    let stop: Promise<unknown> = Promise.resolve();
    let asked = false;
    const started = Promise.withResolvers<RunHandle>();
    const handle = await startText(WIDE, at, {
      fsync: 'off',
      execute: async (effect, context) => {
        running++;
        context.signal.addEventListener('abort', () => aborted.push(effect.node));
        try {
          return await execute(effect, context);
        } finally {
          running--;
        }
      },
      listener: (events) => {
        if (asked || !events.some((event) => event.seq >= seq)) return;
        asked = true;
        stop = started.promise.then((run) => run.cancel('now')).catch((error: unknown) => error);
      },
    });
    started.resolve(handle);
    const { status } = await handle.done;
    const refused = await stop;
    const { events } = at.store.events(handle.runId);
    const last = events.filter(({ type }) => ['run_cancelled', 'run_finished', 'run_failed'].includes(type));
    expect(last, `at ${seq}`).toHaveLength(1);
    expect(status).toBe(refused instanceof RuntimeError ? 'finished' : 'cancelled');
    expect(running).toBe(0);
    const { handle: again } = await resumeRun({
      store: at.store,
      env: PATH_ONLY,
      runId: handle.runId,
      execute,
      fsync: 'off',
    }).catch(() => ({ handle: undefined }));
    if (again !== undefined) expect((await again.done).status, `resumed after ${seq}`).toBe('finished');
  }
}, 30_000);

test('P-20 of hosts that race to resume a run one goes on; the log stays whole', async () => {
  const at = place();
  const { execute } = scripted({ c: [{ fails: 'EXECUTION_FAILED' }, {}] });
  const failed = await (await startText(WIDE, at, { execute })).done;
  expect(failed.status).toBe('failed_resumable');
  const settings = { env: PATH_ONLY, runId: failed.runId, execute: scripted().execute };
  const rivals = await Promise.allSettled(
    Array.from({ length: 6 }, () => resumeRun({ ...settings, store: openStore(at.store.folder) })),
  );
  const winners = rivals.flatMap((rival) => (rival.status === 'fulfilled' ? [rival.value] : []));
  expect(winners).toHaveLength(1);
  for (const rival of rivals)
    if (rival.status === 'rejected') expect(rival.reason).toMatchObject({ code: 'RUN_LOCKED' });
  expect((await winners[0]?.handle.done)?.status).toBe('finished');
  const { events, corrupt } = at.store.events(failed.runId);
  expect(corrupt).toBeUndefined();
  expect(events.filter(({ type }) => type === 'run_resumed')).toHaveLength(1);
});

test('R-CORE-10 a fault of an observer is not the fault of the run', async () => {
  const uncaught: unknown[] = [];
  const before = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => uncaught.push(error));
  try {
    const handle = await startText(WIDE, place(), {
      execute: scripted().execute,
      listener: () => {
        throw new Error('observer');
      },
    });
    expect((await handle.done).status).toBe('finished');
    await delay(10);
    expect(uncaught.length).toBeGreaterThan(0);
  } finally {
    process.removeAllListeners('uncaughtException');
    for (const listener of before) process.on('uncaughtException', listener);
  }
});

test.runIf(process.platform === 'linux')(
  'S-73 a tool that outlived its killed host is ended before its next attempt starts',
  async () => {
    const at = place();
    const file = path.join(at.workspace, 'flow.iter');
    writeFileSync(
      file,
      'tool nap:\n  command: `echo $$ >> pids; if [ -f second ]; then echo done; else sleep 60; fi`\n\nworkflow w:\n  entry: nap\n  nap -> done\n',
    );
    mkdirSync(at.store.folder);
    const order = { store: at.store.folder, workspace: at.workspace, file, runId: 'r', resume: false };
    const program = fileURLToPath(new URL('crashChild.fixture.ts', import.meta.url));
    const host = spawn(process.execPath, ['--no-warnings', program, JSON.stringify(order)], { stdio: 'ignore' });
    const pids = path.join(at.workspace, 'pids');
    await expect
      .poll(() => existsSync(pids) && readFileSync(pids, 'utf8').trim() !== '', { timeout: 15_000 })
      .toBe(true);
    host.kill('SIGKILL');
    await new Promise((resolve) => host.on('exit', resolve));
    const stray = Number(readFileSync(pids, 'utf8'));
    expect(processStart(stray)).toBeDefined();
    // A run of the same id in another store is somebody else's.
    const other = place();
    await (
      await startText('tool t:\n  command: "false"\nworkflow w:\n  entry: t\n  t -> done\n', other, { runId: 'r' })
    ).done;
    expect(await endStrays(other.store.paths('r').folder)).toBe(0);
    expect(processStart(stray)).toBeDefined();
    writeFileSync(path.join(at.workspace, 'second'), '');
    const { handle } = await resumeRun({ store: at.store, env: PATH_ONLY, runId: 'r' });
    expect(processStart(stray)).toBeUndefined();
    expect(await handle.done).toMatchObject({ status: 'finished', output: { result: 'done' } });
  },
  30_000,
);
