import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { cli, finished, folder, root, until, type Folder } from './product.ts';

interface Served {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly dir: string;
  readonly workspace: string;
  readonly link: string;
}

// The static editor is built by the product's own build; here any page will do, for only the command line is looked at.
beforeAll(() => {
  expect(existsSync(path.join(root, 'apps/editor/dist/index.html')), 'run pnpm build first').toBe(true);
});

async function served(
  place: Folder,
  ...args: string[]
): Promise<{ child: ReturnType<Folder['start']>; document: Served }> {
  const child = place.start('editor', '--json', '--no-browser', '--log-level', 'error', '--port', '0', ...args);
  return { child, document: JSON.parse(await until(child, /\n/)) as Served };
}

test('R-CLI-22 S-CLI-01 --json prints one document once the server listens; SIGTERM stops it with 0', async () => {
  const place = folder('minimal_linear.iter');
  const { child, document } = await served(place);
  const over = finished(child);
  expect(document).toMatchObject({ pid: child.pid, dir: realpathSync(place.dir), workspace: realpathSync(place.dir) });
  expect(document.url).toBe(`http://127.0.0.1:${document.port}`);
  expect(document.link).toMatch(new RegExp(`^${document.url}/#code=.{20,}$`));
  const page = await fetch(document.url, { headers: { accept: 'text/html' } });
  expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
  expect((await fetch(`${document.url}/api/info`)).status).toBe(401);
  child.kill('SIGTERM');
  expect((await over).code).toBe(0);
  await expect(fetch(document.url)).rejects.toThrow();
});

test('S-CLI-01 a file is opened by its link', async () => {
  const place = folder();
  place.write('flows/my flow.iter', 'workflow w:\n  entry: done\n');
  const { document } = await served(place, 'flows/my flow.iter');
  expect(new URL(document.link).pathname).toBe('/edit/flows/my%20flow.iter');
  const usage: readonly (readonly [string, ...string[]])[] = [
    ['there is no file absent.iter', 'absent.iter'],
    ['flows is a folder', 'flows'],
    ['there is no folder absent', '--dir', 'absent'],
    ['lies outside the workspace', 'flows/my flow.iter', '--dir', '.home'],
    ['--port must be a number', '--port', 'many'],
  ];
  for (const [message, ...args] of usage) {
    const { code, err } = await place.run('editor', '--no-browser', ...args);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  }
});

test('S-CLI-02 a second call opens the server that is already there; --link prints a fresh link', async () => {
  const place = folder();
  const none = await place.json<{ error: { code: string } }>('editor', '--link');
  expect([none.code, none.document.error.code]).toEqual([1, 'NO_SERVER']);
  const { document } = await served(place);
  const again = await place.json<Served>('editor', '--no-browser');
  expect(again).toMatchObject({ code: 0, document: { url: document.url, pid: document.pid } });
  expect(again.document.link).not.toBe(document.link);
  const link = await place.run('editor', '--link');
  expect(link.out).toMatch(new RegExp(`^${document.url}/#code=\\S+\\n$`));
});

test('S-CLI-01 S-SEC-01 a busy port is an error, another address needs TLS', async () => {
  const place = folder();
  const taken = createServer();
  const port = await new Promise<number>((resolve) =>
    taken.listen(0, '127.0.0.1', () => {
      const address = taken.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    }),
  );
  const busy = await place.run('editor', '--no-browser', '--port', String(port));
  taken.close();
  expect([busy.code, busy.err]).toEqual([1, expect.stringContaining(`Port ${port} is in use`)]);
  const remote = await place.run('editor', '--no-browser', '--bind', '0.0.0.0');
  expect([remote.code, remote.err]).toEqual([2, expect.stringContaining('--allow-remote')]);
});

// A terminal for the keys: `script` gives the process one and passes on what is typed.
test('S-CLI-03 the link is shown once; l prints a fresh link, q stops with 0, Ctrl+C as well', async () => {
  const place = folder('minimal_linear.iter');
  const command = `${process.execPath} -- ${cli} editor --no-browser --port 0 --log-level error`;
  const press = async (...keys: readonly string[]): Promise<{ code: number | null; out: string }> => {
    const child = spawn('script', ['-qefc', command, '/dev/null'], {
      cwd: place.dir,
      env: { ...place.env, TERM: 'xterm' },
      stdio: 'pipe',
    });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    const over = new Promise<number | null>((resolve) => child.once('close', resolve));
    const links = (): readonly string[] => out.match(/http:\/\/\S+#code=[\w-]+/g) ?? [];
    await vi.waitFor(() => expect(out).toContain('q quits'), { timeout: 10_000 });
    expect(links()).toHaveLength(1);
    for (const [index, key] of keys.entries()) {
      child.stdin.write(key);
      if (key === 'l') await vi.waitFor(() => expect(links()).toHaveLength(index + 2), { timeout: 5_000 });
    }
    const code = await over;
    expect(new Set(links()).size).toBe(links().length);
    return { code, out };
  };
  const quit = await press('l', 'l', 'x', 'q');
  expect([quit.code, quit.out]).toEqual([0, expect.stringContaining('stopping')]);
  expect((await press('\u0003')).code).toBe(0);
});

test('S-CLI-01 the default port being busy, the next free one is taken, and the terminal says so', async () => {
  const place = folder();
  const taken = createServer();
  // Whoever has it already keeps it: busy it is.
  await new Promise<void>((resolve) => taken.once('error', () => resolve()).listen(4891, '127.0.0.1', () => resolve()));
  try {
    const child = place.start('editor', '--no-browser', '--log-level', 'error');
    const out = await until(child, /Ctrl-C/);
    const port = Number(/127\.0\.0\.1:(\d+)\//.exec(out)?.[1]);
    expect(port).toBeGreaterThan(4891);
    expect(port).toBeLessThanOrEqual(4910);
    expect(out).toContain(`port 4891 is in use, so this is port ${port}`);
  } finally {
    taken.close();
  }
});
