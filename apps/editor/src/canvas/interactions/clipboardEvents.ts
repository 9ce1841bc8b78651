// Clipboard events of canvas and outline (E-CANVAS-24, E-CANVAS-25). The keys reach the browser, which fires these; nothing asks for permission.
// Text fields keep theirs.
import { zonesOf } from '../../app/commands.ts';
import { isTextTarget } from '../../app/keys.ts';
import { notify } from '../../app/notifications.tsx';
import type { FileId, OpenDocument } from '../../document/model.ts';
import { nodeOf } from '../../document/projection.ts';
import { getActiveDocument, getDocument } from '../../document/store.ts';
import { copyTo, pasteText, placesFrom } from '../actions/clipboard.ts';
import { removeSelection } from '../actions/remove.ts';
import { tell } from '../actions/report.ts';
import type { Point } from '../kernels/geometry.ts';
import { canvasOf } from '../mounted.ts';

const brokenIn = ({ selection, projection }: OpenDocument) =>
  selection.items.flatMap((id) => nodeOf(projection, id) ?? []).find((node) => node.stale);
function whyNotCopied(act: string, file: OpenDocument): { readonly title: string; readonly message: string } {
  const broken = brokenIn(file);
  return {
    title: act === 'cut' ? 'Nothing was cut' : 'Nothing was copied',
    message: broken
      ? `Fix the text of ${broken.name} first.`
      : 'Nodes, schemas, prompts, servers and cursors can be copied.',
  };
}

/** Starts listening for one file; returns what stops it. `pointer` is where the pointer is over the canvas, if it is. */
export function listenToClipboard(fileId: FileId, pointer: () => Point | null): () => void {
  const isOurs = (): boolean => {
    const focus = document.activeElement;
    if (getActiveDocument()?.id !== fileId || isTextTarget(focus)) return false;
    const zones = zonesOf(focus);
    // A menu of ours is part of what it was opened on.
    const inMenu = focus?.closest('[role="menu"]') != null;
    return focus === document.body || inMenu || zones.includes('canvas') || zones.includes('outline');
  };
  const copy = (event: ClipboardEvent): void => {
    const file = getDocument(fileId);
    if (!isOurs() || !file || !event.clipboardData) return;
    // What cannot be copied whole must not be cut.
    const broken = event.type === 'cut' && brokenIn(file) !== undefined;
    const done = broken ? null : copyTo(event.clipboardData, file);
    if (!done) {
      if (file.selection.items.length > 0) notify({ kind: 'info', ...whyNotCopied(event.type, file), key: 'refusal' });
      return;
    }
    event.preventDefault();
    if (event.type === 'cut') removeSelection(fileId);
    else tell(`Copied ${done.count === 1 ? 'one item' : `${done.count} items`} as DSL`, null);
  };
  const paste = (event: ClipboardEvent): void => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!isOurs() || text.trim() === '' || !event.clipboardData) return;
    event.preventDefault();
    const client = pointer();
    const at = client && canvasOf(fileId)?.toFlow(client);
    pasteText(fileId, text, { places: placesFrom(event.clipboardData), connected: shift, ...(at ? { at } : {}) });
  };
  // The event does not say which of its keys were pressed: with Shift it is Paste and connect.
  let shift = false;
  const key = (event: KeyboardEvent): void => {
    shift = event.type === 'keydown' && event.shiftKey;
  };
  window.addEventListener('keydown', key, true);
  window.addEventListener('keyup', key, true);
  document.addEventListener('copy', copy);
  document.addEventListener('cut', copy);
  document.addEventListener('paste', paste);
  return () => {
    window.removeEventListener('keydown', key, true);
    window.removeEventListener('keyup', key, true);
    document.removeEventListener('copy', copy);
    document.removeEventListener('cut', copy);
    document.removeEventListener('paste', paste);
  };
}
