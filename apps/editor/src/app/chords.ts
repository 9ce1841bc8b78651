// Keys as text: `Ctrl+Shift+O`, `Alt+,`, `F8`, `?`. From key events, and for people (E-CMD-02, E-CMD-05). Pure.

export type Platform = 'mac' | 'other';

export interface KeyLike {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
  readonly isComposing?: boolean;
  readonly keyCode?: number;
  readonly getModifierState?: (key: string) => boolean;
}

const named: Readonly<Record<string, string>> = {
  ' ': 'Space',
  Escape: 'Esc',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ContextMenu: 'Menu',
};
const physical: Readonly<Record<string, string>> = {
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Minus: '-',
  Equal: '=',
  Comma: ',',
  Period: '.',
  Slash: '/',
  Semicolon: ';',
  Quote: "'",
  Backquote: '`',
};

/**
 * The chords that a key press may stand for, best first; none while text is being composed or with AltGraph (E-CMD-02).
 * A punctuation key stands for the character it produced and for its physical key with the modifiers held.
 */
export function chordsOf(event: KeyLike): string[] {
  if (event.isComposing || event.keyCode === 229 || event.getModifierState?.('AltGraph')) return [];
  const { key, code } = event;
  if (['Control', 'Alt', 'Shift', 'Meta', 'Dead', 'Process', 'Unidentified'].includes(key) && !code.startsWith('Key')) {
    return [];
  }
  if (key.length > 1 || key === ' ') return [chord(event, named[key] ?? key)];
  if (/^[a-z]$/i.test(key)) return [chord(event, key.toUpperCase())];
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return [chord(event, letter)];
  const at = physical[code] ?? /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  const produced = chord({ ...modifiersOf(event), shiftKey: false }, key);
  return at === undefined ? [produced] : [...new Set([produced, chord(event, at)])];
}

interface Modifiers {
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}
function modifiersOf({ ctrlKey, altKey, shiftKey, metaKey }: Modifiers): Modifiers {
  return { ctrlKey, altKey, shiftKey, metaKey };
}
function chord(modifiers: Modifiers, key: string): string {
  return [
    ...(modifiers.ctrlKey ? ['Ctrl'] : []),
    ...(modifiers.altKey ? ['Alt'] : []),
    ...(modifiers.shiftKey ? ['Shift'] : []),
    ...(modifiers.metaKey ? ['Cmd'] : []),
    key,
  ].join('+');
}

/** Modifiers and key of a chord; `Ctrl+-` and `+` have a key that is a plus or minus. */
export function parseChord(text: string): { readonly modifiers: readonly string[]; readonly key: string } {
  const parts = text === '+' ? ['+'] : text.split('+');
  return { modifiers: parts.slice(0, -1), key: parts.at(-1) ?? '' };
}

/** Whether a chord may act while the focus is in a text: a modifier other than Shift, a function key, or Esc (E-CMD-02). */
export function actsInText(text: string): boolean {
  const { modifiers, key } = parseChord(text);
  return modifiers.some((modifier) => modifier !== 'Shift') || /^F\d+$/.test(key) || key === 'Esc' || key === 'Menu';
}

const modifierOrder = ['Ctrl', 'Alt', 'Shift', 'Cmd'];

/** What a key of Windows and Linux is on a Mac unless the table says otherwise: the same with ⌘ in place of Ctrl. */
export function macChord(text: string): string {
  const [plain = '', only] = text.split('@');
  const { modifiers, key } = parseChord(plain);
  const swapped = new Set(modifiers.map((modifier) => (modifier === 'Ctrl' ? 'Cmd' : modifier)));
  const chord = [...modifierOrder.filter((modifier) => swapped.has(modifier)), key].join('+');
  return only === undefined ? chord : `${chord}@${only}`;
}

const glyphs: Readonly<Record<string, string>> = {
  Ctrl: '⌃',
  Alt: '⌥',
  Shift: '⇧',
  Cmd: '⌘',
  Enter: '↩',
  Backspace: '⌫',
  Delete: '⌦',
  Home: '↖',
  End: '↘',
};
const arrows: Readonly<Record<string, string>> = { Up: '↑', Down: '↓', Left: '←', Right: '→' };

/** A chord as the platform writes it: `Ctrl+Shift+O`, `⌘⇧O` (E-CMD-05). */
export function showChord(text: string, platform: Platform): string {
  const { modifiers, key } = parseChord(text);
  const plain = arrows[key] ?? key;
  if (platform === 'other') return [...modifiers, plain].join('+');
  const order = ['Ctrl', 'Cmd', 'Alt', 'Shift'];
  const sorted = order.filter((modifier) => modifiers.includes(modifier));
  return [...sorted.map((modifier) => glyphs[modifier] ?? modifier), glyphs[key] ?? plain].join('');
}

export function platformOf(agent: { readonly platform: string }): Platform {
  return /mac|iphone|ipad/i.test(agent.platform) ? 'mac' : 'other';
}
