// The writing end of `events.jsonl` (R-STORE-10..12, R-STORE-14).
//  W1  One descriptor, whole lines, one write per batch; the file has the expected length before each write.
//  W2  A batch is in the file whole or not at all: a failed or short write is rolled back by truncation.
//  W3  `durable()` resolves when everything appended before the call is on the disk; concurrent calls share one fdatasync.
//  W4  After a failure the log takes nothing more.
import { RuntimeError, messageOf } from '../errors.ts';
import { type Disk, writeAll } from './disk.ts';

export type FsyncMode = 'node' | 'batch' | 'off';

/** How long events may stay unsynced with `--fsync batch` (R-STORE-11). */
const BATCH_DELAY_MS = 100;

export class EventLog {
  readonly #disk: Disk;
  readonly #mode: FsyncMode;
  readonly #fd: number;
  #length: number;
  #syncedLength: number;
  #syncing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failure: Error | undefined;

  /** Opens a log whose good lines end at `length`; the file must have exactly that size. */
  constructor(file: string, length: number, options: { disk: Disk; fsync: FsyncMode }) {
    this.#disk = options.disk;
    this.#mode = options.fsync;
    this.#fd = this.#disk.openAppend(file);
    this.#length = length;
    this.#syncedLength = length;
  }

  /** Bytes of good lines. */
  get length(): number {
    return this.#length;
  }

  /** Appends whole lines (without their newlines) in one write. Throws, with the file as before, if that fails. */
  append(lines: readonly string[]): void {
    if (this.#failure) throw this.#failure;
    if (lines.length === 0) return;
    this.checkLength();
    const bytes = Buffer.from(`${lines.join('\n')}\n`);
    try {
      writeAll(this.#disk, this.#fd, bytes);
    } catch (error) {
      this.#rollBack();
      throw this.#fail('append to', error);
    }
    this.#length += bytes.length;
    if (this.#mode === 'batch') this.#timer ??= setTimeout(() => this.#syncBatch(), BATCH_DELAY_MS);
  }

  /** Throws if somebody else has changed the file (R-STORE-10, R-STORE-20). */
  checkLength(): void {
    if (this.#failure) throw this.#failure;
    const size = this.#disk.size(this.#fd);
    if (size === this.#length) return;
    this.#failure = new RuntimeError(
      'RUN_LOCKED',
      `the log has ${size} bytes where this process left ${this.#length}: another process writes to the run`,
      {
        hint: 'this process has stopped writing; look at the run with `inspect`',
      },
    );
    throw this.#failure;
  }

  /** Makes all events appended so far durable (R-STORE-12); at once with `batch` and `off`. */
  async durable(): Promise<void> {
    if (this.#failure) throw this.#failure;
    if (this.#mode === 'node') await this.#syncTo(this.#length);
  }

  /** Syncs what is open (unless `off`) and closes the descriptor. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      if (this.#mode !== 'off' && !this.#failure) await this.#syncTo(this.#length);
    } finally {
      await this.#syncing?.catch(() => undefined);
      this.#disk.close(this.#fd);
    }
  }

  async #syncTo(length: number): Promise<void> {
    while (this.#syncedLength < length) {
      this.#syncing ??= this.#sync();
      await this.#syncing;
    }
  }

  async #sync(): Promise<void> {
    const length = this.#length;
    try {
      await this.#disk.sync(this.#fd);
      this.#syncedLength = length;
    } catch (error) {
      throw this.#fail('sync', error);
    } finally {
      this.#syncing = undefined;
    }
  }

  #syncBatch(): void {
    this.#timer = undefined;
    // A failure is kept in #failure and thrown by the next append.
    this.#syncTo(this.#length).catch(() => undefined);
  }

  #rollBack(): void {
    try {
      this.#disk.truncate(this.#fd, this.#length);
    } catch {
      // The tail is torn then; the next opening repairs it (R-STORE-21). The write's own error is the one to report.
    }
  }

  #fail(what: string, error: unknown): Error {
    this.#failure = new RuntimeError('EXECUTION_FAILED', `cannot ${what} the run's log: ${messageOf(error)}`, {
      hint: 'make room or mend the disk, then `resume`: everything up to the last durable event is kept',
      cause: error,
    });
    return this.#failure;
  }
}
