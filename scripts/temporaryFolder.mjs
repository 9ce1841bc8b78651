// All that the tests write goes into one temporary folder, which is gone when they end, however many made one of their own in it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export default function setup() {
  const folder = mkdtempSync(path.join(tmpdir(), 'iterion-tests-'));
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
