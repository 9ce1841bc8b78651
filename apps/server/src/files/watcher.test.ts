// What the watcher tells about changes on a real disk (S-FILE-07, S-FILE-08).
import { execFileSync } from 'node:child_process';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkspaceChange } from '@iterion/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { testPlace, type TestPlace } from '../testServer.fixture.ts';
import { Changes } from './changes.ts';
import { hashOf } from './content.ts';
import { WorkspaceWatcher } from './watcher.ts';
import { WorkspaceFiles } from './workspace.ts';

let place: TestPlace;
let changes: Changes;
let watcher: WorkspaceWatcher;
/** Changes of files; those of folders are beside them. */
let seen: WorkspaceChange[];
let folders: WorkspaceChange[];
const inside = (name: string): string => join(place.workspace, name);

async function start(poll = false): Promise<void> {
  changes = new Changes();
  const files = await WorkspaceFiles.open(place.workspace, changes);
  watcher = new WorkspaceWatcher({ root: files.root, changes, log: () => undefined, poll });
  await watcher.start();
  seen = [];
  folders = [];
  changes.listen((change) => (change.type === 'folder' ? folders : seen).push(change));
}

/** Waits for `count` changes, then for as long again as a late one could take. */
async function settled(count: number): Promise<void> {
  await vi.waitFor(() => expect(seen.length).toBeGreaterThanOrEqual(count), { timeout: 8_000, interval: 20 });
  await new Promise((resolve) => setTimeout(resolve, 450));
}

beforeEach(async () => {
  place = await testPlace({ 'a.iter': 'one\n', 'notes.txt': 'x' });
});
afterEach(async () => {
  await watcher.close();
  await place.remove();
});

describe('S-FILE-07 watcher', () => {
  test('S-FILE-07 reports creation, change and deletion of workflows, with hashes, once each', async () => {
    await start();
    await writeFile(inside('b.iter'), 'b');
    await writeFile(inside('a.iter'), 'two\n');
    await settled(2);
    expect(seen.toSorted((x, y) => (x.path < y.path ? -1 : 1))).toEqual([
      { kind: 'modified', path: 'a.iter', hash: hashOf('two\n') },
      { kind: 'created', path: 'b.iter', hash: hashOf('b') },
    ]);
    seen.length = 0;
    await rm(inside('b.iter'));
    await settled(1);
    expect(seen).toEqual([{ kind: 'deleted', path: 'b.iter', hash: null }]);
  });

  test('S-FILE-07 S-FILE-10 pipes, devices and links to them keep nobody waiting', async () => {
    execFileSync('mkfifo', [inside('pipe.iter')]);
    await symlink('/dev/zero', inside('endless.iter'));
    await symlink('pipe.iter', inside('linked.iter'));
    await start();
    execFileSync('mkfifo', [inside('later.iter')]);
    await writeFile(inside('b.iter'), 'b');
    await settled(1);
    expect(seen).toEqual([{ kind: 'created', path: 'b.iter', hash: hashOf('b') }]);
  });

  test('E-FILE-01 S-FILE-07 folders that come and go are told of, empty ones as well; hidden ones are not', async () => {
    await start();
    await mkdir(inside('empty'));
    await mkdir(inside('.hidden'));
    await vi.waitFor(() => expect(folders).toEqual([{ kind: 'created', type: 'folder', path: 'empty' }]));
    await rm(inside('empty'), { recursive: true });
    await vi.waitFor(() => expect(folders.slice(1)).toEqual([{ kind: 'deleted', type: 'folder', path: 'empty' }]));
    expect(seen).toEqual([]);
  });

  test('S-FILE-07 rewriting equal content says nothing; a move outside is one message', async () => {
    await start();
    await writeFile(inside('a.iter'), 'one\n');
    await mkdir(inside('folder'));
    await rename(inside('a.iter'), inside('folder/c.iter'));
    await settled(1);
    expect(seen).toEqual([{ kind: 'moved', path: 'folder/c.iter', from: 'a.iter', hash: hashOf('one\n') }]);
  });

  test('S-FILE-07 passes by node_modules, dot folders and linked folders; other files only while they are open', async () => {
    await mkdir(join(place.base, 'elsewhere'));
    await symlink(join(place.base, 'elsewhere'), inside('away'));
    await start();
    await mkdir(inside('node_modules'));
    await mkdir(inside('.git'));
    for (const name of ['node_modules/x.iter', '.git/x.iter', 'away/x.iter', 'notes.txt'])
      await writeFile(inside(name), 'y');
    const close = watcher.open('notes.txt', hashOf('y'));
    await writeFile(inside('mark.iter'), 'm');
    await settled(1);
    seen.length = 0;
    await writeFile(inside('notes.txt'), 'z');
    await settled(1);
    expect(seen.map(({ path }) => path)).toEqual(['notes.txt']);
    close();
    await writeFile(inside('notes.txt'), 'zz');
    await writeFile(inside('mark.iter'), 'n');
    await settled(2);
    expect(seen.map(({ path }) => path)).toEqual(['notes.txt', 'mark.iter']);
  });

  test('S-FILE-08 a change by a request is told once, with its client; a foreign change right after it is told too', async () => {
    changes = new Changes();
    const files = await WorkspaceFiles.open(place.workspace, changes);
    watcher = new WorkspaceWatcher({ root: files.root, changes, log: () => undefined });
    await watcher.start();
    seen = [];
    changes.listen((change) => seen.push(change));
    const { hash } = await files.write('a.iter', 'mine\n', { hash: hashOf('one\n') }, 'tab-1');
    await settled(1);
    expect(seen).toEqual([expect.objectContaining({ kind: 'modified', path: 'a.iter', hash, by: 'tab-1' })]);
    await writeFile(inside('a.iter'), 'theirs\n');
    await settled(2);
    expect(seen[1]).toEqual({ kind: 'modified', path: 'a.iter', hash: hashOf('theirs\n') });
  });

  test('E-LAYOUT-10 a sidecar changed outside is the layout of its workflow', async () => {
    await mkdir(inside('.iterion/layout/folder'), { recursive: true });
    await start();
    await writeFile(inside('.iterion/layout/folder/a.iter.jsonl'), '{"v":1}\n');
    await settled(1);
    expect(seen).toEqual([{ kind: 'layout', path: 'folder/a.iter', hash: hashOf('{"v":1}\n') }]);
  });

  test('S-FILE-07 polling finds the same changes', async () => {
    await start(true);
    expect(watcher.mode).toBe('poll');
    await writeFile(inside('b.iter'), 'b');
    await settled(1);
    expect(seen).toEqual([{ kind: 'created', path: 'b.iter', hash: hashOf('b') }]);
  });
});
