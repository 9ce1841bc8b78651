// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import type { Platform } from './chords.ts';
import { commands, zones } from './commands.ts';
import { clashesOf, isReserved } from './keyClashes.ts';

const platforms: readonly Platform[] = ['other', 'mac'];
describe.each(platforms)('%s', (platform) => {
  test('E-CMD-03 no two commands share a key where both can hold', () => {
    const clashes = commands.flatMap((command) =>
      clashesOf(command, commands, (each) => each.keys[platform]).map(
        ({ chord, with: other }) => `${chord}: ${command.id}, ${other.id}`,
      ),
    );
    expect(clashes).toEqual([]);
  });

  test('E-CMD-03 keys that browsers keep for themselves are not used', () => {
    const used = commands.flatMap((command) => command.keys[platform].map((binding) => binding.chord));
    expect(used.filter((chord) => isReserved(chord, platform))).toEqual([]);
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
