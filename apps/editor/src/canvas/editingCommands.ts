// Delete, duplicate, clipboard, rename and menu (E-CMD-08), on whatever is selected.
import type { CommandHandler } from '../app/commands.ts';
import { lazyDialog } from '../app/lazyDialog.tsx';
import type { OpenDocument, ItemId } from '../document/model.ts';
import { nameableOf } from '../inspector/references/renaming.ts';
import { showUsages } from '../inspector/references/showUsages.ts';
import { duplicateSelection } from './actions/clipboard.ts';
import { whyNotConnectPasted } from './actions/connectPasted.ts';
import { bridgeSelection, removeSelection, whyNotBridge } from './actions/remove.ts';
import { type Handlers, needsNode, needsSelection, on, placeFor } from './commandHandlers.ts';
import { canvasOf } from './mounted.ts';
import { openMenu, openName, placeOfMenu } from './popovers/itemPopovers.ts';

const showPaste = lazyDialog(async () => ({ default: (await import('./popovers/PasteDialog.tsx')).PasteDialog }));

export const editingCommands: Handlers = {
  'edit.delete': on((document) => removeSelection(document.id), needsSelection),
  'edit.deleteBridge': on((document) => bridgeSelection(document.id), whyNotBridge),
  'edit.duplicate': on((document) => duplicateSelection(document.id, false), needsNode),
  'edit.duplicateConnected': on((document) => duplicateSelection(document.id, true), needsNode),
  'edit.copy': on(() => void document.execCommand('copy'), needsSelection),
  'edit.cut': on(() => void document.execCommand('cut'), needsSelection),
  'edit.paste': on((document) => {
    const at = placeOfMenu();
    showPaste({ fileId: document.id, ...(at === null ? {} : { at }) });
  }),
  'edit.pasteConnected': on(
    (document) => showPaste({ fileId: document.id, connected: true }),
    (document) => whyNotConnectPasted(document),
  ),
  'edit.rename': on(
    (document, { zones, target }) => {
      const item = nameable(document);
      if (item === null) return;
      const canvas = canvasOf(document.id);
      if (canvas && !zones.includes('outline') && canvas.view.getState().boxes.has(item))
        canvas.view.setState({ inPlace: { part: 'name', item }, goTo: { item } });
      else openName(document.id, item, placeFor(document.id, item, target));
    },
    (document) => {
      const item = nameable(document);
      if (item === null) return 'Select something that has a name first';
      const view = document.projection.items.get(item);
      return view && 'stale' in view && view.stale ? `Fix the text of ${view.name} first` : true;
    },
  ),
  'edit.usages': on(
    (document) => {
      const item = nameable(document);
      if (item !== null) showUsages(document.id, item);
    },
    (document) => nameable(document) !== null || 'Select something that has a name first',
  ),
};

/** The item that a command about names acts on: the primary one, else the last of the selection that has a name. */
function nameable(document: OpenDocument): ItemId | null {
  const { items, primary } = document.selection;
  const order = primary === null ? items : [...items, primary];
  return order.findLast((item) => nameableOf(document, item) !== null) ?? null;
}

/** The menu of the focused item, at it; of the pane where nothing is focused or selected (E-CANVAS-30). */
export const openMenuHere: CommandHandler = on((document, { zones, target }) => {
  const focused = zones.includes('outline') ? null : canvasOf(document.id)?.view.getState().focused;
  const item = focused ?? document.selection.primary;
  openMenu(document.id, { anchor: placeFor(document.id, item, target), item });
});
