// Results of the layout engine by request text, in IndexedDB: 200 entries, the least recently used go first (E-LAYOUT-02). A store that
// cannot be opened (private window) or read only costs time, so its errors end here.
import type { LayoutResult } from '../kernels/layoutGraph.ts';

const limit = 200;
const storeName = 'layouts';
interface Entry {
  readonly key: string;
  readonly used: number;
  readonly result: LayoutResult;
}

const recent = new Map<string, LayoutResult>();
let opening: Promise<IDBDatabase | null> | null = null;

/** What a request is kept under. The browser's own hashing: the text of a large graph takes none of the page's time. */
export async function layoutKey(request: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(request));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export async function cachedLayout(key: string): Promise<LayoutResult | null> {
  const warm = recent.get(key);
  if (warm) return warm;
  const database = await open();
  if (!database) return null;
  const entry = await answered<Entry | undefined>(database.transaction(storeName).objectStore(storeName).get(key));
  if (!entry) return null;
  write(database, { ...entry, used: Date.now() });
  recent.set(key, entry.result);
  return entry.result;
}

export function rememberLayout(key: string, result: LayoutResult): void {
  recent.set(key, result);
  if (recent.size > limit) recent.delete(recent.keys().next().value ?? '');
  void open().then((database) => {
    if (!database) return;
    write(database, { key, used: Date.now(), result });
    prune(database);
  });
}

export async function cacheCount(): Promise<number> {
  const database = await open();
  return database ? ((await answered(database.transaction(storeName).objectStore(storeName).count())) ?? 0) : 0;
}
export async function clearLayoutCache(): Promise<void> {
  recent.clear();
  const database = await open();
  if (database) await answered(database.transaction(storeName, 'readwrite').objectStore(storeName).clear());
}

function write(database: IDBDatabase, entry: Entry): void {
  database.transaction(storeName, 'readwrite').objectStore(storeName).put(entry);
}
function prune(database: IDBDatabase): void {
  const store = database.transaction(storeName, 'readwrite').objectStore(storeName);
  void answered(store.count()).then((count) => {
    let surplus = (count ?? 0) - limit;
    if (surplus <= 0) return;
    const walk = database.transaction(storeName, 'readwrite').objectStore(storeName).index('used').openCursor();
    walk.addEventListener('success', () => {
      const cursor = walk.result;
      if (!cursor || surplus-- <= 0) return;
      cursor.delete();
      cursor.continue();
    });
  });
}
function open(): Promise<IDBDatabase | null> {
  opening ??= new Promise((resolve) => {
    if (typeof indexedDB === 'undefined') {
      resolve(null);
      return;
    }
    const request = indexedDB.open('iterion-layout', 1);
    request.addEventListener('upgradeneeded', () => {
      request.result.createObjectStore(storeName, { keyPath: 'key' }).createIndex('used', 'used');
    });
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => resolve(null));
    request.addEventListener('blocked', () => resolve(null));
  });
  return opening;
}
function answered<T>(request: IDBRequest<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => resolve(undefined));
  });
}
