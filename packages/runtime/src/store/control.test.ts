import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  answerRequest,
  pendingRequests,
  postRequest,
  takeResult,
  ulid,
  watchMailbox,
  withdrawRequest,
} from './control.ts';
import { realDisk } from './disk.ts';

const mailbox = (): string => path.join(mkdtempSync(path.join(tmpdir(), 'iterion-control-')), 'control');

test('R-STORE-23 requests are read in name order and replaced by their result', () => {
  const folder = mailbox();
  const first = postRequest(realDisk, folder, { command: 'pause', by: 'a' });
  writeFileSync(
    path.join(folder, `${ulid(Date.now() + 1000)}.json`),
    JSON.stringify({ command: 'cancel', reason: 'enough', created_at: '' }),
  );
  expect(pendingRequests(realDisk, folder).map(({ command }) => command)).toEqual(['pause', 'cancel']);
  expect(takeResult(realDisk, folder, first)).toBeUndefined();
  answerRequest(realDisk, folder, first, { ok: true });
  expect(takeResult(realDisk, folder, first)).toEqual({ ok: true });
  expect(readdirSync(folder)).toHaveLength(1);
});

test('R-STORE-23 an unreadable request is answered with its fault; one that nobody read can be taken back', () => {
  const folder = mailbox();
  const taken = postRequest(realDisk, folder, { command: 'cancel' });
  writeFileSync(path.join(folder, '00000000000000000000000000.json'), '{');
  writeFileSync(path.join(folder, '00000000000000000000000001.json'), '{"command":"explode"}');
  expect(pendingRequests(realDisk, folder).map(({ id }) => id)).toEqual([taken]);
  expect(takeResult(realDisk, folder, '00000000000000000000000000')).toMatchObject({ ok: false });
  expect(takeResult(realDisk, folder, '00000000000000000000000001')?.error?.message).toContain('explode');
  expect(withdrawRequest(realDisk, folder, taken)).toBe(true);
  expect(withdrawRequest(realDisk, folder, taken)).toBe(false);
});

test('R-STORE-23 the holder hears of a request', async () => {
  const folder = mailbox();
  let heard = 0;
  const stop = watchMailbox(folder, realDisk, () => heard++);
  postRequest(realDisk, folder, { command: 'pause' });
  await expect.poll(() => heard, { timeout: 3_000 }).toBeGreaterThan(0);
  stop();
});
