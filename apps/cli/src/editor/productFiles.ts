// Where the built editor and the examples are: beside the command line in a package, or in the repository it is run from.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** How far above this file the root of a package or repository lies at most. */
const LEVELS = 6;

export function editorFolder(): string | undefined {
  return found(['apps/editor/dist'], 'index.html');
}

export function examplesFolder(): string | undefined {
  return found(['examples'], 'minimal_linear.iter');
}

function found(folders: readonly string[], file: string): string | undefined {
  let base = path.dirname(fileURLToPath(import.meta.url));
  for (let level = 0; level < LEVELS; level++) {
    const folder = folders
      .map((name) => path.join(base, name))
      .find((candidate) => existsSync(path.join(candidate, file)));
    if (folder !== undefined) return folder;
    base = path.dirname(base);
  }
  return undefined;
}
