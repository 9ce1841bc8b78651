// `npm start` and `npm test`: from a fresh clone, with only Node >= 20 and npm, install what the project needs and hand over to
// the pnpm script of the same purpose. Nothing is installed globally.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isBuilt, remember } from './freshness.mjs';

const PNPM = 'pnpm@12.21.0';
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [task, ...rest] = process.argv.slice(2);

/** Runs a command in the project with the terminal as its own; ends this process with its exit code when it fails. */
function run(command, args, { quiet = false, cwd = root } = {}) {
  const result = spawnSync(command, args, {
    cwd,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    // Only npx is a script there; Node itself may lie in a folder with spaces.
    shell: process.platform === 'win32' && command === 'npx',
    encoding: 'utf8',
  });
  if (result.status !== 0) {
    if (quiet) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
    if (result.error) console.error(`iterion: cannot run ${command}: ${result.error.message}`);
    process.exit(result.status ?? 1);
  }
}

const pnpm = (...args) => run('npx', ['-y', PNPM, ...args]);

const major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
  console.error(
    `iterion needs Node 20 or newer; this is Node ${process.versions.node}. Install a newer one from https://nodejs.org.`,
  );
  process.exit(1);
}

if (task === 'start') {
  if (!isBuilt(root)) {
    console.log('iterion: installing and building (the first time takes about a minute) …');
    run('npx', ['-y', PNPM, 'install', '--frozen-lockfile', '--prefer-offline'], { quiet: true });
    run('npx', ['-y', PNPM, 'build'], { quiet: true });
    remember(root);
  }
  const directory = rest.some((argument) => argument === '--dir' || argument.startsWith('--dir='))
    ? []
    : ['--dir', join(root, 'examples')];
  // Paths that were typed are meant from where they were typed; npm has moved to the project meanwhile.
  const cwd = process.env['INIT_CWD'] ?? root;
  run(process.execPath, ['--', join(root, 'apps/cli/bin/iterion.mjs'), 'editor', ...directory, ...rest], { cwd });
} else if (task === 'test') {
  run('npx', ['-y', PNPM, 'install', '--frozen-lockfile', '--prefer-offline']);
  pnpm('exec', 'node', 'scripts/test.mjs', ...rest);
} else {
  console.error(`iterion: unknown task "${task ?? ''}"; use "npm start" or "npm test".`);
  process.exit(2);
}
