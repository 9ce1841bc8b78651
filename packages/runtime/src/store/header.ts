// run.json (runtime.md §8.4): the header for listing without the log, and the checkpoint. Both repeat the log; when they disagree the log
// is right (R-STORE-18). The checkpoint stands last, behind a line of its own, so that a list reads the header without it.
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import {
  type Json,
  type RunError,
  type RunEvent,
  type RunState,
  type UsageTotals,
  canonicalJson,
  entriesOf,
  simulationOf,
} from '@iterion/engine';
import { systemCode } from '../errors.ts';
import type { Blobs } from './blobs.ts';
import type { Disk } from './disk.ts';
import { writeWhole } from './document.ts';

const FORMAT_VERSION = 2;

/** What run.json tells about a run (R-VIEW-06). */
export interface StoredHeader {
  readonly format_version: number;
  readonly id: string;
  readonly workflow_name: string;
  readonly workflow_hash: string | null;
  readonly graph_hash: string;
  readonly file_path: string | null;
  readonly status: RunState['status'];
  readonly inputs: Json;
  readonly vars: Json;
  readonly created_at: string | null;
  readonly started_at: string | null;
  readonly updated_at: string | null;
  readonly finished_at: string | null;
  readonly error: string | null;
  readonly failure: RunError | null;
  readonly epoch: number;
  readonly seed: string;
  readonly work_dir: string | null;
  readonly worktree: RunWorktree | null;
  readonly simulated: ReturnType<typeof simulationOf>;
  readonly forked_from: RunState['forked_from'];
  readonly recipe?: RunState['source']['recipe'];
  readonly limits: RunState['limits'];
  readonly usage: UsageTotals;
  readonly inherited_usage: RunState['inherited_usage'] | null;
  readonly artifact_index: { readonly [node: string]: number };
  readonly open_interactions: readonly string[];
  readonly last_seq: number;
  readonly iterion_version: string | null;
}

/** `state`: created, kept, removed. */
export interface RunWorktree {
  readonly path: string;
  readonly base_commit: string;
  readonly state: string;
}

/** The worktree after some events; `before` if they say nothing about it. */
export function worktreeAfter(events: readonly RunEvent[], before: RunWorktree | null): RunWorktree | null {
  let worktree = before;
  for (const { type, data } of events) {
    if (type !== 'worktree_created' && type !== 'worktree_kept' && type !== 'worktree_removed') continue;
    worktree = { path: data.path, base_commit: data.base_commit, state: type.slice('worktree_'.length) };
  }
  return worktree;
}

export interface Checkpoint {
  readonly seq: number;
  /** Bytes of the log up to and with event `seq`. */
  readonly log_bytes: number;
  /** SHA-256 of the canonical JSON of `state`. */
  readonly sha256: string;
  readonly node_id: string | null;
  readonly interaction_id: string | null;
  readonly interaction_questions: Json;
  readonly state: RunState;
}

const MARK = '\n"checkpoint": ';
const CHUNK = 64 * 1024;

/** The header of a state; the worktree is no part of it. */
export function headerOf(state: RunState, worktree: RunWorktree | null): StoredHeader {
  const ended = ['finished', 'failed', 'failed_resumable', 'cancelled'].includes(state.status);
  const last = state.clock.last === null ? null : new Date(state.clock.last).toISOString();
  const active_ms =
    state.clock.active_ms + (state.clock.since === null ? 0 : Math.max(0, (state.clock.last ?? 0) - state.clock.since));
  return {
    format_version: FORMAT_VERSION,
    id: state.run_id,
    workflow_name: state.workflow,
    workflow_hash: state.source.workflow_hash ?? null,
    graph_hash: state.graph_hash,
    file_path: state.source.file_path ?? null,
    status: state.status,
    inputs: state.inputs,
    vars: state.vars,
    created_at: state.started_at,
    started_at: state.started_at,
    updated_at: last,
    finished_at: ended ? last : null,
    error: state.failure?.message ?? null,
    failure: state.failure,
    epoch: state.epoch,
    seed: state.seed,
    work_dir: state.source.work_dir ?? null,
    worktree,
    simulated: simulationOf(state),
    forked_from: state.forked_from,
    ...(state.source.recipe === undefined ? {} : { recipe: state.source.recipe }),
    limits: state.limits,
    usage: { ...state.usage, active_s: active_ms / 1000 },
    inherited_usage: state.forked_from === null ? null : state.inherited_usage,
    artifact_index: Object.fromEntries(entriesOf(state.artifact_versions).map(([node, count]) => [node, count - 1])),
    open_interactions: openInteractions(state).map(({ id }) => id),
    last_seq: state.last_seq,
    iterion_version: state.source.version ?? null,
  };
}

