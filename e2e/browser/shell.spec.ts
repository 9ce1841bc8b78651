// The frame around everything: start page, tour, rail, tabs, panels, status bar, palette, keys (E-SHELL, E-CMD).
import type { Locator, Page } from '@playwright/test';
import { card, expect, openFile, test } from './product.ts';
import { inspector, status } from './screen.ts';

const LINEAR = 'minimal_linear.iter';
const rail = (page: Page) => page.getByRole('navigation', { name: 'Activities' });

async function sizeOf(locator: Locator): Promise<{ width: number; height: number }> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error(`not on the screen: ${locator.toString()}`);
  return { width: Math.round(box.width), height: Math.round(box.height) };
}

test('E-SHELL-13 the tour walks from the graph over panel and text to a simulated run, and ends with the focus given back', async ({
  editor,
}) => {
  await expect(editor.getByRole('button', { name: 'Try a simulated run' })).toBeEnabled();
  await expect(editor.getByRole('heading', { name: 'Set-up' })).toBeVisible();
  await editor.getByRole('button', { name: 'Two-minute tour' }).click();
  const tour = editor.getByRole('dialog', { name: 'A workflow is a graph' });
  await expect(tour).toBeFocused();
  await expect(card(editor, 'writer')).toBeVisible();
  const next = editor.getByRole('button', { name: 'Next', exact: true });
  await next.click();
  await expect(inspector(editor).getByRole('combobox', { name: 'model', exact: true })).toBeVisible();
  await next.click();
  await expect(editor.locator('.monaco-editor .view-line').first()).toBeVisible();
  await next.click();
  await expect(editor.getByRole('button', { name: 'Simulate', exact: true })).toBeVisible();
  await next.click();
  await expect(editor).toHaveURL(/\/runs\//u);
  await expect(editor.getByRole('toolbar', { name: 'Moment shown' })).toBeVisible();
  await editor.getByRole('button', { name: 'Back', exact: true }).click();
  await expect(editor, 'back is back in the file').toHaveURL(/\/edit\//u);
  await next.click();
  await next.click();
  await editor.getByRole('button', { name: 'Done', exact: true }).click();
  await expect(editor.getByRole('dialog')).toHaveCount(0);
  await expect(editor.getByText('finished', { exact: true })).toBeVisible({ timeout: 20_000 });
});

test('E-SHELL-16 a command gets another key in the settings: it acts, is shown everywhere, clashes are said, and all can be undone', async ({
  editor,
  product,
}) => {
  await openFile(editor, LINEAR);
  await editor.keyboard.press('Control+,');
  await editor.getByRole('link', { name: 'Keyboard' }).click();
  await editor.getByRole('textbox', { name: 'Search commands' }).fill('toggle problems');
  await editor.getByRole('button', { name: 'Add a key to Toggle problems' }).click();
  await editor.keyboard.press('Control+t');
  await expect(editor.getByText('The browser keeps Ctrl+T for itself.')).toBeVisible();
  await editor.getByRole('button', { name: 'Add a key to Toggle problems' }).click();
  await editor.keyboard.press('q');
  await expect(editor.getByText('Q alone is what people type', { exact: false }).first()).toBeVisible();
  await editor.getByRole('button', { name: 'Add a key to Toggle problems' }).click();
  await editor.keyboard.press('Control+b');
  await expect(editor.getByText('Ctrl+B is also the key of “Toggle sidebar”.', { exact: false })).toBeVisible();
  await editor.getByRole('button', { name: 'Take it away there' }).click();
  await expect(editor.getByText('is also the key', { exact: false })).toHaveCount(0);
  await editor.getByRole('button', { name: 'Take Ctrl+Shift+M from Toggle problems' }).click();

  await editor.goto(`${product.origin}/edit/${LINEAR}`);
  await expect(card(editor, 'writer')).toBeVisible();
  const problems = editor.getByRole('region', { name: 'Problems' });
  await editor.keyboard.press('Control+Shift+M');
  await editor.keyboard.press('Control+b');
  await expect(problems, 'kept over a reload').toBeVisible();
  await expect(editor.getByRole('complementary', { name: 'Sidebar' }), 'the other command lost it').toBeVisible();
  await editor.keyboard.press('Control+k');
  await editor.keyboard.type('toggle problems');
  await expect(editor.getByRole('option', { name: /Toggle problems.*Ctrl\+B$/u })).toBeVisible();
  await editor.keyboard.press('Escape');

  await editor.goto(`${product.origin}/settings/keyboard`);
  const [download] = await Promise.all([
    editor.waitForEvent('download'),
    editor.getByRole('button', { name: 'Export', exact: true }).click(),
  ]);
  const file = await download.path();
  await editor.getByRole('button', { name: 'Reset all' }).click();
  await expect(editor.getByRole('button', { name: 'Take Ctrl+B from Toggle sidebar' })).toBeVisible();
  const [chooser] = await Promise.all([
    editor.waitForEvent('filechooser'),
    editor.getByRole('button', { name: 'Import…' }).click(),
  ]);
  await chooser.setFiles(file);
  await expect(editor.getByRole('button', { name: 'Take Ctrl+B from Toggle problems' })).toBeVisible();
  await editor.getByRole('button', { name: 'Reset the keys of Toggle problems' }).click();
  await expect(editor.getByRole('button', { name: 'Take Ctrl+Shift+M from Toggle problems' })).toBeVisible();
});

test('E-SHELL-01 E-SHELL-02 E-SHELL-08 the frame has its measures, the rail its entries, the status bar its buttons', async ({
  editor,
}) => {
  await openFile(editor, LINEAR);
  expect((await sizeOf(rail(editor))).width).toBe(48);
  expect((await sizeOf(editor.getByRole('complementary', { name: 'Sidebar' }))).width).toBe(240);
  expect((await sizeOf(inspector(editor))).width).toBeGreaterThan(335);
  expect((await sizeOf(editor.getByRole('banner'))).height).toBe(36);
  expect((await sizeOf(editor.getByRole('toolbar', { name: 'View and run' }))).height).toBe(40);
  expect((await sizeOf(status(editor))).height).toBe(24);

  const names = await rail(editor)
    .locator('[aria-label]')
    .evaluateAll((all) => all.map((each) => each.ariaLabel));
  expect(names).toEqual(['Start page', 'Files', 'Outline', 'Library', 'Runs', 'Inbox', 'Settings']);
  await expect(editor.getByRole('region', { name: 'Files' })).toBeVisible();
  await expect(editor.getByRole('tree', { name: 'Graph as a tree' })).toBeVisible();
  await rail(editor).getByRole('button', { name: 'Files' }).click();
  await expect(editor.getByRole('complementary', { name: 'Sidebar' })).toHaveCount(0);
  await rail(editor).getByRole('button', { name: 'Files' }).click();

  await status(editor)
    .getByRole('button', { name: /errors/u })
    .click();
  await expect(editor.getByRole('region', { name: 'Problems' })).toBeVisible();
  await status(editor).getByRole('button', { name: '%', exact: false }).click();
  await expect(status(editor).getByRole('button', { name: '100 %' })).toBeVisible();
  await status(editor).getByRole('button', { name: /nodes/u }).click();
  await editor.keyboard.type('writer');
  await editor.keyboard.press('Enter');
  await expect(inspector(editor).getByRole('combobox', { name: 'model', exact: true })).toBeVisible();
  await editor.keyboard.press('Control+\\');
  for (const name of [/^Ln \d+, Col \d+$/u, 'Spaces 2', 'LF', 'not trusted yet', 'connected'])
    await expect(status(editor).getByRole('button', { name })).toBeVisible();
});

test('E-SHELL-05 X-72 tabs: drag, middle click, closing asks, a closed tab comes back with its state, a dirty one survives a reload', async ({
  editor,
  product,
}) => {
  const before = await product.read(LINEAR);
  await openFile(editor, LINEAR);
  await card(editor, 'writer').click();
  const model = inspector(editor).getByRole('combobox', { name: 'model', exact: true });
  await model.fill('openai/gpt-5');
  await model.blur();
  await openFile(editor, 'judge_loop.iter');
  const tabs = editor.getByRole('navigation', { name: 'Open files' });
  const names = async (): Promise<string[]> =>
    (await tabs.getByRole('link').allInnerTexts()).map((text) => text.split(',')[0]?.trim() ?? '');
  expect(await names()).toEqual([LINEAR, 'judge_loop.iter']);
  await tabs.getByRole('link', { name: 'judge_loop.iter' }).dragTo(tabs.getByRole('link', { name: LINEAR }));
  expect(await names()).toEqual(['judge_loop.iter', LINEAR]);
  await tabs.getByRole('link', { name: 'judge_loop.iter' }).click({ button: 'middle' });
  await expect(tabs.getByRole('link')).toHaveCount(1);

  await expect(tabs.getByRole('link', { name: /unsaved/u })).toHaveCount(1);
  await tabs.getByRole('link', { name: LINEAR }).click();
  await editor.keyboard.press('Alt+w');
  const question = editor.getByRole('dialog', { name: `Save ${LINEAR}?` });
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(tabs.getByRole('link', { name: /unsaved/u })).toHaveCount(1);
  await editor.keyboard.press('Alt+w');
  await question.getByRole('button', { name: 'Discard' }).click();
  await expect(tabs.getByRole('link')).toHaveCount(0);
  expect(await product.read(LINEAR)).toBe(before);
  await editor.keyboard.press('Alt+Shift+w');
  await expect(tabs.getByRole('link', { name: /unsaved/u })).toHaveCount(1);
  await expect(model, 'selection and text are back').toHaveValue('openai/gpt-5');

  // The second that E-FILE-09 gives.
  await editor.waitForTimeout(1000);
  await editor.reload();
  await expect(editor.getByText('Restored unsaved changes')).toBeVisible();
  await expect(model).toHaveValue('openai/gpt-5');
  await editor.keyboard.press('Control+z');
  await expect(tabs.getByRole('link', { name: /unsaved/u }), 'the undo stack is back too').toHaveCount(0);
});

test('E-SHELL-11 from wide to narrow: the inspector lies over the canvas, then one panel at a time, then lists and forms only', async ({
  editor,
  product,
}) => {
  await openFile(editor, LINEAR);
  await editor.setViewportSize({ width: 1100, height: 800 });
  await expect(inspector(editor), 'nothing chosen, nothing in the way').toHaveCount(0);
  await card(editor, 'writer').click();
  await expect(inspector(editor)).toBeVisible();
  await editor.setViewportSize({ width: 800, height: 800 });
  await rail(editor).getByRole('button', { name: 'Files' }).click();
  await expect(editor.getByRole('complementary', { name: 'Sidebar' })).toBeVisible();
  await expect(inspector(editor), 'one side panel at a time').toHaveCount(0);
  await editor.setViewportSize({ width: 420, height: 800 });
  await editor.goto(`${product.origin}/edit/${LINEAR}`);
  await expect(card(editor, 'writer')).toBeVisible();
  await editor.getByRole('application', { name: 'Workflow graph' }).focus();
  await editor.keyboard.press('Control+a');
  await editor.keyboard.press('Delete');
  await expect(card(editor, 'writer'), 'the canvas is read-only').toBeVisible();
  await product.run('run', 'human_gate.iter', '--simulate', '--no-wait').catch(() => undefined);
  for (const path of ['/runs', '/inbox', '/settings/appearance']) {
    await editor.goto(product.origin + path);
    await expect(editor.getByRole('heading', { level: 1 })).toBeVisible();
    const overflow = await editor.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, `${path} fits`).toBeLessThanOrEqual(0);
  }
});

test('E-SHELL-12 a panel that crashes shows its own card, the rest goes on, and it can be loaded again', async ({
  page,
  product,
}) => {
  // On a bare page: that the part cannot be loaded is an error on the console.
  let isAway = true;
  await page.route(/ProblemsPanel.*\.js/u, async (route) => (isAway ? route.abort() : route.continue()));
  await page.goto(await product.link());
  await openFile(page, LINEAR);
  await page.keyboard.press('Control+Shift+M');
  const failure = page.getByRole('alert').filter({ hasText: 'Problems has stopped' });
  await expect(failure).toBeVisible();
  await expect(failure.getByRole('button', { name: 'Copy details' })).toBeVisible();
  await card(page, 'writer').click();
  await expect(inspector(page).getByRole('combobox', { name: 'model', exact: true })).toBeVisible();
  isAway = false;
  await failure.getByRole('button', { name: 'Reload panel' }).click();
  await expect(page.getByRole('region', { name: 'Problems' })).toBeVisible();
});

test('E-SHELL-14 E-SHELL-15 X-81 a new workflow is a buffer with a graph; without nodes a card says how to begin; a first run needs nothing', async ({
  editor,
  product,
}) => {
  await editor.getByRole('button', { name: 'Try a simulated run' }).click();
  await expect(editor).toHaveURL(/\/runs\//u);
  await expect(editor.getByText('finished', { exact: true })).toBeVisible({ timeout: 20_000 });
  await editor.keyboard.press('Alt+n');
  await expect(card(editor, 'agent_1')).toBeVisible();
  const { readdir } = await import('node:fs/promises');
  expect((await readdir(product.workspace)).filter((name) => name.startsWith('untitled'))).toEqual([]);
  await card(editor, 'agent_1').click();
  await editor.keyboard.press('Delete');
  await expect(editor.getByRole('button', { name: 'Add the first node' })).toBeVisible();
  await expect(editor.getByRole('button', { name: /example/iu })).toBeVisible();
  await expect(editor.getByRole('button', { name: /paste/iu })).toBeVisible();
  await editor.getByRole('button', { name: 'Add the first node' }).click();
  await editor.keyboard.type('judge');
  await editor.keyboard.press('Enter');
  await expect(card(editor, 'judge_1')).toBeVisible();
  await expect(editor.getByRole('button', { name: 'Add the first node' })).toHaveCount(0);
});
