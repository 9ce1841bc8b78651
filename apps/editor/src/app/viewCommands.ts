// Commands about the window: palette, panels, regions, view modes, theme, screens.
import type { ViewMode } from '../document/model.ts';
import { setWorkflow } from '../document/analysis.ts';
import { setMode } from '../document/store.ts';
import { announce } from './announce.tsx';
import { collectEarlyKeys } from './earlyKeys.ts';
import { nextTheme, themeTitles } from './colorScheme.ts';
import { type CommandContext, registerCommands } from './commands.ts';
import { lazyDialog } from './lazyDialog.tsx';
import { goTo, inboxAddress } from './navigation.ts';
import { notify } from './notifications.tsx';
import type { PaletteMode } from './paletteMode.ts';
import { preferences, setPreferences } from './preferences.ts';
import { focusRegion, focusWhenThere, stepRegion } from './regions.ts';
import { isConnected } from '../server/connection.ts';
import { startTour } from './tour/tour.ts';
import { type SidebarPanel, openSidebar, presentSidebar } from './sidebarState.ts';

const showKeys = lazyDialog(async () => ({ default: (await import('./KeyboardHelp.tsx')).KeyboardHelp }));
const showNotices = lazyDialog(async () => ({ default: (await import('./NoticesDialog.tsx')).NoticesDialog }));
const loadPalette = async () => ({ default: (await import('./Palette.tsx')).Palette });
const showPalette = lazyDialog(loadPalette);
/**
 * Whoever presses the key types on at once; the palette must then be there (after the first paint, when there is time). Without a server it is
 * loaded when it is asked for, and that says what is wrong.
 */
export function preloadPalette(): void {
  setTimeout(() => void loadPalette().catch(() => {}), 1500);
}

const modes: readonly ViewMode[] = ['graph', 'split', 'text'];
const densities = ['compact', 'normal', 'detailed'] as const;

function openPalette(mode: PaletteMode) {
  return (): void => {
    collectEarlyKeys();
    showPalette({ mode });
  };
}
function showIn(mode: ViewMode, { document }: CommandContext): void {
  if (document && document.mode !== mode && document.mode !== 'split') setMode(document.id, 'split');
}

export function registerViewCommands(): void {
  registerCommands({
    'app.palette': { run: openPalette('commands') },
    'app.goToFile': { run: openPalette('files') },
    'app.goToSymbol': { run: openPalette('symbols') },
    'app.goToRun': { run: openPalette('runs') },
    'app.keys': { run: () => showKeys({}) },
    'app.settings': { run: () => goTo('/settings/appearance') },
    'app.theme': {
      run: () => {
        const choice = nextTheme();
        notify({ kind: 'info', title: `Theme: ${themeTitles[choice]}`, key: 'theme', stay: 2000 });
      },
    },
    'app.tour': {
      run: startTour,
      enabled: () => (isConnected() ? true : 'The server is gone; the tour runs a workflow on it'),
    },
    'app.notifications': { run: () => showNotices({}) },
    'app.nextRegion': { run: () => stepRegion(1) },
    'app.prevRegion': { run: () => stepRegion(-1) },
    'app.back': { run: () => history.back() },
    'app.forward': { run: () => history.forward() },
    'focus.sidebar': { run: () => showSidebar(presentSidebar() ?? 'files') },
    'focus.canvas': { run: (context) => focusRegion('canvas', () => showIn('graph', context)) },
    'focus.source': { run: (context) => focusRegion('source', () => showIn('text', context)) },
    'focus.inspector': { run: () => focusRegion('inspector', () => setPreferences({ inspector: true })) },
    'focus.problems': { run: () => focusRegion('problems', () => setPreferences({ problems: true })) },
    'view.sidebar': { run: () => openSidebar(presentSidebar() === null ? 'files' : null) },
    'view.inspector': { run: () => setPreferences({ inspector: !preferences().inspector }) },
    'view.problems': { run: () => setPreferences({ problems: !preferences().problems }) },
    'view.mode': {
      run: ({ document }) => {
        if (document) setMode(document.id, modes[(modes.indexOf(document.mode) + 1) % modes.length] ?? 'graph');
      },
    },
    'view.workflow': {
      run: ({ document }) => {
        const syntax = document?.document;
        if (document && syntax) setWorkflow(document.id, (syntax.workflow + 1) % syntax.file.workflows.length);
      },
      enabled: ({ document }) =>
        (document?.document?.file.workflows.length ?? 0) > 1 || 'This file has no other workflow',
    },
    'view.splitDirection': {
      run: () => {
        const splitBelow = !preferences().splitBelow;
        setPreferences({ splitBelow });
        announce(splitBelow ? 'Source below the graph' : 'Source beside the graph');
      },
    },
    'view.zen': { run: toggleZen },
    'view.density': {
      run: () => {
        const next = densities[(densities.indexOf(preferences().density) + 1) % densities.length] ?? 'normal';
        setPreferences({ density: next });
        announce(`Card density ${next}`);
      },
    },
    'run.list': { run: () => goTo('/runs') },
    'run.inbox': { run: () => goTo(inboxAddress()) },
    'lib.focus': {
      run: () =>
        focusWhenThere(
          () => document.querySelector<HTMLElement>('[data-library-search]'),
          () => openSidebar('library'),
        ),
    },
  });
}

function showSidebar(panel: SidebarPanel): void {
  focusRegion('sidebar', () => openSidebar(panel));
}

let beforeZen: Pick<ReturnType<typeof preferences>, 'sidebar' | 'inspector' | 'problems'> | null = null;
function toggleZen(): void {
  if (beforeZen) {
    setPreferences(beforeZen);
    beforeZen = null;
    return;
  }
  const { sidebar, inspector, problems } = preferences();
  beforeZen = { sidebar, inspector, problems };
  setPreferences({ sidebar: null, inspector: false, problems: false });
}
