// Tells what changes on disk (S-FILE-07). Reports workflows, recipes, sidecars and opened files; one message per path and content hash, so that
// what a request has just written is not reported again, and nothing is ever skipped by time. Deletion and creation of equal content within
// 300 ms is a move. Where watching is impossible it polls every 2 s and says so.
import type { Stats } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { WorkspaceChange } from '@iterion/protocol';
import { watch, type FSWatcher } from 'chokidar';
import type { Log } from '../log.ts';
import type { Changes } from './changes.ts';
import { hashOfFile } from './content.ts';
import type { Root } from './folder.ts';
import { ignoredName, kindOf } from './tree.ts';

const DEPTH = 12;
const STABLE_MS = 100;
const MOVE_MS = 300;
const POLL_MS = 2_000;
const IMPOSSIBLE = new Set(['ENOSPC', 'EMFILE', 'ENOSYS', 'EPERM']);

export interface WatcherOptions {
  readonly root: Root;
  readonly changes: Changes;
  readonly log: Log;
  /** Poll from the start; otherwise only when watching turns out to be impossible. */
  readonly poll?: boolean;
}

interface Gone {
  readonly hash: string;
  readonly timer: NodeJS.Timeout;
}

export class WorkspaceWatcher {
  readonly #options: WatcherOptions;
  /** Hash that listeners know for each path. */
  readonly #known = new Map<string, string>();
  readonly #gone = new Map<string, Gone>();
  readonly #opened = new Map<string, number>();
  readonly #unlisten: () => void;
  #watcher: FSWatcher | null = null;
  #mode: 'watch' | 'poll';
  #ready = false;
  #closed = false;

  constructor(options: WatcherOptions) {
    this.#options = options;
    this.#mode = options.poll === true ? 'poll' : 'watch';
    this.#unlisten = options.changes.listen((change) => this.#learn(change));
  }

  get mode(): 'watch' | 'poll' {
    return this.#mode;
  }

