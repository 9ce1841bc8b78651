import { mkdtempSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { RuntimeError } from '../errors.ts';
import { processStart } from '../process.ts';
import { realDisk } from './disk.ts';
import { FOREIGN_PATIENCE_MS, RunLock, readLock } from './lock.ts';

const lockFile = (): string => path.join(mkdtempSync(path.join(tmpdir(), 'iterion-lock-')), '.lock');
const dead = { pid: 2 ** 22 + 1, process_start: 'boot:1', host: hostname(), epoch: 3, token: 'old', acquired_at: '' };

test('R-STORE-20 a held lock is refused, naming pid and host; a released one is free', () => {
  const file = lockFile();
  const lock = RunLock.acquire(file, 1, realDisk);
  expect(readLock(file)).toMatchObject({
    live: true,
    holder: { pid: process.pid, host: hostname(), epoch: 1, process_start: processStart(process.pid) },
  });
  expect(() => RunLock.acquire(file, 2, realDisk)).toThrow(
    expect.objectContaining({ code: 'RUN_LOCKED', message: expect.stringContaining(String(process.pid)) }),
  );
  lock.release();
  expect(readLock(file)).toBeUndefined();
  expect(() => lock.check()).toThrow(RuntimeError);
});

test('R-STORE-20 the lock of a dead process is taken over with a higher epoch, and its claims are cleared', () => {
  const file = lockFile();
  writeFileSync(file, JSON.stringify(dead));
  writeFileSync(`${file}.4`, JSON.stringify({ ...dead, epoch: 4 })); // died between claim and rename
  const lock = RunLock.acquire(file, 2, realDisk);
  expect(lock.holder.epoch).toBe(5);
  expect(readdirSync(path.dirname(file))).toEqual(['.lock']);
  lock.check();
  lock.release();
});

test('R-STORE-20 a process that re-uses the pid is not the holder', () => {
  const file = lockFile();
  writeFileSync(file, JSON.stringify({ ...dead, pid: process.pid, process_start: 'an earlier boot:1' }));
  RunLock.acquire(file, 1, realDisk).release();
});

test('S-77 a lock of another host is stale after 60 s without a touch; the old holder then finds another token', () => {
  const file = lockFile();
  const old = RunLock.acquire(file, 1, realDisk);
  writeFileSync(file, JSON.stringify({ ...old.holder, host: 'elsewhere' }));
  expect(() => RunLock.acquire(file, 2, realDisk)).toThrow(/elsewhere/);
  const then = new Date(Date.now() - FOREIGN_PATIENCE_MS - 1_000);
  utimesSync(file, then, then);
  const lock = RunLock.acquire(file, 2, realDisk);
  expect(() => old.check()).toThrow(expect.objectContaining({ code: 'RUN_LOCKED' }));
  old.release();
  expect((JSON.parse(readFileSync(file, 'utf8')) as { token: string }).token).toBe(lock.holder.token);
  lock.release();
});

test('R-STORE-20 the holder notices another token, also in the same file and of the same length', () => {
  const file = lockFile();
  const lock = RunLock.acquire(file, 1, realDisk);
  lock.check();
  const touched = new Date(Date.now() + 2_000);
  utimesSync(file, touched, touched);
  lock.check();
  writeFileSync(file, `${JSON.stringify({ ...lock.holder, token: lock.holder.token.replaceAll(/./g, 'x') })}\n`);
  const rewritten = new Date(Date.now() + 4_000);
  utimesSync(file, rewritten, rewritten);
  expect(() => lock.check()).toThrow(expect.objectContaining({ code: 'RUN_LOCKED' }));
  lock.release();
});

test('P-20 of rivals that saw the same stale lock exactly one wins, whatever the interleaving', () => {
  // Each disk operation of the second rival may fall before any operation of the first: run it inside the first one's operations.
  for (let moment = 0; moment < 6; moment++) {
    const file = lockFile();
    writeFileSync(file, JSON.stringify(dead));
    let operation = 0;
    let rival: RunLock | undefined;
    const interleave = (): void => {
      if (operation++ !== moment) return;
      try {
        rival = RunLock.acquire(file, 4, realDisk);
      } catch (error) {
        if (!(error instanceof RuntimeError)) throw error;
      }
    };
    const disk = {
      ...realDisk,
      create: (at: string) => (interleave(), realDisk.create(at)),
      link: (from: string, to: string) => (interleave(), realDisk.link(from, to)),
      remove: (at: string) => (interleave(), realDisk.remove(at)),
      rename: (from: string, to: string) => (interleave(), realDisk.rename(from, to)),
    };
    let first: RunLock | undefined;
    try {
      first = RunLock.acquire(file, 4, disk);
    } catch (error) {
      if (!(error instanceof RuntimeError)) throw error;
    }
    const winners = [first, rival].filter((lock) => lock !== undefined);
    expect(winners.length, `moment ${moment}`).toBe(1);
    winners[0]?.check();
    winners[0]?.release();
  }
});
