// A tree as a flat list of rows with the keyboard of the tree pattern (E-A11Y-07): arrows, Home, End, Enter, type-ahead. One tab stop.
// Long trees are drawn only where they are seen.
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import classes from './TreeList.module.css';
import { placesAmongSiblings } from './treePlaces.ts';
import { useRowDrag } from './useRowDrag.ts';

export interface TreeRow {
  readonly id: string;
  readonly depth: number;
  readonly text: string;
  readonly icon?: ReactNode;
  /** After the text, dim. */
  readonly detail?: string;
  /** Has children; whether they are shown. */
  readonly expanded?: boolean;
  readonly badge?: string;
  readonly badgeTitle?: string;
  readonly badgeKind?: 'error' | 'warning';
  readonly dim?: boolean;
  /** After the name: what else there is to say. */
  readonly marks?: ReactNode;
  /** It can be dragged, where the list takes drops. */
  readonly movable?: boolean;
  /** Something may be dropped on it. */
  readonly takesDrops?: boolean;
}

interface Props {
  readonly label: string;
  readonly rows: readonly TreeRow[];
  /** The row that is current, or all that are. */
  readonly selected: string | null | ReadonlySet<string>;
  /** Enter, or a double-click where one click only selects. */
  readonly onOpen: (id: string) => void;
  /** A click; without it a click opens. */
  readonly onSelect?: (id: string, event: MouseEvent | KeyboardEvent) => void;
  readonly onToggle: (id: string) => void;
  readonly onFocus?: (id: string) => void;
  /** The arrows led to a row; without Ctrl they also select it. */
  readonly onMove?: (id: string, event: KeyboardEvent | null) => void;
  readonly onMenu?: (id: string, event: MouseEvent) => void;
  /** Rows can be dragged; `onto` is the row they were let go on, null beside all of them. Whoever uses this offers a command for it too. */
  readonly onDrop?: (id: string, onto: string | null) => void;
  /** A row to bring into view with the focus, once it is there; `onShown` ends the request. */
  readonly shown?: string | null;
  readonly onShown?: () => void;
  /** Several rows can be selected. */
  readonly many?: boolean;
}

const rowHeight = 26;
/** With Ctrl they move the focus and leave the selection, as in other lists. */
const movesOnly: ReadonlySet<string> = new Set(['ArrowUp', 'ArrowDown', 'Home', 'End', ' ']);

