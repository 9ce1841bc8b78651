// Handlers of the user's settings.
import type { PreferenceStore } from '../preferences.ts';
import { given, type Handlers } from './handler.ts';

export function preferenceHandlers(
  preferences: PreferenceStore,
): Pick<Handlers, 'preferences.read' | 'preferences.write'> {
  return {
    'preferences.read': async () => ({ status: 200, body: await preferences.read() }),
    'preferences.write': async ({ body, base }) => ({
      status: 200,
      body: await preferences.write(body.values, given(base)),
    }),
  };
}
