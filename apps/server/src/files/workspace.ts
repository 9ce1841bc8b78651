// The files of the workspace as the routes use them. Every change is locked by path, compared by hash, and published once (S-FILE-04 … S-FILE-10).
import { access, constants, link, mkdir, rename, rmdir, unlink } from 'node:fs/promises';
import type { FileContent } from '@iterion/protocol';
import { Failure, notFound } from '../failure.ts';
import type { Base } from '../routes/handler.ts';
import { byClient, type Changes } from './changes.ts';
import { bytesOf, conflict, lineEnds, readContent, textOf } from './content.ts';
import { findSpot, lstatOrNull, openFolder, openInternal, openRoot, within, type Root, type Spot } from './folder.ts';
import { PathLocks } from './lock.ts';
import { joinPath, layoutSegments, parsePath } from './path.ts';
import { discard, emptyTrash, forgetEntry, openDiscarded, putBack, type Discarded } from './trash.ts';
import { compareAndSwap, storage, type Written } from './write.ts';

export class WorkspaceFiles {
  readonly root: Root;
  readonly #locks = new PathLocks();
  readonly #changes: Changes;
  readonly #now: () => number;

  private constructor(root: Root, changes: Changes, now: () => number) {
    this.root = root;
    this.#changes = changes;
    this.#now = now;
  }

  static async open(dir: string, changes: Changes, now: () => number = Date.now): Promise<WorkspaceFiles> {
    const files = new WorkspaceFiles(await openRoot(dir), changes, now);
    await emptyTrash(files.root, now());
    return files;
  }

  async read(path: string): Promise<FileContent> {
    const spot = await findSpot(this.root, parsePath(path));
    return within(spot, async () => {
      const content = await readContent(spot);
      if (content === null) throw notFound('The file');
      const text = textOf(content.bytes);
      return {
        path,
        text,
        hash: content.hash,
        size: content.bytes.length,
        mtime: content.mtime.toISOString(),
        readOnly: !(await writable(spot)),
        eol: lineEnds(text),
        bom: text.startsWith('\uFEFF'),
      };
    });
  }

  /** Hash of a file's bytes; null when there is none. */
  async hash(path: string): Promise<string | null> {
    const spot = await findSpot(this.root, parsePath(path));
    return within(spot, async () => (await readContent(spot))?.hash ?? null);
  }

