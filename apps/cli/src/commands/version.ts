// `version` (R-CLI-23).
import type { Command } from '../args/spec.ts';
import { COMMIT, VERSION } from '../version.ts';

export const version: Command = {
  name: 'version',
  summary: 'print the version',
  options: [],
  run: ({ terminal, json }) => {
    if (!json) terminal.out(`iterion ${VERSION} (${COMMIT})\n`);
    const platform = `${process.platform}-${process.arch}`;
    return Promise.resolve({
      exitCode: 0,
      json: { version: VERSION, commit: COMMIT, node: process.versions.node, platform },
    });
  },
};
