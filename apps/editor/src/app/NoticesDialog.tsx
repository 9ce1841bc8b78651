// The notices of this session, newest first (E-SHELL-10).
import { Modal, Text } from '@mantine/core';
import { useState } from 'react';
import { EmptyNote } from '../ui/EmptyNote.tsx';
import classes from './NoticesDialog.module.css';
import { useNotices } from './notifications.tsx';
import { ago } from './time.ts';

export function NoticesDialog({ close }: { readonly close: () => void }) {
  const [now] = useState(Date.now);
  const past = useNotices((state) => state.past);
  return (
    <Modal opened onClose={close} title="Notifications" size="md">
      {past.length === 0 ? <EmptyNote>Nothing was reported yet.</EmptyNote> : null}
      <ul className={classes['list']}>
        {past.map((notice) => (
          <li key={notice.id} className={classes['row']} data-kind={notice.kind}>
            <Text size="sm" fw={600}>
              {notice.title}
            </Text>
            {notice.message === undefined ? null : <Text size="sm">{notice.message}</Text>}
            <Text size="xs" c="dimmed">
              {notice.kind} · {ago(notice.time, now)}
            </Text>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
