// Which feed a channel reads (S-WS-04).
import { parseChannel } from '@iterion/protocol';
import { notFound } from '../failure.ts';
import type { RunHub } from '../runs/hub.ts';
import type { FeedFinder } from './connection.ts';
import type { WorkspaceFeed } from './workspaceFeed.ts';

export function feedFinder(workspace: WorkspaceFeed, hub: RunHub): FeedFinder {
  const nothing = (): void => undefined;
  return async (name) => {
    const channel = parseChannel(name);
    switch (channel?.kind) {
      case 'workspace':
        return { feed: await workspace.open(), kind: 'first', release: nothing };
      case 'runs':
        return { feed: hub.runs, kind: 'first', release: nothing };
      case 'inbox':
        return { feed: hub.inbox, kind: 'first', release: nothing };
      case 'run': {
        const { log, release } = await hub.open(channel.id);
        return { feed: log, kind: 'run', release };
      }
      case 'doc':
      case undefined:
        throw notFound('The channel');
    }
    channel satisfies never;
    throw notFound('The channel');
  };
}
