// Settings and what they change (E-SHELL-16), notices (E-SHELL-10), and addresses that name nothing.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { card, expect, openFile, test } from './product.ts';
import { inspector, setModel, surface, unsaved } from './screen.ts';

const FILE = 'judge_loop.iter';
const flip = (page: Page, name: string) =>
  page.getByText(name, { exact: true }).locator('xpath=../..').getByRole('switch');
const scheme = (page: Page) => page.locator('html');

test('E-SHELL-16 E-SRC-05 E-SRC-07 E-FILE-02 settings are kept in the user’s configuration: another browser has them, and each does what it says', async ({
  editor,
  product,
  browser,
}) => {
  test.setTimeout(90_000);
  const kept = async (): Promise<Record<string, unknown>> =>
    JSON.parse(
      await readFile(join(product.workspace, '../config/iterion/preferences.json'), 'utf8').catch(() => '{}'),
    ) as Record<string, unknown>;
  await editor.keyboard.press('Control+,');
  await editor.getByRole('combobox', { name: 'Theme' }).selectOption('dark');
  await editor.getByRole('link', { name: 'Editor', exact: true }).click();
  for (const name of ['Hints in the text', 'Graph follows the text', 'Text follows the graph'])
    await flip(editor, name).check({ force: true });
  await editor.getByRole('combobox', { name: 'Autosave' }).selectOption('delay');
  await expect(editor.getByText('Settings are kept in your configuration')).toBeVisible();
  await expect.poll(kept).toEqual({
    theme: 'dark',
    inlayHints: true,
    followCaret: true,
    followSelection: true,
    autosave: 'delay',
  });

  // A second tab of the same browser follows at once; another browser finds them when it comes.
  const tab = await editor.context().newPage();
  await tab.goto(`${product.origin}/settings/appearance`);
  await editor.goto(`${product.origin}/settings/appearance`);
  await editor.getByRole('combobox', { name: 'Theme' }).selectOption('light');
  await expect(scheme(tab)).toHaveAttribute('data-mantine-color-scheme', 'light');
  await tab.close();
  await expect.poll(async () => (await kept())['theme']).toBe('light');
  const stranger = await (await browser.newContext({ colorScheme: 'dark' })).newPage();
  await stranger.goto(await product.link());
  await expect(scheme(stranger)).toHaveAttribute('data-mantine-color-scheme', 'light');

  await openFile(stranger, FILE);
  await stranger.getByText('Split', { exact: true }).click();
  const text = stranger.locator('.monaco-editor');
  await expect(text.getByText('claw (workflow)').first(), 'hints are in the text').toBeVisible();
  await text.locator('.view-line').filter({ hasText: 'agent writer' }).click();
  await expect(
    inspector(stranger).getByRole('textbox', { name: 'Name of this Agent' }),
    'the graph follows the caret',
  ).toHaveValue('writer');
  await card(stranger, 'gate').click();
  await expect(
    text.locator('.view-line').filter({ hasText: 'compute gate' }),
    'the text follows the graph',
  ).toBeVisible();
  await setModel(stranger, 'writer', 'auto/saved');
  await expect(unsaved(stranger)).toHaveCount(1);
  await expect(unsaved(stranger), 'saved by itself two seconds later').toHaveCount(0, { timeout: 5_000 });
  expect(await product.read(FILE)).toContain('auto/saved');

  // What is there to run with, and what this browser remembers; forgetting can be undone.
  await stranger.goto(`${product.origin}/settings/models`);
  await expect(stranger.getByText('ANTHROPIC_API_KEY')).toBeVisible();
  await stranger.getByRole('textbox', { name: 'Search models' }).fill('sonnet');
  await expect(stranger.getByRole('rowheader', { name: /sonnet/u }).first()).toBeVisible();
  await stranger.getByRole('link', { name: 'Storage' }).click();
  await expect(stranger.getByText(product.workspace)).toBeVisible();
  const recent = stranger.getByText('Recent files', { exact: true }).locator('xpath=../..');
  await recent.getByRole('button', { name: 'Forget' }).click();
  await expect(recent).toContainText('0 files');
  await stranger.getByRole('button', { name: 'Undo' }).click();
  await expect(recent).toContainText('1 file');
  await stranger.context().close();
});

