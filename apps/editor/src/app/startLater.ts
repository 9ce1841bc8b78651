// What the application needs once something is on the screen, loaded beside the first paint and not before it (E-PERF-02): what commands
// do, the palette, and what keeps open files in step with the disk and the server.
import { acceptDroppedFiles } from '../files/dropFiles.ts';
import { registerFileCommands } from '../files/fileCommands.ts';
import { startFileWatching } from '../files/externalChange.ts';
import { registerInspectorCommands } from '../inspector/inspectorCommands.ts';
import { registerProblemCommands } from '../problems/problemCommands.ts';
import { registerLaunchCommands } from '../runs/launch/launchCommands.ts';
import { startDocumentSessions } from '../server/documentSessions.ts';
import { registerEditCommands } from './editCommands.ts';
import { keepAssets } from './keepAssets.ts';
import { announceSteps } from './announceSteps.ts';
import { startPageTitle, startQuestionAlerts } from './questionAlerts.ts';
import { startSettingsSync } from './settingsSync.ts';
import { preloadPalette, registerViewCommands } from './viewCommands.ts';

export function startLater(): void {
  registerEditCommands();
  registerViewCommands();
  registerFileCommands();
  registerInspectorCommands();
  registerProblemCommands();
  registerLaunchCommands();
  startFileWatching();
  startDocumentSessions();
  announceSteps();
  startSettingsSync();
  startPageTitle();
  startQuestionAlerts();
  acceptDroppedFiles();
  preloadPalette();
  keepAssets();
}
