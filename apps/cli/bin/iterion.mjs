#!/usr/bin/env -S node --
// The dashes keep Node from taking options of ours, such as --env-file, for its own.
// Runs the command line with this Node, or with the one that comes with the package where this one is older than 22.12.
import { existsSync } from 'node:fs';

const built = new URL('../dist/iterion.mjs', import.meta.url);
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (!existsSync(built)) {
  console.error(
    'iterion is not built yet: run `npm start` in the project, which installs, builds and opens the editor.',
  );
  process.exitCode = 1;
} else if (major > 22 || (major === 22 && minor >= 12)) await import(built.href);
else await import('./bundledNode.mjs');
