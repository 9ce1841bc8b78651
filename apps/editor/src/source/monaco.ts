// Monaco, set up once: the editor and its features, its one worker, our language. Loaded lazily with the source view (E-SRC-01).
import 'monaco-editor/features/register.all';
import * as monaco from 'monaco-editor/editor';
import { languageConfiguration, monarch } from './grammar.ts';
import { applyMonacoTheme } from './monacoTheme.ts';
import { registerProviders } from './providers.ts';

export { monaco };
export const languageId = 'iter';

self.MonacoEnvironment = {
  getWorker: () => new Worker(new URL('./editor.worker.ts', import.meta.url), { type: 'module' }),
};

monaco.languages.register({ id: languageId, extensions: ['.iter', '.bot'], aliases: ['Iterion'] });
monaco.languages.setMonarchTokensProvider(languageId, monarch);
monaco.languages.setLanguageConfiguration(languageId, languageConfiguration);
registerProviders(monaco, languageId);
applyMonacoTheme(monaco);
