// What the canvas's command handlers are made of: the open document, the mounted canvas, and what of the selection a command acts on.
import type { CommandContext, CommandHandler, CommandId } from '../app/commands.ts';
import type { FileId, ItemId, OpenDocument } from '../document/model.ts';
import { itemKind } from '../document/model.ts';
import { edgeOf, nodeOf } from '../document/projection.ts';
import { getDocument, setMode } from '../document/store.ts';
import { anchorBeside, anchorOf, canvasOf, whenMounted } from './mounted.ts';
import type { MountedCanvas } from './mounted.ts';
import { placeOfMenu } from './popovers/itemPopovers.ts';
import type { CreatorRequest } from './view.ts';

export type Handlers = { readonly [Id in CommandId]?: CommandHandler };
type Enabled = (document: OpenDocument) => true | string;

/** A handler that gets the open document; disabled without one. */
export function on(
  run: (document: OpenDocument, context: CommandContext) => void | Promise<void>,
  enabled?: Enabled,
): CommandHandler {
  return {
    run: (context) => {
      if (context.document) return run(context.document, context);
    },
    enabled: ({ document }) => (document ? (enabled?.(document) ?? true) : 'Open a file first'),
  };
}
/** A handler that also needs the canvas on the screen; a file in text mode shows it first. */
export function onCanvas(
  run: (canvas: MountedCanvas, document: OpenDocument, context: CommandContext) => void | Promise<void>,
  enabled?: Enabled,
): CommandHandler {
  return on((document, context) => {
    const canvas = canvasOf(document.id);
    if (canvas) return run(canvas, document, context);
    setMode(document.id, 'split');
    whenMounted(document.id, (mounted) => {
      const now = getDocument(document.id);
      if (now) void run(mounted, now, context);
    });
  }, enabled);
}

export function primary(document: OpenDocument, kind: 'node' | 'edge'): ItemId | null {
  const { selection } = document;
  if (selection.primary !== null && itemKind(selection.primary) === kind) return selection.primary;
  return selection.items.findLast((item) => itemKind(item) === kind) ?? null;
}
export const needsNode: Enabled = (document) => primary(document, 'node') !== null || 'Select a node first';
export const needsEdge: Enabled = (document) => primary(document, 'edge') !== null || 'Select an edge first';
export const needsSelection: Enabled = (document) => document.selection.items.length > 0 || 'Nothing is selected';

/** One selected node is what the new one comes after (E-CANVAS-16); a place that was chosen in a menu is where it goes. */
export function fromSelection(document: OpenDocument): Pick<CreatorRequest, 'from' | 'onEdge' | 'at'> {
  const at = placeOfMenu();
  if (at !== null) return { at };
  const [only] = document.selection.items;
  if (document.selection.items.length !== 1 || only === undefined) return {};
  const node = nodeOf(document.projection, only);
  if (node && node.kind !== 'done' && node.kind !== 'fail') return { from: only };
  return edgeOf(document.projection, only) ? { onEdge: only } : {};
}
export function openCreator(canvas: MountedCanvas, item: ItemId | null, request: Omit<CreatorRequest, 'anchor'>): void {
  const anchor = request.at
    ? canvas.toClient(request.at)
    : item === null
      ? anchorOf(canvas, null)
      : anchorBeside(canvas, item, 320);
  canvas.view.setState({ creator: { anchor, ...request } });
}

/** Where a popover about an item stands for somebody who is at `target`: at the row of the outline, else at its card. */
export function placeFor(fileId: FileId, item: ItemId | null, target: Element | null): { x: number; y: number } {
  const row = target?.closest('[role="treeitem"]')?.getBoundingClientRect();
  if (row) return { x: row.left + 24, y: row.bottom };
  const canvas = canvasOf(fileId);
  return canvas ? anchorOf(canvas, item) : { x: window.innerWidth / 2 - 140, y: window.innerHeight / 3 };
}