  async write(path: string, text: string, base: Base, client: string | undefined): Promise<Written> {
    const bytes = bytesOf(text);
    const spot = await findSpot(this.root, parsePath(path));
    const written = await within(spot, () => this.#locks.hold(spot.real, () => compareAndSwap(spot, base, bytes)));
    this.#changes.publish({
      kind: written.created ? 'created' : 'modified',
      path,
      hash: written.hash,
      mtime: written.mtime.toISOString(),
      ...byClient(client),
    });
    return written;
  }

  async delete(path: string, base: Base, client: string | undefined): Promise<Discarded> {
    const segments = parsePath(path);
    const spot = await findSpot(this.root, segments);
    const discarded = await within(spot, () =>
      this.#locks.hold(spot.real, async () => {
        await this.#require(spot, base);
        const sidecar = await this.#sidecar(segments, false);
        const dispose = (layout: Spot | null): Promise<Discarded> =>
          discard(this.root, path, spot, layout, this.#now());
        return sidecar === null ? dispose(null) : within(sidecar, () => dispose(sidecar));
      }),
    );
    this.#changes.publish({ kind: 'deleted', path, hash: null, ...byClient(client) });
    return discarded;
  }

  async restore(
    restoreId: string,
    client: string | undefined,
  ): Promise<{ readonly path: string; readonly hash: string }> {
    const { folder, entry } = await openDiscarded(this.root, restoreId, this.#now());
    const restored = await within(folder, async () => {
      const segments = parsePath(entry.path);
      const spot = await findSpot(this.root, segments);
      return within(spot, () =>
        this.#locks.hold(spot.real, async () => {
          const content = await readContent({ folder, name: 'content', real: folder.real });
          if (content === null) throw notFound('The deleted file');
          await putBack(folder.at('content'), spot.folder.at(spot.name)).catch((error: unknown) => {
            throw taken(error, entry.path);
          });
          await this.#restoreSidecar(segments, folder.at('layout'));
          return { path: entry.path, hash: content.hash };
        }),
      );
    });
    await forgetEntry(this.root, restoreId);
    this.#changes.publish({ kind: 'created', ...restored, ...byClient(client) });
    return restored;
  }

  async move(
    from: string,
    to: string,
    base: Base,
    replace: string | undefined,
    client: string | undefined,
  ): Promise<{ readonly path: string; readonly hash: string }> {
    const source = await findSpot(this.root, parsePath(from));
    const hash = await within(source, async () => {
      const target = await findSpot(this.root, parsePath(to));
      return within(target, () => {
        const [first, second] = source.real < target.real ? [source, target] : [target, source];
        if (first.real === second.real) throw taken({ code: 'EEXIST' }, to);
        return this.#locks.hold(first.real, () =>
          this.#locks.hold(second.real, () => this.#moveSpot(source, target, base, replace, to)),
        );
      });
    });
    await this.#moveSidecar(parsePath(from), parsePath(to));
    this.#changes.publish({ kind: 'moved', path: to, from, hash, ...byClient(client) });
    return { path: to, hash };
  }

  async createFolder(path: string): Promise<void> {
    const segments = parsePath(path);
    const parent = await openFolder(this.root, segments.slice(0, -1));
    await within(parent, () =>
      mkdir(parent.at(segments.at(-1) ?? '')).catch((error: unknown) => {
        throw storage(taken(error, path));
      }),
    );
  }

  async deleteFolder(path: string): Promise<void> {
    const segments = parsePath(path);
    const parent = await openFolder(this.root, segments.slice(0, -1));
    await within(parent, () =>
      rmdir(parent.at(segments.at(-1) ?? '')).catch((error: unknown) => {
        const code = (error as NodeJS.ErrnoException).code;
        if (code === 'ENOENT' || code === 'ENOTDIR') throw notFound('The folder');
        if (code === 'ENOTEMPTY' || code === 'EEXIST') {
          throw new Failure('not_empty', 'The folder is not empty.', { remedy: 'Move or delete its files first.' });
        }
        throw storage(error);
      }),
    );
  }

  async readLayout(path: string): Promise<{ readonly text: string | null; readonly hash: string | null }> {
    const sidecar = await this.#sidecar(parsePath(path), false);
    if (sidecar === null) return { text: null, hash: null };
    return within(sidecar, async () => {
      const content = await readContent(sidecar);
      return content === null ? { text: null, hash: null } : { text: textOf(content.bytes), hash: content.hash };
    });
  }

  async writeLayout(path: string, text: string, base: Base, client: string | undefined): Promise<string> {
    const bytes = bytesOf(text);
    const sidecar = await this.#sidecar(parsePath(path), true);
    if (sidecar === null) throw notFound('The layout folder');
    const { hash } = await within(sidecar, () =>
      this.#locks.hold(sidecar.real, () => compareAndSwap(sidecar, base, bytes)),
    );
    this.#changes.publish({ kind: 'layout', path, hash, ...byClient(client) });
    return hash;
  }

  async #require(spot: Spot, base: Base): Promise<string> {
    if (base === 'create')
      throw new Failure('invalid_request', 'If-None-Match has no meaning here.', { field: 'if-none-match' });
    const content = await readContent(spot);
    if (content === null) throw notFound('The file');
    if (content.hash !== base.hash) throw conflict(content);
    return content.hash;
  }

  async #moveSpot(source: Spot, target: Spot, base: Base, replace: string | undefined, to: string): Promise<string> {
    const hash = await this.#require(source, base);
    const [old, fresh] = [source.folder.at(source.name), target.folder.at(target.name)];
    try {
      if (replace === undefined) {
        // A link fails where something is; a rename would overwrite it.
        await link(old, fresh);
        await unlink(old);
      } else {
        await this.#require(target, { hash: replace });
        await rename(old, fresh);
      }
    } catch (error) {
      throw storage(taken(error, to));
    }
    await target.folder.sync();
    return hash;
  }

  /** The sidecar's place; null when its folder is not there. */
  async #sidecar(workflow: readonly string[], create: boolean): Promise<Spot | null> {
    const segments = layoutSegments(workflow);
    const folder = await openInternal(this.root, segments.slice(0, -1), create);
    if (folder === null) return null;
    const name = segments.at(-1) ?? '';
    const found = await lstatOrNull(folder.at(name));
    if (create || found?.isFile() === true) return { folder, name, real: joinPath([folder.real, name]) };
    await folder.close();
    return null;
  }

  async #moveSidecar(from: readonly string[], to: readonly string[]): Promise<void> {
    const source = await this.#sidecar(from, false);
    if (source === null) return;
    await within(source, async () => {
      const target = await this.#sidecar(to, true);
      if (target === null) return;
      await within(target, () => rename(source.folder.at(source.name), target.folder.at(target.name)));
    });
  }

  async #restoreSidecar(workflow: readonly string[], kept: string): Promise<void> {
    if ((await lstatOrNull(kept)) === null) return;
    const target = await this.#sidecar(workflow, true);
    if (target === null) return;
    await within(target, () => rename(kept, target.folder.at(target.name)));
  }
}

async function writable(spot: Spot): Promise<boolean> {
  try {
    await access(spot.folder.at(spot.name), constants.W_OK);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return false;
    throw error;
  }
}

/** EEXIST in the words of the protocol; other errors pass. */
function taken(error: unknown, path: string): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return error;
  return new Failure('exists', `There is already something at ${path}.`, { remedy: 'Choose another name.' });
}