test('E-SHELL-10 E-A11Y-09 notices are announced, wait under pointer and focus, offer Undo, and are listed; tooltips stay', async ({
  editor,
  product,
}) => {
  await openFile(editor, FILE);
  const corner = editor.locator('[aria-live="polite"]').filter({ has: editor.locator('[data-kind]') });
  const switchTheme = async (): Promise<void> => {
    await editor.keyboard.press('Control+k');
    await editor.keyboard.type('Switch theme');
    await editor.keyboard.press('Enter');
  };
  // One that stays two seconds: under the pointer, then under the focus, it stays for longer.
  await switchTheme();
  const brief = editor.getByRole('status').filter({ hasText: 'Theme: Light' });
  await brief.hover();
  await editor.waitForTimeout(2_600);
  await expect(brief).toBeVisible();
  await expect(corner, 'inside a live region that was there before').toHaveCount(1);
  await surface(editor).hover();
  await expect(brief).toHaveCount(0);
  await switchTheme();
  const next = editor.getByRole('status').filter({ hasText: 'Theme: Dark' });
  await next.getByRole('button').focus();
  await editor.waitForTimeout(2_600);
  await expect(next).toBeVisible();
  await editor.keyboard.press('Enter');
  await expect(next).toHaveCount(0);

  // What can be undone happens at once and says so; an error interrupts.
  await card(editor, 'editor').click();
  await editor.keyboard.press('Delete');
  await expect(card(editor, 'editor')).toHaveCount(0);
  await editor.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await expect(card(editor, 'editor')).toHaveCount(1);
  await setModel(editor, 'writer', 'x/y');
  await product.stop();
  await editor.keyboard.press('Control+s');
  await expect(editor.getByRole('alert').filter({ hasText: 'was not saved' })).toBeVisible();

  await editor.keyboard.press('Control+k');
  await editor.keyboard.type('Show notifications');
  await editor.keyboard.press('Enter');
  const list = editor.getByRole('dialog', { name: 'Notifications' }).getByRole('listitem');
  await expect(list.first()).toContainText('was not saved');
  for (const [what, kind] of [
    ['was not saved', 'error'],
    ['Theme: Dark', 'info'],
  ] as const)
    await expect(list.filter({ hasText: what })).toContainText(kind);
  await editor.keyboard.press('Escape');

  // A tooltip comes by focus too, can be pointed at, and goes with Esc.
  const tip = editor.getByRole('tooltip');
  await editor.getByRole('button', { name: 'Fit all' }).first().focus();
  await editor.keyboard.press('Shift+Tab');
  await editor.keyboard.press('Tab');
  await expect(tip).toContainText('Fit all');
  await editor.keyboard.press('Escape');
  await expect(tip).toHaveCount(0);
  await editor.getByRole('button', { name: 'Files', exact: true }).hover();
  await expect(tip).toContainText('Files');
  const box = await tip.boundingBox();
  if (box) await editor.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 6 });
  await editor.waitForTimeout(600);
  await expect(tip).toBeVisible();
});

test('E-SHELL-03 an address that names nothing is a calm page inside the shell', async ({ editor, product }) => {
  const answer = await editor.goto(`${product.origin}/nonsense/deep`);
  expect(answer?.status()).toBe(404);
  await expect(editor.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  await expect(editor).toHaveTitle('Nothing here · Iterion');
  await editor.goto(`${product.origin}/settings/nonsense`);
  await expect(editor.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  await editor.getByRole('button', { name: 'Start page' }).click();
  await openFile(editor, FILE);
  await expect(editor).toHaveTitle(`${FILE} · Iterion`);
  await setModel(editor, 'writer', 'x/y');
  await expect(editor).toHaveTitle(`${FILE} ● · Iterion`);
});
