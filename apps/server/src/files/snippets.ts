// Snippets as files: `<id>.iter` in `.iterion/snippets` of the workspace or in the user's configuration folder (E-LIB-03).
import { mkdir, readdir, unlink } from 'node:fs/promises';
import type { Snippet } from '@iterion/protocol';
import { Failure, notFound } from '../failure.ts';
import type { Base } from '../routes/handler.ts';
import { bytesOf, conflict, readContent, textOf } from './content.ts';
import { openInternal, openRoot, within, type Folder, type Root, type Spot } from './folder.ts';
import { PathLocks } from './lock.ts';
import { compareAndSwap } from './write.ts';

type Scope = Snippet['scope'];
const NAME = /^([a-z0-9][a-z0-9_-]{0,63})\.iter$/;

export class SnippetStore {
  readonly #workspace: Root;
  readonly #config: string;
  readonly #locks = new PathLocks();

  constructor(workspace: Root, configFolder: string) {
    this.#workspace = workspace;
    this.#config = configFolder;
  }

  async list(): Promise<Snippet[]> {
    return (await Promise.all([this.#listScope('user'), this.#listScope('workspace')])).flat();
  }

  /** Keeps a snippet that is what `base` says; returns its new hash. */
  async write(scope: Scope, id: string, text: string, base: Base): Promise<string> {
    const bytes = bytesOf(text);
    const folder = await this.#folder(scope, true);
    if (folder === null) throw notFound('The folder of snippets');
    const spot = spotOf(folder, id);
    return within(
      folder,
      async () => (await this.#locks.hold(spot.real, () => compareAndSwap(spot, base, bytes))).hash,
    );
  }

  async delete(scope: Scope, id: string, base: Base): Promise<void> {
    if (base === 'create')
      throw new Failure('invalid_request', 'If-None-Match has no meaning here.', { field: 'if-none-match' });
    const folder = await this.#folder(scope, false);
    if (folder === null) throw notFound('The snippet');
    const spot = spotOf(folder, id);
    await within(folder, () =>
      this.#locks.hold(spot.real, async () => {
        const content = await readContent(spot);
        if (content === null) throw notFound('The snippet');
        if (content.hash !== base.hash) throw conflict(content);
        await unlink(folder.at(spot.name));
      }),
    );
  }

  async #listScope(scope: Scope): Promise<Snippet[]> {
    // A workspace whose folder leads elsewhere has none to show; it must not hide the user's own.
    const folder = await this.#folder(scope, false).catch((error: unknown) => {
      if (scope === 'workspace' && error instanceof Failure && error.code === 'path_forbidden') return null;
      throw error;
    });
    if (folder === null) return [];
    return within(folder, async () => {
      const ids = (await readdir(folder.at('.'))).flatMap((name) => NAME.exec(name)?.[1] ?? []).sort();
      const found = await Promise.all(ids.map((id) => readSnippet(folder, scope, id)));
      return found.filter((each) => each !== null);
    });
  }

  async #folder(scope: Scope, create: boolean): Promise<Folder | null> {
    if (scope === 'workspace') return openInternal(this.#workspace, ['.iterion', 'snippets'], create);
    await mkdir(this.#config, { recursive: true, mode: 0o700 });
    return openInternal(await openRoot(this.#config), ['snippets'], create);
  }
}

function spotOf(folder: Folder, id: string): Spot {
  return { folder, name: `${id}.iter`, real: `${folder.real}/${id}.iter` };
}

/** One that is not text, or not a file, is passed by. */
async function readSnippet(folder: Folder, scope: Scope, id: string): Promise<Snippet | null> {
  try {
    const content = await readContent(spotOf(folder, id));
    return content === null ? null : { scope, id, text: textOf(content.bytes), hash: content.hash };
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
