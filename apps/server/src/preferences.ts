// The user's settings as one file of their configuration folder (E-SHELL-16): compared by hash, so that two editors do not overwrite each other.
// A file that is not a JSON object is shown as empty and stays as it is until settings are kept again.
import { join } from 'node:path';
import type { KeptPreferences } from '@iterion/protocol';
import { Failure } from './failure.ts';
import { hashOf } from './files/content.ts';
import { PathLocks } from './files/lock.ts';
import { storage } from './files/write.ts';
import type { Base } from './routes/handler.ts';
import { readPrivate, writePrivate } from './userFolders.ts';

export class PreferenceStore {
  readonly #file: string;
  readonly #locks = new PathLocks();

  constructor(configFolder: string) {
    this.#file = join(configFolder, 'preferences.json');
  }

  async read(): Promise<KeptPreferences> {
    const text = await readPrivate(this.#file);
    return text === null ? { values: {}, hash: null } : { values: objectOf(text), hash: hashOf(text) };
  }

  async write(values: KeptPreferences['values'], base: Base): Promise<KeptPreferences> {
    return this.#locks.hold(this.#file, async () => {
      const now = await this.read();
      if (now.hash !== (base === 'create' ? null : base.hash)) {
        throw new Failure('precondition_failed', 'The settings were changed elsewhere.', { details: now });
      }
      const text = `${JSON.stringify(values, null, 2)}\n`;
      try {
        await writePrivate(this.#file, text);
      } catch (error) {
        throw storage(error);
      }
      return { values, hash: hashOf(text) };
    });
  }
}

function objectOf(text: string): KeptPreferences['values'] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as KeptPreferences['values'])
      : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
