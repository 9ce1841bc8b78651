// axe on every screen in both themes (E-A11Y-01, X-57), and the main job by keyboard alone (E-A11Y-14, X-55).
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { card, expect, openFile, test } from './product.ts';

/** Violations in words: rule, and the elements it names. */
async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes
      .slice(0, 4)
      .map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`),
  );
}

for (const scheme of ['light', 'dark'] as const) {
  test(`E-A11Y-01 axe finds nothing on any screen in ${scheme}`, async ({ editor, product }) => {
    test.setTimeout(120_000);
    await editor.emulateMedia({ colorScheme: scheme });
    const found: string[] = [];
    const look = async (screen: string): Promise<void> => {
      found.push(...(await violations(editor)).map((violation) => `${screen}: ${violation}`));
    };
    await look('start');
    await openFile(editor, 'human_gate.iter');
    await look('graph');
    await card(editor, 'draft').click();
    await look('node selected');
    await editor.getByRole('button', { name: 'Library' }).first().click();
    await look('library');
    await editor.getByText('Split', { exact: true }).click();
    await expect(editor.locator('.monaco-editor .view-line').first()).toBeVisible();
    await look('split');
    await editor.getByRole('button', { name: 'Run…' }).click();
    await expect(editor.getByRole('dialog').getByRole('button', { name: 'Trust and run' })).toBeVisible();
    await look('launch');
    await editor.getByRole('dialog').getByRole('button', { name: 'Trust and run' }).click();
    await expect(editor.getByRole('button', { name: 'Send', exact: true })).toBeVisible();
    await look('run, waiting');
    await editor.getByRole('tab', { name: 'Events' }).click();
    await look('run, events');
    await editor.goto(`${product.origin}/runs`);
    await expect(editor.getByRole('cell', { name: 'human_gate', exact: true })).toBeVisible();
    await look('runs');
    await editor.goto(`${product.origin}/inbox`);
    await expect(editor.getByRole('button', { name: 'Send', exact: true })).toBeVisible();
    await look('inbox');
    await editor.goto(`${product.origin}/settings/appearance`);
    await look('settings');
    expect(found).toEqual([]);
  });
}
