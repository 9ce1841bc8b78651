// The few file operations by which a run changes its files. Everything the store writes goes through this port, so that tests can
// make any single write fail, fall short or vanish (P-22, R-STORE-14) without touching the code under test.
import {
  closeSync,
  constants,
  fdatasync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  openSync,
  renameSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { PRIVATE_FILE, makeFolder } from './layout.ts';

export interface Disk {
  readonly makeFolder: (folder: string) => void;
  /** Opens for appending; creates the file with mode 0600 if it is absent. */
  readonly openAppend: (file: string) => number;
  /** Creates a new file with mode 0600; fails with EEXIST if it is there. */
  readonly create: (file: string) => number;
  /** Writes at the end (append) or at the position of the descriptor; may write fewer bytes than given. */
  readonly write: (fd: number, bytes: Uint8Array) => number;
  readonly size: (fd: number) => number;
  readonly truncate: (fd: number, length: number) => void;
  /** Makes what was written durable, without blocking the thread. */
  readonly sync: (fd: number) => Promise<void>;
  /** The same, at once. */
  readonly syncNow: (fd: number) => void;
  readonly close: (fd: number) => void;
  readonly rename: (from: string, to: string) => void;
  readonly link: (from: string, to: string) => void;
  readonly remove: (file: string) => void;
  readonly touch: (file: string) => void;
  /** Makes the entries of a folder durable. */
  readonly syncFolder: (folder: string) => void;
}

/** The machine's own disk. */
export const realDisk: Disk = {
  makeFolder,
  openAppend: (file) => openSync(file, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, PRIVATE_FILE),
  create: (file) => openSync(file, 'wx', PRIVATE_FILE),
  write: (fd, bytes) => writeSync(fd, bytes),
  size: (fd) => fstatSync(fd).size,
  truncate: (fd, length) => ftruncateSync(fd, length),
  sync: (fd) => new Promise((resolve, reject) => fdatasync(fd, (error) => (error ? reject(error) : resolve()))),
  syncNow: (fd) => fsyncSync(fd),
  close: (fd) => closeSync(fd),
  rename: (from, to) => renameSync(from, to),
  link: (from, to) => linkSync(from, to),
  remove: (file) => unlinkSync(file),
  touch: (file) => {
    const now = new Date();
    utimesSync(file, now, now);
  },
  syncFolder: (folder) => {
    if (process.platform === 'win32') return; // folders cannot be opened there; a rename is durable with its file
    const fd = openSync(folder, 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  },
};

/** Writes all bytes, however many calls it takes. */
export function writeAll(disk: Disk, fd: number, bytes: Uint8Array): void {
  let at = 0;
  while (at < bytes.length) {
    const written = disk.write(fd, at === 0 ? bytes : bytes.subarray(at));
    if (written <= 0) throw new Error(`the disk accepted only ${at} of ${bytes.length} bytes`);
    at += written;
  }
}
