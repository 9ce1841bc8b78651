// What the page may cost whoever opens it, as far as it can be counted rather than timed.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, openFile, test } from './product.ts';

test('E-PERF-02 E-PERF-20 what is loaded before the first graph fits in 300 kB, without code editor or layout engine', async () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/sizes.mjs'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(status, `${stdout}${stderr}`).toBe(0);
  expect(stdout).toMatch(/\d kB gz before the first graph \(limit 300\)/u);
});

test('E-PERF-19 an open editor that nobody touches asks the server for nothing', async ({ editor }) => {
  await openFile(editor, 'parallel_review.iter');
  // What follows the opening has its time, the assets that are kept for a server that goes away among it; then nothing may come.
  let last = Date.now();
  let asked: string[] = [];
  editor.on('request', (request) => {
    last = Date.now();
    asked.push(`${request.method()} ${request.url()}`);
  });
  await expect.poll(() => Date.now() - last, { timeout: 30_000 }).toBeGreaterThan(4_000);
  asked = [];
  await editor.waitForTimeout(5_000);
  expect(asked).toEqual([]);
});
