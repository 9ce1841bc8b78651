// Whether what is built is what the sources say, so that a second `npm start` need not install and build again: a fingerprint of the lock file and of
// the place, size and time of every source file, kept beside what was installed. A fingerprint that cannot be read means: not built.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const BUILT = ['apps/cli/dist/iterion.mjs', 'apps/cli/dist/languageWorker.mjs', 'apps/editor/dist/index.html'];
const stampOf = (root) => join(root, 'node_modules/.cache/iterion/start');

export function isBuilt(root) {
  if (!BUILT.every((file) => existsSync(join(root, file)))) return false;
  const stamp = stampOf(root);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(root);
}

export function remember(root) {
  const stamp = stampOf(root);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, fingerprint(root));
}

function fingerprint(root) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'pnpm-lock.yaml')));
  for (const folder of ['packages', 'apps', 'docs/reference']) walk(join(root, folder), hash);
  return hash.digest('hex');
}

function walk(folder, hash) {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name === 'node_modules' || entry.name === 'dist' || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      walk(path, hash);
      continue;
    }
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  }
}
