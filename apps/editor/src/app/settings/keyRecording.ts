// Asking for a key: the next press that is more than a modifier is the answer; Esc, Tab and leaving the button end it.
import { useEffect, useState } from 'react';
import { isSingleKey } from '../bindings.ts';
import { chordsOf, showChord } from '../chords.ts';
import { type Command, platform } from '../commands.ts';
import { isReserved } from '../keyClashes.ts';
import { recordKeys } from '../keymap.ts';

export interface KeyRecording {
  readonly active: boolean;
  readonly start: () => void;
  readonly cancel: () => void;
}

export function useKeyRecording(answer: (chord: string) => void): KeyRecording {
  const [active, setActive] = useState(false);
  useEffect(() => {
    if (!active) return undefined;
    return recordKeys((event) => {
      if (event.key === 'Tab' && !event.ctrlKey && !event.altKey && !event.metaKey) {
        setActive(false);
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      const chord = chordsOf(event)[0];
      if (chord === undefined) return;
      setActive(false);
      if (chord !== 'Esc') answer(chord);
    });
  }, [active, answer]);
  return { active, start: () => setActive(true), cancel: () => setActive(false) };
}

/** Why a command cannot have a key, in words; null when it can. */
export function refusalOf(command: Command, chord: string): string | null {
  const shown = showChord(chord, platform);
  if (isReserved(chord, platform)) return `The browser keeps ${shown} for itself.`;
  const isEverywhere = command.when.scopes.some((scope) => scope === 'any' || scope === 'edit' || scope === 'source');
  return isEverywhere && isSingleKey({ chord })
    ? `${shown} alone is what people type; hold Ctrl, Alt or another such key with it.`
    : null;
}
