// The channel `workspace` (S-WS-04): the tree, then changes. The snapshot is kept current by walking the tree again when somebody asks for it.
import type { TreeEntry } from '@iterion/protocol';
import type { Changes } from '../files/changes.ts';
import type { Root } from '../files/folder.ts';
import { listTree } from '../files/tree.ts';
import { Journal } from './journal.ts';

export interface WorkspaceFeed {
  /** A journal whose snapshot holds the tree as it is now. */
  readonly open: () => Promise<Journal>;
  readonly close: () => void;
}

export function workspaceFeed(root: Root, changes: Changes, epoch: string): WorkspaceFeed {
  let entries: TreeEntry[] = [];
  const journal = new Journal(epoch, () => ({ entries }));
  const unlisten = changes.listen((change) =>
    journal.put(`${change.kind === 'layout' ? 'layout:' : ''}${change.path}`, change),
  );
  return {
    open: async () => {
      // Changes that happen during the walk are in the journal as well; applying one twice does no harm.
      // The panel shows a workspace whole, however large.
      const whole = {
        dir: undefined,
        depth: undefined,
        all: false,
        cursor: undefined,
        limit: Number.POSITIVE_INFINITY,
      };
      entries = (await listTree(root, whole)).entries;
      return journal;
    },
    close: unlisten,
  };
}
