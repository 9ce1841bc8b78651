// The only file that starts processes (architecture.md). Every child leads its own process group, reads an empty standard input unless
// text is given, and is ended as a whole.
//  C1  After a run of a process has settled, no member of its group is left; after an abort no descendant that carries its mark either.
//  C2  Output above the cap is counted and dropped, never kept; the last bytes of stderr are always kept.
//  C3  Secrets and prompts travel by environment and standard input, never by argv.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf, systemCode } from './errors.ts';
import { markedProcesses, processIds, processStat } from './processTable.ts';

/** Kept bytes of stdout and of stderr (R-TOOL-19). */
export const OUTPUT_CAP = 10 * 1024 * 1024;
/** Bytes from the end of stderr that go into metadata and errors (R-TOOL-19). */
const STDERR_TAIL = 4 * 1024;
/** Time between SIGTERM and SIGKILL (R-REC-12). */
const TERMINATION_GRACE_MS = 5_000;
const KILL_WAIT_MS = 2_000;
const POLL_MS = 20;
/** How long what a process left behind may still write to its pipes: the end of a `tee`, not the life of a server. */
const PIPE_PATIENCE_MS = 1_000;
/** Children carry it with a value of their own, so that on Linux they are found again after they left the group. */
const MARK = 'ITERION_PROCESS';
/** Every child of a run carries the real path of the run's folder: the id alone may be that of a run in another store. */
export const RUN_FOLDER = 'ITERION_RUN_FOLDER';

export interface ProcessRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly timeoutMs?: number;
  /** Ends the process by the ladder of R-REC-12. */
  readonly signal?: AbortSignal;
  /** Ends it at once, by SIGKILL (R-REC-13). */
  readonly kill?: AbortSignal;
  readonly outputCap?: number;
  readonly graceMs?: number;
}

interface CapturedOutput {
  readonly text: string;
  /** All bytes that were written, kept or not. */
  readonly bytes: number;
  /** Those above the cap. */
  readonly dropped: number;
  readonly tail: string;
}

export interface ProcessResult {
  /** What ended it: itself, the time limit, an abort, or that it never began. */
  readonly ended: 'exit' | 'timeout' | 'aborted' | 'not_started';
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: CapturedOutput;
  readonly stderr: CapturedOutput;
  readonly durationMs: number;
  /** Why it could not be started. */
  readonly error?: { readonly code?: string; readonly message: string };
}

class Capture {
  readonly #cap: number;
  readonly #kept: Buffer[] = [];
  #keptBytes = 0;
  #bytes = 0;
  #tail = Buffer.alloc(0);

  constructor(cap: number) {
    this.#cap = cap;
  }

  add(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#keptBytes < this.#cap) {
      const part = chunk.subarray(0, this.#cap - this.#keptBytes);
      this.#kept.push(part);
      this.#keptBytes += part.length;
    }
    this.#tail = Buffer.concat([this.#tail, chunk.subarray(-STDERR_TAIL)]).subarray(-STDERR_TAIL);
  }

