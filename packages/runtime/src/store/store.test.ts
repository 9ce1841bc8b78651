// The store as others see it: lists without logs, ids, following, metadata, trash (§8.1, S-RUN-03, S-RUN-04, S-FILE-09).
import { appendFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunEvent } from '@iterion/engine';
import { expect, test } from 'vitest';
import { type Place, place, scripted, startText } from '../runs.fixture.ts';
import { isSafeName } from './layout.ts';
import { newRunId, openStore } from './store.ts';
import { emptyTrash } from './trash.ts';

const FLOW = `
tool one:
  command: "true"

tool two:
  command: "true"

workflow pair:
  entry: one
  one -> two
  two -> done
`;

async function ran(at: Place, runId: string): Promise<void> {
  await (
    await startText(FLOW, at, { runId, execute: scripted({ one: [{ output: { n: 1 } }] }).execute, fsync: 'off' })
  ).done;
}

test('R-STORE-01 names with a path in them, hidden ones and long ones are refused', () => {
  for (const name of ['a', 'run_1', 'größe', '日本', 'a.b-c', '_x']) expect(isSafeName(name), name).toBe(true);
  for (const name of ['', '.', '..', '.a', '-a', 'a/b', 'a\\b', 'a\0', '../x', 'a b', 'ü'.repeat(101)])
    expect(isSafeName(name), name).toBe(false);
});

test('R-STORE-02 run ids carry their time and are safe names', () => {
  expect(newRunId(1_767_600_000_000)).toMatch(/^run_1767600000000_[a-z2-7]{4}$/);
  expect(isSafeName(newRunId())).toBe(true);
});

test('S-RUN-04 runs are listed from their headers alone, newest first', async () => {
  const at = place();
  expect(at.store.headers()).toEqual([]);
  for (const id of ['first', 'second', 'third']) await ran(at, id);
  for (const id of ['first', 'second', 'third']) writeFileSync(at.store.paths(id).log, 'no log is read\n');
  expect(
    openStore(at.store.folder)
      .headers()
      .map(({ id, status, workflow_name }) => [id, status, workflow_name]),
  ).toEqual([
    ['third', 'finished', 'pair'],
    ['second', 'finished', 'pair'],
    ['first', 'finished', 'pair'],
  ]);
});

test('R-STORE-18 a list follows changes of run.json, and a run without it is read from its log', async () => {
  const at = place();
  await ran(at, 'r');
  const store = openStore(at.store.folder);
  expect(store.header('r').status).toBe('finished');
  rmSync(at.store.paths('r').header);
  expect(store.header('r')).toMatchObject({ id: 'r', status: 'finished', usage: { iterations: 2 } });
  expect(store.headers()).toHaveLength(1);
  truncateSync(at.store.paths('r').log, 0);
  expect(store.headers()).toEqual([]);
  expect(() => store.header('r')).toThrow(expect.objectContaining({ code: 'RUN_NOT_FOUND' }));
});

test('R-CLI-16 a unique prefix or `last` names a run', async () => {
  const at = place();
  for (const id of ['run_1_aaaa', 'run_1_bbbb', 'run_2_cccc']) await ran(at, id);
  expect(at.store.find('run_2')).toBe('run_2_cccc');
  expect(at.store.find('run_1_aaaa')).toBe('run_1_aaaa');
  expect(at.store.find('last')).toBe('run_2_cccc');
  expect(() => at.store.find('run_1')).toThrow(expect.objectContaining({ code: 'USAGE' }));
  expect(() => at.store.find('nope')).toThrow(expect.objectContaining({ code: 'RUN_NOT_FOUND' }));
});

test('S-RUN-03 a follower sees each complete line once, in order, whoever writes it, and stops at a gap', async () => {
  const at = place();
  await ran(at, 'r');
  const { log } = at.store.paths('r');
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  writeFileSync(log, `${lines.slice(0, 3).join('\n')}\n`);
  const seen: RunEvent[] = [];
  let reason = '';
  const follower = openStore(at.store.folder).follow('r', {
    onEvents: (events) => void seen.push(...events),
    onCorrupt: (why) => (reason = why),
  });
  await expect.poll(() => seen.length).toBe(3);
  appendFileSync(log, `${lines[3]}\n${lines[4]?.slice(0, 20)}`);
  await expect.poll(() => seen.length, { timeout: 2_000 }).toBe(4);
  appendFileSync(log, `${lines[4]?.slice(20)}\n`);
  await expect.poll(() => seen.length, { timeout: 2_000 }).toBe(5);
  expect(seen.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4]);
  appendFileSync(log, `${lines[7]}\n`);
  await expect.poll(() => reason, { timeout: 2_000 }).toBe('seq is 7 where 5 belongs');
  follower.stop();
});

test('R-STORE-22 a damaged line is named; what precedes it stays readable and nothing is appended', async () => {
  const at = place();
  await ran(at, 'r');
  const { log, header } = at.store.paths('r');
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  writeFileSync(log, `${[...lines.slice(0, 4), '{broken', ...lines.slice(5)].join('\n')}\n`);
  rmSync(header);
  expect(at.store.events('r')).toMatchObject({ events: { length: 4 }, corrupt: { line: 5 } });
  expect(() => at.store.state('r')).toThrow(
    expect.objectContaining({
      code: 'STORE_CORRUPT',
      message: expect.stringContaining('line 5'),
      hint: expect.stringContaining('--at-seq 4'),
    }),
  );
});

test('meta.json holds what a user says about a run, beside its history', async () => {
  const at = place();
  await (
    await startText(FLOW, at, {
      runId: 'r',
      execute: scripted().execute,
      name: 'first try',
      labels: ['x'],
      origin: 'cli',
    })
  ).done;
  expect(at.store.metadata('r')).toEqual({ name: 'first try', labels: ['x'], origin: 'cli' });
  const log = readFileSync(at.store.paths('r').log);
  expect(at.store.updateMetadata('r', { name: null, labels: ['y', 'z'] })).toEqual({
    name: null,
    labels: ['y', 'z'],
    origin: 'cli',
  });
  expect(readFileSync(at.store.paths('r').log)).toEqual(log);
});

test('S-FILE-09 a trashed run is gone from the list, can be put back, and is removed for good after 7 days', async () => {
  const at = place();
  await ran(at, 'r');
  const { restoreId, until } = at.store.trash('r');
  expect(at.store.headers()).toEqual([]);
  expect(Date.parse(until) - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
  await ran(at, 'r');
  expect(() => at.store.restore(restoreId)).toThrow(expect.objectContaining({ code: 'RUN_EXISTS' }));
  at.store.trash('r');
  expect(at.store.restore(restoreId)).toBe('r');
  expect(at.store.header('r').status).toBe('finished');
  expect(() => at.store.restore(restoreId)).toThrow(expect.objectContaining({ code: 'RUN_NOT_FOUND' }));
  expect(emptyTrash(at.store.folder)).toBe(0);
  expect(emptyTrash(at.store.folder, Date.now() + 8 * 86_400_000)).toBe(1);
  expect(existsSync(path.join(at.store.folder, 'runs', 'r'))).toBe(true);
});

test('S-FILE-09 a run that a process holds is not trashed', async () => {
  const at = place();
  const handle = await startText(FLOW, at, { runId: 'r', execute: scripted({ one: [{ lastsMs: 10_000 }] }).execute });
  expect(() => at.store.trash('r')).toThrow(expect.objectContaining({ code: 'RUN_LOCKED' }));
  await handle.cancel('enough');
  await handle.done;
  at.store.trash('r');
});
