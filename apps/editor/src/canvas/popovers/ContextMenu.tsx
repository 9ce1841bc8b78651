// The menus of node, edge, group, port, pane, declaration and selection (E-CANVAS-30): the commands of the registry with their keys, nothing
// else. What does not apply is left out; what applies and cannot be done now is dim and says why.
import { useEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { commandState, runCommand } from '../../app/commands.ts';
import type { CommandId } from '../../app/commands.ts';
import { itemKind } from '../../document/model.ts';
import type { FileId, ItemId, ItemKind } from '../../document/model.ts';
import { getDocument } from '../../document/store.ts';
import { KeyHint } from '../../ui/KeyHint.tsx';
import type { Point } from '../kernels/geometry.ts';
import type { MenuRequest } from '../view.ts';
import { Floating } from './Floating.tsx';
import { runAt } from './itemPopovers.ts';
import styles from './ContextMenu.module.css';

type Entries = readonly (CommandId | '-')[];
const nodeMenu: Entries = [
  'node.open',
  'node.peek',
  'edit.rename',
  'node.reveal',
  '-',
  'node.add',
  'edge.connectTo',
  'edge.connectFrom',
  'node.setEntry',
  'node.replaceKind',
  'node.extractPrompt',
  'node.newSchema',
  'node.description',
  'node.toConditionRouter',
  'node.fromConditionRouter',
  '-',
  'edit.copy',
  'edit.cut',
  'edit.duplicate',
  'edit.duplicateConnected',
  'edit.pasteConnected',
  '-',
  'edit.usages',
  'node.runs',
  'layout.tidyDownstream',
  'layout.unpin',
  '-',
  'edit.deleteBridge',
  'edit.delete',
];
const edgeMenu: Entries = [
  'node.open',
  'edge.condition',
  'edge.loop',
  'edge.mapping',
  'edge.autoMap',
  '-',
  'node.insert',
  'edit.pasteConnected',
  'edge.retarget',
  'edge.resource',
  'edge.earlier',
  'edge.later',
  '-',
  'select.loop',
  'node.reveal',
  '-',
  'edit.delete',
];
const portMenu: Entries = ['node.add', 'edge.connectTo', 'edge.connectFrom', 'canvas.portMode', 'edit.pasteConnected'];
const manyMenu: Entries = [
  'group.create',
  'group.dissolve',
  'group.toggle',
  'layout.tidySelection',
  'layout.unpin',
  'node.saveSnippet',
  '-',
  'layout.alignLeft',
  'layout.alignCentre',
  'layout.alignRight',
  'layout.alignTop',
  'layout.alignMiddle',
  'layout.alignBottom',
  'layout.distributeAcross',
  'layout.distributeDown',
  '-',
  'edit.copy',
  'edit.cut',
  'edit.duplicate',
  'edit.duplicateConnected',
  '-',
  'edit.delete',
];
const groupMenu: Entries = ['group.toggle', 'group.dissolve', 'edit.rename', '-', 'node.open', 'node.reveal'];
const declarationMenu: Entries = [
  'node.open',
  'edit.rename',
  'edit.usages',
  'node.reveal',
  '-',
  'edit.copy',
  'edit.cut',
  '-',
  'edit.delete',
];
const workflowMenu: Entries = ['node.open', 'edit.rename', 'node.add', 'edit.paste', '-', 'node.reveal'];
const menus: { readonly [K in ItemKind]?: Entries } = {
  node: nodeMenu,
  edge: edgeMenu,
  group: groupMenu,
  workflow: workflowMenu,
};
const paneMenu: Entries = [
  'node.add',
  'edit.paste',
  'select.all',
  '-',
  'layout.tidy',
  'layout.direction',
  'view.density',
  '-',
  'canvas.fit',
  'canvas.zoom100',
  'canvas.search',
  'canvas.minimap',
  'canvas.snap',
];

function entriesFor({ item, port }: MenuRequest, selection: readonly ItemId[]): Entries {
  if (item === null) return paneMenu;
  if (port) return portMenu;
  if (selection.length > 1 && selection.includes(item)) return manyMenu;
  return menus[itemKind(item)] ?? declarationMenu;
}

interface ContextMenuProps {
  readonly request: MenuRequest & { readonly fileId: FileId };
  readonly onClose: () => void;
}

export function ContextMenu({ request, onClose }: ContextMenuProps) {
  const entries = entriesFor(request, getDocument(request.fileId)?.selection.items ?? []);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => list.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus(), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    const items = [...(list.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const target = stepIn(items.length, at, event.key);
    if (target === null) return;
    event.preventDefault();
    event.stopPropagation();
    items[target]?.focus();
  };
  return (
    <Floating anchor={request.anchor} label="Actions" role="menu" onClose={onClose}>
      <div ref={list} className={styles.menu} onKeyDown={onKeyDown}>
        {shown(entries).map((id, index) =>
          id === '-' ? (
            <hr key={index} className={styles.line} />
          ) : (
            <Item key={id} id={id} at={request.at} onDone={onClose} />
          ),
        )}
      </div>
    </Floating>
  );
}

/** The menu item a key leads to. */
function stepIn(count: number, at: number, key: string): number | null {
  if (key === 'ArrowDown') return (at + 1) % count;
  if (key === 'ArrowUp') return (at - 1 + count) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}

/** Conversions that few items allow: left out, not dim, where they are not possible. */
const rare: ReadonlySet<CommandId> = new Set([
  'node.extractPrompt',
  'node.newSchema',
  'node.toConditionRouter',
  'node.fromConditionRouter',
  'edit.deleteBridge',
  'edge.autoMap',
  'layout.unpin',
]);
/** Without commands that do not apply to the selection, nor lines that then part nothing. */
function shown(entries: Entries): Entries {
  const applicable = entries.filter((id) => {
    if (id === '-') return true;
    const { available, enabled } = commandState(id);
    return available && (enabled === true || !rare.has(id));
  });
  return applicable.filter((id, index) => id !== '-' || (index > 0 && (applicable[index + 1] ?? '-') !== '-'));
}

interface ItemProps {
  readonly id: CommandId;
  readonly at: Point | undefined;
  readonly onDone: () => void;
}
function Item({ id, at, onDone }: ItemProps) {
  const { command, keys, enabled } = commandState(id);
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className={styles.item}
      aria-disabled={enabled !== true}
      title={enabled === true ? undefined : enabled}
      onClick={() => {
        onDone();
        runAt(at, () => runCommand(id));
      }}
    >
      <span>{command.title}</span>
      <KeyHint keys={keys.slice(0, 1)} />
    </button>
  );
}