  /** Resolves when the first scan is done; from then on every change is reported. */
  async start(): Promise<void> {
    const { root } = this.#options;
    const watcher = watch(root.real, {
      ignored: (path, stats) => this.#ignores(path, stats),
      ignoreInitial: false,
      followSymlinks: false,
      depth: DEPTH,
      awaitWriteFinish: { stabilityThreshold: STABLE_MS, pollInterval: 50 },
      ...(this.#mode === 'poll' ? { usePolling: true, interval: POLL_MS, binaryInterval: POLL_MS } : {}),
    });
    this.#watcher = watcher;
    const first: Promise<void>[] = [];
    const seen = (path: string): void => {
      const work = this.#appeared(path);
      if (!this.#ready) first.push(work);
    };
    watcher.on('add', seen);
    watcher.on('change', seen);
    watcher.on('unlink', (path) => this.#vanished(path));
    watcher.on('addDir', (path) => this.#folder('created', path));
    watcher.on('unlinkDir', (path) => this.#folder('deleted', path));
    await new Promise<void>((resolve) => {
      watcher.on('error', (error) => {
        if (this.#mode === 'watch' && IMPOSSIBLE.has((error as NodeJS.ErrnoException).code ?? '')) {
          this.#mode = 'poll';
          this.#options.log('warn', 'watching is impossible here; polling every 2 s');
          void watcher.close().then(async () => {
            if (!this.#closed) await this.start();
            resolve();
          });
        } else this.#options.log('warn', 'the watcher met an error', { error: (error as Error).name });
      });
      watcher.once('ready', resolve);
    });
    await Promise.all(first);
    this.#ready = true;
  }

  /** Reports a file of any kind while somebody has it open; `hash` is what they know of it. */
  open(path: string, hash: string | null): () => void {
    this.#opened.set(path, (this.#opened.get(path) ?? 0) + 1);
    if (hash !== null && !this.#known.has(path)) this.#known.set(path, hash);
    this.#watcher?.add(join(this.#options.root.real, path));
    let open = true;
    return () => {
      if (!open) return;
      open = false;
      const left = (this.#opened.get(path) ?? 1) - 1;
      if (left === 0) this.#opened.delete(path);
      else this.#opened.set(path, left);
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#unlisten();
    for (const { timer } of this.#gone.values()) clearTimeout(timer);
    this.#gone.clear();
    await this.#watcher?.close();
  }

  /** Workspace path of an absolute one; null for the root and what lies outside. */
  #path(absolute: string): string | null {
    const way = relative(this.#options.root.real, absolute);
    return way === '' || way.startsWith('..') ? null : way.split(sep).join('/');
  }

  /** Files that nobody is told about are not even watched: a workspace may hold very many. */
  #ignores(absolute: string, stats: Stats | undefined): boolean {
    const path = this.#path(absolute);
    if (path === null) return false;
    if (stats !== undefined && !stats.isDirectory() && !this.#interesting(path)) return true;
    const [first, second, ...rest] = path.split('/');
    if (first === '.iterion') return (second !== undefined && second !== 'layout') || rest.some(ignoredName);
    return path.split('/').some(ignoredName);
  }

  #interesting(path: string): boolean {
    if (path.startsWith('.iterion/')) return path.endsWith('.jsonl');
    const kind = kindOf(path);
    return kind === 'workflow' || kind === 'bot' || kind === 'recipe' || this.#opened.has(path);
  }

  /** Folders are told of so that the tree shows empty ones, and forgets those that are gone. */
  #folder(kind: 'created' | 'deleted', absolute: string): void {
    const path = this.#path(absolute);
    if (!this.#ready || path === null || path.split('/').some(ignoredName)) return;
    this.#options.changes.publish({ kind, type: 'folder', path });
  }

  async #appeared(absolute: string): Promise<void> {
    const path = this.#path(absolute);
    if (path === null || !this.#interesting(path)) return;
    let hash: string | null;
    try {
      hash = await hashOfFile(absolute);
    } catch (error) {
      // Gone or closed to us again: its own event follows, or there is nothing to tell.
      if (['ENOENT', 'EACCES', 'EISDIR', 'ELOOP', 'ENXIO'].includes((error as NodeJS.ErrnoException).code ?? ''))
        return;
      throw error;
    }
    if (hash === null || this.#closed) return;
    const before = this.#known.get(path);
    const returned = this.#gone.get(path);
    if (returned !== undefined) this.#forgetGone(path, returned);
    if (!this.#ready) {
      this.#known.set(path, hash);
      return;
    }
    if (before === hash) return;
    const from = before === undefined ? this.#takeGone(hash) : null;
    if (from !== null) this.#publish({ kind: 'moved', path, from, hash });
    else this.#publish({ kind: before === undefined ? 'created' : 'modified', path, hash });
  }

  #vanished(absolute: string): void {
    const path = this.#path(absolute);
    if (path === null) return;
    const hash = this.#known.get(path);
    if (hash === undefined || this.#gone.has(path)) return;
    const timer = setTimeout(() => {
      this.#gone.delete(path);
      this.#publish({ kind: 'deleted', path, hash: null });
    }, MOVE_MS);
    this.#gone.set(path, { hash, timer });
  }

  #takeGone(hash: string): string | null {
    for (const [path, gone] of this.#gone) {
      if (gone.hash !== hash) continue;
      this.#forgetGone(path, gone);
      return path;
    }
    return null;
  }

  #forgetGone(path: string, gone: Gone): void {
    clearTimeout(gone.timer);
    this.#gone.delete(path);
  }

  /** A sidecar is reported as the layout of its workflow. */
  #publish(change: WorkspaceChange): void {
    this.#options.changes.publish(asLayout(change));
    this.#learn(change);
  }

  /** Whoever made the change: what is published is known. */
  #learn(change: WorkspaceChange): void {
    if (change.type === 'folder') return;
    const path = change.kind === 'layout' ? `.iterion/layout/${change.path}.jsonl` : change.path;
    if (change.kind === 'moved' && change.from !== undefined) this.#known.delete(change.from);
    if (change.kind === 'deleted' || change.hash === null || change.hash === undefined) this.#known.delete(path);
    else this.#known.set(path, change.hash);
  }
}

function asLayout(change: WorkspaceChange): WorkspaceChange {
  const workflow = /^\.iterion\/layout\/(.+)\.jsonl$/.exec(change.path)?.[1];
  if (workflow === undefined) return change;
  return { kind: 'layout', path: workflow, hash: change.kind === 'deleted' ? null : (change.hash ?? null) };
}
