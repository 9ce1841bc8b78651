// The workspace as a tree (E-FILE-01): one click opens; the tree pattern for the keyboard.
import { ActionIcon, Menu, TextInput } from '@mantine/core';
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs';
import IconFile from '@tabler/icons-react/dist/esm/icons/IconFile.mjs';
import IconFilePlus from '@tabler/icons-react/dist/esm/icons/IconFilePlus.mjs';
import IconFileText from '@tabler/icons-react/dist/esm/icons/IconFileText.mjs';
import IconFolder from '@tabler/icons-react/dist/esm/icons/IconFolder.mjs';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { runCommand } from '../app/commands.ts';
import { goToFile } from '../app/navigation.ts';
import { usePreferences } from '../app/preferences.ts';
import { useConnection } from '../server/connection.ts';
import { useDocuments } from '../document/store.ts';
import { EmptyNote } from '../ui/EmptyNote.tsx';
import { PanelHeader } from '../ui/PanelHeader.tsx';
import { TreeList, type TreeRow } from '../ui/TreeList.tsx';
import { CommandMenu, type MenuPlace } from '../ui/CommandMenu.tsx';
import { CommandMenuItem } from '../ui/CommandMenuItem.tsx';
import { moveInto, setFocusedFile } from './fileActions.ts';
import { FileMarks } from './FileMarks.tsx';
import { useOtherFiles } from './otherFiles.ts';
import { rowWasShown, toggleFolder, useTreeState } from './treeState.ts';
import { type TreeNode, treeRows } from './fileTree.ts';
import { useWorkspace } from './workspace.ts';

export function FilesPanel() {
  const { loaded, entries } = useWorkspace();
  const connection = useConnection((state) => state.state);
  const activePath = useDocuments((state) => (state.active === null ? null : state.documents[state.active]?.path));
  const counts = useDocuments((state) => problemCounts(state.documents));
  const { closed, shown } = useTreeState();
  const all = usePreferences((state) => state.allFiles);
  const others = useOtherFiles(all, entries);
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const [filter, setFilter] = useState<string | null>(null);
  const rows = useMemo(() => {
    const word = (filter ?? '').toLowerCase();
    return treeRows(
      [...entries.values(), ...others],
      word === '' ? closed : new Set(),
      (entry) => (all || entry.kind !== 'text') && entry.path.toLowerCase().includes(word),
    );
  }, [entries, others, closed, all, filter]);

  const open = (node: TreeNode): void => {
    if (node.children) toggleFolder(node.path);
    else goToFile({ path: node.path, id: '' });
  };
  return (
    <section
      data-zone="files"
      data-region="files"
      aria-label="Files"
      style={{ display: 'flex', flexDirection: 'column', height: '100%' }}
    >
      <PanelHeader title="Files">
        <ActionIcon aria-label="New workflow" data-hint="New workflow" onClick={() => runCommand('file.new')}>
          <IconFilePlus size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label="More about files">
              <IconDots size={16} stroke={1.75} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <CommandMenuItem id="file.newFolder" />
            <CommandMenuItem id="file.import" />
            <Menu.Item onClick={() => setFilter(filter === null ? '' : null)}>
              {filter === null ? 'Filter' : 'End filter'}
            </Menu.Item>
            <CommandMenuItem id="file.showActive" />
            <Menu.Item onClick={() => runCommand('file.allFiles')}>
              {all ? 'Show workflows only' : 'Show all text files'}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </PanelHeader>
      {filter === null ? null : (
        <TextInput
          aria-label="Filter files"
          placeholder="Filter"
          mx={8}
          mb={4}
          value={filter}
          // The field appears because someone asked to type into it.
          ref={focusOnce}
          onChange={(event) => setFilter(event.currentTarget.value)}
          onKeyDown={(event: KeyboardEvent) => {
            if (event.key === 'Escape') setFilter(null);
          }}
        />
      )}
      {rows.length > 0 ? (
        <TreeList
          label="Files of the workspace"
          rows={rows.map((node) => rowOf(node, closed, counts.get(node.path)))}
          selected={activePath ?? null}
          onOpen={(id) => {
            const node = rows.find((row) => row.path === id);
            if (node) open(node);
          }}
          onToggle={toggleFolder}
          onFocus={setFocusedFile}
          onMenu={(_, { clientX, clientY }) => setMenu({ x: clientX, y: clientY })}
          onDrop={(path, onto) => void moveInto(path, onto)}
          shown={shown?.id ?? null}
          onShown={rowWasShown}
        />
      ) : (
        <EmptyNote>{emptyText(loaded, connection, filter)}</EmptyNote>
      )}
      {menu ? <CommandMenu label="File" at={menu} entries={fileMenu} onClose={() => setMenu(null)} /> : null}
    </section>
  );
}
const fileMenu = ['file.rename', 'file.copyPath', '-', 'file.new', 'file.newFolder', '-', 'file.delete'] as const;
function focusOnce(input: HTMLInputElement | null): void {
  input?.focus();
}

function emptyText(loaded: boolean, connection: string, filter: string | null): string {
  if (filter !== null && filter !== '') return 'No file matches.';
  if (loaded) return 'No workflow here yet. Make a new one, or open an example from the start page.';
  if (connection === 'unauthenticated') return 'Open the link that the terminal shows to see your files.';
  return connection === 'offline' ? 'The server is gone. Open tabs can still be edited.' : 'Looking for files…';
}

function rowOf(node: TreeNode, closed: ReadonlySet<string>, problems: number | undefined): TreeRow {
  const Glyph = node.children
    ? IconFolder
    : node.entry?.kind === 'workflow' || node.entry?.kind === 'bot'
      ? IconFileText
      : IconFile;
  return {
    id: node.path,
    depth: node.depth,
    text: node.name,
    icon: <Glyph size={16} stroke={1.6} aria-hidden />,
    takesDrops: true,
    ...(node.children
      ? { expanded: !closed.has(node.path) }
      : { movable: true, marks: <FileMarks path={node.path} /> }),
    ...(problems ? { badge: String(problems), badgeTitle: problems === 1 ? '1 problem' : `${problems} problems` } : {}),
  };
}

function problemCounts(
  documents: Readonly<
    Record<string, { readonly path: string | null; readonly diagnostics: readonly { readonly severity: string }[] }>
  >,
): ReadonlyMap<string, number> {
  const key = Object.values(documents)
    .map(
      (document) => `${document.path ?? ''}\n${document.diagnostics.filter((item) => item.severity !== 'info').length}`,
    )
    .join('\n');
  if (key !== lastKey) {
    lastKey = key;
    lastCounts = new Map(
      Object.values(documents).flatMap((document) =>
        document.path === null
          ? []
          : [[document.path, document.diagnostics.filter((item) => item.severity !== 'info').length] as const],
      ),
    );
  }
  return lastCounts;
}
let lastKey = '';
let lastCounts: ReadonlyMap<string, number> = new Map();
