// *Save as* (E-FILE-03): folder and name; an existing file is shown with the difference before it is replaced.
import { lazyQuestion } from '../app/lazyDialog.tsx';
import { notify } from '../app/notifications.tsx';
import { type FileId, displayName } from '../document/model.ts';
import { getDocument, markSaved, setDocument } from '../document/store.ts';
import { ApiError, api } from '../server/api.ts';
import { withFolders } from './folders.ts';
import { remember } from './recent.ts';
import { movedTo } from './movedTo.ts';

const askName = lazyQuestion<string, { readonly start: string }>(async () => ({
  default: (await import('./SaveAsDialogs.tsx')).NameDialog,
}));
const askReplace = lazyQuestion<boolean, { readonly path: string; readonly before: string; readonly after: string }>(
  async () => ({ default: (await import('./SaveAsDialogs.tsx')).ReplaceDialog }),
);

/** Resolves to whether the buffer is now a file. */
export async function saveAs(id: FileId): Promise<boolean> {
  const document = getDocument(id);
  if (!document) return false;
  const path = await askName({ start: document.path ?? document.title });
  return path === null ? false : write(id, path, 'create');
}

async function write(id: FileId, path: string, base: string): Promise<boolean> {
  const document = getDocument(id);
  if (!document) return false;
  const { text } = document;
  try {
    const written = await withFolders(path, async () =>
      api.call('file.write', { query: { path }, body: { text }, base }),
    );
    setDocument(id, { readOnly: null, disk: 'same' });
    movedTo(id, path);
    markSaved(id, text, written.hash);
    remember(path);
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const there = error.details as { readonly hash?: string; readonly text?: string } | undefined;
    if (error.code === 'precondition_failed' && there?.hash !== undefined && there.text !== undefined) {
      const replace = await askReplace({ path, before: there.text, after: text });
      return replace === true ? write(id, path, there.hash) : false;
    }
    notify({
      kind: 'error',
      title: `${displayName(document)} was not saved`,
      message: `${error.message} ${error.remedy ?? ''}`,
    });
    return false;
  }
}
