// The outline of the open file (E-CANVAS-40, E-CANVAS-41): a tree with the same selection and the same commands as the canvas.
import { ActionIcon, TextInput } from '@mantine/core';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import { type KeyboardEvent, type MouseEvent, useMemo, useState } from 'react';
import { revealItem } from '../app/reveal.ts';
import { openMenu } from '../canvas/popovers/itemPopovers.ts';
import type { FileId, ItemId } from '../document/model.ts';
import { select, useDocuments, useGraph, useSelection } from '../document/store.ts';
import { EmptyNote } from '../ui/EmptyNote.tsx';
import { PanelHeader } from '../ui/PanelHeader.tsx';
import { TreeList, type TreeRow } from '../ui/TreeList.tsx';
import { OutlineGlyph } from './OutlineGlyph.tsx';
import { type OutlineRow, matchingRows, outlineRows, visibleRows } from './outlineTree.ts';

/** Which rows start open; everything else starts closed. */
function opensAtFirst(row: OutlineRow): boolean {
  return row.kind === 'workflow';
}

export function OutlinePanel({ fileId }: { readonly fileId: FileId }) {
  const projection = useGraph(fileId);
  const selection = useSelection(fileId);
  const problems = useDocuments((state) => state.documents[fileId]?.projection.problems);
  const [word, setWord] = useState<string | null>(null);
  const [flipped, setFlipped] = useState<ReadonlySet<string>>(new Set());
  const all = useMemo(() => outlineRows(projection), [projection]);
  const rows = useMemo(() => {
    if (word) return matchingRows(all, word);
    const first = new Set(all.filter(opensAtFirst).map((row) => row.id));
    return visibleRows(all, (id) => first.has(id) !== flipped.has(id));
  }, [all, word, flipped]);
  const selected = useMemo(() => new Set<string>(selection.items), [selection]);
  const isOpen = (row: OutlineRow): boolean => (word ? true : opensAtFirst(row) !== flipped.has(row.id));
  const itemOf = (id: string): ItemId | null => rows.find((row) => row.id === id)?.item ?? null;
  const toggle = (id: string): void =>
    setFlipped((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const onSelect = (id: string, event: MouseEvent | KeyboardEvent): void => {
    const item = itemOf(id);
    if (item === null) {
      toggle(id);
      return;
    }
    const adds = event.shiftKey || event.ctrlKey || event.metaKey;
    const rest = selection.items.filter((other) => other !== item);
    if (!adds) select(fileId, [item]);
    else select(fileId, selected.has(item) && !event.shiftKey ? rest : [...rest, item]);
  };
  /** The row that has the focus is what commands act on; Shift keeps the others. */
  const onMove = (id: string, event: KeyboardEvent | null): void => {
    const item = itemOf(id);
    if (item === null) select(fileId, []);
    else if (!event?.shiftKey) select(fileId, [item]);
    else select(fileId, [...selection.items.filter((other) => other !== item), item]);
  };
  const onMenu = (id: string, event: MouseEvent): void => {
    const item = itemOf(id);
    if (item === null) return;
    event.preventDefault();
    if (!selected.has(item)) select(fileId, [item]);
    openMenu(fileId, { anchor: { x: event.clientX, y: event.clientY }, item });
  };
  return (
    <section
      id="outline"
      data-zone="outline"
      data-region="outline"
      aria-label="Outline"
      style={{ display: 'flex', flexDirection: 'column', height: '100%' }}
    >
      <PanelHeader title="Outline">
        <ActionIcon
          aria-label="Filter the outline"
          data-hint="Filter"
          aria-pressed={word !== null}
          onClick={() => setWord(word === null ? '' : null)}
        >
          <IconSearch size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      </PanelHeader>
      {word === null ? null : (
        <TextInput
          aria-label="Filter the outline"
          placeholder="Filter"
          mx={8}
          mb={4}
          value={word}
          // The field appears because someone asked to type into it.
          ref={(input) => input?.focus()}
          onChange={(event) => setWord(event.currentTarget.value)}
          onKeyDown={(event: KeyboardEvent) => {
            if (event.key === 'Escape') setWord(null);
          }}
        />
      )}
      {rows.length === 0 ? (
        <EmptyNote>Nothing matches.</EmptyNote>
      ) : (
        <TreeList
          label="Graph as a tree"
          rows={rows.map((row) => treeRow(row, isOpen(row), row.item ? problems?.get(row.item) : undefined))}
          selected={selected}
          many
          onOpen={(id) => {
            const item = itemOf(id);
            if (item) revealItem(fileId, item);
            else toggle(id);
          }}
          onSelect={onSelect}
          onToggle={toggle}
          onMove={onMove}
          onMenu={onMenu}
        />
      )}
    </section>
  );
}

function treeRow(
  row: OutlineRow,
  open: boolean,
  problems: { readonly errors: number; readonly warnings: number } | undefined,
): TreeRow {
  const count = (problems?.errors ?? 0) + (problems?.warnings ?? 0);
  return {
    id: row.id,
    depth: row.depth,
    text: row.text,
    icon: <OutlineGlyph row={row} />,
    ...(row.detail === undefined ? {} : { detail: row.detail }),
    ...(row.expandable ? { expanded: open } : {}),
    ...(row.stale ? { dim: true } : {}),
    ...(count > 0
      ? {
          badge: String(count),
          badgeTitle: count === 1 ? '1 problem' : `${count} problems`,
          badgeKind: problems && problems.errors > 0 ? ('error' as const) : ('warning' as const),
        }
      : {}),
  };
}
