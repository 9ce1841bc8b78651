// The channels and what their snapshots and items hold (S-WS-04).
import { z } from 'zod';
import { treeEntry, workspaceChange } from '../shapes/file.ts';
import { interaction } from '../shapes/interaction.ts';
import { runEventEnvelope, runHeader } from '../shapes/run.ts';

/** `workspace`: the entries of the tree that the watcher reports, then changes. */
export const workspaceSnapshot = z.object({ entries: z.array(treeEntry) });
export const workspaceItem = workspaceChange;

/** `runs`: headers of the newest runs and all active ones, then upserts and removals. */
export const runsSnapshot = z.object({ items: z.array(runHeader), counts: z.record(z.string(), z.number()) });
export const runsItem = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('upsert'), header: runHeader }),
  z.object({ kind: z.literal('removed'), id: z.string() }),
]);
export type RunsItem = z.infer<typeof runsItem>;

/** `inbox`: open interactions, then upserts; an answered or void one leaves the inbox. */
export const inboxSnapshot = z.object({ items: z.array(interaction) });
export const inboxItem = interaction;

/** `run:<id>`: the snapshot is the engine's view; items are events, verbatim but for PayloadRefs. */
export const runItem = runEventEnvelope;

export type Channel =
  | { readonly kind: 'workspace' }
  | { readonly kind: 'runs' }
  | { readonly kind: 'inbox' }
  | { readonly kind: 'run'; readonly id: string }
  | { readonly kind: 'doc'; readonly key: string };

/** The channel that a name stands for, or null when it stands for none. */
export function parseChannel(name: string): Channel | null {
  if (name === 'workspace' || name === 'runs' || name === 'inbox') return { kind: name };
  if (name.startsWith('run:') && name.length > 4) return { kind: 'run', id: name.slice(4) };
  if (name.startsWith('doc:') && name.length > 4) return { kind: 'doc', key: name.slice(4) };
  return null;
}
