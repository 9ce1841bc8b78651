// The product as a user starts it: the built command line serving the built editor on a workspace of its own, driven in Chromium.
// Every test gets a fresh copy of the examples, a fresh store and fresh user folders, and sees to it that no process stays behind.
import { type ChildProcess, spawn } from 'node:child_process';
import { chown, cp, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, expect, type Locator, type Page } from '@playwright/test';

export { expect };

const root = fileURLToPath(new URL('../..', import.meta.url));
export const cli = join(root, 'apps/cli/bin/iterion.mjs');

export interface Product {
  readonly workspace: string;
  /** Origin of the server. */
  readonly origin: string;
  /** A link with a one-time code; each call mints a new one. */
  readonly link: () => Promise<string>;
  readonly read: (file: string) => Promise<string>;
  readonly write: (file: string, text: string) => Promise<void>;
  /** Runs the command line in the workspace; resolves with its exit code and output. */
  readonly run: (...args: string[]) => Promise<{ readonly code: number; readonly out: string; readonly err: string }>;
  readonly stop: () => Promise<void>;
  /** Another server process on the same port and workspace. */
  readonly restart: () => Promise<void>;
  readonly wasStopped: () => boolean;
}

interface Fixtures {
  /** The server belongs to somebody without special powers, also when the tests are run by the superuser. */
  readonly unprivileged: boolean;
  /** More arguments for the server: `test.use({ serverArguments: ['--read-only'] })`. */
  readonly serverArguments: readonly string[];
  readonly product: Product;
  /** A page that is signed in and shows the start screen; errors on its console fail the test. */
  readonly editor: Page;
}

export const test = base.extend<Fixtures>({
  serverArguments: [[], { option: true }],
  unprivileged: [false, { option: true }],
  product: async ({ serverArguments, unprivileged }, use, info) => {
    const folder = await mkdtemp(join(tmpdir(), 'iterion-e2e-'));
    const workspace = join(folder, 'workspace');
    await cp(join(root, 'examples'), workspace, { recursive: true, filter: (from) => !from.includes('.iterion') });
    await mkdir(join(folder, 'state'));
    const env = {
      ...process.env,
      XDG_STATE_HOME: join(folder, 'state'),
      XDG_CONFIG_HOME: join(folder, 'config'),
      NO_COLOR: '1',
    };
    for (const name of Object.keys(env)) if (/_API_KEY$|^ITERION_/.test(name)) delete env[name as keyof typeof env];
    const other = unprivileged && process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
    if ('uid' in other) {
      info.skip(!(await isOpenToAll(root)), 'nobody else can read the product here');
      await giveAway(folder);
    }
    const start = (port: string): ChildProcess =>
      spawn(
        process.execPath,
        [
          cli,
          'editor',
          '--dir',
          workspace,
          '--port',
          port,
          '--no-browser',
          '--json',
          '--log-level',
          'error',
          ...serverArguments,
        ],
        { env, stdio: ['ignore', 'pipe', 'inherit'], ...other },
      );
    let server = start('0');
    const { url, link: firstLink } = JSON.parse(await firstDocument(server)) as { url: string; link: string };
    const { origin, port } = new URL(url);
    let first: string | null = firstLink;
    let stopped = false;
    const run: Product['run'] = async (...args) => {
      const child = spawn(process.execPath, [cli, ...args], { cwd: workspace, env, stdio: ['ignore', 'pipe', 'pipe'] });
      const [out, err] = [collect(child.stdout), collect(child.stderr)];
      const code = await new Promise<number>((resolve) => child.on('close', (exit) => resolve(exit ?? -1)));
      return { code, out: out(), err: err() };
    };
    const stop = async (): Promise<void> => {
      stopped = true;
      if (server.exitCode !== null || server.signalCode !== null) return;
      const gone = new Promise((resolve) => server.once('close', resolve));
      server.kill('SIGTERM');
      await gone;
    };
    await use({
      workspace,
      origin,
      link: async () => {
        if (first !== null) {
          const link = first;
          first = null;
          return link;
        }
        const { out } = await run('editor', '--dir', workspace, '--link');
        return out.match(/https?:\/\/\S+#code=\S+/)?.[0] ?? out.trim();
      },
      read: async (file) => readFile(join(workspace, file), 'utf8'),
      write: async (file, text) => writeFile(join(workspace, file), text),
      run,
      stop,
      restart: async () => {
        await stop();
        server = start(port);
        await firstDocument(server);
        first = null;
      },
      wasStopped: () => stopped,
    });
    await stop();
    await rm(folder, { recursive: true, force: true });
  },

  editor: async ({ page, product }, use) => {
    const problems: string[] = [];
    const foreign: string[] = [];
    page.on('pageerror', (error) => problems.push(error.stack ?? error.message));
    page.on('console', (message) => {
      const isAboutServer =
        message.text().includes('status of 4') ||
        (product.wasStopped() && /ERR_|WebSocket|status of 503/u.test(message.text()));
      if (message.type() === 'error' && !isAboutServer) problems.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(product.origin) && !/^(data|blob):/.test(request.url()))
        foreign.push(request.url());
    });
    await page.goto(await product.link());
    await expect(page.getByRole('heading', { name: 'Describe your agents. See them run.' })).toBeVisible();
    await use(page);
    expect(problems, 'errors on the console').toEqual([]);
    expect(foreign, 'requests that left the origin').toEqual([]);
  },
});

/** Whether everybody can come to a folder. */
async function isOpenToAll(folder: string): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    if (((await stat(at)).mode & 0o005) !== 0o005) return false;
    if (at === dirname(at)) return true;
  }
}

const NOBODY = 65_534;
async function giveAway(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true })) await chown(join(folder, entry), NOBODY, NOBODY);
  await chown(folder, NOBODY, NOBODY);
}

/** The first complete JSON document a process prints. */
async function firstDocument(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    try {
      JSON.parse(text);
      return text;
    } catch {
      // Not complete yet.
    }
  }
  throw new Error(`the server stopped before it listened: ${text}`);
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return () => text;
}

/** Opens a file of the workspace from the tree and waits for its graph. */
export async function openFile(page: Page, name: string): Promise<void> {
  await page.getByRole('treeitem', { name }).first().click();
  await expect(page.getByRole('application', { name: 'Workflow graph' })).toBeVisible();
  await expect(page.getByText('connected')).toBeVisible();
}

/** The card of a node on the canvas. */
export const card = (page: Page, node: string) => page.locator(`[id="card-node:${node}"]`);

/** Where an element is once it no longer moves: panels that open let the canvas fit again. */
export async function settled(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  let before = '';
  await expect(async () => {
    const box = JSON.stringify(await locator.boundingBox());
    const same = box === before && box !== 'null';
    before = box;
    expect(same).toBe(true);
  }).toPass({ intervals: [150], timeout: 5_000 });
  return JSON.parse(before) as { x: number; y: number; width: number; height: number };
}
