// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import type { Platform } from './chords.ts';
import { type Binding, type Command, commands, zones } from './commands.ts';

const platforms: readonly Platform[] = ['other', 'mac'];
const screens = (command: Command): ReadonlySet<string> =>
  new Set(
    command.when.scopes.map((scope) => (scope === 'run' ? 'run' : ['runs', 'inbox'].includes(scope) ? scope : 'edit')),
  );

/** Zones that lie inside others: the inspector's fields are form fields too. */
const within: Readonly<Record<string, readonly string[]>> = { inspector: ['form'], form: ['inspector'] };

/** Whether both can be asked for at once: same place of the focus, same selection. */
function canBothHold(a: Command, b: Command): boolean {
  const places = a.when.scopes.some((x) =>
    b.when.scopes.some((y) => {
      if (x === 'any' || y === 'any') return true;
      if (x === 'edit' || y === 'edit') return screens(x === 'edit' ? b : a).has('edit');
      return x === y || (within[x] ?? []).includes(y);
    }),
  );
  // A selection may hold nodes and edges at the same time, so needs never exclude each other.
  return places;
}
/** A key of the canvas does not act inside a form that stands on it. */
function keptByForm(binding: Binding, other: Command): boolean {
  return binding.only === 'canvas' && other.when.scopes.every((scope) => scope === 'form');
}
function overlap(a: Binding, b: Binding): boolean {
  if (a.chord !== b.chord) return false;
  return a.only === undefined || b.only === undefined || a.only === b.only;
}

describe.each(platforms)('%s', (platform) => {
  test('E-CMD-03 no two commands share a key where both can hold', () => {
    const clashes: string[] = [];
    commands.forEach((a, index) => {
      for (const b of commands.slice(index + 1)) {
        if (!canBothHold(a, b)) continue;
        for (const x of a.keys[platform]) {
          for (const y of b.keys[platform]) {
            if (overlap(x, y) && !keptByForm(x, b) && !keptByForm(y, a)) clashes.push(`${x.chord}: ${a.id}, ${b.id}`);
          }
        }
      }
    });
    expect(clashes).toEqual([]);
  });

  test('E-CMD-03 keys that browsers keep for themselves are not used', () => {
    const main = platform === 'mac' ? 'Cmd' : 'Ctrl';
    const digits = Array.from({ length: 9 }, (_, index) => `${main}+${index + 1}`);
    const shift = platform === 'mac' ? 'Shift+Cmd' : 'Ctrl+Shift';
    const reserved = new Set([
      ...['N', 'T', 'W', 'Tab'].map((key) => `${main}+${key}`),
      ...['N', 'T', 'W'].map((key) => `${shift}+${key}`),
      ...digits,
      'F5',
      'F11',
    ]);
    const used = commands.flatMap((command) => command.keys[platform].map((binding) => binding.chord));
    expect(used.filter((chord) => reserved.has(chord))).toEqual([]);
  });
});

test('E-CMD-04 keys without a modifier act in the canvas, the run view, lists and forms only', () => {
  const elsewhere = commands.filter(
    (command) =>
      command.when.scopes.some((scope) => scope === 'any' || scope === 'edit' || scope === 'source') &&
      command.keys.other.some((binding) => /^(Shift\+)?[A-Z0-9?/+\-,.[\]]$/.test(binding.chord)),
  );
  expect(elsewhere.map((command) => command.id)).toEqual(['app.keys']);
});

test('E-CMD-08 every row of the table is a command with known places', () => {
  expect(commands.length).toBeGreaterThan(180);
  expect(new Set(commands.map((command) => command.id)).size).toBe(commands.length);
  const known = new Set<string>([...zones, 'any', 'edit']);
  for (const command of commands) {
    expect(command.title.length, command.id).toBeGreaterThan(0);
    for (const scope of command.when.scopes) expect(known.has(scope), `${command.id} ${scope}`).toBe(true);
  }
});
