// Commands that start or list runs, wherever one is (E-CMD-08). Registered once, at the start of the application.
import { type CommandHandler, registerCommands } from '../../app/commands.ts';
import { goTo } from '../../app/navigation.ts';
import { notify } from '../../app/notifications.tsx';
import { overlayRun, useOverlaid } from '../../canvas/runOverlay.ts';
import { getDocument } from '../../document/store.ts';
import { save } from '../../files/saveFile.ts';
import { api } from '../../server/api.ts';
import { isConnected } from '../../server/connection.ts';
import { obstacle, simulate } from './launch.ts';
import { showLaunch } from './showLaunch.ts';

/** The launch form says the worst case and what the file may do, before anything starts. */
const look: CommandHandler = {
  run: ({ document }) => {
    if (document?.path != null) showLaunch({ path: document.path });
  },
  enabled: ({ document }) =>
    document?.path === null ? 'Save the workflow first' : (obstacle(document) ?? offline() ?? true),
};

export function registerLaunchCommands(): void {
  registerCommands({
    'run.plan': look,
    'run.trust': look,
    'run.simulate': {
      run: ({ document }) => (document === undefined ? undefined : simulate(document)),
      enabled: ({ document }) => obstacle(document) ?? offline() ?? true,
    },
    'run.launch': {
      run: async ({ document }) => {
        if (document === undefined) return;
        // A run belongs to a file; what is unsaved in one that is there is saved when the run starts (E-RUN-05).
        if (document.path === null && !(await save(document.id))) return;
        const path = getDocument(document.id)?.path;
        if (path != null) showLaunch({ path });
      },
      enabled: ({ document }) => obstacle(document) ?? offline() ?? true,
    },
    'run.overlay': {
      run: async ({ document }) => {
        if (document?.path == null) return;
        if (useOverlaid.getState().byFile[document.id] !== undefined) {
          overlayRun(document.id, null);
          return;
        }
        const { items } = await api.call('runs.list', { query: { path: document.path, limit: 1 } });
        const [last] = items;
        if (last === undefined)
          notify({ kind: 'info', title: 'This file has not run yet', message: 'Simulate it, then show its run here.' });
        else overlayRun(document.id, last.id);
      },
      enabled: ({ document }) => {
        if (document === undefined) return 'Open a workflow first';
        return document.path === null ? 'Save the workflow first' : (offline() ?? true);
      },
    },
    'run.list': { run: () => goTo('/runs') },
    'run.inbox': { run: () => goTo('/inbox') },
  });
}

const offline = (): string | null => (isConnected() ? null : 'The server is gone; runs start again when it is back');
