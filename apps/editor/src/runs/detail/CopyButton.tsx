// Copies a text and says so.
import { ActionIcon } from '@mantine/core';
import IconCopy from '@tabler/icons-react/dist/esm/icons/IconCopy.mjs';
import { notify } from '../../app/notifications.tsx';

export function CopyButton({ label, text }: { readonly label: string; readonly text: () => string }) {
  return (
    <ActionIcon
      aria-label={label}
      data-hint={label}
      onClick={() => {
        void navigator.clipboard.writeText(text());
        notify({ kind: 'success', title: 'Copied', key: 'copied', stay: 2000 });
      }}
    >
      <IconCopy size={16} stroke={1.75} aria-hidden />
    </ActionIcon>
  );
}
