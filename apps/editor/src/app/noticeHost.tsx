// Shows notices in the corner; their live region is assertive for errors, polite otherwise (E-SHELL-10). A notice goes by itself once its
// time is over and neither the pointer nor the focus is on any of them.
import { Button, Group, Text } from '@mantine/core';
import { Notifications, notifications } from '@mantine/notifications';
import { useEffect, useEffectEvent } from 'react';
import classes from './notifications.module.css';
import { type PastNotice, showNoticesWith } from './notifications.tsx';

showNoticesWith(show);

export function NoticeHost() {
  return (
    <Notifications
      position="bottom-right"
      limit={4}
      containerWidth={360}
      className={classes['corner'] ?? ''}
      autoClose={false}
      // The region is there before what it says, or nobody would hear it.
      aria-live="polite"
      data-notices
    />
  );
}

function show(notice: PastNotice): void {
  const id = notice.key ?? `notice-${notice.id}`;
  if (notice.key !== undefined) notifications.hide(id);
  const shown: Parameters<typeof notifications.show>[0] & { readonly 'data-kind': string } = {
    id,
    title: notice.title,
    message: <NoticeBody notice={notice} close={() => notifications.hide(id)} />,
    className: classes['notice'] ?? '',
    'data-kind': notice.kind,
    role: notice.kind === 'error' ? 'alert' : 'status',
    withBorder: true,
  };
  notifications.show(shown);
}

const againMs = 800;
/** Closes after a time, later when somebody is at the notices. */
function useAutoClose(id: number, stayMs: number, close: () => void): void {
  const closing = useEffectEvent(close);
  useEffect(() => {
    let timer = setTimeout(end, stayMs);
    function end(): void {
      const isHeld = document.querySelector('[data-notices]:is(:hover, :focus-within)') !== null;
      if (isHeld) timer = setTimeout(end, againMs);
      else closing();
    }
    return () => clearTimeout(timer);
    // One that takes the place of another of its key has its own time.
  }, [id, stayMs]);
}

function NoticeBody({ notice, close }: { readonly notice: PastNotice; readonly close: () => void }) {
  useAutoClose(notice.id, notice.stay ?? (notice.kind === 'error' ? 12_000 : notice.actions ? 9_000 : 5_000), close);
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
