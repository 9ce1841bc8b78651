// A process that starts or resumes a run and, if asked, dies by SIGKILL at its n-th operation on the disk (S-70). Started by tests with
// one JSON argument; runs under Node without a bundler.
import { readFileSync } from 'node:fs';
import { compile, parse } from '@iterion/dsl';
import { type Disk, realDisk } from './store/disk.ts';
import { openStore } from './store/store.ts';
import { resumeRun } from './resume.ts';
import { startRun } from './start.ts';

interface Order {
  readonly store: string;
  readonly workspace: string;
  readonly file: string;
  readonly runId: string;
  readonly resume: boolean;
  /** The operation at which the process dies; absent: it lives. */
  readonly dieAt?: number;
}

const order = JSON.parse(process.argv[2] ?? '') as Order;
let operations = 0;

function fatal<A extends unknown[], R>(operation: (...args: A) => R): (...args: A) => R {
  return (...args) => {
    if (++operations === order.dieAt) process.kill(process.pid, 'SIGKILL');
    return operation(...args);
  };
}

const disk: Disk = {
  ...realDisk,
  create: fatal(realDisk.create),
  write: (fd, bytes) => {
    if (++operations === order.dieAt) {
      realDisk.write(fd, bytes.subarray(0, operations % (bytes.length + 1))); // dies in the middle of a write
      process.kill(process.pid, 'SIGKILL');
    }
    return realDisk.write(fd, bytes);
  },
  sync: fatal(realDisk.sync),
  rename: fatal(realDisk.rename),
  link: fatal(realDisk.link),
  syncFolder: fatal(realDisk.syncFolder),
};

const store = openStore(order.store, { disk });
const settings = { store, env: { PATH: process.env['PATH'] ?? '' } };
const text = readFileSync(order.file, 'utf8');
const handle = order.resume
  ? (await resumeRun({ ...settings, runId: order.runId })).handle
  : await startRun({
      ...settings,
      workspaceDir: order.workspace,
      graph: compile(parse(text)),
      sourceText: text,
      filePath: order.file,
      vars: {},
      runId: order.runId,
    });
let { status, output } = await handle.done;
// A person answers whatever is asked, in a resumption of its own.
while (status === 'paused_waiting_human') {
  const answers = Object.fromEntries(store.header(order.runId).open_interactions.map((id) => [id, { ok: true }]));
  const again = await resumeRun({ ...settings, runId: order.runId, answers });
  ({ status, output } = await again.handle.done);
}
process.stdout.write(JSON.stringify({ status, output, operations }));