/** Interactions that wait for a person, in the order in which they were asked. */
function openInteractions(state: RunState): { id: string; node: string; questions: Json }[] {
  return entriesOf(state.interactions)
    .map(([, interaction]) => interaction)
    .filter(({ status }) => status === 'open')
    .sort((a, b) => a.requested_at.localeCompare(b.requested_at) || a.id.localeCompare(b.id))
    .map(({ id, node, questions }) => ({ id, node, questions }));
}

function stateHash(state: RunState): string {
  return createHash('sha256').update(canonicalJson(state)).digest('hex');
}

export interface HeaderFile {
  readonly file: string;
  readonly disk: Disk;
  readonly blobs: Blobs;
  readonly sync: boolean;
}

/** Writes header and checkpoint; returns the bytes written (R-STORE-16). */
export function writeHeader(to: HeaderFile, state: RunState, worktree: RunWorktree | null, logBytes: number): number {
  const { blobs } = to;
  const open = openInteractions(state);
  const only = open.length === 1 ? open[0] : undefined;
  const checkpoint: Checkpoint = {
    seq: state.last_seq,
    log_bytes: logBytes,
    sha256: stateHash(state),
    node_id: only?.node ?? state.failure?.node_id ?? null,
    interaction_id: only?.id ?? null,
    interaction_questions: only?.questions ?? null,
    state,
  };
  const head = JSON.stringify(blobs.externalize(headerOf(state, worktree) as unknown as Json), null, 1);
  const body = JSON.stringify(blobs.externalize(checkpoint as unknown as Json));
  const bytes = Buffer.from(`${head.slice(0, -2)},${MARK}${body}\n}\n`);
  writeWhole(to.disk, to.file, bytes, { sync: to.sync });
  return bytes.length;
}

/** Reads the header alone; undefined if the file is absent or damaged (it is then rebuilt from the log, R-STORE-17). */
export function readHeader(file: string, blobs: Blobs): StoredHeader | undefined {
  const text = readUntilCheckpoint(file);
  if (text === undefined) return undefined;
  try {
    const value = blobs.internalize(JSON.parse(text) as Json, () => undefined) as unknown as StoredHeader;
    return value.format_version === FORMAT_VERSION && typeof value.id === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Reads the checkpoint; undefined if there is none that may be trusted (R-STORE-17). */
export function readCheckpoint(file: string, blobs: Blobs): Checkpoint | undefined {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as { format_version?: number; checkpoint?: Json };
    if (value.format_version !== FORMAT_VERSION || value.checkpoint === undefined) return undefined;
    let complete = true;
    const checkpoint = blobs.internalize(value.checkpoint, () => (complete = false)) as unknown as Checkpoint;
    return complete && checkpoint.sha256 === stateHash(checkpoint.state) ? checkpoint : undefined;
  } catch {
    return undefined; // absent or damaged: the log is the truth
  }
}

function readUntilCheckpoint(file: string): string | undefined {
  let fd: number;
  try {
    fd = openSync(file, 'r');
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
  try {
    let bytes = Buffer.alloc(0);
    for (;;) {
      const chunk = Buffer.alloc(CHUNK);
      const got = readSync(fd, chunk, 0, CHUNK, bytes.length);
      const from = Math.max(0, bytes.length - MARK.length);
      bytes = Buffer.concat([bytes, chunk.subarray(0, got)]);
      const mark = bytes.indexOf(`,${MARK}`, from);
      if (mark >= 0) return `${bytes.toString('utf8', 0, mark)}}`;
      if (got === 0) return undefined;
    }
  } finally {
    closeSync(fd);
  }
}
