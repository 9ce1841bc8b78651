// Commands that start or list runs, wherever one is (E-CMD-08). Registered once, at the start of the application.
import { registerCommands } from '../../app/commands.ts';
import { goTo } from '../../app/navigation.ts';
import { getDocument } from '../../document/store.ts';
import { save } from '../../files/saveFile.ts';
import { isConnected } from '../../server/connection.ts';
import { obstacle, simulate } from './launch.ts';
import { showLaunch } from './showLaunch.ts';

export function registerLaunchCommands(): void {
  registerCommands({
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
    'run.list': { run: () => goTo('/runs') },
    'run.inbox': { run: () => goTo('/inbox') },
  });
}

const offline = (): string | null => (isConnected() ? null : 'The server is gone; runs start again when it is back');
