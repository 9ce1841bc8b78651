// The menus of node, edge, pane and selection (E-CANVAS-30): the commands of the registry with their keys, nothing else.
import { useCallback, useEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { commandState, runCommand } from '../../app/commands.ts';
import type { CommandId } from '../../app/commands.ts';
import { itemKind } from '../../document/model.ts';
import type { ItemId } from '../../document/model.ts';
import { KeyHint } from '../../ui/KeyHint.tsx';
import { useCanvasHost, useView } from '../view.ts';
import type { MenuRequest } from '../view.ts';
import { Floating } from './Floating.tsx';
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
  '-',
  'edit.copy',
  'edit.cut',
  'edit.duplicate',
  'edit.duplicateConnected',
  '-',
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
const manyMenu: Entries = [
  'group.create',
  'group.dissolve',
  'group.toggle',
  'layout.tidySelection',
  '-',
  'edit.copy',
  'edit.cut',
  'edit.duplicate',
  'edit.duplicateConnected',
  '-',
  'edit.delete',
];
const groupMenu: Entries = ['group.toggle', 'group.dissolve', '-', 'node.open', 'node.reveal'];
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

export function ContextMenu() {
  const request = useView((state) => state.menu);
  const many = useView((state) => state.selected.size > 1);
  return request ? (
    <OpenMenu
      key={`${request.anchor.x} ${request.anchor.y}`}
      request={request}
      entries={entriesFor(request.item, many)}
    />
  ) : null;
}

function entriesFor(item: ItemId | null, many: boolean): Entries {
  if (item === null) return paneMenu;
  if (many) return manyMenu;
  if (itemKind(item) === 'group') return groupMenu;
  return itemKind(item) === 'edge' ? edgeMenu : nodeMenu;
}

function OpenMenu({ request, entries }: { readonly request: MenuRequest; readonly entries: Entries }) {
  const { view } = useCanvasHost();
  const close = useCallback(() => view.setState({ menu: null }), [view]);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => list.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus(), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const items = [...(list.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    items[(at + step + items.length) % items.length]?.focus();
  };
  return (
    <Floating anchor={request.anchor} label="Actions" role="menu" onClose={close}>
      <div ref={list} className={styles.menu} onKeyDown={onKeyDown}>
        {entries.map((id, index) =>
          id === '-' ? <hr key={index} className={styles.line} /> : <Item key={id} id={id} onDone={close} />,
        )}
      </div>
    </Floating>
  );
}

function Item({ id, onDone }: { readonly id: CommandId; readonly onDone: () => void }) {
  const { command, keys, available, enabled } = commandState(id);
  if (!available) return null;
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
        runCommand(id);
      }}
    >
      <span>{command.title}</span>
      <KeyHint keys={keys.slice(0, 1)} />
    </button>
  );
}
