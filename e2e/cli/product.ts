// The built command line as a user calls it, each test in a folder, a store and user folders of its own. Builds the product when it
// is older than its sources, once for all test files.
import { execFileSync, spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const cli = path.join(root, 'apps/cli/bin/iterion.mjs');
const built = path.join(root, 'apps/cli/dist/iterion.mjs');
const LOCK = path.join(root, 'apps/cli/dist/.building');

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Folder {
  readonly dir: string;
  readonly env: Record<string, string>;
  readonly write: (name: string, text: string) => string;
  readonly read: (name: string) => string;
  /** Runs the command line to its end. */
  readonly run: (...args: string[]) => Promise<Ended>;
  /** The same with `--json`: stdout is exactly one document, which the caller knows the shape of. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters
  readonly json: <T = Record<string, unknown>>(...args: string[]) => Promise<Ended & { readonly document: T }>;
  /** Starts it and leaves it running; it is ended with the test. */
  readonly start: (...args: string[]) => ChildProcess;
  /** The same with a stdin that the test writes to. */
  readonly talk: (...args: string[]) => ChildProcessWithoutNullStreams;
  /** Runs it to its end with this on stdin. */
  readonly feed: (input: string | Uint8Array, ...args: string[]) => Promise<Ended>;
}

const open: { readonly dir: string; readonly children: ChildProcess[] }[] = [];
afterEach(async () => {
  for (const { dir, children } of open.splice(0)) {
    await Promise.all(children.map(ended));
    rmSync(dir, { recursive: true, force: true });
  }
});

/** A folder with the examples that are named. */
export function folder(...examples: string[]): Folder {
  build();
  const dir = mkdtempSync(path.join(tmpdir(), 'iterion-cli-'));
  const home = path.join(dir, '.home');
  mkdirSync(home);
  for (const name of examples) copyFileSync(path.join(root, 'examples', name), path.join(dir, name));
  const env: Record<string, string> = { NO_COLOR: '1', HOME: home, XDG_STATE_HOME: home, XDG_CONFIG_HOME: home };
  for (const [name, value] of Object.entries(process.env)) {
    if (value === undefined || name in env || /^(ITERION_|NODE_|VITEST)|_API_KEY$|^FORCE_COLOR$/.test(name)) continue;
    env[name] = value;
  }
  const children: ChildProcess[] = [];
  open.push({ dir, children });
  const start = (...args: string[]): ChildProcess => {
    const child = spawn(process.execPath, [cli, ...args], { cwd: dir, env, stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    return child;
  };
  const talk = (...args: string[]): ChildProcessWithoutNullStreams => {
    const child = spawn(process.execPath, [cli, ...args], { cwd: dir, env, stdio: 'pipe' });
    children.push(child);
    return child;
  };
  const run = (...args: string[]): Promise<Ended> => finished(start(...args));
  return {
    dir,
    env,
    start,
    talk,
    feed: (input, ...args) => {
      const child = talk(...args);
      child.stdin.end(input);
      return finished(child);
    },
    run,
    // oxlint-disable-next-line typescript/no-unnecessary-type-parameters
    json: async <T>(...args: string[]) => {
      const result = await run(...args, '--json');
      return { ...result, document: JSON.parse(result.out) as T };
    },
    write: (name, text) => {
      const file = path.join(dir, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    },
    read: (name) => readFileSync(path.join(dir, name), 'utf8'),
  };
}

/** Collects the output of a process until it ends. */
export function finished(child: ChildProcess): Promise<Ended> {
  let out = '';
  let err = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code: code ?? -1, out, err })));
}

/** Resolves with all of stdout as soon as it matches. */
export function until(child: ChildProcess, pattern: RegExp): Promise<string> {
  let out = '';
  return new Promise((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (pattern.test(out)) resolve(out);
    });
    child.once('close', () => reject(new Error(`ended before ${String(pattern)}: ${out}`)));
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await gone;
}

function build(): void {
  if (isFresh()) return;
  mkdirSync(path.dirname(LOCK), { recursive: true });
  for (;;) {
    try {
      mkdirSync(LOCK);
      break;
    } catch {
      // Another test file builds: wait until its lock is gone, unless that died.
      const age = Date.now() - (statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > 60_000) rmSync(LOCK, { recursive: true, force: true });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
  }
  try {
    if (isFresh()) return;
    const vite = path.join(root, 'node_modules/.bin/vite');
    execFileSync(vite, ['build'], { cwd: path.join(root, 'apps/cli'), stdio: ['ignore', 'ignore', 'inherit'] });
  } finally {
    rmSync(LOCK, { recursive: true, force: true });
  }
}

function isFresh(): boolean {
  const made = statSync(built, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = [
    'packages/dsl',
    'packages/engine',
    'packages/runtime',
    'packages/protocol',
    'apps/server',
    'apps/cli',
  ];
  return sources.every((source) => newest(path.join(root, source, 'src')) < made);
}

function newest(dir: string): number {
  return Math.max(
    0,
    ...readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(entry.name))
      .map((entry) => statSync(path.join(entry.parentPath, entry.name)).mtimeMs),
  );
}
