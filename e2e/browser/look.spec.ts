// What only a browser knows of the visual language: nothing leaves a card, every label can be read in every theme, badges open what they mean.
import type { Page } from '@playwright/test';
import { card, expect, openFile, test } from './product.ts';
import { save, status, surface } from './screen.ts';

const long = (word: string): string => `${word}_${'x'.repeat(59 - word.length)}`;
/** One node of every kind with names of 60 characters, every chip and badge. */
function gallery(): string {
  const [agent, judge, router, join, human, tool, compute] = [
    'agent',
    'judge',
    'router',
    'join',
    'human',
    'tool',
    'compute',
  ].map(long);
  const [schema, prompt] = [long('schema'), long('prompt')];
  return `schema ${schema}:
  ok: bool
  text: string

prompt ${prompt}:
  ${'Some words of a prompt that does not fit on any card. '.repeat(4)}

## ${'A comment above the node, longer than a card. '.repeat(3)}
agent ${agent}:
  model: "anthropic/${'very-'.repeat(12)}long-model-name"
  backend: "claw"
  reasoning_effort: high
  input: ${schema}
  output: ${schema}
  user: ${prompt}
  tools: [read_file, write_file]
  session: inherit
  publish: ${long('artifact')}

judge ${judge}:
  model: "m"
  output: ${schema}
  user: ${prompt}
  readonly: true

router ${router}:
  mode: fan_out_all

join ${join}:
  strategy: best_effort
  require: [${tool}, ${compute}]

human ${human}:
  output: ${schema}
  instructions: ${prompt}
  min_answers: 1

tool ${tool}:
  command: "${'make lint --with-many-options '.repeat(6)}"

compute ${compute}:
  expr:
    ${long('field')}: "1 + 1"
    ${long('other')}: "2 + 2"

workflow gallery:
  entry: ${agent}

  ${agent} -> ${judge}
  ${judge} -> ${agent} when not ok as again(3)
  ${judge} -> ${router} when ok
  ${router} -> ${tool}
  ${router} -> ${compute}
  ${tool} -> ${join}
  ${compute} -> ${join}
  ${join} -> ${human}
  ${human} -> done when ok
  ${human} -> fail
  ${human} -> nowhere
`;
}

/** What of a card's content lies outside of it, or is cut without an ellipsis. */
async function escapes(page: Page): Promise<{ readonly cards: number; readonly found: readonly string[] }> {
  return page.evaluate(() => {
    const found: string[] = [];
    const cards = [...document.querySelectorAll('.react-flow__node [id^="card-node:"]')];
    for (const element of cards) {
      const outer = element.getBoundingClientRect();
      for (const part of element.querySelectorAll<HTMLElement>('div, span, button, svg')) {
        // The silhouette and its rings are the card; ports stand on its edge.
        if (part.closest('svg[class*="shape"]') || part.closest('[class*="exit"], [class*="entry"]')) continue;
        const box = part.getBoundingClientRect();
        if (box.width === 0 || box.height === 0) continue;
        let clip: Element | null = part.parentElement;
        while (clip && clip !== element && getComputedStyle(clip).overflow === 'visible') clip = clip.parentElement;
        const seen = clip && clip !== element ? clip.getBoundingClientRect() : box;
        const right = Math.min(box.right, seen.right);
        const bottom = Math.min(box.bottom, seen.bottom);
        const name = `${element.id} ${part.className || part.tagName} "${part.textContent?.slice(0, 20)}"`;
        if (
          box.left < outer.left - 1 ||
          right > outer.right + 1 ||
          box.top < outer.top - 1 ||
          bottom > outer.bottom + 1
        )
          found.push(name);
        const style = getComputedStyle(part);
        const isText = part.childElementCount === 0 && (part.textContent ?? '') !== '';
        if (
          isText &&
          part.scrollWidth > part.clientWidth + 1 &&
          part.clientWidth > 0 &&
          style.textOverflow !== 'ellipsis'
        )
          found.push(`${name} is cut`);
      }
    }
    return { cards: cards.length, found };
  });
}

async function command(page: Page, title: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type(title);
  await expect(page.getByRole('option', { name: title }).first()).toBeVisible();
  await page.keyboard.press('Enter');
}

