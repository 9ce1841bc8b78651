// Files of the workspace with real links and real races.
import { execFileSync } from 'node:child_process';
import { chmod, link, mkdir, readFile, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApiError, WorkspaceChange } from '@iterion/protocol';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inProcess, testPlace, type InProcess, type TestPlace } from '../testServer.fixture.ts';
import { Changes } from './changes.ts';
import { hashOf } from './content.ts';
import { findSpot, openRoot, within } from './folder.ts';
import { parsePath } from './path.ts';
import { WorkspaceFiles } from './workspace.ts';
import { compareAndSwap } from './write.ts';

let place: TestPlace;
let files: WorkspaceFiles;
let published: WorkspaceChange[];
const outside = (name: string): string => join(place.base, name);
const inside = (name: string): string => join(place.workspace, name);

beforeEach(async () => {
  place = await testPlace({ 'a.iter': 'one\n', 'folder/b.iter': 'two\n' });
  await writeFile(outside('secret.txt'), 'outside');
  await mkdir(outside('elsewhere'));
  await writeFile(outside('elsewhere/a.iter'), 'outside');
  const changes = new Changes();
  published = [];
  changes.listen((change) => published.push(change));
  files = await WorkspaceFiles.open(place.workspace, changes);
});
afterEach(() => place.remove());

async function refusal(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'accepted';
}

describe('S-SEC-T15 traversal', () => {
  const paths = [
    '../secret.txt',
    'folder/../../secret.txt',
    './a.iter',
    'folder/./b.iter',
    '/etc/passwd',
    'folder//b.iter',
    'a.iter/',
    '..\\secret.txt',
    'folder\\b.iter',
    'a.iter\0.txt',
    'a\n.iter',
    '.env',
    '.git/config',
    '.iterion/trash/x',
    'folder/.hidden/x',
    'x'.repeat(1025),
    '',
  ];
  test.each(paths)('S-SEC-T15 S-FILE-10 %j is refused by every operation', async (path) => {
    const acts = [
      () => files.read(path),
      () => files.write(path, 'x', 'create', undefined),
      () => files.delete(path, { hash: hashOf('outside') }, undefined),
      () => files.move('a.iter', path, { hash: hashOf('one\n') }, undefined, undefined),
      () => files.move(path, 'c.iter', { hash: hashOf('outside') }, undefined, undefined),
      () => files.createFolder(path),
      () => files.deleteFolder(path),
      () => files.readLayout(path),
      () => files.writeLayout(path, 'x', 'create', undefined),
    ];
    for (const act of acts) expect(['path_forbidden', 'not_found']).toContain(await refusal(act));
    expect(await readFile(outside('secret.txt'), 'utf8')).toBe('outside');
    expect(await readFile(inside('a.iter'), 'utf8')).toBe('one\n');
  });

  test('S-SEC-T15 no text is a path that leaves the workspace', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fc.constantFrom('..', '.', 'a', '', '\\', '.git', '~')).map((p) => p.join('/')),
        ),
        (path) => {
          let segments: readonly string[];
          try {
            segments = parsePath(path);
          } catch {
            return true;
          }
          const whole = join('/root', ...segments);
          return whole.startsWith('/root/') && whole === `/root/${path}`;
        },
      ),
    );
  });

  test('S-SEC-T15 other spellings of the same letters are not found', async () => {
    expect(await refusal(() => files.read('A.iter'))).toBe('not_found');
    expect(await refusal(() => files.read('FOLDER/b.iter'))).toBe('not_found');
  });

  test('S-SEC-T15 percent-encoded paths are decoded once and then checked', async () => {
    const server = await inProcess({ 'a.iter': 'x' });
    try {
      for (const path of ['%2e%2e%2fsecret.txt', '..%2fsecret.txt', '%252e%252e%252fsecret.txt', '%00']) {
        const { credentials, assembly } = server;
        const headers = { host: '127.0.0.1:4891', cookie: credentials.cookie, 'x-iterion-key': credentials.key };
        const answer = await assembly.app.inject({ method: 'GET', url: `/api/file?path=${path}`, headers });
        expect([403, 404]).toContain(answer.statusCode);
      }
    } finally {
      await server.close();
    }
  });
});