export function TreeList(props: Props) {
  const {
    label,
    rows,
    selected,
    onOpen,
    onSelect,
    onToggle,
    onFocus,
    onMove,
    onMenu,
    onDrop,
    many = false,
    shown = null,
    onShown,
  } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const isSelected = (id: string): boolean =>
    typeof selected === 'string' ? selected === id : (selected?.has(id) ?? false);
  const at = Math.max(
    0,
    rows.findIndex((row) => (focused === null ? isSelected(row.id) : row.id === focused)),
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    rangeExtractor: (range) => {
      const from = Math.max(0, range.startIndex - range.overscan);
      const to = Math.min(range.count - 1, range.endIndex + range.overscan);
      const shown = Array.from({ length: to - from + 1 }, (_, index) => from + index);
      // The row that holds the focus stays mounted wherever the list is scrolled to.
      return shown.includes(at) || at >= range.count ? shown : [...shown, at].sort((a, b) => a - b);
    },
  });
  const typed = useRef({ text: '', time: 0 });
  const family = useMemo(() => placesAmongSiblings(rows), [rows]);
  const dragging = useRowDrag(onDrop);

  const focusRow = (index: number, event: KeyboardEvent | null = null): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (!row) return;
    setFocused(row.id);
    onFocus?.(row.id);
    if (!event?.ctrlKey && !event?.metaKey) onMove?.(row.id, event);
    virtual.scrollToIndex(rows.indexOf(row));
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus());
  };
  useEffect(() => {
    const shownAt = shown === null ? -1 : rows.findIndex((row) => row.id === shown);
    if (shownAt < 0) return;
    focusRow(shownAt);
    // The request is over: the focus moves once.
    onShown?.();
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[at];
    if (!row || event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && !movesOnly.has(event.key)) return;
    if (!keyAction(event, row)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const keyAction = (event: KeyboardEvent, row: TreeRow): boolean => {
    switch (event.key) {
      case 'ArrowDown':
        focusRow(at + 1, event);
        return true;
      case 'ArrowUp':
        focusRow(at - 1, event);
        return true;
      case 'Home':
        focusRow(0, event);
        return true;
      case 'End':
        focusRow(rows.length - 1, event);
        return true;
      case 'ArrowRight':
        if (row.expanded === false) onToggle(row.id);
        else if (row.expanded) focusRow(at + 1, event);
        return true;
      case 'ArrowLeft':
        if (row.expanded) onToggle(row.id);
        else if (row.depth > 0)
          focusRow(
            rows.findLastIndex((other, index) => index < at && other.depth < row.depth),
            event,
          );
        return true;
      case 'Enter':
        onOpen(row.id);
        return true;
      case ' ':
        if (onSelect) onSelect(row.id, event);
        else onOpen(row.id);
        return true;
      default:
        return false;
    }
  };
  /** Letters belong to commands where the tree has any; elsewhere they jump. */
  const jump = (letter: string): void => {
    const now = Date.now();
    typed.current = { text: now - typed.current.time < 600 ? typed.current.text + letter : letter, time: now };
    const found = rows.findIndex((row) => row.text.toLowerCase().startsWith(typed.current.text));
    if (found >= 0) focusRow(found);
  };

  // The row that had the focus may be deleted: the one that takes its place gets it.
  const held = useRef<{ readonly id: string; readonly index: number } | null>(null);
  useLayoutEffect(() => {
    const before = held.current;
    if (before === null) return;
    const index = rows.findIndex((row) => row.id === before.id);
    if (index >= 0) held.current = { id: before.id, index };
    else if (document.activeElement === document.body) focusRow(before.index);
  });

  return (
    <div
      ref={scroller}
      role="tree"
      aria-label={label}
      aria-multiselectable={many || undefined}
      className={classes['tree']}
      onFocus={(event) => {
        const id = event.target.dataset['row'];
        if (id !== undefined) held.current = { id, index: rows.findIndex((row) => row.id === id) };
      }}
      onBlur={(event) => {
        if (event.target.isConnected) held.current = null;
      }}
      data-dropping={dragging.over === '' || undefined}
      {...dragging.tree}
      onKeyDown={(event) => {
        onKeyDown(event);
        if (!event.defaultPrevented && event.key.length === 1 && !event.ctrlKey && !event.metaKey)
          jump(event.key.toLowerCase());
      }}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return row ? (
            <div
              key={row.id}
              role="treeitem"
              data-row={row.id}
              aria-level={row.depth + 1}
              aria-posinset={family[item.index]?.place}
              aria-setsize={family[item.index]?.of}
              aria-expanded={row.expanded}
              aria-selected={isSelected(row.id)}
              tabIndex={item.index === at ? 0 : -1}
              className={classes['row']}
              data-selected={isSelected(row.id) || undefined}
              data-dim={row.dim || undefined}
              data-dropping={dragging.over === row.id || undefined}
              {...dragging.row(row)}
              style={{ top: item.start, paddingLeft: 4 + row.depth * 14 }}
              onClick={(event) => {
                setFocused(row.id);
                onFocus?.(row.id);
                if (onSelect) onSelect(row.id, event);
                else onOpen(row.id);
              }}
              onDoubleClick={() => onSelect && onOpen(row.id)}
              onContextMenu={(event) => {
                if (!onMenu) return;
                event.preventDefault();
                setFocused(row.id);
                onFocus?.(row.id);
                onMenu(row.id, event);
              }}
            >
              <RowContent row={row} onToggle={onToggle} />
            </div>
          ) : null;
        })}
      </div>
    </div>
  );
}

function RowContent({ row, onToggle }: { readonly row: TreeRow; readonly onToggle: (id: string) => void }) {
  return (
    <>
      <span
        className={classes['twisty']}
        data-expanded={row.expanded}
        aria-hidden
        onClick={(event) => {
          if (row.expanded === undefined) return;
          event.stopPropagation();
          onToggle(row.id);
        }}
      >
        {row.expanded === undefined ? null : <IconChevronRight size={14} stroke={1.75} />}
      </span>
      <span className={classes['icon']}>{row.icon}</span>
      <span className={classes['text']}>{row.text}</span>
      {row.detail === undefined ? null : <span className={classes['detail']}>{row.detail}</span>}
      {row.marks}
      {row.badge === undefined ? null : (
        <span className={classes['badge']} data-kind={row.badgeKind} data-hint={row.badgeTitle}>
          <span aria-hidden>{row.badge}</span>
          <span className="visually-hidden">{row.badgeTitle}</span>
        </span>
      )}
    </>
  );
}
