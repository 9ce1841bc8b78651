// Commands that the inspector answers.
import { registerCommands } from '../app/commands.ts';
import { setPreferences } from '../app/preferences.ts';
import { openSection } from './openSections.ts';

export function registerInspectorCommands(): void {
  registerCommands({
    'node.runs': {
      run: () => {
        setPreferences({ inspector: true });
        openSection('node', 'Runs of this node');
        // The inspector may only now come onto the screen.
        requestAnimationFrame(() => {
          const section = document.getElementById('node-runs');
          section?.scrollIntoView({ block: 'start' });
          section?.querySelector('button')?.focus({ preventScroll: true });
        });
      },
    },
  });
}
