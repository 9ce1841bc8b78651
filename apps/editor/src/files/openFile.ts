// Ways into an open tab: from the workspace, from an example, new, from this computer. Opening changes nothing (E-DOC-06).
import { goToFile } from '../app/navigation.ts';
import { notify } from '../app/notifications.tsx';
import type { FileId } from '../document/model.ts';
import { activate, findByPath, openText } from '../document/store.ts';
import { ApiError, api } from '../server/api.ts';
import { askLayoutAhead } from './layoutAhead.ts';
import { remember } from './recent.ts';
import { starterText } from './starter.ts';

const reading = new Map<string, Promise<FileId>>();

/** The tab of a workspace file, opened if it was not; rejects with `ApiError`. Calls for the same path join. */
export async function openPath(path: string): Promise<FileId> {
  const open = findByPath(path);
  if (open) {
    activate(open.id);
    return open.id;
  }
  const running = reading.get(path) ?? read(path).finally(() => reading.delete(path));
  reading.set(path, running);
  return running;
}

async function read(path: string): Promise<FileId> {
  askLayoutAhead(path);
  const file = await api.call('file.read', { query: { path } });
  remember(path);
  return openText({
    path: file.path,
    title: file.path,
    text: file.text,
    hash: file.hash,
    readOnly: file.readOnly ? 'The file is read-only on disk.' : null,
  });
}

/** Opens a text that is not on disk; nothing is written until the first save (E-SHELL-14). */
export function openUnsaved(title: string, text: string): FileId {
  const id = openText({ path: null, title, text, hash: null });
  goToFile({ path: null, id });
  return id;
}

let untitled = 0;
export function newWorkflow(): FileId {
  untitled += 1;
  return openUnsaved(`untitled-${untitled}.iter`, starterText);
}

/** *Open a copy*: an example becomes an unsaved buffer (E-FILE-12). */
export async function openExample(id: string): Promise<FileId | null> {
  try {
    const example = await api.call('examples.read', { params: { id } });
    return openUnsaved(`${example.id}.iter`, example.text);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    notify({ kind: 'error', title: 'The example could not be opened', message: error.message });
    return null;
  }
}

/** Files of this computer become unsaved buffers, one tab each (E-FILE-13). */
export async function importFiles(files: Iterable<File>): Promise<void> {
  for (const file of files) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    try {
      openUnsaved(file.name, new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      notify({ kind: 'error', title: `${file.name} is not a text file`, message: 'Only UTF-8 text can be opened.' });
    }
  }
}

/** Lets people pick files of this computer. */
export function pickFiles(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.accept = '.iter,.bot,text/plain';
  input.addEventListener('change', () => void importFiles(input.files ?? []));
  input.click();
}
