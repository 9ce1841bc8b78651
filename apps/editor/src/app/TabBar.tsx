// Open files as tabs (E-SHELL-05), a plus for a new one, and the way into the palette.
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { displayName, isDirty } from '../document/model.ts';
import type { FileId } from '../document/model.ts';
import { reorderTabs, useDocumentPart, useDocuments } from '../document/store.ts';
import { KeyHint } from '../ui/KeyHint.tsx';
import { PlainButton } from '../ui/PlainButton.tsx';
import { commandState, runCommand } from './commands.ts';
import { editAddress } from './navigation.ts';
import { routeOf } from './routes.ts';
import { useShownRun } from './shownRun.ts';
import classes from './TabBar.module.css';

export function TabBar() {
  const order = useDocuments((state) => state.order);
  const [dragged, setDragged] = useState<FileId | null>(null);
  const move = (target: FileId): void => {
    if (dragged === null || dragged === target) return;
    const rest = order.filter((id) => id !== dragged);
    rest.splice(rest.indexOf(target) + (order.indexOf(dragged) < order.indexOf(target) ? 1 : 0), 0, dragged);
    reorderTabs(rest);
  };
  return (
    <header className={classes['bar']}>
      <nav className={classes['tabs']} aria-label="Open files">
        {order.map((id) => (
          <Tab
            key={id}
            id={id}
            onDragStart={() => setDragged(id)}
            onDragOver={() => move(id)}
            onDragEnd={() => setDragged(null)}
          />
        ))}
        <PlainButton
          look="icon"
          aria-label="New workflow"
          data-hint="New workflow"
          onClick={() => runCommand('file.new')}
        >
          <IconPlus size={16} stroke={1.75} aria-hidden />
        </PlainButton>
      </nav>
      <button
        type="button"
        className={classes['search']}
        data-tour-target="palette"
        onClick={() => runCommand('app.palette')}
      >
        <IconSearch size={14} stroke={1.75} aria-hidden />
        <span className={classes['searchLabel']}>Search or run a command</span>
        <KeyHint keys={commandState('app.palette').keys.slice(0, 1)} />
      </button>
    </header>
  );
}

interface TabProps {
  readonly id: FileId;
  readonly onDragStart: () => void;
  readonly onDragOver: () => void;
  readonly onDragEnd: () => void;
}
function Tab({ id, onDragStart, onDragOver, onDragEnd }: TabProps) {
  const [location] = useLocation();
  const active = useDocuments((state) => state.active === id);
  const runPath = useShownRun((state) => state.path);
  const tab = useDocumentPart(id, (document) => ({
    name: displayName(document),
    path: document.path,
    dirty: isDirty(document),
    disk: document.disk,
    worst: worstProblem(document.diagnostics),
  }));
  if (!tab) return null;
  const { screen } = routeOf(location);
  const showsRun = screen === 'run' && runPath !== null && runPath === tab.path;
  const shown = (active && screen === 'edit') || showsRun;
  const state = [showsRun ? 'its run' : '', tab.dirty ? 'unsaved' : '', tab.disk === 'same' ? '' : diskWords[tab.disk]]
    .filter(Boolean)
    .join(', ');
  return (
    <div
      className={classes['tab']}
      // Whoever comes to a tab by key or from the tree sees it.
      ref={shown ? scrollIntoView : undefined}
      data-disk={tab.disk === 'same' ? undefined : tab.disk}
      data-active={shown || undefined}
      data-worst={tab.worst}
      draggable
      onDragStart={onDragStart}
      onDragOver={(event) => {
        event.preventDefault();
        onDragOver();
      }}
      onDragEnd={onDragEnd}
      onAuxClick={(event) => {
        if (event.button === 1) void closeTab(id);
      }}
    >
      <Link
        href={editAddress({ id, path: tab.path })}
        className={classes['name'] ?? ''}
        aria-current={shown ? 'page' : undefined}
        data-hint={[tab.path ?? 'Not saved yet', state].filter(Boolean).join(' – ')}
        draggable={false}
      >
        {tab.name}
        {state === '' ? null : <span className="visually-hidden">, {state}</span>}
      </Link>
      <button
        type="button"
        className={classes['close']}
        data-dirty={tab.dirty || undefined}
        aria-label={`Close ${tab.name}`}
        onClick={() => void closeTab(id)}
      >
        <span className={classes['dot']} aria-hidden />
        <IconX className={classes['cross']} size={14} stroke={1.75} aria-hidden />
      </button>
    </div>
  );
}

function scrollIntoView(tab: HTMLElement | null): void {
  tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

const diskWords = { deleted: 'deleted on disk', conflict: 'in conflict with the disk' } as const;

function worstProblem(diagnostics: readonly { readonly severity: string }[]): 'error' | 'warning' | undefined {
  if (diagnostics.some((diagnostic) => diagnostic.severity === 'error')) return 'error';
  return diagnostics.some((diagnostic) => diagnostic.severity === 'warning') ? 'warning' : undefined;
}

/** Saving and merging come along, so it is loaded when a tab is closed. */
async function closeTab(id: FileId): Promise<void> {
  const files = await import('../files/closeTab.ts');
  await files.closeTab(id);
}