test('X-49 E-VIS-14 E-VIS-10 every kind in every density with names of 60 characters: nothing leaves a card; badges open what they mean and never change its size', async ({
  editor,
  product,
}) => {
  await product.write('gallery.iter', gallery());
  await openFile(editor, 'gallery.iter');
  await expect(editor.getByRole('toolbar', { name: 'View', exact: true })).toBeVisible();
  const sizes = {
    compact: { width: 200, height: 44 },
    normal: { width: 240, height: 76 },
    detailed: { width: 240, height: 116 },
  } as const;
  for (const density of ['normal', 'detailed', 'compact'] as const) {
    await expect(surface(editor)).toHaveAttribute('data-density', density);
    for (const zoom of ['full', 'middle'] as const) {
      // Until the first view was fitted, that comes after the key.
      await expect(async () => {
        await surface(editor).focus();
        await editor.keyboard.press('0');
        await expect(status(editor)).toContainText('100 %', { timeout: 1_000 });
      }).toPass();
      for (const percent of zoom === 'middle' ? ['80 %', '64 %'] : []) {
        await editor.keyboard.press('-');
        await expect(status(editor)).toContainText(percent);
      }
      await expect(surface(editor)).toHaveAttribute('data-lod', zoom);
      await expect.poll(async () => (await escapes(editor)).found, `${density} ${zoom}`).toEqual([]);
      expect((await escapes(editor)).cards).toBeGreaterThanOrEqual(10);
    }
    const box = card(editor, long('judge'));
    expect(await box.evaluate((element: HTMLElement) => [element.offsetWidth, element.offsetHeight])).toEqual(
      Object.values(sizes[density]),
    );
    await command(editor, 'Next card density');
  }

  await surface(editor).focus();
  await editor.keyboard.press('0');
  const agent = card(editor, long('agent'));
  const about = editor.getByRole('dialog', { name: 'About this node' });
  const size = await agent.evaluate((element: HTMLElement) => [element.offsetWidth, element.offsetHeight]);
  for (const [badge, says] of [
    ['Entry: the run starts here', 'a run starts here'],
    ['Writes to the workspace', 'workspace lock'],
  ] as const) {
    await agent.getByRole('button', { name: badge }).dispatchEvent('click');
    await expect(about).toContainText(says);
    await editor.keyboard.press('Escape');
    await expect(about).toHaveCount(0);
  }
  await agent.getByRole('button', { name: /^A comment above/ }).dispatchEvent('click');
  await about.getByRole('textbox', { name: /^Description of/ }).fill('In few words.');
  await editor.keyboard.press('Escape');
  await expect(about).toHaveCount(0);
  await save(editor);
  expect(await product.read('gallery.iter')).toContain(`## In few words.\nagent ${long('agent')}:`);
  expect(await agent.evaluate((element: HTMLElement) => [element.offsetWidth, element.offsetHeight])).toEqual(size);
});

/** Labels that can hardly be read where they stand, and controls in the browser's own type. */
async function unreadable(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    type Rgb = readonly [number, number, number, number];
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const known = new Map<string, Rgb>();
    const parse = (text: string): Rgb => {
      const before = known.get(text);
      if (before) return before;
      canvas?.clearRect(0, 0, 1, 1);
      if (canvas) canvas.fillStyle = text;
      canvas?.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0, a = 0] = canvas?.getImageData(0, 0, 1, 1).data ?? [];
      const made: Rgb = [r, g, b, a / 255];
      known.set(text, made);
      return made;
    };
    const over = (top: Rgb, below: Rgb): Rgb => [
      top[0] * top[3] + below[0] * (1 - top[3]),
      top[1] * top[3] + below[1] * (1 - top[3]),
      top[2] * top[3] + below[2] * (1 - top[3]),
      1,
    ];
    const luminance = (color: Rgb): number => {
      const [r = 0, g = 0, b = 0] = color.slice(0, 3).map((part) => {
        const value = part / 255;
        return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element: Element): Rgb => {
      const layers: Rgb[] = [];
      for (let at: Element | null = element; at; at = at.parentElement) {
        const layer = parse(getComputedStyle(at).backgroundColor);
        if (layer[3] > 0) layers.push(layer);
        if (layer[3] === 1) break;
      }
      return layers.reduceRight<Rgb>((below, layer) => over(layer, below), [255, 255, 255, 1]);
    };
    const found = new Set<string>();
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
      const isField = element.matches('input:not([type="hidden"]), textarea, select, button');
      if (!own && !isField) continue;
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      if (element.closest('svg, canvas, .visually-hidden, [aria-hidden="true"], .monaco-editor')) continue;
      const style = getComputedStyle(element);
      const name = `${element.tagName.toLowerCase()}.${element.className.split(' ')[0]} "${(element.textContent ?? '').trim().slice(0, 24)}"`;
      if (isField && !/Inter Variable|JetBrains Mono Variable/u.test(style.fontFamily))
        found.add(`${name}: ${style.fontFamily}`);
      if (
        !own ||
        element.matches(':disabled, [aria-disabled="true"], [data-disabled]') ||
        element.closest('[data-look~="dimmed"], [data-unreachable], [data-stale], :disabled')
      )
        continue;
      // The words of a text with references are drawn by the layer of marks below it.
      if (element.matches('textarea') && parse(style.color)[3] === 0) continue;
      // Cards draw their surface as a shape.
      const ground = element.closest('.react-flow__node')
        ? parse(getComputedStyle(element.closest('.react-flow__node')!.querySelector('path[class*="outline"]')!).fill)
        : behind(element);
      const [a, b] = [luminance(over(parse(style.color), ground)), luminance(ground)];
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (ratio < 4.4) found.add(`${name}: ${ratio.toFixed(2)}`);
    }
    return [...found];
  });
}

