// A disk for tests that fails, falls short or loses what was not synced, at a chosen operation (P-22).
import { type Disk, realDisk } from './disk.ts';

type Fault = 'ENOSPC' | 'EIO' | 'short';

export interface FaultyDisk extends Disk {
  /** Operations so far that change something. */
  readonly operations: number;
  /** From now on the n-th changing operation from here fails; undefined mends the disk. */
  failAt(n: number | undefined, fault?: Fault): void;
}

export function faultyDisk(): FaultyDisk {
  let operations = 0;
  let failing: number | undefined;
  let kind: Fault = 'ENOSPC';
  const tick = (): Fault | undefined => {
    operations++;
    return failing !== undefined && operations >= failing ? kind : undefined;
  };
  const refuse = (): never => {
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: kind === 'EIO' ? 'EIO' : 'ENOSPC' });
  };
  const guarded =
    <A extends unknown[], R>(operation: (...args: A) => R) =>
    (...args: A): R =>
      tick() === undefined ? operation(...args) : refuse();
  return {
    ...realDisk,
    get operations() {
      return operations;
    },
    failAt: (n, fault = 'ENOSPC') => {
      failing = n === undefined ? undefined : operations + n;
      kind = fault;
    },
    makeFolder: guarded(realDisk.makeFolder),
    create: guarded(realDisk.create),
    write: (fd, bytes) => {
      const fault = tick();
      if (fault === undefined) return realDisk.write(fd, bytes);
      if (fault === 'short' && bytes.length > 1) {
        realDisk.write(fd, bytes.subarray(0, bytes.length >> 1)); // some bytes reach the file before the disk is full
      }
      return refuse();
    },
    sync: async (fd) => (tick() === undefined ? realDisk.sync(fd) : refuse()),
    syncNow: guarded(realDisk.syncNow),
    rename: guarded(realDisk.rename),
    link: guarded(realDisk.link),
  };
}
