// The activity rail (E-SHELL-02): Files, Outline, Library, Runs, Inbox, and Settings at its foot.
import type { Icon } from '@tabler/icons-react';
import IconBooks from '@tabler/icons-react/dist/esm/icons/IconBooks.mjs';
import IconFiles from '@tabler/icons-react/dist/esm/icons/IconFiles.mjs';
import IconInbox from '@tabler/icons-react/dist/esm/icons/IconInbox.mjs';
import IconListTree from '@tabler/icons-react/dist/esm/icons/IconListTree.mjs';
import IconPlayerPlay from '@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs';
import IconSettings from '@tabler/icons-react/dist/esm/icons/IconSettings.mjs';
import { Link } from 'wouter';
import { useFollowQuestions, useQuestions } from '../runs/runsChannel.ts';
import classes from './ActivityRail.module.css';
import type { Route } from './routes.ts';
import { type SidebarPanel, openSidebar, useSidebar } from './sidebarState.ts';

export function ActivityRail({ screen }: { readonly screen: Route['screen'] }) {
  const { panel: open } = useSidebar();
  useFollowQuestions();
  const waiting = useQuestions((state) => state.items.filter((question) => question.state === 'open').length);
  const toggle = (panel: SidebarPanel) => () => openSidebar(open === panel ? null : panel);
  return (
    <nav className={classes['rail']} aria-label="Activities">
      <Link href="/" className={classes['logo'] ?? ''} aria-label="Start page">
        <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
          <path d="M16 4 28 16 16 28 4 16Z" fill="none" stroke="currentColor" strokeWidth="3" strokeLinejoin="round" />
          <circle cx="16" cy="16" r="3.4" fill="currentColor" />
        </svg>
      </Link>
      <Entry icon={IconFiles} label="Files" pressed={open === 'files'} onClick={toggle('files')} />
      <Entry icon={IconListTree} label="Outline" pressed={open === 'outline'} onClick={toggle('outline')} />
      <Entry icon={IconBooks} label="Library" pressed={open === 'library'} onClick={toggle('library')} />
      <EntryLink icon={IconPlayerPlay} label="Runs" href="/runs" current={screen === 'runs' || screen === 'run'} />
      <EntryLink icon={IconInbox} label="Inbox" href="/inbox" current={screen === 'inbox'} count={waiting} />
      <div className={classes['foot']}>
        <EntryLink icon={IconSettings} label="Settings" href="/settings/appearance" current={screen === 'settings'} />
      </div>
    </nav>
  );
}

interface EntryProps {
  readonly icon: Icon;
  readonly label: string;
}
function Entry({ icon: Glyph, label, pressed, onClick }: EntryProps & { pressed: boolean; onClick: () => void }) {
  return (
    <button
      type="button"
      className={classes['entry']}
      data-hint={label}
      aria-label={label}
      aria-pressed={pressed}
      onClick={onClick}
    >
      <Glyph size={20} stroke={1.6} aria-hidden />
    </button>
  );
}
function EntryLink({
  icon: Glyph,
  label,
  href,
  current,
  count = 0,
}: EntryProps & { href: string; current: boolean; count?: number }) {
  const name = count > 0 ? `${label}, ${count} open` : label;
  return (
    <Link
      href={href}
      className={classes['entry'] ?? ''}
      data-hint={label}
      aria-label={name}
      aria-current={current ? 'page' : undefined}
    >
      <Glyph size={20} stroke={1.6} aria-hidden />
      {count > 0 ? <span className={classes['count']}>{count > 99 ? '99+' : count}</span> : null}
    </Link>
  );
}
