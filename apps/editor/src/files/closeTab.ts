// Closing a tab asks about unsaved work (E-SHELL-05); closed tabs can be opened again with their history.
import { goTo, editAddress } from '../app/navigation.ts';
import { routeOf } from '../app/routes.ts';
import { type FileId, type OpenDocument, displayName, isDirty } from '../document/model.ts';
import { closeDocument, getDocument, restoreDocument, useDocuments } from '../document/store.ts';
import { askChoice } from '../ui/askChoice.ts';
import { discardHotExit } from './hotExit.ts';
import { save } from './saveFile.ts';

const closed: OpenDocument[] = [];
const kept = 20;

/** Resolves to whether the tab is closed. */
export async function closeTab(id: FileId): Promise<boolean> {
  const document = getDocument(id);
  if (!document) return true;
  if (isDirty(document)) {
    const answer = await askChoice({
      title: `Save ${displayName(document)}?`,
      message: 'Its changes are lost when the tab is closed without saving.',
      choices: [
        { value: 'save', label: 'Save', look: 'primary' },
        { value: 'discard', label: 'Discard', look: 'danger' },
        { value: 'cancel', label: 'Cancel' },
      ],
    });
    if (answer === 'save' && !(await save(id))) return false;
    if (answer === 'cancel' || answer === null) return false;
  }
  closed.push(document);
  if (closed.length > kept) closed.shift();
  const wasShown = useDocuments.getState().active === id && routeOf(location.pathname).screen === 'edit';
  closeDocument(id);
  void discardHotExit(id);
  if (wasShown) showNeighbour();
  return true;
}

function showNeighbour(): void {
  const { active, documents } = useDocuments.getState();
  const next = active === null ? undefined : documents[active];
  goTo(next ? editAddress(next) : '/', { replace: true });
}

export function canReopen(): boolean {
  return closed.length > 0;
}
export function reopenTab(): void {
  const document = closed.pop();
  if (!document) return;
  restoreDocument(document);
  goTo(editAddress(document));
}
