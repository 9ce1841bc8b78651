// The IndexedDB store of hot exit: one record per browser tab and file.
import type { History } from '../document/history.ts';
import type { FileId, ItemId, ItemKind, OpenDocument } from '../document/model.ts';

export interface HotRecord {
  readonly tab: string;
  readonly fileId: FileId;
  readonly time: number;
  readonly path: string | null;
  readonly title: string;
  readonly text: string;
  readonly savedText: string | null;
  readonly baseHash: string | null;
  readonly history: History;
  readonly view: Pick<
    OpenDocument,
    'selection' | 'positions' | 'direction' | 'spacing' | 'groups' | 'viewport' | 'mode'
  >;
  readonly ids: readonly {
    readonly kind: ItemKind;
    readonly name: string;
    readonly id: ItemId;
    readonly ends?: { readonly from: string; readonly to: string };
    readonly missing?: true;
  }[];
  readonly past: readonly (readonly [string, ItemId])[];
}

const storeName = 'buffers';
let database: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  database ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('iterion', 1);
    request.addEventListener('upgradeneeded', () => {
      request.result.createObjectStore(storeName, { keyPath: ['tab', 'fileId'] });
    });
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB did not open.')));
  });
  return database;
}

async function run<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await open();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(storeName, mode);
    const request = act(transaction.objectStore(storeName));
    // At once: the page may be going away, and what is not committed then is lost.
    if (mode === 'readwrite') transaction.commit();
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB refused.')));
  });
}

export async function readRecords(): Promise<HotRecord[]> {
  return run('readonly', (store) => store.getAll() as IDBRequest<HotRecord[]>);
}
export async function writeRecord(record: HotRecord): Promise<void> {
  await run('readwrite', (store) => store.put(record));
}
export async function deleteRecord(tab: string, fileId: FileId): Promise<void> {
  await run('readwrite', (store) => store.delete([tab, fileId]));
}
