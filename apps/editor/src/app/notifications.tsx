// The one way to tell people something (E-SHELL-10): four kinds, announced politely (errors at once), kept in a list.
import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { create } from 'zustand';
import classes from './notifications.module.css';

export type NoticeKind = 'info' | 'success' | 'warning' | 'error';
export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}
export interface Notice {
  readonly kind: NoticeKind;
  readonly title: string;
  readonly message?: string;
  readonly actions?: readonly NoticeAction[];
  /** Milliseconds; errors and notices with actions stay longer. */
  readonly stay?: number;
  /** A notice with the same key replaces the one that is shown. */
  readonly key?: string;
}
export interface PastNotice extends Notice {
  readonly id: number;
  readonly time: number;
}

const remembered = 50;
/** The newest first. */
export const useNotices = create<{ readonly past: readonly PastNotice[] }>(() => ({ past: [] }));
let nextId = 1;

export function notify(notice: Notice): void {
  const past: PastNotice = { ...notice, id: nextId++, time: Date.now() };
  useNotices.setState((state) => ({ past: [past, ...state.past].slice(0, remembered) }));
  const key = notice.key ?? `notice-${past.id}`;
  const shown = {
    id: key,
    title: notice.title,
    message: <NoticeBody notice={notice} close={() => notifications.hide(key)} />,
    className: classes['notice'] ?? '',
    'data-kind': notice.kind,
    role: notice.kind === 'error' ? ('alert' as const) : ('status' as const),
    autoClose: notice.stay ?? (notice.kind === 'error' ? 12_000 : notice.actions ? 9_000 : 5_000),
    withBorder: true,
  };
  if (notice.key !== undefined) notifications.hide(key);
  notifications.show(shown);
}

function NoticeBody({ notice, close }: { readonly notice: Notice; readonly close: () => void }) {
  return (
    <>
      {notice.message === undefined ? null : <Text size="sm">{notice.message}</Text>}
      {notice.actions && notice.actions.length > 0 ? (
        <Group gap={8} mt={4}>
          {notice.actions.map((action) => (
            <Button
              key={action.label}
              variant="default"
              onClick={() => {
                close();
                action.run();
              }}
            >
              {action.label}
            </Button>
          ))}
        </Group>
      ) : null}
    </>
  );
}
