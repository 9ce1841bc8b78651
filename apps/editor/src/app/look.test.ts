// The visual language as it is written down in style sheets and components (E-VIS): what can be read there is checked here, what only a
// browser knows is checked in e2e/browser/look.spec.ts.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { dark, gray } from './theme.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const styles = files
  .filter((file) => file.endsWith('.css'))
  .map((file) => ({ file, css: withoutComments(read(file)) }));
const components = files
  .filter((file) => /\.tsx?$/u.test(file) && !/\.(test|fixture)\./u.test(file))
  .map((file) => ({ file, text: read(file) }));

function withoutComments(css: string): string {
  return css.replaceAll(/\/\*[^]*?\*\//gu, '');
}
interface Declared {
  readonly file: string;
  readonly property: string;
  readonly value: string;
}
/** All declarations of a property, by its name. */
function declared(property: RegExp): readonly Declared[] {
  return styles.flatMap(({ file, css }) =>
    [...css.matchAll(/(?:^|[{;])\s*([\w-]+):\s*([^;}]+)/gu)]
      .filter(([, name]) => property.test(name ?? ''))
      .map(([, name = '', value = '']) => ({ file, property: name, value: value.trim() })),
  );
}
const named = ({ file, property, value }: Declared): string => `${file} ${property}: ${value}`;
function pixels(value: string): readonly number[] {
  return [...value.matchAll(/(?<![\w.])(-?[\d.]+)px/gu)].map(([, number]) => Math.abs(Number(number)));
}

test('E-VIS-01 hue means the kind, on tiles, ports and glyphs only; in a run it means the status, and tiles are neutral', () => {
  const holders = styles.flatMap(({ file, css }) =>
    file.endsWith('theme.css')
      ? []
      : [...css.matchAll(/([^{}]+)\{[^{}]*var\(--hue(?!-)/gu)].map(([, selector = '']) => `${file} ${selector.trim()}`),
  );
  expect(holders.length).toBeGreaterThan(4);
  for (const holder of holders) expect(holder).toMatch(/\.(tile|glyph|smallIcon|kindIcon|entry|dot)\b/u);
  const card = read('canvas/nodes/NodeCard.module.css');
  for (const part of ['tile', 'smallIcon'])
    expect(card).toMatch(new RegExp(`\\.card\\[data-status\\] \\.${part} \\{\\s*color: var\\(--text\\);`, 'u'));
  // Red and green are the terminals' own, and of no kind that works.
  const theme = read('app/theme.css');
  for (const kind of ['agent', 'judge', 'control', 'human', 'tool', 'compute'])
    expect(new RegExp(`--hue-${kind}: ([^;]+);`, 'u').exec(theme)?.[1]).not.toMatch(/-(red|green)-/u);
});

test('E-VIS-03 neutral palettes and roles have exactly these values', () => {
  const words = (text: string): string[] => text.split(' ').map((code) => `#${code}`);
  expect(gray).toEqual(words('F7F8FA F0F2F5 E5E8ED D5DAE2 B8C0CC 8C96A6 626C7F 475062 2C3443 161B25'));
  expect(dark).toEqual(words('E6E9EF C3C9D4 9CA5B4 6F798A 3A4250 2B323E 1F252F 171C24 11151B 0B0E13'));
  const theme = read('app/theme.css');
  const role = (name: string): string | undefined => new RegExp(`--${name}: ([^;]+);`, 'u').exec(theme)?.[1];
  const pair = (light: string, other: string): string =>
    `light-dark(var(--mantine-color-${light}), var(--mantine-color-${other}))`;
  expect(role('surface-canvas')).toBe(pair('gray-0', 'dark-8'));
  expect(role('surface-panel')).toBe(pair('white', 'dark-7'));
  expect(role('surface-card')).toBe(pair('white', 'dark-6'));
  expect(role('border')).toBe(pair('gray-3', 'dark-4'));
  expect(role('text')).toBe(pair('gray-9', 'dark-0'));
  expect(role('text-dim')).toBe(pair('gray-6', 'dark-2'));
  expect(role('edge')).toBe(pair('gray-6', 'dark-3'));
  expect(role('accent')).toBe(pair('indigo-7', 'indigo-3'));
});

describe('E-VIS-06', () => {
  test('E-VIS-06 two variable fonts in latin and latin-ext come with the page, those of every screen at once', () => {
    const fonts = [...read('app/fonts.css').matchAll(/url\('([^']+)'\)/gu)].map(([, url]) => url);
    expect(fonts).toEqual(
      ['inter/files/inter', 'jetbrains-mono/files/jetbrains-mono'].flatMap((name) =>
        ['latin', 'latin-ext'].map((subset) => `@fontsource-variable/${name}-${subset}-wght-normal.woff2`),
      ),
    );
    const page = readFileSync(join(root, '../index.html'), 'utf8');
    const preloaded = [...page.matchAll(/rel="preload"\s+as="font"[^>]*?href="[^"]*?([\w-]+)-latin-wght/gu)];
    expect(preloaded.map(([, name]) => name)).toEqual(['inter', 'jetbrains-mono']);
  });

  test('E-VIS-06 sizes of type are those of the scale', () => {
    const scale = new Set([11, 12, 13, 14, 16, 20]);
    expect(
      declared(/^font-size$/u)
        .filter(({ value }) => pixels(value).some((size) => !scale.has(size)))
        .map(named),
    ).toEqual([]);
  });

  test('E-VIS-06 numbers in tables and counters are tabular', () => {
    expect(read('app/theme.css')).toMatch(/^table,\n\.tabular \{\n {2}font-variant-numeric: tabular-nums;/mu);
    const counters = styles.flatMap(({ file, css }) =>
      [...css.matchAll(/^\.(?:count|taken|percent|time)\s*\{[^}]*\}/gmu)].map(([rule]) => `${file} ${rule}`),
    );
    expect(counters.length).toBeGreaterThan(5);
    for (const counter of counters) expect(counter).toContain('tabular-nums');
  });
});

describe('E-VIS-07', () => {
  // 10 px is the padding of a card (E-VIS-08); 5 and 9 px with the border are where the marks of a text lie over the text itself; 1 px hides a
  // line behind another.
  const exact = new Set([1, 2, 5, 9, 10]);
  const places = /nodes\/NodeCard|inspector\/(text|values)\/|theme\.css|SettingsScreen/u;

  test('E-VIS-07 spacing comes in multiples of 4, with half a step inside of a control', () => {
    const odd = declared(/^(padding|margin|gap|row-gap|column-gap)/u).filter(({ file, value }) =>
      pixels(value).some(
        (size) => size % 4 !== 0 && size !== 2 && !(places.test(file) && exact.has(size)) && !value.startsWith('-'),
      ),
    );
    expect(odd.map(named)).toEqual([]);
  });

  test('E-VIS-07 controls have radius 6, cards 10; what is smaller than a control has at most 4 or is a pill', () => {
    const theme = read('app/theme.css');
    expect(theme).toContain('--radius: 6px;');
    expect(theme).toContain('--radius-card: 10px;');
    const odd = declared(/^border-radius$/u).filter(
      ({ value }) =>
        !/^(var\(--radius(-card)?\)|calc\(var\(--radius-card\) .*|50%|999px|inherit|[024]px|0)$/u.test(value),
    );
    expect(odd.map(named)).toEqual([]);
  });

  test('E-VIS-07 one shadow, no gradient, no glow, no emoji', () => {
    const shadows = declared(/shadow$/u).filter(
      ({ property, value }) => !property.startsWith('--') && !/^(var\(--shadow\)|none|inset 0 .*)$/u.test(value),
    );
    expect(shadows.map(named)).toEqual([]);
    for (const { file, css } of styles) expect(css, file).not.toMatch(/gradient\(|drop-shadow|text-shadow|blur\(/u);
    for (const { file, text } of components) expect(text, file).not.toMatch(/\p{Emoji_Presentation}/u);
  });

  test('E-VIS-07 a control is 28 px high in panels and 36 in dialogs', () => {
    const theme = read('app/theme.css');
    expect(theme).toMatch(/:root \{[^}]*--control-height: 28px;/u);
    expect(theme).toMatch(/\.mantine-Modal-content \{\s*--control-height: 36px;/u);
  });
});

test('E-VIS-12 everything that moves takes the time of the theme, and only what runs moves for ever', () => {
  const theme = read('app/theme.css');
  expect(theme).toContain('--quick: 120ms;');
  expect(theme).toContain('--panel: 200ms;');
  const timed = declared(/^(transition|animation)(-duration)?$/u).filter(
    ({ file }) => file !== join('app', 'theme.css'),
  );
  const odd = timed.filter(
    ({ value }) =>
      !/var\(--(quick|panel)\)|^none$|^appear 0s 150ms both$|^running 1\.2s linear infinite$|^pulse 400ms ease-out$/u.test(
        value,
      ),
  );
  expect(odd.map(named)).toEqual([]);
  expect(timed.filter(({ value }) => value.includes('infinite'))).toHaveLength(1);
  expect(read('canvas/layout/animate.ts')).toMatch(/durationMs = 240;\nconst maxMoved = 250;/u);
  expect(theme).toMatch(/@media \(prefers-reduced-motion: reduce\) \{\s*:root \{\s*--quick: 0ms;\s*--panel: 0ms;/u);
});

test('E-VIS-15 icons are those of Tabler, one by one; no brand, no other picture', () => {
  for (const { file, text } of components) {
    for (const [line, from = ''] of text.matchAll(/^import .*from '(@tabler[^']*)';$/gmu)) {
      const single = /^@tabler\/icons-react\/dist\/esm\/icons\/Icon(?!Brand)\w+\.mjs$/u.test(from);
      expect(single || line.startsWith('import type'), `${file}: ${line}`).toBe(true);
    }
    expect(text, file).not.toMatch(/from '(react-icons|lucide|@mui|@heroicons|@fortawesome)/u);
  }
  expect(files.filter((file) => /\.(png|jpe?g|gif|webp|svg)$/u.test(file))).toEqual([join('app', 'icon.svg')]);
});

test('E-VIS-16 what takes long is a skeleton after 150 ms; there is no spinner', () => {
  expect(read('ui/Skeleton.module.css')).toContain('animation: appear 0s 150ms both;');
  for (const { file, text } of components) expect(text, file).not.toMatch(/\b(Loader|LoadingOverlay)\b/u);
});
