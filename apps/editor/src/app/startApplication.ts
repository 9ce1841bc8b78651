// What runs once, before the first render: theme, keys, connection, the list of files and hot exit. The rest is in startLater.ts.
import { loadLanguage } from '../document/language.ts';
import { checkOpenFiles } from '../document/analysis.ts';
import { startHotExit } from '../files/hotExit.ts';
import { startWorkspace } from '../files/workspace.ts';
import { useConnection } from '../server/connection.ts';
import { followSession, startConnection } from '../server/start.ts';
import { startColorScheme } from './colorScheme.ts';
import { setCommandReports, setScreenSource } from './commands.ts';
import { afterFirstGraph } from './firstGraph.ts';
import { installKeyListener } from './keys.ts';
import { notify } from './notifications.tsx';
import { keepPreferencesOf } from './preferences.ts';
import { screenNow } from './routes.ts';

/** After the first graph was painted, or soon in any case: checks and edits are next. */
async function loadChecks(): Promise<void> {
  await afterFirstGraph();
  await loadLanguage();
  checkOpenFiles();
}

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
  installKeyListener();
  startHotExit();
  startWorkspace();
  useConnection.subscribe(({ info }) => {
    if (info !== null) keepPreferencesOf(info.workspace.id);
  });
  void startConnection();
  followSession();
  void import('./startLater.ts').then(({ startLater }) => startLater());
  void loadChecks();
}
