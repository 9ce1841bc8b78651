// How many questions wait for a person, live (E-SHELL-02).
import type { Interaction } from '@iterion/protocol';
import { create } from 'zustand';
import { subscribe } from '../server/socket.ts';

const useInbox = create<{ readonly open: ReadonlySet<string> }>(() => ({ open: new Set() }));

export function useInboxCount(): number {
  return useInbox((state) => state.open.size);
}

function place(set: Set<string>, interaction: Interaction): void {
  const key = `${interaction.runId} ${interaction.id}`;
  if (interaction.state === 'open') set.add(key);
  else set.delete(key);
}

/** Follows the inbox channel for as long as the page lives. */
export function startInboxCount(): void {
  subscribe('inbox', {
    snapshot: (state) => {
      const open = new Set<string>();
      for (const interaction of (state as { items: readonly Interaction[] }).items) place(open, interaction);
      useInbox.setState({ open });
    },
    items: (items) =>
      useInbox.setState(({ open }) => {
        const next = new Set(open);
        for (const interaction of items as readonly Interaction[]) place(next, interaction);
        return { open: next };
      }),
  });
}
