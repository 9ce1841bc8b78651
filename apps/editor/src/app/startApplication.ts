// What runs once, before the first render: keys, theme, commands, connection, the watchers of files and hot exit.
import { startFileWatching } from '../files/externalChange.ts';
import { startHotExit } from '../files/hotExit.ts';
import { registerFileCommands } from '../files/fileCommands.ts';
import { startWorkspace } from '../files/workspace.ts';
import { registerProblemCommands } from '../problems/problemCommands.ts';
import { registerLaunchCommands } from '../runs/launch/launchCommands.ts';
import { startDocumentSessions } from '../server/documentSessions.ts';
import { startConnection } from '../server/start.ts';
import { startColorScheme } from './colorScheme.ts';
import { setCommandReports, setScreenSource } from './commands.ts';
import { registerEditCommands } from './editCommands.ts';
import { installKeyListener } from './keys.ts';
import { notify } from './notifications.tsx';
import { screenNow } from './routes.ts';
import { preloadPalette, registerViewCommands } from './viewCommands.ts';

export function startApplication(): void {
  startColorScheme();
  setScreenSource(screenNow);
  setCommandReports({
    disabled: (command, reason) =>
      notify({ kind: 'info', title: `${command.title} is not possible now`, message: reason, key: 'disabled' }),
    failed: (command, error) =>
      notify({
        kind: 'error',
        title: `${command.title} failed`,
        message: error instanceof Error ? error.message : String(error),
      }),
  });
  registerEditCommands();
  registerViewCommands();
  registerFileCommands();
  registerProblemCommands();
  registerLaunchCommands();
  installKeyListener();
  startHotExit();
  startWorkspace();
  startFileWatching();
  startDocumentSessions();
  void startConnection();
  preloadPalette();
}
