// The editor as a user meets it, on the built product in a real Chromium with software rendering: opening, panning, zooming, dragging,
// typing, deleting and searching on generated files, beside the goals of editor.md §13. Prints figures and keeps them in a report file;
// asserts nothing. Run after a build: pnpm --filter @iterion/bench editor [nodes…]
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from '@playwright/test';
import {
  deleteAndUndo,
  drag,
  panAtFit,
  panAtFullSize,
  searchKeys,
  settle,
  typeInForm,
  typeInSource,
  zoomAtFit,
} from './editor/measures.ts';
import { type Served, serve } from './editor/product.ts';
import { recorded, type Recorder } from './editor/recorder.ts';
import { generateWorkflow } from './generate.ts';

const executablePath = process.env['CHROME_PATH'] ?? '/usr/bin/chromium';
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const opens = 5;

const at = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0;
const median = (values: readonly number[]): number => at(values, 0.5);
const p95 = (values: readonly number[]): number => at(values, 0.95);

interface Row {
  readonly rule: string;
  readonly nodes: number;
  readonly what: string;
  readonly value: number;
  readonly goal: number | null;
  readonly unit: string;
}
const rows: Row[] = [];

function note(rule: string, nodes: number, what: string, value: number, goal: number | null, unit = 'ms'): void {
  rows.push({ rule, nodes, what, value: Math.round(value * 10) / 10, goal, unit });
  const verdict = goal === null ? '' : `goal ${goal}${value <= goal ? '' : '  ← above'}`;
  console.log(
    `${String(nodes).padStart(5)}  ${what.padEnd(58)} ${value.toFixed(0).padStart(6)} ${unit.padEnd(6)} ${verdict}`,
  );
}
/** Frames and the longest task of one gesture. */
function noteFrames(rule: string, nodes: number, what: string, { frames, longTasks }: Recorder, goal: number): void {
  note(rule, nodes, `${what}: frame p95`, p95(frames), goal);
  note(rule, nodes, `${what}: longest task`, Math.max(0, ...longTasks), 200);
}
/** The browser reports no input below 16 ms; those count as 16. */
function inputP95({ inputs }: Recorder, keys: number): number {
  return p95([...inputs, ...Array.from({ length: Math.max(0, keys - inputs.length) }, () => 16)]);
}

interface Opened {
  readonly page: Page;
  readonly visible: number;
  readonly interactive: number;
  readonly longest: number;
  /** Kilobytes of script, compressed, that came before the first card was painted. */
  readonly script: number;
  readonly foreign: readonly string[];
}

async function open(browser: Browser, served: Served, file: string): Promise<Opened> {
  const page = await served.coldPage(browser);
  const sizes = new Map<string, Promise<number>>();
  const foreign: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(served.origin) && !/^(data|blob):/.test(request.url())) foreign.push(request.url());
  });
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script')
      sizes.set(
        response.url(),
        response.body().then((body) => gzipSync(body).length),
      );
  });
  await page.goto(`${served.origin}/edit/${file}`);
  await page.waitForFunction(() => (window as unknown as { recorder: Recorder }).recorder.visible > 1);
  await page.waitForFunction(() => (window as unknown as { recorder: Recorder }).recorder.interactive > 1);
  await settle(page);
  const { visible, interactive, longTasks } = await recorded(page);
  // What workers load does not keep the page from painting, and is no resource of the page.
  const before = await page.evaluate(
    (time) =>
      performance
        .getEntriesByType('resource')
        .filter((entry) => (entry as PerformanceResourceTiming).responseEnd <= time)
        .map((entry) => entry.name),
    visible,
  );
  let script = 0;
  for (const url of before) if (!/[.]worker-/.test(url)) script += ((await sizes.get(url)) ?? 0) / 1000;
  return { page, visible, interactive, longest: Math.max(0, ...longTasks), script, foreign };
}

async function heap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 1e6;
}

