// Three dots: what opens a menu of further commands.
import { ActionIcon, type ActionIconProps } from '@mantine/core';
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs';
import type { ComponentPropsWithRef } from 'react';

export function MoreButton(props: ActionIconProps & ComponentPropsWithRef<'button'>) {
  return (
    <ActionIcon aria-label="More commands" {...props}>
      <IconDots size={16} stroke={1.75} aria-hidden />
    </ActionIcon>
  );
}
