// Saving (E-FILE-02, E-FILE-06, E-FILE-15): exact text under the hash it is based on; a file that changed meanwhile is merged and saved
// again, three times at most; one press is one request, a press while one runs queues one more.
import { announce } from '../app/announce.tsx';
import { runCommand } from '../app/commands.ts';
import { notify } from '../app/notifications.tsx';
import { preferences } from '../app/preferences.ts';
import { type FileId, type OpenDocument, displayName, isWorkflowFile } from '../document/model.ts';
import { formatDocument } from '../document/language.ts';
import { flushAnalysis } from '../document/analysis.ts';
import { applyTextEdits, endStep, getDocument, markSaved, setDocument } from '../document/store.ts';
import { ApiError, api } from '../server/api.ts';
import { serverReadOnly } from '../server/connection.ts';
import { askChoice } from '../ui/askChoice.ts';
import { reconcile } from './reconcile.ts';
import { remember } from './recent.ts';
import { saveAs } from './saveAs.ts';

const mostAttempts = 3;
const running = new Map<FileId, Promise<boolean>>();
const queued = new Set<FileId>();

/** Saves the file; resolves to whether its text is on disk. */
export async function save(id: FileId, by: 'person' | 'autosave' = 'person'): Promise<boolean> {
  const present = running.get(id);
  if (present) {
    queued.add(id);
    return present;
  }
  const saving = saveNow(id, by).finally(() => running.delete(id));
  running.set(id, saving);
  const done = await saving;
  return queued.delete(id) ? save(id) : done;
}

async function saveNow(id: FileId, by: 'person' | 'autosave'): Promise<boolean> {
  endStep(id);
  // Nobody wants the text to move under their hands (E-DOC-10).
  if (by === 'person' && preferences().formatOnSave) format(id);
  const document = getDocument(id);
  if (!document) return false;
  const onServer = serverReadOnly();
  if (onServer !== null) {
    notify({
      kind: 'warning',
      title: `${displayName(document)} was not saved`,
      message: `${onServer} Your changes stay in this browser.`,
      actions: [{ label: 'Download a copy', run: () => runCommand('file.download') }],
      key: `save ${id}`,
    });
    return false;
  }
  if (document.readOnly !== null) {
    notify({
      kind: 'warning',
      title: 'This file is read-only',
      message: `${document.readOnly} Save it under another name.`,
    });
    return saveAs(id);
  }
  if (document.path === null) return saveAs(id);
  if (document.disk === 'deleted' && !(await confirmRecreate(document))) return false;
  return attempt(id, document.path, mostAttempts);
}

async function attempt(id: FileId, path: string, left: number): Promise<boolean> {
  const document = getDocument(id);
  if (!document) return false;
  const { text } = document;
  try {
    const base = document.disk === 'deleted' ? 'create' : (document.baseHash ?? 'create');
    const written = await api.call('file.write', { query: { path }, body: { text }, base });
    markSaved(id, text, written.hash);
    remember(path);
    announce(`Saved ${displayName(document)}`);
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 'precondition_failed') return again(id, path, left, error);
    notify({
      kind: 'error',
      title: `${displayName(document)} was not saved`,
      message:
        error.code === 'network'
          ? 'The server is gone. Your changes are kept here.'
          : `${error.message} ${error.remedy ?? ''}`,
      actions: [{ label: 'Try again', run: () => void save(id) }],
      key: `save ${id}`,
    });
    return false;
  }
}

/** 412: somebody else wrote. Merge and save on top of their version. */
async function again(id: FileId, path: string, left: number, error: ApiError): Promise<boolean> {
  const theirs = error.details as { readonly hash?: string | null; readonly text?: string | null } | undefined;
  if (typeof theirs?.hash !== 'string' || typeof theirs.text !== 'string') {
    setDocument(id, { disk: 'deleted' });
    const document = getDocument(id);
    return document !== undefined && (await confirmRecreate(document)) ? attempt(id, path, left - 1) : false;
  }
  if (left <= 0) {
    notify({ kind: 'warning', title: 'The file keeps changing on disk', message: 'Save again when it has settled.' });
    return false;
  }
  return (await reconcile(id, { text: theirs.text, hash: theirs.hash })) ? attempt(id, path, left - 1) : false;
}

async function confirmRecreate(document: OpenDocument): Promise<boolean> {
  const answer = await askChoice({
    title: `${displayName(document)} was deleted on disk`,
    message: 'Saving creates it again.',
    choices: [
      { value: true, label: 'Create it again', look: 'primary' },
      { value: false, label: 'Cancel' },
    ],
  });
  return answer === true;
}

function format(id: FileId): void {
  flushAnalysis(id);
  const document = getDocument(id);
  if (
    !document?.document ||
    !isWorkflowFile(document) ||
    document.diagnostics.some((item) => item.severity === 'error' && item.code.startsWith('E'))
  )
    return;
  applyTextEdits(id, formatDocument(document.document), { label: 'Format on save', origin: 'form' });
}