async function measure(browser: Browser, nodes: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'iterion-bench-'));
  await writeFile(join(folder, 'generated.iter'), generateWorkflow(nodes, 7));
  const served = await serve(folder);
  const opened: Opened[] = [];
  for (let round = 0; round <= opens; round++) {
    const one = await open(browser, served, 'generated.iter');
    if (round > 0) opened.push(one);
    if (round < opens) await one.page.context().close();
  }
  const last = opened.at(-1);
  if (!last) throw new Error('nothing was opened');
  const { page } = last;
  const of = (pick: (one: Opened) => number): number => median(opened.map(pick));
  note(
    'E-PERF-02',
    nodes,
    'script before the first graph, gzip',
    of((one) => one.script),
    300,
    'kB',
  );
  note(
    'E-PERF-03',
    nodes,
    'cold open: graph visible',
    of((one) => one.visible),
    900,
  );
  note(
    'E-PERF-03',
    nodes,
    'cold open: interactive',
    of((one) => one.interactive),
    1500,
  );
  note(
    'E-PERF-03',
    nodes,
    'cold open: longest task',
    of((one) => one.longest),
    200,
  );
  note('E-PERF-15', nodes, 'heap after opening', await heap(page), 150, 'MB');

  noteFrames('E-PERF-07', nodes, 'pan at fit', await panAtFit(page), 33);
  noteFrames('E-PERF-07', nodes, 'zoom from fit', await zoomAtFit(page), 33);
  const elements = await page.locator('.react-flow').evaluate((element) => element.querySelectorAll('*').length);
  note('E-CANVAS-11', nodes, 'elements in the canvas at fit', elements, 3000, '');
  noteFrames('E-PERF-08', nodes, 'pan at 100 %', await panAtFullSize(page), 20);
  noteFrames('E-PERF-08', nodes, 'drag of one node', await drag(page, false), 20);
  const several = await drag(page, true);
  noteFrames('E-PERF-08', nodes, `drag of ${several.nodes} nodes`, several, 33);

  const keys = 20;
  const form = await typeInForm(page, keys);
  note('E-PERF-06', nodes, 'key in a form field: paint p95', inputP95(form, keys), nodes <= 200 ? 16 : 50);
  note('E-PERF-06', nodes, 'key in a form field: card changed p95 (waits 120)', p95(form.canvas), 170);
  note('E-PERF-06', nodes, 'key in a form field: longest task', Math.max(0, ...form.longTasks), 200);
  const source = await typeInSource(page, keys);
  note('E-PERF-05', nodes, 'key in the source: paint p95', inputP95(source, keys), 16);
  note('E-PERF-05', nodes, 'key in the source: card changed median', median(source.canvas), 50);
  note('E-PERF-05', nodes, 'key in the source: card changed p95', p95(source.canvas), 50);
  note('E-PERF-05', nodes, 'key in the source: longest task', Math.max(0, ...source.longTasks), 200);
  await page.getByText('Graph', { exact: true }).first().click();

  const search = await searchKeys(page);
  note('E-PERF-14', nodes, 'search: key to paint p95', inputP95(search, 25), 30);
  const removed = await deleteAndUndo(page);
  note('E-PERF-11', nodes, `delete ${removed.nodes} nodes`, removed.gone, 100);
  note('E-PERF-11', nodes, 'undo it', removed.back, 100);
  note('E-PERF-11', nodes, 'delete and undo: longest task', Math.max(0, ...removed.tasks), 200);
  note('E-PERF-15', nodes, 'heap after all this', await heap(page), 150, 'MB');
  note('E-DOC-12', nodes, 'requests that left the machine', last.foreign.length, 0, '');
  await page.context().close();
  await served.stop();
  await rm(folder, { recursive: true, force: true });
}

const sizes = process.argv.slice(2).map(Number);
const browser = await chromium.launch({ executablePath, args });
const machine = `Chromium ${browser.version()}, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? '?'}`;
console.log(`editor, built product, software rendering, medians of ${opens} cold opens; ${machine}`);
for (const nodes of sizes.length > 0 ? sizes : [200, 1000, 2000]) await measure(browser, nodes);
await browser.close();
const report = join(import.meta.dirname, '../results/editor.json');
await mkdir(join(report, '..'), { recursive: true });
await writeFile(report, `${JSON.stringify({ at: new Date().toISOString(), machine, rows }, null, 2)}\n`);
console.log(`report: ${report}`);
