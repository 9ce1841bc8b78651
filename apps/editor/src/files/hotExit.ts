// Unsaved work survives a reload and a crash (E-FILE-09, E-FILE-10): every dirty buffer is in IndexedDB within a second of its change,
// with history, layout and view. Records belong to a browser tab; those of tabs that are gone are taken over.
import { notify } from '../app/notifications.tsx';
import { type FileId, type OpenDocument, displayName, isDirty } from '../document/model.ts';
import { restoreDocument, useDocuments } from '../document/store.ts';
import { tabId } from '../server/tab.ts';
import { type HotRecord, deleteRecord, readRecords, writeRecord } from './hotExitStore.ts';
import { toRecord, fromRecord } from './hotExitRecord.ts';
import { openUnsaved } from './openFile.ts';

const delayMs = 500;
let timer: ReturnType<typeof setTimeout> | undefined;
const written = new Map<FileId, number>();
let failed = false;

/** Resolves when the tabs of before are back; opening a file waits for it, so that no buffer is opened twice. */
export let hotExitReady: Promise<void> = Promise.resolve();

export function startHotExit(): void {
  holdTabLock();
  hotExitReady = restoreAll().catch(() => {
    // No storage here (private window, full disk): closing then asks, see below.
    failed = true;
  });
  useDocuments.subscribe(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void writeDirty();
    }, delayMs);
  });
  window.addEventListener('pagehide', () => void writeDirty());
  window.addEventListener('beforeunload', (event) => {
    if (failed && Object.values(useDocuments.getState().documents).some(isDirty)) event.preventDefault();
  });
}

/** Other tabs see by this lock that this one is alive. */
function holdTabLock(): void {
  void navigator.locks.request(lockName(tabId), async () => new Promise<never>(() => {}));
}
function lockName(id: string): string {
  return `iterion.tab.${id}`;
}

async function restoreAll(): Promise<void> {
  const records = await readRecords();
  const locks = await navigator.locks.query();
  const alive = new Set((locks.held ?? []).map((lock) => lock.name));
  const free = records.filter((record) => record.tab === tabId || !alive.has(lockName(record.tab)));
  const { newest, others } = byFile(free);
  const names: string[] = [];
  for (const record of newest) {
    const document = fromRecord(record);
    restoreDocument(document, { activate: false });
    if (isDirty(document)) names.push(displayName(document));
    if (record.tab !== tabId) await deleteRecord(record.tab, record.fileId);
  }
  if (names.length > 0) notify({ kind: 'info', title: 'Restored unsaved changes', message: names.join(', ') });
  for (const record of others) {
    const twin = newest.find(({ path }) => path === record.path);
    if (record.text === twin?.text || record.text === record.savedText) await deleteRecord(record.tab, record.fileId);
    else offer(record);
  }
}

/** The newest record of each file, and those of other tabs that it stands before (E-FILE-10). */
function byFile(records: readonly HotRecord[]): {
  readonly newest: readonly HotRecord[];
  readonly others: readonly HotRecord[];
} {
  const newest = new Map<string, HotRecord>();
  const others: HotRecord[] = [];
  for (const record of records.toSorted((a, b) => b.time - a.time)) {
    const key = record.path ?? record.fileId;
    if (newest.has(key)) others.push(record);
    else newest.set(key, record);
  }
  return { newest: [...newest.values()], others };
}

/** Kept until people say what becomes of it. */
function offer(record: HotRecord): void {
  const name = displayName(record);
  const drop = async (): Promise<void> => deleteRecord(record.tab, record.fileId);
  notify({
    kind: 'info',
    title: `Another unsaved version of ${name}`,
    message: `From another browser tab, ${new Date(record.time).toLocaleString()}.`,
    stay: 60_000,
    actions: [
      {
        label: 'Open the other version',
        run: () => {
          openUnsaved(`other version of ${name}`, record.text);
          void drop();
        },
      },
      { label: 'Drop it', run: () => void drop() },
    ],
  });
}

async function writeDirty(): Promise<void> {
  const { documents } = useDocuments.getState();
  try {
    await Promise.all(Object.values(documents).map(keep));
    failed = false;
  } catch {
    // Said by the question when the page is closed; editing goes on.
    failed = true;
  }
}
async function keep(document: OpenDocument): Promise<void> {
  const isKept = written.has(document.id);
  // A buffer that was never saved is nowhere else, touched or not.
  if (isDirty(document) || document.path === null) {
    if (written.get(document.id) === document.version) return;
    written.set(document.id, document.version);
    await writeRecord(toRecord(document, tabId, Date.now()));
  } else if (isKept) await discardHotExit(document.id);
}

export async function discardHotExit(id: FileId): Promise<void> {
  written.delete(id);
  await deleteRecord(tabId, id);
}
