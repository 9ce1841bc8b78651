// A key of a command, as the table and the user's own keymap write it: a chord, and the place or direction it is limited to.
import { parseChord } from './chords.ts';

export interface Binding {
  readonly chord: string;
  /** Acts only in this zone, or only in this direction of the layout. */
  readonly only?: 'canvas' | 'down' | 'right';
}
const limits: readonly string[] = ['canvas', 'down', 'right'];

/** `Ctrl+Enter@canvas` → chord and limit. */
export function parseBinding(text: string): Binding {
  const [chord = '', only] = text.split('@');
  return limits.includes(only ?? '') ? { chord, only: only as 'canvas' | 'down' | 'right' } : { chord };
}
export function writeBinding({ chord, only }: Binding): string {
  return only === undefined ? chord : `${chord}@${only}`;
}

/** A key without Ctrl, Alt or Cmd that writes a character: all of them can be switched off at once (E-CMD-04). */
export function isSingleKey({ chord }: Binding): boolean {
  const { modifiers, key } = parseChord(chord);
  return [...key].length === 1 && modifiers.every((modifier) => modifier === 'Shift');
}
