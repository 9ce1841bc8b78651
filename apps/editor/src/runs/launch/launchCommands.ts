// Commands that start or list runs, wherever one is (E-CMD-08). Registered once, at the start of the application.
import { createElement, lazy } from 'react';
import { registerCommands } from '../../app/commands.ts';
import { goTo } from '../../app/navigation.ts';
import { showOverlay } from '../../app/overlays.tsx';
import { isDirty } from '../../document/model.ts';
import { getDocument } from '../../document/store.ts';
import { save } from '../../files/saveFile.ts';
import { isConnected } from '../../server/connection.ts';
import { obstacle, simulate } from './launch.ts';

const LaunchDialog = lazy(async () => ({ default: (await import('./LaunchDialog.tsx')).LaunchDialog }));

export function registerLaunchCommands(): void {
  registerCommands({
    'run.simulate': {
      run: ({ document }) => (document === undefined ? undefined : simulate(document)),
      enabled: ({ document }) => obstacle(document) ?? offline() ?? true,
    },
    'run.launch': {
      run: async ({ document }) => {
        if (document === undefined) return;
        // A run reads the file on disk: unsaved changes are saved first; a conflict starts nothing (E-RUN-05).
        if ((document.path === null || isDirty(document)) && !(await save(document.id))) return;
        const saved = getDocument(document.id);
        const path = saved?.path;
        if (path != null) showOverlay((close) => createElement(LaunchDialog, { path, close }));
      },
      enabled: ({ document }) => obstacle(document) ?? offline() ?? true,
    },
    'run.list': { run: () => goTo('/runs') },
    'run.inbox': { run: () => goTo('/inbox') },
  });
}

const offline = (): string | null => (isConnected() ? null : 'The server is gone; runs start again when it is back');
