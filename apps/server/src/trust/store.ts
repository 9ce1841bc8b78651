// Who trusted what (S-SEC-10): in the user's configuration folder, keyed by the real path of the workspace and the path of the file, with the manifest
// that was shown. Nothing in a workspace is read to decide trust, so nothing in it can grant or widen it (attack class 10).
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { manifest as manifestSchema, type Manifest, type TrustState } from '@iterion/protocol';
import { z } from 'zod';
import { PathLocks } from '../files/lock.ts';
import { readPrivate, removePrivate, writePrivate } from '../userFolders.ts';

const record = z.object({ workspace: z.string(), path: z.string(), manifest: manifestSchema, at: z.string() });

export class TrustStore {
  readonly #folder: string;
  readonly #workspace: string;
  readonly #locks = new PathLocks();

  /** `workspace` must be a real path. */
  constructor(configFolder: string, workspace: string) {
    this.#folder = join(configFolder, 'trust');
    this.#workspace = workspace;
  }

  async state(path: string, manifest: Manifest): Promise<TrustState> {
    const previous = await this.#read(path);
    const base = { manifest, manifestHash: manifest.hash };
    if (previous === null) return { state: 'untrusted', ...base };
    if (previous.hash === manifest.hash) return { state: 'trusted', ...base };
    return { state: 'changed', ...base, previous };
  }

  grant(path: string, manifest: Manifest): Promise<void> {
    const file = this.#file(path);
    const entry = { workspace: this.#workspace, path, manifest, at: new Date().toISOString() };
    return this.#locks.hold(file, () => writePrivate(file, `${JSON.stringify(entry, null, 1)}\n`));
  }

  revoke(path: string): Promise<void> {
    const file = this.#file(path);
    return this.#locks.hold(file, () => removePrivate(file));
  }

  async #read(path: string): Promise<Manifest | null> {
    const text = await readPrivate(this.#file(path));
    if (text === null) return null;
    const parsed = record.safeParse(jsonOrNull(text));
    // A damaged record, or one of another file under the same name, grants nothing.
    if (!parsed.success || parsed.data.workspace !== this.#workspace || parsed.data.path !== path) return null;
    return parsed.data.manifest;
  }

  #file(path: string): string {
    const name = createHash('sha256').update(`${this.#workspace}\0${path}`).digest('hex');
    return join(this.#folder, `${name}.json`);
  }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Damaged: the schema refuses it.
  }
}
