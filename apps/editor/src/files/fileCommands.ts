// Commands about files and tabs (editor.md section 8).
import { type CommandContext, registerCommands, runCommand } from '../app/commands.ts';
import { editAddress, goTo } from '../app/navigation.ts';
import { announce } from '../app/announce.tsx';
import { lazyDialog } from '../app/lazyDialog.tsx';
import { preferences, setPreferences } from '../app/preferences.ts';
import { openSidebar } from '../app/sidebarState.ts';
import { type OpenDocument, displayName, isDirty } from '../document/model.ts';
import { applyTextEdits, useDocuments } from '../document/store.ts';
import { ApiError, api } from '../server/api.ts';
import { isConnected, serverReadOnly } from '../server/connection.ts';
import { canReopen, closeTab, reopenTab } from './closeTab.ts';
import { deletePath, focusedFile, newFolder, renamePath } from './fileActions.ts';
import { editsBetween } from './lineDiff.ts';
import { newWorkflow, pickFiles } from './openFile.ts';
import { saveAs } from './saveAs.ts';
import { showInTree } from './treeState.ts';
import { save } from './saveFile.ts';

const showComparison = lazyDialog(async () => ({ default: (await import('./CompareDialog.tsx')).CompareDialog }));

const withDocument =
  (act: (document: OpenDocument) => void | Promise<unknown>) =>
  async ({ document }: CommandContext): Promise<void> => {
    if (document) await act(document);
  };
const withFocused = (act: (path: string) => Promise<void>) => async (): Promise<void> => {
  const path = focusedFile();
  if (path !== null) await act(path);
};
const changed = ({ document }: CommandContext): true | string =>
  document?.savedText != null && isDirty(document) ? true : 'The text is the one on disk';

export function registerFileCommands(): void {
  registerCommands({
    'file.new': { run: () => void newWorkflow() },
    'file.open': { run: () => runCommand('app.goToFile') },
    'file.examples': { run: () => goTo('/') },
    'file.save': { run: withDocument(async ({ id }) => save(id)) },
    'file.saveAs': { run: withDocument(async ({ id }) => saveAs(id)) },
    'file.saveAll': {
      run: async () => {
        for (const document of Object.values(useDocuments.getState().documents))
          if (isDirty(document)) await save(document.id);
      },
    },
    'file.revert': {
      enabled: changed,
      run: withDocument((document) =>
        applyTextEdits(document.id, editsBetween(document.text, document.savedText ?? ''), {
          label: 'Revert to saved text',
          origin: 'disk',
        }),
      ),
    },
    'file.compareDisk': {
      enabled: ({ document }) => (document?.path != null ? true : 'The buffer was never saved'),
      run: withDocument(compareWithDisk),
    },
    'file.close': { run: withDocument(async ({ id }) => closeTab(id)) },
    'file.reopen': { run: reopenTab, enabled: () => (canReopen() ? true : 'No tab was closed') },
    'file.nextTab': { run: () => stepTab(1) },
    'file.prevTab': { run: () => stepTab(-1) },
    'file.newFolder': { run: newFolder },
    'file.rename': { run: withFocused(renamePath) },
    'file.copyPath': {
      run: withFocused(async (path) => {
        await navigator.clipboard.writeText(path);
        announce('Path copied');
      }),
    },
    'file.showActive': {
      enabled: ({ document }) => (document?.path != null ? true : 'The buffer was never saved'),
      run: ({ document }) => {
        const path = document?.path;
        if (path == null) return;
        openSidebar('files');
        showInTree(path);
      },
    },
    'file.allFiles': { run: () => setPreferences({ allFiles: !preferences().allFiles }) },
    'file.delete': { run: withFocused(deletePath) },
    'file.import': { run: pickFiles },
    'file.download': { run: withDocument(download) },
    'file.copySource': {
      run: withDocument(async ({ text }) => {
        await navigator.clipboard.writeText(text);
        announce('Source copied');
      }),
    },
  });
  startAutosave();
}

/** With what is on disk now; what was read last when the server is gone. */
async function compareWithDisk(document: OpenDocument): Promise<void> {
  const { path, text } = document;
  if (path === null) return;
  let disk = document.savedText ?? '';
  try {
    disk = (await api.call('file.read', { query: { path } })).text;
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'network')) throw error;
  }
  showComparison({ name: displayName(document), disk, text });
}

function stepTab(by: 1 | -1): void {
  const { order, active, documents } = useDocuments.getState();
  const next = order[(order.indexOf(active ?? '') + by + order.length) % order.length];
  const document = next === undefined ? undefined : documents[next];
  if (document) goTo(editAddress(document));
}

/** The exact bytes, by a link to memory. */
function download(document: OpenDocument): void {
  const url = URL.createObjectURL(new Blob([document.text], { type: 'text/plain' }));
  const link = window.document.createElement('a');
  link.href = url;
  link.download = displayName(document);
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

const autosaveMs = 2000;
/** Off unless switched on (E-FILE-02): when the focus goes to another file or window, or two seconds after the last change. */
function startAutosave(): void {
  const saveDirty = (): void => {
    if (!isConnected() || serverReadOnly() !== null) return;
    for (const document of Object.values(useDocuments.getState().documents)) {
      const isPlain = document.path !== null && document.disk === 'same' && document.readOnly === null;
      if (isPlain && isDirty(document)) void save(document.id, 'autosave');
    }
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  useDocuments.subscribe((state, before) => {
    if (preferences().autosave === 'focus' && state.active !== before.active) saveDirty();
    const isEdited = Object.values(state.documents).some(({ id, text }) => before.documents[id]?.text !== text);
    if (preferences().autosave !== 'delay' || !isEdited) return;
    clearTimeout(timer);
    timer = setTimeout(saveDirty, autosaveMs);
  });
  window.addEventListener('blur', () => {
    if (preferences().autosave === 'focus') saveDirty();
  });
}
