// Contrast of the declared roles (E-VIS-17): every role of theme.css is resolved from the palettes and computed on the surfaces it
// stands on, in light and dark, normal and high contrast.
import { readFileSync } from 'node:fs';
import { DEFAULT_THEME } from '@mantine/core';
import { describe, expect, test } from 'vitest';
import { dark, gray } from './theme.ts';

const css = readFileSync(new URL('./theme.css', import.meta.url), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
const palettes: Readonly<Record<string, readonly string[]>> = { ...DEFAULT_THEME.colors, gray, dark };

type Scheme = 'light' | 'dark';
type Roles = ReadonlyMap<string, string>;

function declarationsOf(selector: string): Roles {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf('\n}', start));
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((match) => [match[1] ?? '', (match[2] ?? '').trim()]),
  );
}
const normal = declarationsOf(':root');
const high: Roles = new Map([...normal, ...declarationsOf(":root[data-contrast='high']")]);

/** Splits `light-dark(a, b)` at its outer comma. */
function sides(inner: string): readonly [string, string] {
  let depth = 0;
  for (const [index, letter] of [...inner].entries()) {
    if (letter === '(') depth += 1;
    else if (letter === ')') depth -= 1;
    else if (letter === ',' && depth === 0) return [inner.slice(0, index).trim(), inner.slice(index + 1).trim()];
  }
  throw new Error(`No two sides in ${inner}`);
}

type Rgb = readonly [number, number, number];
function resolve(value: string, scheme: Scheme, roles: Roles): Rgb {
  const both = /^light-dark\(([\s\S]*)\)$/.exec(value);
  if (both) return resolve(sides(both[1] ?? '')[scheme === 'light' ? 0 : 1], scheme, roles);
  const mix = /^color-mix\(in srgb, (.+) (\d+)%, (.+)\)$/.exec(value);
  if (mix) {
    const share = Number(mix[2]) / 100;
    const a = resolve(mix[1] ?? '', scheme, roles);
    const b = resolve(mix[3] ?? '', scheme, roles);
    return a.map((part, index) => part * share + (b[index] ?? 0) * (1 - share)) as unknown as Rgb;
  }
  const variable = /^var\(--([\w-]+)\)$/.exec(value)?.[1];
  if (variable === undefined) throw new Error(`${value} is neither a role nor a palette entry`);
  if (variable === 'mantine-color-white') return [255, 255, 255];
  if (variable === 'mantine-color-black') return [0, 0, 0];
  const entry = /^mantine-color-(\w+)-(\d)$/.exec(variable);
  if (entry) return hex(palettes[entry[1] ?? '']?.[Number(entry[2])] ?? '');
  return resolve(roles.get(variable) ?? '', scheme, roles);
}
function hex(text: string): Rgb {
  const number = Number.parseInt(text.slice(1), 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}
function luminance(color: Rgb): number {
  const [red = 0, green = 0, blue = 0] = color.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(a: Rgb, b: Rgb): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const surfaces = [...normal.keys()].filter((role) => role.startsWith('surface-'));
/** What is pressed or chosen carries full text and accent, never dim text. */
const plain = surfaces.filter((role) => !['surface-active', 'surface-selected'].includes(role));
const textRoles = ['text', 'text-dim'];
const syntaxRoles = [...normal.keys()].filter((role) => role.startsWith('syntax-'));
const markRoles = [...normal.keys()].filter((role) => /^(hue|status)-/.test(role) && role !== 'status-idle');
const lineRoles = ['field-border', 'edge', 'accent', 'loop', 'error', 'warning', 'info', 'success', ...markRoles];

describe.each([
  ['normal', normal],
  ['high contrast', high],
] as const)('%s', (_, roles) => {
  describe.each(['light', 'dark'] as const)('%s', (scheme) => {
    const pairs = (names: readonly string[], on: readonly string[], least: number): string[] =>
      names.flatMap((name) =>
        on.flatMap((surface) => {
          const ratio = contrast(resolve(`var(--${name})`, scheme, roles), resolve(`var(--${surface})`, scheme, roles));
          return ratio < least ? [`${name} on ${surface}: ${ratio.toFixed(2)}`] : [];
        }),
      );

    test('E-VIS-17 text is readable on every surface', () => {
      expect(pairs(['text'], surfaces, 4.5)).toEqual([]);
      expect(pairs(textRoles, plain, 4.5)).toEqual([]);
      expect(pairs(syntaxRoles, ['surface-panel', 'surface-hover'], 4.5)).toEqual([]);
      expect(pairs(['accent-text'], ['accent'], 4.5)).toEqual([]);
      expect(pairs(['error-text', 'warning-text'], plain, 4.5)).toEqual([]);
    });

    test('E-VIS-17 icons and lines that carry meaning stand out on every surface', () => {
      expect(pairs(lineRoles, plain, 3)).toEqual([]);
    });
  });
});

test('E-VIS-02 no colour is written outside the theme', () => {
  expect([...normal.values(), ...high.values()].filter((value) => /#[0-9a-f]{3,8}\b|rgb\(|hsl\(/i.test(value))).toEqual(
    [],
  );
});
