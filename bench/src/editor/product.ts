// The built product under measurement: the command line serving a folder, and pages of it in a real Chromium. A cold page has an empty
// cache; only the sign-in is carried over.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from '@playwright/test';
import { recordInPage } from './recorder.ts';

const cli = fileURLToPath(new URL('../../../apps/cli/bin/iterion.mjs', import.meta.url));

export interface Served {
  readonly origin: string;
  /** Milliseconds from starting the process until it listened. */
  readonly listening: number;
  /** A page with an empty cache that is signed in; nothing is loaded yet. */
  readonly coldPage: (browser: Browser) => Promise<Page>;
  readonly stop: () => Promise<void>;
}

export async function serve(folder: string): Promise<Served> {
  const since = performance.now();
  const env = { ...process.env, XDG_STATE_HOME: join(folder, '.state'), XDG_CONFIG_HOME: join(folder, '.config') };
  const child = spawn(
    process.execPath,
    [cli, 'editor', '--dir', folder, '--port', '0', '--no-browser', '--json', '--log-level', 'error'],
    { env, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const { link } = JSON.parse(await firstDocument(child)) as { link: string };
  const listening = performance.now() - since;
  const { origin } = new URL(link);
  let signedIn: Awaited<ReturnType<ReturnType<Page['context']>['storageState']>> | undefined;
  return {
    origin,
    listening,
    coldPage: async (browser) => {
      if (!signedIn) {
        const page = await browser.newPage();
        await page.goto(link);
        await page.getByRole('treeitem', { name: 'generated.iter' }).waitFor();
        signedIn = await page.context().storageState();
        await page.close();
      }
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, storageState: signedIn });
      await context.addInitScript(recordInPage);
      return context.newPage();
    },
    stop: async () => {
      const gone = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function firstDocument(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.trimEnd().endsWith('}')) return text;
  }
  throw new Error('the server stopped before it listened');
}
