// Programs on the PATH of an environment.
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** The path of a program on the PATH of an environment; undefined if it is not there. */
export function findExecutable(name: string, env: Readonly<Record<string, string>>): string | undefined {
  const suffixes = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const folder of (env['PATH'] ?? '').split(path.delimiter)) {
    if (!path.isAbsolute(folder)) continue; // a relative entry would let the workspace choose the program
    for (const suffix of suffixes) {
      const file = path.join(folder, name + suffix);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // not here
      }
    }
  }
  return undefined;
}
