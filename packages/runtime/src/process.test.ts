import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OUTPUT_CAP, processStart, runProcess } from './process.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'iterion-process-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const shell = (script: string, rest: Partial<Parameters<typeof runProcess>[0]> = {}): ReturnType<typeof runProcess> =>
  runProcess({ command: 'bash', args: ['-c', script], cwd: folder, env: { PATH: process.env['PATH'] ?? '' }, ...rest });

async function pidIn(file: string): Promise<number> {
  for (let i = 0; i < 500; i++) {
    try {
      const text = readFileSync(path.join(folder, file), 'utf8').trim();
      if (text) return Number(text);
    } catch {
      // not written yet
    }
    await delay(10);
  }
  throw new Error(`${file} was never written`);
}

test('R-TOOL-12 the child reads an empty standard input and runs in the given folder', async () => {
  const result = await shell('cat; pwd');
  expect(result).toMatchObject({ ended: 'exit', exitCode: 0 });
  expect(result.stdout.text.trim()).toBe(folder);
});

test('R-TOOL-19 output above the cap is counted and dropped, the last bytes of stderr stay', async () => {
  const result = await shell(
    `head -c ${OUTPUT_CAP + 5000} /dev/zero | tr '\\0' x; head -c 20000 /dev/zero | tr '\\0' y >&2; printf END >&2`,
    {
      outputCap: 10_000,
    },
  );
  expect(result.stdout.text.length).toBe(10_000);
  expect(result.stdout.bytes).toBe(OUTPUT_CAP + 5000);
  expect(result.stderr.tail.length).toBe(4096);
  expect(result.stderr.tail.endsWith('yEND')).toBe(true);
});

test('R-REC-12 an abort ends a child that ignores SIGTERM together with its grandchild', async () => {
  const abort = new AbortController();
  const running = shell(
    "trap '' TERM; (trap '' TERM; echo $BASHPID > grandchild; while :; do sleep 0.05; done) & echo $$ > child; wait",
    {
      signal: abort.signal,
      graceMs: 150,
    },
  );
  const pids = [await pidIn('child'), await pidIn('grandchild')];
  abort.abort();
  expect((await running).ended).toBe('aborted');
  for (const pid of pids) expect(processStart(pid)).toBeUndefined();
});

test.runIf(process.platform === 'linux')('R-REC-12 an abort also ends a descendant that left the group', async () => {
  const abort = new AbortController();
  const running = shell('setsid bash -c "echo \\$\\$ > escaped; sleep 60" & sleep 60', {
    signal: abort.signal,
    graceMs: 200,
  });
  const pid = await pidIn('escaped');
  abort.abort();
  await running;
  expect(processStart(pid)).toBeUndefined();
});

test('S-119 a background child does not survive the time limit', async () => {
  const result = await shell('sleep 60 & echo $! > background; echo started', { timeoutMs: 300 });
  expect(result.ended).toBe('timeout');
  expect(result.stdout.text).toBe('started\n');
  expect(processStart(await pidIn('background'))).toBeUndefined();
});

test('R-REC-12 what is left of the group when a tool ends by itself is ended too', async () => {
  const result = await shell('sleep 60 >/dev/null 2>&1 & echo $! > background');
  expect(result).toMatchObject({ ended: 'exit', exitCode: 0 });
  expect(processStart(await pidIn('background'))).toBeUndefined();
});

test('R-REC-01 a program that does not exist is an outcome, not an exception', async () => {
  const result = await runProcess({ command: 'no-such-program-here', args: [], cwd: folder, env: {} });
  expect(result.ended).toBe('not_started');
  expect(result.error?.code).toBe('ENOENT');
});

test('R-STORE-20 a process is identified by its start, and a finished one is gone', async () => {
  expect(processStart(process.pid)).toBe(processStart(process.pid));
  const result = await shell('echo $$');
  expect(processStart(Number(result.stdout.text))).toBeUndefined();
});

test('C1 R-TOOL-12 a child left in the background neither holds up the result nor outlives it', async () => {
  const before = performance.now();
  const result = await shell('sleep 300 & echo $! > child; echo started');
  expect(result).toMatchObject({ ended: 'exit', exitCode: 0, stdout: { text: 'started\n' } });
  expect(performance.now() - before).toBeLessThan(20_000);
  expect(processStart(await pidIn('child'))).toBeUndefined();
});

test('C1 what a finished command still has in its pipes is waited for', async () => {
  const result = await shell('echo one > >(sleep 0.2; cat; echo two)');
  expect(result.stdout.text).toBe('one\ntwo\n');
});
