// What can be done to files of the workspace: rename, move, delete, new folder. Deleting and moving can be undone from the notice
// (E-FILE-14, E-UNDO-09).
import { lazyQuestion } from '../app/lazyDialog.tsx';
import { notify } from '../app/notifications.tsx';
import { findByPath } from '../document/store.ts';
import { ApiError, api } from '../server/api.ts';
import { withFolders } from './folders.ts';
import { movedTo } from './movedTo.ts';
import { useWorkspace } from './workspace.ts';

const askPath = lazyQuestion<string, { readonly title: string; readonly start: string; readonly verb: string }>(
  async () => ({ default: (await import('./PathDialog.tsx')).PathDialog }),
);

let focused: string | null = null;
/** The row of the files tree that the keys are about. */
export function setFocusedFile(path: string): void {
  focused = path;
}
export function focusedFile(): string | null {
  return focused;
}
function isFolder(path: string): boolean {
  return useWorkspace.getState().entries.get(path)?.type !== 'file';
}

async function hashOf(path: string): Promise<string> {
  return (await api.call('file.read', { query: { path } })).hash;
}

export async function deletePath(path: string): Promise<void> {
  await reported(`${path} was not deleted`, async () => {
    if (isFolder(path)) {
      await api.call('folder.delete', { query: { path } });
      notify({
        kind: 'info',
        title: `Deleted the empty folder ${path}`,
        actions: [{ label: 'Undo', run: () => void createFolder(path) }],
      });
      return;
    }
    const { restoreId } = await api.call('file.delete', { query: { path }, base: await hashOf(path) });
    notify({
      kind: 'info',
      title: `Deleted ${path}`,
      message: 'It is kept for 7 days.',
      actions: [
        {
          label: 'Undo',
          run: () =>
            void reported(`${path} was not restored`, async () => {
              await api.call('file.restore', { body: { restoreId } });
            }),
        },
      ],
    });
  });
}

export async function renamePath(path: string): Promise<void> {
  if (isFolder(path)) {
    notify({
      kind: 'info',
      title: 'Folders are not renamed here',
      message: 'Move their files: rename one, or drag it, and write the new folder in its path.',
    });
    return;
  }
  const to = await askPath({ title: 'Rename or move', start: path, verb: 'Move' });
  if (to !== null && to !== path) await movePath(path, to);
}
/** Dragged onto a folder, a file (its folder counts) or beside all of them. */
export async function moveInto(path: string, onto: string | null): Promise<void> {
  const folder = onto === null ? '' : isFolder(onto) ? onto : folderOf(onto);
  const to = [folder, path.split('/').at(-1)].filter((part) => part !== '').join('/');
  if (to !== path) await movePath(path, to);
}
function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

async function movePath(from: string, to: string): Promise<void> {
  await reported(`${from} was not moved`, async () => {
    const base = await hashOf(from);
    await withFolders(to, async () => api.call('file.move', { body: { from, to }, base }));
    const open = findByPath(from);
    if (open) movedTo(open.id, to);
    notify({ kind: 'info', title: `Moved to ${to}`, actions: [{ label: 'Undo', run: () => void movePath(to, from) }] });
  });
}

export async function newFolder(): Promise<void> {
  const path = await askPath({ title: 'New folder', start: '', verb: 'Create' });
  if (path === null) return;
  await createFolder(path);
}
async function createFolder(path: string): Promise<void> {
  await reported('The folder was not created', async () => {
    await api.call('folder.create', { body: { path } });
  });
}

async function reported(title: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    notify({ kind: 'error', title, message: `${error.message} ${error.remedy ?? ''}` });
  }
}
