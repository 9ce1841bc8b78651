// The editor as a user meets it, on the built product in a real Chromium: start to first node, script before the first graph,
// keystroke to canvas on generated files. Prints figures beside the goals of editor.md §13; asserts nothing.
// Run after a build: pnpm --filter @iterion/bench editor
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from '@playwright/test';
import { generateWorkflow } from './generate.ts';

const cli = fileURLToPath(new URL('../../apps/cli/bin/iterion.mjs', import.meta.url));
const executablePath = process.env['CHROME_PATH'] ?? '/usr/bin/chromium';
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

interface Served {
  readonly link: string;
  readonly stop: () => Promise<void>;
}

async function serve(folder: string): Promise<Served> {
  const env = { ...process.env, XDG_STATE_HOME: join(folder, '.state'), XDG_CONFIG_HOME: join(folder, '.config') };
  const child = spawn(
    process.execPath,
    [cli, 'editor', '--dir', folder, '--port', '0', '--no-browser', '--json', '--log-level', 'error'],
    { env, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const { link } = JSON.parse(await document(child)) as { link: string };
  return {
    link,
    stop: async () => {
      const gone = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function document(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.trimEnd().endsWith('}')) return text;
  }
  throw new Error('the server stopped before it listened');
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const p95 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? 0;

/** Opens the file by its address and resolves when a card is on the screen; milliseconds since `since`. */
async function firstCard(page: Page, link: string, file: string, since: number): Promise<number> {
  await page.goto(link);
  await page.getByRole('treeitem', { name: file }).click();
  await page.locator('[id^="card-node:"], [data-lod="painted"] canvas').first().waitFor({ state: 'visible' });
  return performance.now() - since;
}

/** Types in the source and waits each time until the canvas shows the new name. */
async function keystrokes(page: Page, rounds: number): Promise<number[]> {
  const nodes = Number(
    /· (\d+) nodes/.exec(
      (await page
        .getByText(/· \d+ nodes/)
        .first()
        .textContent()) ?? '',
    )?.[1],
  );
  await page.getByText('Split', { exact: true }).click();
  const source = page.locator('.monaco-editor').first();
  await source.waitFor();
  await source.click();
  await page.keyboard.press('ControlOrMeta+Home');
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await page.keyboard.insertText(`agent typed_${round}:\n\n`);
    // Far cards are painted or not mounted: the count beside the workflow's name comes from the same projection in the same frame.
    await page
      .getByText(`· ${nodes + round + 1} nodes`)
      .first()
      .waitFor({ timeout: 20_000 });
    times.push(performance.now() - start);
    await page.keyboard.press('ControlOrMeta+Home');
  }
  return times;
}

async function measure(browser: Browser, nodes: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'iterion-bench-'));
  await writeFile(join(folder, 'generated.iter'), generateWorkflow(nodes, 7));
  const opened: number[] = [];
  let script = 0;
  let typed: number[] = [];
  for (let round = 0; round < 3; round++) {
    const since = performance.now();
    const served = await serve(folder);
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const sizes: Promise<number>[] = [];
    page.on('response', (response) => {
      // What workers load does not keep the page from painting.
      const onPage = response.request().resourceType() === 'script' && !/[.]worker-/.test(response.url());
      if (onPage)
        sizes.push(
          response.body().then(
            (body) => gzipSync(body).length,
            () => 0,
          ),
        );
    });
    opened.push(await firstCard(page, served.link, 'generated.iter', since));
    script = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    if (round === 2 && nodes <= 200) typed = await keystrokes(page, 12);
    await page.close();
    await served.stop();
  }
  await rm(folder, { recursive: true, force: true });
  const keys =
    typed.length === 0
      ? ''
      : `, keystroke to canvas median ${median(typed).toFixed(0)} ms, p95 ${p95(typed).toFixed(0)} ms (goal 150 ms after the pause of 100 ms)`;
  console.log(
    `${nodes} nodes: \`iterion editor\` to first node ${median(opened).toFixed(0)} ms, script before it ${(script / 1024).toFixed(0)} kB gz (goal 300)${keys}`,
  );
}

const browser = await chromium.launch({ executablePath, args });
console.log(`editor on Chromium ${browser.version()}, built product, software rendering`);
for (const nodes of [10, 200, 1000]) await measure(browser, nodes);
await browser.close();
