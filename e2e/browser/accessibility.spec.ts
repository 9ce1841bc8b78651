// axe on every screen in both themes (E-A11Y-01, X-57), and the main job by keyboard alone (E-A11Y-14, X-55).
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { card, expect, openFile, test } from './product.ts';

/** Violations in words: rule, and the elements it names. What the elements are is the same in every theme; how they look is not. */
async function violations(page: Page, rules: 'all' | 'colours'): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations: found } = await (
    rules === 'all'
      ? axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      : axe.withRules(['color-contrast', 'link-in-text-block'])
  ).analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes
      .slice(0, 4)
      .map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`),
  );
}

/** What is opened over a file, by key; each is looked at and closed with Esc, which gives the focus back (E-A11Y-11). */
const dialogs = [
  { name: 'palette', key: 'Control+k' },
  { name: 'keys', key: '?' },
  { name: 'history', key: 'Control+Alt+z' },
  { name: 'launch', key: 'F9' },
  { name: 'save as', key: 'Control+Shift+s' },
] as const;

for (const theme of ['light', 'dark', 'high contrast dark'] as const) {
  test(`E-A11Y-01 E-A11Y-02 E-A11Y-11 X-57 axe finds nothing on any screen and dialog in ${theme}`, async ({
    editor,
    product,
  }) => {
    test.setTimeout(180_000);
    await editor.emulateMedia({
      colorScheme: theme.endsWith('dark') ? 'dark' : 'light',
      contrast: theme.startsWith('high') ? 'more' : 'no-preference',
    });
    const found: string[] = [];
    const look = async (screen: string): Promise<void> => {
      found.push(
        ...(await violations(editor, theme === 'light' ? 'all' : 'colours')).map(
          (violation) => `${screen}: ${violation}`,
        ),
      );
      expect(await editor.getByRole('heading', { level: 1 }).count(), `${screen} has one main heading`).toBe(1);
      for (const landmark of ['banner', 'main', 'contentinfo'] as const)
        await expect(editor.getByRole(landmark), `${screen} has one ${landmark}`).toHaveCount(1);
    };
    await look('start');
    await editor.getByRole('button', { name: 'Two-minute tour' }).click();
    await expect(editor.getByRole('dialog', { name: 'A workflow is a graph' })).toBeVisible();
    await look('tour');
    await editor.keyboard.press('Escape');
    await openFile(editor, 'human_gate.iter');
    await look('graph');
    await card(editor, 'draft').click();
    await look('node selected');
    const surface = editor.getByRole('application', { name: 'Workflow graph' });
    for (const { name, key } of dialogs) {
      await surface.focus();
      await editor.keyboard.press(key);
      const dialog = editor.getByRole('dialog');
      await expect(dialog).toBeVisible();
      await expect(dialog).toHaveAccessibleName(/./u);
      await expect(dialog.locator(':focus'), `${name} takes the focus`).toHaveCount(1);
      found.push(
        ...(await violations(editor, theme === 'light' ? 'all' : 'colours')).map(
          (violation) => `${name}: ${violation}`,
        ),
      );
      await editor.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
      await expect(surface, `${name} gives the focus back`).toBeFocused();
    }
    await editor.keyboard.press('Control+Shift+M');
    await editor.getByRole('button', { name: 'Library' }).first().click();
    await look('library and problems');
    await editor.getByText('Split', { exact: true }).click();
    await expect(editor.locator('.monaco-editor .view-line').first()).toBeVisible();
    await look('split');
    await editor.getByRole('button', { name: 'Run…' }).click();
    await editor.getByRole('dialog').getByRole('button', { name: 'Trust and run' }).click();
    // The selection came along from the file; the question is asked where the run waits.
    await expect(editor.getByText('waiting for a person').first()).toBeVisible();
    await editor.keyboard.press('w');
    await expect(editor.getByRole('button', { name: 'Send', exact: true })).toBeVisible();
    await look('run, waiting');
    await editor.getByRole('tab', { name: 'Events' }).first().click();
    await look('run, events');
    for (const [path, wait] of [
      ['/runs', 'human_gate'],
      ['/inbox', 'Send'],
      ['/settings/appearance', 'Theme'],
      ['/settings/editor', 'Autosave'],
      ['/settings/keyboard', 'Keys of commands'],
      ['/settings/models', 'ANTHROPIC_API_KEY'],
      ['/settings/storage', 'Recent files'],
      ['/nonsense', 'There is nothing here'],
      ['/edit/no_such_file.iter', 'This file is not here'],
    ] as const) {
      await editor.goto(product.origin + path);
      await expect(editor.getByText(wait, { exact: true }).first()).toBeVisible();
      await look(path);
    }
    expect(found).toEqual([]);
  });
}

test('E-A11Y-12 E-A11Y-08 E-A11Y-10 X-58 at 320 px and 200 % forms, lists and inbox fit, and targets are large enough', async ({
  editor,
  product,
}) => {
  await openFile(editor, 'human_gate.iter');
  await editor.getByRole('button', { name: 'Run…' }).click();
  await editor.getByRole('dialog').getByRole('button', { name: 'Trust and run' }).click();
  await expect(editor.getByRole('button', { name: 'Send', exact: true })).toBeVisible();
  const run = editor.url();
  await editor.emulateMedia({ reducedMotion: 'reduce', forcedColors: 'active' });
  await editor.setViewportSize({ width: 320, height: 640 });
  // The text spacing of WCAG 1.4.12.
  const spacing =
    '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }';
  for (const [address, wait] of [
    [`${product.origin}/runs`, 'human_gate'],
    [`${product.origin}/inbox`, 'Send'],
    [`${product.origin}/settings/editor`, 'Autosave'],
    [`${product.origin}/settings/keyboard`, 'Keys of commands'],
    [run, 'waiting for a person'],
  ] as const) {
    await editor.goto(address);
    await expect(editor.getByText(wait, { exact: true }).first()).toBeVisible();
    await editor.evaluate((css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    }, spacing);
    const { overflow, small, moving } = await editor.evaluate(() => {
      const seen = [...document.querySelectorAll<HTMLElement>('button, a[href], input, [role="tab"]')].filter(
        (each) =>
          each.offsetParent !== null &&
          // What stands on the canvas grows with its zoom.
          !each.closest('[role="application"]') &&
          !each.closest('.visually-hidden') &&
          !each.classList.contains('visually-hidden'),
      );
      return {
        overflow: document.documentElement.scrollWidth - window.innerWidth,
        small: seen.flatMap((each) => {
          const labels = each instanceof HTMLInputElement ? [...(each.labels ?? [])] : [];
          const isLarge = [each, ...labels]
            .map((part) => part.getBoundingClientRect())
            .some(({ width, height }) => width === 0 || (width >= 24 && height >= 24));
          return isLarge ? [] : [`${each.ariaLabel ?? each.textContent} ${each.outerHTML.slice(0, 60)}`];
        }),
        moving: document.getAnimations().flatMap((animation) => {
          const { effect } = animation;
          const lasts = effect?.getComputedTiming().duration;
          const target = effect instanceof KeyframeEffect ? effect.target?.outerHTML.slice(0, 80) : '';
          return animation.playState === 'running' && typeof lasts === 'number' && lasts > 1 ? [target] : [];
        }),
      };
    });
    expect(overflow, `${address} fits`).toBeLessThanOrEqual(0);
    expect(small, `${address} has targets of 24 px`).toEqual([]);
    expect(moving, `nothing moves on ${address}`).toEqual([]);
  }
});
