// What the states of the connection mean, in words, and what to do about each.
import { startConnection } from '../server/start.ts';
import type { ConnectionState } from '../server/connection.ts';
import { useConnection } from '../server/connection.ts';
import { notify } from './notifications.tsx';

export function retryConnection(): void {
  void startConnection();
}

export function explainConnection(state: ConnectionState): void {
  const { info } = useConnection.getState();
  switch (state) {
    case 'connected':
      notify({
        kind: 'info',
        title: `Connected to ${info?.workspace.name ?? 'the server'}`,
        message: `Workspace ${info?.workspace.root ?? ''}, Iterion ${info?.product.version ?? ''}.`,
        key: 'connection',
      });
      break;
    case 'connecting':
    case 'offline':
      notify({
        kind: 'warning',
        title: 'The server does not answer',
        message: 'Editing, checking and undo go on here; saving and running wait for the server.',
        actions: [{ label: 'Try now', run: retryConnection }],
        key: 'connection',
      });
      break;
    case 'unauthenticated':
      notify({
        kind: 'warning',
        title: 'A new link is needed',
        message:
          'Press l in the terminal that runs `iterion editor`, or run `iterion editor --link`, and open the link it prints.',
        key: 'connection',
      });
      break;
    case 'outdated':
      notify({
        kind: 'warning',
        title: 'The server was updated',
        message: 'Your unsaved changes are kept.',
        actions: [{ label: 'Reload to update', run: () => location.reload() }],
        key: 'connection',
      });
      break;
    default:
      state satisfies never;
  }
}