  result(): CapturedOutput {
    return {
      text: Buffer.concat(this.#kept).toString('utf8'),
      bytes: this.#bytes,
      dropped: this.#bytes - this.#keptBytes,
      tail: this.#tail.toString('utf8'),
    };
  }
}

const live = new Map<ChildProcess, string>();

// Nothing that this process started outlives it, however it ends; what SIGKILL to itself leaves is ended by `endStrays`.
process.on('exit', () => {
  for (const [child, mark] of live) killTree(child, mark);
});

function killTree(child: ChildProcess, mark: string): void {
  signalGroup(child, 'SIGKILL');
  for (const pid of markedProcesses(mark)) signalProcess(pid, 'SIGKILL');
}

/** Runs one process to its end. Never rejects: what went wrong is in the result. */
export async function runProcess(request: ProcessRequest): Promise<ProcessResult> {
  const started = performance.now();
  const cap = request.outputCap ?? OUTPUT_CAP;
  const stdout = new Capture(cap);
  const stderr = new Capture(cap);
  const mark = randomBytes(9).toString('hex');
  const outer = process.env[MARK];
  const done = (
    rest: Pick<ProcessResult, 'ended' | 'exitCode' | 'signal'> & Partial<ProcessResult>,
  ): ProcessResult => ({
    stdout: stdout.result(),
    stderr: stderr.result(),
    durationMs: Math.round(performance.now() - started),
    ...rest,
  });
  if (request.signal?.aborted || request.kill?.aborted) return done({ ended: 'aborted', exitCode: null, signal: null });

  let child: ChildProcess;
  try {
    child = spawn(request.command, request.args, {
      cwd: request.cwd,
      env: { ...request.env, [MARK]: outer === undefined ? mark : `${outer}:${mark}` },
      detached: process.platform !== 'win32',
      stdio: [request.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
  } catch (error) {
    return done({ ended: 'not_started', exitCode: null, signal: null, error: startError(error) });
  }
  live.set(child, mark);
  child.stdout?.on('data', (chunk: Buffer) => stdout.add(chunk));
  child.stderr?.on('data', (chunk: Buffer) => stderr.add(chunk));
  child.stdin?.on('error', () => undefined); // the child closed its input early: its own affair
  child.stdin?.end(request.stdin);

  type Ending = Pick<ProcessResult, 'exitCode' | 'signal' | 'error'>;
  const closed = Promise.withResolvers<Ending>();
  child.on('error', (error) => {
    if (child.pid === undefined) closed.resolve({ exitCode: null, signal: null, error: startError(error) });
  });
  child.on('close', (exitCode, signal) => closed.resolve({ exitCode, signal }));
  // A process is over when it has ended itself; a child that it left in the background does not make it last longer.
  let patience: NodeJS.Timeout | undefined;
  child.on('exit', (exitCode, signal) => {
    patience = setTimeout(() => closed.resolve({ exitCode, signal }), PIPE_PATIENCE_MS);
  });

  const grace = request.graceMs ?? TERMINATION_GRACE_MS;
  let reason: 'timeout' | 'aborted' | undefined;
  const end = (why: 'timeout' | 'aborted'): void => {
    if (reason) return;
    reason = why;
    // A pipe kept open by a process that escaped the ladder must not hold up the result.
    void endTree(child, mark, grace)
      .then(() => Promise.race([closed.promise, delay(KILL_WAIT_MS)]))
      .then(() => closed.resolve({ exitCode: child.exitCode, signal: child.signalCode }));
  };
  const onAbort = (): void => end('aborted');
  const onKill = (): void => {
    end('aborted');
    killTree(child, mark);
  };
  request.signal?.addEventListener('abort', onAbort, { once: true });
  request.kill?.addEventListener('abort', onKill, { once: true });
  const timer = request.timeoutMs === undefined ? undefined : setTimeout(() => end('timeout'), request.timeoutMs);
  try {
    const ending = await closed.promise;
    if (ending.error) return done({ ended: 'not_started', exitCode: null, signal: null, error: ending.error });
    await endTree(child, reason === undefined ? undefined : mark, grace);
    return done({ ended: reason ?? 'exit', exitCode: ending.exitCode, signal: ending.signal });
  } finally {
    clearTimeout(timer);
    clearTimeout(patience);
    request.signal?.removeEventListener('abort', onAbort);
    request.kill?.removeEventListener('abort', onKill);
    child.stdout?.destroy();
    child.stderr?.destroy();
    live.delete(child);
  }
}

function startError(error: unknown): { code?: string; message: string } {
  const code = systemCode(error);
  return { ...(code === undefined ? {} : { code }), message: messageOf(error) };
}

/** SIGTERM to the group, grace, SIGKILL (R-REC-12). With a mark, processes that left the group are ended too. Returns at once if none is left. */
async function endTree(child: ChildProcess, mark: string | undefined, graceMs: number): Promise<void> {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    if (child.exitCode === null) spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  for (const [signal, patienceMs] of [
    ['SIGTERM', graceMs],
    ['SIGKILL', KILL_WAIT_MS],
  ] as const) {
    const until = performance.now() + patienceMs;
    if (!treeLives(child, mark)) return;
    signalGroup(child, signal);
    for (const pid of mark === undefined ? [] : markedProcesses(mark)) signalProcess(pid, signal);
    while (performance.now() < until) {
      await delay(POLL_MS);
      if (!treeLives(child, mark)) return;
    }
  }
}

function treeLives(child: ChildProcess, mark: string | undefined): boolean {
  return groupLives(child) || (mark !== undefined && markedProcesses(mark).length > 0);
}

function groupLives(child: ChildProcess): boolean {
  if (child.pid === undefined) return false;
  try {
    process.kill(-child.pid, 0);
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
  // The group exists; on Linux it may hold only zombies, which nobody may ever reap.
  if (process.platform !== 'linux') return true;
  const group = String(child.pid);
  return processIds().some((pid) => {
    const stat = processStat(pid);
    return stat !== undefined && stat.group === group && stat.state !== 'Z' && stat.state !== 'X';
  });
}

function signalGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') child.kill(signal);
  else signalProcess(-child.pid, signal);
}

function signalProcess(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (systemCode(error) !== 'ESRCH' && systemCode(error) !== 'EPERM') throw error;
  }
}

/**
 * Identifies the incarnation of a process: its start time, so that a re-used pid is not taken for the old process (R-STORE-20).
 * Undefined if there is no such process.
 */
export function processStart(pid: number): string | undefined {
  if (process.platform === 'linux') {
    const stat = processStat(pid);
    if (stat === undefined || stat.state === 'Z') return undefined;
    return `${bootId()}:${stat.startTicks}`;
  }
  if (pid === process.pid) return (ownStart ??= askStart(pid));
  return askStart(pid);
}

let ownStart: string | undefined;
let boot: string | undefined;

function bootId(): string {
  boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  return boot;
}

function askStart(pid: number): string | undefined {
  if (process.platform === 'win32') {
    try {
      process.kill(pid, 0);
      return 'unknown'; // no cheap way to ask; the pid alone decides
    } catch {
      return undefined;
    }
  }
  const answer = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
  });
  return answer.status === 0 ? answer.stdout.trim() || undefined : undefined;
}

/**
 * Ends what a crashed host left running of a run: living processes that carry the run's folder in their environment and are neither
 * this process nor above it. Linux only; returns how many were ended.
 */
export async function endStrays(folder: string, graceMs = TERMINATION_GRACE_MS): Promise<number> {
  const above = new Set<number>();
  for (let pid = process.pid; pid > 0 && !above.has(pid); pid = Number(processStat(pid)?.parent ?? 0)) above.add(pid);
  const text = `${RUN_FOLDER}=${realpathSync(folder)}\0`;
  const strays = (): number[] => markedProcesses(text).filter((pid) => !above.has(pid));
  const found = strays();
  for (const [signal, patienceMs] of [
    ['SIGTERM', graceMs],
    ['SIGKILL', KILL_WAIT_MS],
  ] as const) {
    const until = performance.now() + patienceMs;
    for (const pid of strays()) signalProcess(pid, signal);
    while (performance.now() < until && strays().length > 0) await delay(POLL_MS);
  }
  return found.length;
}