for (const [theme, title] of [
  ['light', 'Light'],
  ['dark', 'Dark'],
  ['hc-light', 'High contrast, light'],
  ['hc-dark', 'High contrast, dark'],
] as const) {
  test(`X-50 E-VIS-13 E-VIS-14 every screen in ${theme}: no unthemed control, no label that cannot be read, no other theme before it`, async ({
    editor,
    product,
  }) => {
    await editor.goto(`${product.origin}/settings/appearance`);
    await editor.getByRole('combobox', { name: 'Theme' }).selectOption({ label: title });
    const look = async (): Promise<readonly (string | null)[]> =>
      editor.evaluate(() => [
        document.documentElement.getAttribute('data-mantine-color-scheme'),
        document.documentElement.getAttribute('data-contrast'),
      ]);
    const wanted = [theme.endsWith('dark') ? 'dark' : 'light', theme.startsWith('hc') ? 'high' : null];
    await expect.poll(look).toEqual(wanted);
    const check = async (screen: string): Promise<void> => {
      await expect.poll(async () => unreadable(editor), screen).toEqual([]);
    };
    await check('settings');
    // Whatever is painted first is painted in this theme.
    await editor.addInitScript(() => {
      const seen: string[] = [];
      (window as unknown as { looks: string[] }).looks = seen;
      const note = (): void => {
        const { documentElement: root } = document;
        const now = `${root.getAttribute('data-mantine-color-scheme')} ${root.getAttribute('data-contrast')}`;
        if (document.body && seen.at(-1) !== now) seen.push(now);
        requestAnimationFrame(note);
      };
      requestAnimationFrame(note);
    });
    await editor.goto(`${product.origin}/`);
    await expect(editor.getByRole('heading', { name: 'Describe your agents. See them run.' })).toBeVisible();
    expect(await editor.evaluate(() => (window as unknown as { looks: string[] }).looks)).toEqual([
      wanted.join(' ').replace(/ $/u, ' null'),
    ]);
    await check('start');
    await openFile(editor, 'judge_loop.iter');
    await card(editor, 'editor').click();
    await expect(editor.getByRole('complementary', { name: 'Inspector' }).getByText('Reasoning effort')).toBeVisible();
    await check('graph and inspector');
    if (theme.startsWith('hc')) {
      const flat = theme === 'hc-dark' ? 'rgb(0, 0, 0)' : 'rgb(255, 255, 255)';
      const shape = card(editor, 'gate').locator('path[class*="outline"]');
      await expect(shape).toHaveCSS('fill', flat);
      await expect(shape).toHaveCSS('stroke-width', '2px');
      await expect(editor.locator('body')).toHaveCSS('background-color', flat);
      await expect(card(editor, 'gate').locator('[class*="tile"]')).toHaveCSS('background-color', /, 0\)$|\/ 0\)$/u);
      await expect(editor.getByRole('combobox', { name: 'model', exact: true })).toHaveCSS('border-top-width', '2px');
    }
    await editor.keyboard.press('ControlOrMeta+Shift+M');
    await check('problems');
    await editor.keyboard.press('Alt+l');
    await check('library');
    await editor.keyboard.press('ControlOrMeta+k');
    await expect(editor.getByRole('option').first()).toBeVisible();
    await check('palette');
    await editor.keyboard.press('Escape');
    await editor.keyboard.press('F9');
    await expect(editor.getByText('Before it starts')).toBeVisible();
    await check('launch');
    await editor.keyboard.press('Escape');
    await editor.goto(`${product.origin}/runs`);
    await expect(editor.getByRole('heading', { name: 'Runs' })).toBeVisible();
    await check('runs');
    await editor.goto(`${product.origin}/inbox`);
    await expect(editor.getByRole('heading', { name: 'Inbox' })).toBeVisible();
    await check('inbox');
  });
}

test('E-VIS-13 E-VIS-12 the wish for more contrast, forced colours and less motion are followed at once', async ({
  editor,
}) => {
  await openFile(editor, 'judge_loop.iter');
  const root = editor.locator('html');
  const shape = card(editor, 'writer').locator('path[class*="outline"]');
  await expect(root).not.toHaveAttribute('data-contrast', /./u);
  await editor.emulateMedia({ contrast: 'more', colorScheme: 'dark' });
  await expect(root).toHaveAttribute('data-contrast', 'high');
  await expect(shape).toHaveCSS('fill', 'rgb(0, 0, 0)');
  await expect(shape).toHaveCSS('stroke-width', '2px');
  await editor.emulateMedia({ contrast: 'no-preference', colorScheme: 'light' });
  await expect(root).not.toHaveAttribute('data-contrast', /./u);
  await editor.emulateMedia({ forcedColors: 'active' });
  await expect(root).toHaveAttribute('data-contrast', 'high');
  // Cards are drawn in the colours of the system, which CSS forces on no shape by itself.
  const system = await editor.evaluate(() => {
    const probe = document.body.appendChild(document.createElement('span'));
    probe.style.color = 'CanvasText';
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  });
  await expect(shape).toHaveCSS('stroke', system);
  await editor.emulateMedia({ forcedColors: 'none', reducedMotion: 'reduce' });
  await expect(shape).toHaveCSS('transition-duration', /^(0|0\.00001|1e-05)s/u);
});