describe('S-SEC-T15 links', () => {
  test('S-SEC-T15 a link to a file or folder outside is refused for reading, writing, moving and deleting', async () => {
    await symlink(outside('secret.txt'), inside('link.iter'));
    await symlink(outside('elsewhere'), inside('away'));
    await symlink('../../elsewhere', inside('folder/up'));
    for (const path of ['link.iter', 'away/a.iter', 'folder/up/a.iter']) {
      expect(await refusal(() => files.read(path))).toBe('path_forbidden');
      expect(await refusal(() => files.write(path, 'x', { hash: hashOf('outside') }, undefined))).toBe(
        'path_forbidden',
      );
      expect(await refusal(() => files.delete(path, { hash: hashOf('outside') }, undefined))).toBe('path_forbidden');
      expect(await refusal(() => files.move(path, 'c.iter', { hash: hashOf('outside') }, undefined, undefined))).toBe(
        'path_forbidden',
      );
    }
    expect(await refusal(() => files.write('away/new.iter', 'x', 'create', undefined))).toBe('path_forbidden');
    expect(await refusal(() => files.createFolder('away/new'))).toBe('path_forbidden');
    expect(await readdir(outside('elsewhere'))).toEqual(['a.iter']);
    expect(await readFile(outside('secret.txt'), 'utf8')).toBe('outside');
  });

  test('S-SEC-T15 a link into a dot folder of the workspace is refused', async () => {
    await mkdir(inside('.git/hooks'), { recursive: true });
    await writeFile(inside('.git/hooks/pre-commit'), 'hook');
    await symlink('.git/hooks/pre-commit', inside('hook.iter'));
    await symlink('.git/hooks', inside('hooks'));
    expect(await refusal(() => files.read('hook.iter'))).toBe('path_forbidden');
    expect(await refusal(() => files.write('hooks/post-commit', 'x', 'create', undefined))).toBe('path_forbidden');
  });

  test('S-SEC-T15 the trash and the layouts of a workspace whose .iterion is a link are refused', async () => {
    await symlink(outside('elsewhere'), inside('.iterion'));
    expect(await refusal(() => files.writeLayout('a.iter', 'x', 'create', undefined))).toBe('path_forbidden');
    expect(await refusal(() => files.delete('a.iter', { hash: hashOf('one\n') }, undefined))).toBe('path_forbidden');
    expect(await readdir(outside('elsewhere'))).toEqual(['a.iter']);
    expect(await readFile(inside('a.iter'), 'utf8')).toBe('one\n');
  });

  test('S-FILE-04 a link to a file inside is written through to its target', async () => {
    await symlink('folder/b.iter', inside('short.iter'));
    await files.write('short.iter', 'new\n', { hash: hashOf('two\n') }, undefined);
    expect(await readFile(inside('folder/b.iter'), 'utf8')).toBe('new\n');
    expect((await files.read('short.iter')).text).toBe('new\n');
  });

  test('S-FILE-10 devices, pipes and folders are no files', async () => {
    execFileSync('mkfifo', [inside('pipe.iter')]);
    expect(await refusal(() => files.read('pipe.iter'))).toBe('path_forbidden');
    expect(await refusal(() => files.read('folder'))).toBe('path_forbidden');
  });

  test('S-SEC-T15 a folder swapped for a link during thousands of requests never leads outside', async () => {
    const stop = new AbortController();
    const swap = (async () => {
      while (!stop.signal.aborted) {
        await rename(inside('folder'), inside('aside'));
        await symlink(outside('elsewhere'), inside('folder'));
        await new Promise((resolve) => setImmediate(resolve));
        await rm(inside('folder'));
        await rename(inside('aside'), inside('folder'));
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    try {
      for (let round = 0; round < 400; round += 1) {
        const results = await Promise.allSettled([
          files.read('folder/a.iter'),
          files.read('folder/b.iter'),
          files.write(`folder/n${round}.iter`, 'mine', 'create', undefined),
        ]);
        for (const result of results) {
          if (result.status === 'fulfilled' && 'text' in result.value) expect(result.value.text).toBe('two\n');
        }
      }
    } finally {
      stop.abort();
      await swap;
    }
    expect(await readdir(outside('elsewhere'))).toEqual(['a.iter']);
  });
});

describe('S-FILE-04 compare and swap', () => {
  test('S-FILE-04 writes only over the content it is based on; the refusal shows what is there', async () => {
    const written = await files.write('a.iter', 'next\n', { hash: hashOf('one\n') }, 'tab');
    expect(written).toMatchObject({ created: false, hash: hashOf('next\n'), size: 5 });
    await expect(files.write('a.iter', 'x', { hash: hashOf('one\n') }, undefined)).rejects.toMatchObject({
      code: 'precondition_failed',
      parts: { details: { hash: hashOf('next\n'), text: 'next\n' } },
    });
    expect(await refusal(() => files.write('a.iter', 'x', 'create', undefined))).toBe('precondition_failed');
    expect(await refusal(() => files.write('none.iter', 'x', { hash: hashOf('') }, undefined))).toBe(
      'precondition_failed',
    );
    expect(await refusal(() => files.write('nowhere/x.iter', 'x', 'create', undefined))).toBe('not_found');
    expect(published).toEqual([
      expect.objectContaining({ kind: 'modified', path: 'a.iter', hash: hashOf('next\n'), by: 'tab' }),
    ]);
  });

  test('S-FILE-04 keeps the mode of the file and leaves no temporary file', async () => {
    await chmod(inside('a.iter'), 0o640);
    await files.write('a.iter', 'x', { hash: hashOf('one\n') }, undefined);
    expect((await stat(inside('a.iter'))).mode & 0o777).toBe(0o640);
    await refusal(() => files.write('a.iter', 'y', { hash: hashOf('wrong') }, undefined));
    expect((await readdir(place.workspace)).sort()).toEqual(['a.iter', 'folder']);
  });

  test('S-FILE-05 a change between check and rename is found, and no temporary file stays', async () => {
    const root = await openRoot(place.workspace);
    const spot = await findSpot(root, ['a.iter']);
    const race = (): Promise<void> => writeFile(inside('a.iter'), 'theirs');
    await within(spot, async () => {
      expect(await refusal(() => compareAndSwap(spot, { hash: hashOf('one\n') }, Buffer.from('mine'), race))).toBe(
        'precondition_failed',
      );
    });
    expect(await readFile(inside('a.iter'), 'utf8')).toBe('theirs');
    expect((await readdir(place.workspace)).sort()).toEqual(['a.iter', 'folder']);
  });

  test('S-FILE-05 a file created between check and link is not overwritten', async () => {
    const root = await openRoot(place.workspace);
    const spot = await findSpot(root, ['new.iter']);
    const race = (): Promise<void> => writeFile(inside('new.iter'), 'theirs');
    await within(spot, async () => {
      expect(await refusal(() => compareAndSwap(spot, 'create', Buffer.from('mine'), race))).toBe(
        'precondition_failed',
      );
    });
    expect(await readFile(inside('new.iter'), 'utf8')).toBe('theirs');
  });

  test('S-FILE-05 of many writers on the same base exactly one wins, and no update is lost', async () => {
    let text = 'one\n';
    for (let round = 0; round < 10; round += 1) {
      const base = { hash: hashOf(text) };
      const results = await Promise.allSettled(
        [1, 2, 3, 4, 5].map((n) => files.write('a.iter', `${round}.${n}\n`, base, undefined)),
      );
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      text = await readFile(inside('a.iter'), 'utf8');
      expect(text).toMatch(new RegExp(`^${round}\\.\\d\\n$`));
    }
  });

  test('S-FILE-06 text passes through exactly', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed() && !text.includes('\0')),
        async (text) => {
          const { hash } = await files.read('a.iter');
          await files.write('a.iter', text, { hash }, undefined);
          expect((await files.read('a.iter')).text).toBe(text);
          expect(await readFile(inside('a.iter'))).toEqual(Buffer.from(text));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('S-FILE-06 line ends and BOM are reported and kept; what is not UTF-8 is not text', async () => {
    await writeFile(inside('mixed.iter'), '\uFEFFa\r\nb\nc');
    expect(await files.read('mixed.iter')).toMatchObject({ text: '\uFEFFa\r\nb\nc', eol: 'mixed', bom: true });
    await writeFile(inside('crlf.iter'), 'a\r\n');
    expect(await files.read('crlf.iter')).toMatchObject({ eol: 'crlf', bom: false });
    await writeFile(inside('bytes.iter'), Buffer.from([0xff, 0xfe, 0x00]));
    expect(await refusal(() => files.read('bytes.iter'))).toBe('not_text');
    expect(await refusal(() => files.write('a.iter', 'a\ud800', { hash: hashOf('one\n') }, undefined))).toBe(
      'invalid_request',
    );
  });
});

describe('S-FILE-09 trash and moves', () => {
  test('S-FILE-09 E-FILE-14 a deleted file comes back with its layout, once', async () => {
    await files.writeLayout('a.iter', '{"v":1}\n', 'create', undefined);
    const { restoreId } = await files.delete('a.iter', { hash: hashOf('one\n') }, undefined);
    expect(await refusal(() => files.read('a.iter'))).toBe('not_found');
    expect(await files.readLayout('a.iter')).toEqual({ text: null, hash: null });
    expect(await files.restore(restoreId, undefined)).toEqual({ path: 'a.iter', hash: hashOf('one\n') });
    expect((await files.readLayout('a.iter')).text).toBe('{"v":1}\n');
    expect(await refusal(() => files.restore(restoreId, undefined))).toBe('not_found');
    expect(published.map(({ kind }) => kind)).toEqual(['layout', 'deleted', 'created']);
  });

  test('S-FILE-09 a restore does not overwrite, and ends after seven days', async () => {
    let now = Date.now();
    const own = await WorkspaceFiles.open(place.workspace, new Changes(), () => now);
    const { restoreId } = await own.delete('a.iter', { hash: hashOf('one\n') }, undefined);
    await writeFile(inside('a.iter'), 'new');
    expect(await refusal(() => own.restore(restoreId, undefined))).toBe('exists');
    await rm(inside('a.iter'));
    now += 7 * 24 * 3_600_000 + 1;
    expect(await refusal(() => own.restore(restoreId, undefined))).toBe('not_found');
    await WorkspaceFiles.open(place.workspace, new Changes(), () => now);
    expect(await readdir(inside('.iterion/trash'))).toEqual([]);
  });

  test('S-FILE-09 nothing but an id of the trash is restored', async () => {
    for (const id of ['..', '../../folder', 't1-000000000000', ''])
      expect(await refusal(() => files.restore(id, undefined))).toBe('not_found');
  });

  test('E-LAYOUT-10 moving a file moves its layout and overwrites nothing unasked', async () => {
    await files.writeLayout('a.iter', 'layout', 'create', undefined);
    const base = { hash: hashOf('one\n') };
    expect(await refusal(() => files.move('a.iter', 'folder/b.iter', base, undefined, undefined))).toBe('exists');
    expect(await refusal(() => files.move('a.iter', 'folder/b.iter', base, hashOf('wrong'), undefined))).toBe(
      'precondition_failed',
    );
    expect(await refusal(() => files.move('a.iter', 'c.iter', { hash: hashOf('wrong') }, undefined, undefined))).toBe(
      'precondition_failed',
    );
    expect(await files.move('a.iter', 'folder/c.iter', base, undefined, 'tab')).toEqual({
      path: 'folder/c.iter',
      hash: hashOf('one\n'),
    });
    expect((await files.readLayout('folder/c.iter')).text).toBe('layout');
    expect(await files.readLayout('a.iter')).toEqual({ text: null, hash: null });
    await files.move('folder/c.iter', 'folder/b.iter', base, hashOf('two\n'), undefined);
    expect(await readFile(inside('folder/b.iter'), 'utf8')).toBe('one\n');
    expect(published.at(-2)).toEqual({
      kind: 'moved',
      path: 'folder/c.iter',
      from: 'a.iter',
      hash: hashOf('one\n'),
      by: 'tab',
    });
  });

  test('S-FILE-10 folders are created, and deleted when they are empty', async () => {
    await files.createFolder('folder/new');
    expect(await refusal(() => files.createFolder('folder/new'))).toBe('exists');
    expect(await refusal(() => files.deleteFolder('folder'))).toBe('not_empty');
    await files.deleteFolder('folder/new');
    expect(await refusal(() => files.deleteFolder('folder/new'))).toBe('not_found');
  });
});

describe('S-API files over the routes', () => {
  let server: InProcess;
  beforeEach(async () => {
    server = await inProcess({ 'a.iter': 'one\n', 'docs/readme.md': '# x\n', 'node_modules/x/y.iter': '' });
  });
  afterEach(() => server.close());
  const failure = async (call: Promise<unknown>): Promise<ApiError> =>
    call.then(
      () => expect.fail('accepted'),
      (error: unknown) => error as ApiError,
    );

  test('S-API read, write, move, delete and restore', async () => {
    const { client } = server;
    const read = await client.call('file.read', { query: { path: 'a.iter' } });
    expect(read).toMatchObject({ text: 'one\n', eol: 'lf', readOnly: false });
    const written = await client.call('file.write', {
      query: { path: 'a.iter' },
      body: { text: 'two\n' },
      base: read.hash,
    });
    const conflict = await failure(
      client.call('file.write', { query: { path: 'a.iter' }, body: { text: 'x' }, base: read.hash }),
    );
    expect(conflict).toMatchObject({
      status: 412,
      code: 'precondition_failed',
      details: { text: 'two\n', hash: written.hash },
    });
    expect(await failure(client.call('file.write', { query: { path: 'a.iter' }, body: { text: 'x' } }))).toMatchObject({
      status: 428,
    });
    await client.call('file.write', { query: { path: 'new.iter' }, body: { text: '' }, base: 'create' });
    await client.call('file.move', { body: { from: 'a.iter', to: 'b.iter' }, base: written.hash });
    const { restoreId } = await client.call('file.delete', { query: { path: 'b.iter' }, base: written.hash });
    expect(await client.call('file.restore', { body: { restoreId } })).toEqual({ path: 'b.iter', hash: written.hash });
  });

  test('E-FILE-01 the tree shows folders and workflows, other texts on demand, in pages', async () => {
    const { client } = server;
    expect((await client.call('tree.list')).entries.map(({ path }) => path)).toEqual(['docs', 'a.iter']);
    const all = await client.call('tree.list', { query: { all: 'true' } });
    expect(all.entries.map(({ path, kind }) => [path, kind])).toEqual([
      ['docs', null],
      ['a.iter', 'workflow'],
      ['docs/readme.md', 'text'],
    ]);
    expect(await failure(client.call('tree.list', { query: { dir: 'nowhere' } }))).toMatchObject({ status: 404 });
    expect(await failure(client.call('tree.list', { query: { dir: '../' } }))).toMatchObject({ status: 403 });
  });

  test('S-API-09 a tree of more than 1,000 entries comes in pages without loss', async () => {
    await mkdir(join(server.place.workspace, 'many'));
    for (let n = 0; n < 1_200; n += 1)
      await link(join(server.place.workspace, 'a.iter'), join(server.place.workspace, `many/${n}.iter`));
    const first = await server.client.call('tree.list', { query: { dir: 'many' } });
    expect(first.entries).toHaveLength(1000);
    const second = await server.client.call('tree.list', { query: { dir: 'many', cursor: first.cursor ?? '' } });
    expect(second.cursor).toBeUndefined();
    expect(new Set([...first.entries, ...second.entries].map(({ path }) => path)).size).toBe(1200);
  });

  test('S-CLI-01 --read-only answers 403 to every row that writes or runs', async () => {
    const other = await inProcess({ 'a.iter': 'x' }, { readOnly: true });
    try {
      expect((await other.client.call('server.info')).readOnly).toBe(true);
      expect(
        await failure(
          other.client.call('file.write', { query: { path: 'b.iter' }, body: { text: '' }, base: 'create' }),
        ),
      ).toMatchObject({ status: 403, code: 'read_only' });
      expect(await failure(other.client.call('runs.start', { body: { text: '', simulate: {} } }))).toMatchObject({
        status: 403,
        code: 'read_only',
      });
      expect((await readdir(other.place.workspace)).sort()).toEqual(['a.iter']);
    } finally {
      await other.close();
    }
  });
});
