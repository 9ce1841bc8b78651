// Where things lie in a run store (runtime.md §8.1) and which names may become path components (R-STORE-01).
// Every path of the store is built here; a name that does not match is refused before it touches the disk.
import { existsSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { RuntimeError, systemCode } from '../errors.ts';

const PRIVATE_FOLDER = 0o700;
export const PRIVATE_FILE = 0o600;

const COMPONENT = /^[\p{L}\p{N}_][\p{L}\p{N}._-]*$/u;
const MAX_COMPONENT_BYTES = 200;

/** True if `name` may be a path component of the store (R-STORE-01). */
export function isSafeName(name: string): boolean {
  return COMPONENT.test(name) && name !== '.' && name !== '..' && Buffer.byteLength(name) <= MAX_COMPONENT_BYTES;
}

/** Returns `name`, or refuses it (R-STORE-01). */
export function safeName(name: string, what: string): string {
  if (isSafeName(name)) return name;
  throw new RuntimeError('USAGE', `${what} ${JSON.stringify(name)} cannot be used as a file name`, {
    hint: `use letters, digits, "_", "-" and ".", at most ${MAX_COMPONENT_BYTES} bytes, not beginning with "." or "-"`,
  });
}

/** Paths inside one run's folder. */
export interface RunPaths {
  readonly folder: string;
  readonly header: string;
  readonly log: string;
  readonly lock: string;
  readonly meta: string;
  readonly report: string;
  readonly control: string;
  readonly blobs: string;
  readonly artifacts: string;
  readonly interactions: string;
  readonly sessions: string;
  source(epoch: number): string;
  torn(epoch: number): string;
  artifact(node: string, version: number): string;
  interaction(id: string): string;
}

export function runsFolder(store: string): string {
  return path.join(store, 'runs');
}

export function trashFolder(store: string): string {
  return path.join(store, 'trash');
}

export function runPaths(store: string, runId: string): RunPaths {
  const folder = path.join(runsFolder(store), safeName(runId, 'run id'));
  const at = (...parts: string[]): string => path.join(folder, ...parts);
  return {
    folder,
    header: at('run.json'),
    log: at('events.jsonl'),
    lock: at('.lock'),
    meta: at('meta.json'),
    report: at('report.md'),
    control: at('control'),
    blobs: at('blobs'),
    artifacts: at('artifacts'),
    interactions: at('interactions'),
    sessions: at('sessions'),
    source: (epoch) => at(epoch <= 1 ? 'workflow.iter' : `workflow.${epoch}.iter`),
    torn: (epoch) => at(`events.torn-${epoch}`),
    artifact: (node, version) => at('artifacts', safeName(node, 'node id'), `${version}.json`),
    interaction: (id) => at('interactions', `${safeName(id, 'interaction id')}.json`),
  };
}

/**
 * Creates a folder of mode 0700 with its parents. Step by step: the recursive call of Node never returns where a parent exists and
 * takes no folder (`/proc`).
 */
export function makeFolder(folder: string): void {
  const missing: string[] = [];
  for (let at = path.resolve(folder); !existsSync(at); at = path.dirname(at)) missing.push(at);
  for (const at of missing.toReversed()) {
    try {
      mkdirSync(at, { mode: PRIVATE_FOLDER });
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error; // somebody else made it meanwhile
    }
  }
}

/** The real path of a folder that a run works in; USAGE if there is none. */
export function existingFolder(folder: string): string {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return realpathSync(folder);
  throw new RuntimeError(
    'USAGE',
    `${folder} is ${found === undefined ? 'not there' : 'no folder'}: a run needs a folder to work in`,
    {
      hint: 'make it, or name another one with --workspace',
    },
  );
}
