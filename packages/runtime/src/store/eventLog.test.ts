import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RuntimeError } from '../errors.ts';
import { realDisk } from './disk.ts';
import { EventLog } from './eventLog.ts';
import { faultyDisk } from './faultyDisk.fixture.ts';
import { readLog } from './logReader.ts';
import { repairTail } from './repair.ts';

const file = (): string => path.join(mkdtempSync(path.join(tmpdir(), 'iterion-log-')), 'events.jsonl');
const line = (seq: number, text = 'x'): string => JSON.stringify({ seq, type: 'warning', data: { text } });

test('R-STORE-10 whole lines are appended, and a foreign change is noticed before the next write', async () => {
  const at = file();
  const log = new EventLog(at, 0, { disk: realDisk, fsync: 'node' });
  log.append([line(0), line(1)]);
  await log.durable();
  expect(readFileSync(at, 'utf8')).toBe(`${line(0)}\n${line(1)}\n`);
  writeFileSync(at, 'somebody else\n', { flag: 'a' });
  expect(() => log.append([line(2)])).toThrow(RuntimeError);
  expect(readFileSync(at, 'utf8')).toBe(`${line(0)}\n${line(1)}\nsomebody else\n`);
  await log.close();
});

test('R-STORE-12 concurrent calls for durability share one fdatasync', async () => {
  let syncs = 0;
  const disk = { ...realDisk, sync: (fd: number) => (syncs++, realDisk.sync(fd)) };
  const log = new EventLog(file(), 0, { disk, fsync: 'node' });
  const waits = Array.from({ length: 64 }, (_, seq) => {
    log.append([line(seq)]);
    return log.durable();
  });
  await Promise.all(waits);
  expect(syncs).toBeLessThanOrEqual(2); // the one in flight when the rest came, and one for the rest
  await log.close();
});

test('R-STORE-11 with `off` nothing is ever synced; with `batch` soon, without being asked', async () => {
  let syncs = 0;
  const disk = { ...realDisk, sync: (fd: number) => (syncs++, realDisk.sync(fd)) };
  const off = new EventLog(file(), 0, { disk, fsync: 'off' });
  off.append([line(0)]);
  await off.durable();
  await off.close();
  expect(syncs).toBe(0);
  const batch = new EventLog(file(), 0, { disk, fsync: 'batch' });
  batch.append([line(0)]);
  await batch.durable();
  expect(syncs).toBe(0);
  await expect.poll(() => syncs, { timeout: 2_000 }).toBe(1);
  await batch.close();
});

test('R-STORE-14 a failed or short write leaves the file as it was, and the log takes nothing more', async () => {
  for (const fault of ['ENOSPC', 'short'] as const) {
    const at = file();
    const disk = faultyDisk();
    const log = new EventLog(at, 0, { disk, fsync: 'node' });
    log.append([line(0)]);
    disk.failAt(1, fault);
    expect(() => log.append([line(1, 'y'.repeat(5000))])).toThrow(/cannot append/);
    disk.failAt(undefined);
    expect(readFileSync(at, 'utf8')).toBe(`${line(0)}\n`);
    expect(() => log.append([line(1)])).toThrow(/cannot append/);
    await log.close();
  }
});

test('R-STORE-14 a failed fdatasync ends the log', async () => {
  const disk = faultyDisk();
  const log = new EventLog(file(), 0, { disk, fsync: 'node' });
  log.append([line(0)]);
  disk.failAt(1, 'EIO');
  await expect(log.durable()).rejects.toThrow(/cannot sync/);
  expect(() => log.append([line(1)])).toThrow(/cannot sync/);
});

test('R-STORE-21 a tail cut at every byte of the last line is mended', () => {
  const whole = `${line(0)}\n${line(1, 'größe "q" \\n')}\n`;
  const bytes = Buffer.from(whole);
  const first = line(0).length + 1;
  for (let cut = first; cut <= bytes.length; cut++) {
    const at = file();
    writeFileSync(at, bytes.subarray(0, cut));
    const before = readLog(at);
    expect(before.lines).toHaveLength(cut === bytes.length ? 2 : 1);
    const repair = repairTail(at, before.end, before.lines.length, `${at}.torn`, realDisk);
    const after = readLog(at);
    expect(after.end).toBe(after.size);
    if (cut === bytes.length || cut === first) {
      expect(repair).toBeNull();
    } else if (cut === bytes.length - 1) {
      expect(repair).toMatchObject({ completed: true, cutBytes: 0 });
      expect(after.lines).toHaveLength(2);
    } else {
      expect(repair).toMatchObject({ completed: false, cutBytes: cut - first });
      expect(readFileSync(`${at}.torn`)).toEqual(bytes.subarray(first, cut));
      expect(after.lines).toHaveLength(1);
    }
  }
});

test('R-STORE-21 a complete last line with another seq is not taken for an event', () => {
  const at = file();
  writeFileSync(at, `${line(0)}\n${line(7)}`);
  expect(repairTail(at, line(0).length + 1, 1, `${at}.torn`, realDisk)).toMatchObject({ completed: false });
  expect(readFileSync(`${at}.torn`, 'utf8')).toBe(line(7));
});

test('R-STORE-22 a damaged line or a gap ends the reading, naming line and offset; what precedes stays readable', () => {
  const at = file();
  writeFileSync(at, `${line(0)}\n{"seq":1,\n${line(2)}\n`);
  expect(readLog(at)).toMatchObject({ lines: [{ seq: 0 }], corrupt: { line: 2, offset: line(0).length + 1 } });
  writeFileSync(at, `${line(0)}\n${line(2)}\n`);
  expect(readLog(at).corrupt?.reason).toBe('seq is 2 where 1 belongs');
});

test('R-STORE-05 what is written in any batches is read back, from any line on, in any chunks', () => {
  const texts = fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 30 });
  fc.assert(
    fc.property(texts, fc.nat(30), (all, from) => {
      const at = file();
      const lines = all.map((text, seq) => line(seq, text));
      writeFileSync(at, lines.map((text) => `${text}\n`).join(''));
      expect(readLog(at).lines.map((read) => JSON.stringify(read))).toEqual(lines);
      const skip = Math.min(from, lines.length);
      const offset = Buffer.byteLength(
        lines
          .slice(0, skip)
          .map((text) => `${text}\n`)
          .join(''),
      );
      expect(readLog(at, { offset, seq: skip }).lines).toHaveLength(lines.length - skip);
    }),
    { numRuns: 60 },
  );
});

test('R-STORE-05 lines longer than a chunk are read whole', () => {
  const at = file();
  const long = line(1, 'z'.repeat(3 << 20));
  writeFileSync(at, `${line(0)}\n${long}\n${line(2)}\n`);
  const reading = readLog(at);
  expect(reading.lines.map(({ seq }) => seq)).toEqual([0, 1, 2]);
  expect(JSON.stringify(reading.lines[1])).toBe(long);
});
