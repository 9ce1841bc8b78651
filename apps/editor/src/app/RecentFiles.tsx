// The files opened last (E-FILE-12), each removable.
import { ActionIcon } from '@mantine/core';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { useState } from 'react';
import { Link } from 'wouter';
import { forget, useRecent } from '../files/recent.ts';
import { useWorkspace } from '../files/workspace.ts';
import { EmptyNote } from '../ui/EmptyNote.tsx';
import { editAddress } from './navigation.ts';
import classes from './RecentFiles.module.css';
import { ago } from './time.ts';

const shownAtMost = 6;

export function RecentFiles() {
  const [now] = useState(Date.now);
  const recent = useRecent((state) => state.files);
  const { loaded, entries } = useWorkspace();
  // A file that was deleted since is left out; before the list of files is known, all are shown.
  const files = recent.filter((file) => !loaded || entries.has(file.path)).slice(0, shownAtMost);
  return (
    <section aria-labelledby="recent">
      <h2 id="recent">Recent</h2>
      {files.length === 0 ? <EmptyNote>Files you open are listed here.</EmptyNote> : null}
      <ul className={classes['list']}>
        {files.map((file) => (
          <li key={file.path} className={classes['row']}>
            <Link href={editAddress({ id: '', path: file.path })} className={classes['link'] ?? ''}>
              {file.path}
            </Link>
            <span className={classes['time']}>{ago(file.time, now)}</span>
            <ActionIcon size={24} aria-label={`Forget ${file.path}`} onClick={() => forget(file.path)}>
              <IconX size={14} stroke={1.75} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </section>
  );
}
