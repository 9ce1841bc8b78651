// Which keys of two commands cannot be told apart, and which ones browsers keep (E-CMD-03). Pure; the test of the table and the
// keyboard settings both ask here.
import type { Binding } from './bindings.ts';
import type { Platform } from './chords.ts';
import type { Command } from './commands.ts';

function screensOf(command: Command): ReadonlySet<string> {
  return new Set(
    command.when.scopes.map((scope) => (scope === 'run' ? 'run' : ['runs', 'inbox'].includes(scope) ? scope : 'edit')),
  );
}
/** Zones that lie inside others: the inspector's fields are form fields too. */
const within: Readonly<Record<string, readonly string[]>> = { inspector: ['form'], form: ['inspector'] };

/** Whether both can be asked for at once. A selection may hold nodes and edges together, so what they need of it never excludes them. */
function canBothHold(a: Command, b: Command): boolean {
  return a.when.scopes.some((x) =>
    b.when.scopes.some((y) => {
      if (x === 'any' || y === 'any') return true;
      if (x === 'edit' || y === 'edit') return screensOf(x === 'edit' ? b : a).has('edit');
      return x === y || (within[x] ?? []).includes(y);
    }),
  );
}
/** A key of the canvas does not act inside a form that stands on it. */
function keptByForm(binding: Binding, other: Command): boolean {
  return binding.only === 'canvas' && other.when.scopes.every((scope) => scope === 'form');
}
function overlap(a: Binding, b: Binding): boolean {
  return a.chord === b.chord && (a.only === undefined || b.only === undefined || a.only === b.only);
}

export interface Clash {
  readonly chord: string;
  readonly with: Command;
}
/** The keys of a command that some other command has under conditions that can both hold. */
export function clashesOf(
  command: Command,
  commands: readonly Command[],
  bindings: (command: Command) => readonly Binding[],
): Clash[] {
  return commands.flatMap((other) => {
    if (other.id === command.id || !canBothHold(command, other)) return [];
    return bindings(command).flatMap((mine) =>
      bindings(other).some(
        (theirs) => overlap(mine, theirs) && !keptByForm(mine, other) && !keptByForm(theirs, command),
      )
        ? [{ chord: mine.chord, with: other }]
        : [],
    );
  });
}

/** Keys that never reach a page, or that people would lose a tab by. */
export function isReserved(chord: string, platform: Platform): boolean {
  const main = platform === 'mac' ? 'Cmd' : 'Ctrl';
  const shifted = platform === 'mac' ? 'Shift+Cmd' : 'Ctrl+Shift';
  const rest = [
    `${main}+Tab`,
    'F5',
    'F11',
    ...['N', 'T', 'W'].flatMap((key) => [`${main}+${key}`, `${shifted}+${key}`]),
  ];
  return rest.includes(chord) || (chord.startsWith(`${main}+`) && /^[1-9]$/.test(chord.slice(main.length + 1)));
}
