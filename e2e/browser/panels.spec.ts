// The tree of files and what it can do (E-FILE-01, E-FILE-12), panes that are resized, and the looks and voice of the source (E-SRC-11, -14).
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { card, expect, openFile, settled, test } from './product.ts';
import { surface, unsaved } from './screen.ts';

const file = (page: Page, name: string | RegExp) =>
  page.getByRole('tree', { name: 'Files of the workspace' }).getByRole('treeitem', { name });

test('E-FILE-01 E-FILE-12 the tree shows other texts when asked, marks trust and changes, moves by dragging, finds the active file', async ({
  editor,
  product,
}) => {
  await mkdir(join(product.workspace, 'flows/deep'), { recursive: true });
  await product.write('flows/deep/inner.iter', await product.read('minimal_linear.iter'));
  await product.write('notes.md', '# Notes\n\nNot a workflow: x -> y\n');
  await expect(file(editor, 'inner.iter')).toBeVisible();
  await expect(file(editor, 'notes.md')).toHaveCount(0);
  await editor.getByRole('button', { name: 'More about files' }).click();
  await editor.getByRole('menuitem', { name: 'Show all text files' }).click();
  await file(editor, 'notes.md').click();
  // Plain text: no graph, no problems, nothing formatted; saved as typed.
  const text = editor.locator('.view-line').filter({ hasText: 'Not a workflow' });
  await text.click();
  await expect(surface(editor)).toHaveCount(0);
  await editor.keyboard.press('End');
  await editor.keyboard.type('!');
  await expect(file(editor, /notes\.md.*unsaved/u)).toBeVisible();
  await editor.keyboard.press('Control+s');
  await expect(unsaved(editor)).toHaveCount(0);
  expect(await product.read('notes.md')).toBe('# Notes\n\nNot a workflow: x -> y!\n');

  // Dragged into a folder, with its tab; taken back from the notice.
  await openFile(editor, 'count_words.iter');
  await file(editor, 'count_words.iter').dragTo(file(editor, 'flows'));
  await expect.poll(async () => readdir(join(product.workspace, 'flows'))).toContain('count_words.iter');
  await expect(editor).toHaveURL(/flows\/count_words\.iter/u);
  await editor.getByRole('status').filter({ hasText: 'Moved to' }).getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => readdir(product.workspace)).toContain('count_words.iter');

  // Folders come and go as they do on the disk.
  await mkdir(join(product.workspace, 'spare'));
  await expect(file(editor, 'spare')).toBeVisible();
  await rm(join(product.workspace, 'spare'), { recursive: true });
  await expect(file(editor, 'spare')).toHaveCount(0);

  // What can be done with a file is in its menu, by pointer and by key.
  await file(editor, 'count_words.iter').click({ button: 'right' });
  await expect(editor.getByRole('menuitem', { name: 'Rename or move file' })).toBeVisible();
  await editor.keyboard.press('Escape');
  await file(editor, 'count_words.iter').focus();
  await editor.keyboard.press('F2');
  await editor.getByRole('dialog').getByRole('textbox').fill('words.iter');
  await editor.keyboard.press('Enter');
  await expect(file(editor, 'words.iter')).toBeVisible();

  // Trusted files say so, once they were reviewed.
  await editor.keyboard.press('F9');
  await editor.getByRole('dialog').getByRole('button', { name: 'Trust and run' }).click();
  await expect(editor).toHaveURL(/\/runs\//u);
  await editor.goBack();
  await expect(file(editor, /words\.iter.*trusted/u)).toBeVisible();

  // Folded away and found again.
  await openFile(editor, 'inner.iter');
  await file(editor, 'flows').click();
  await expect(file(editor, 'inner.iter')).toHaveCount(0);
  await editor.keyboard.press('Control+k');
  await editor.keyboard.type('Show the active file');
  await editor.keyboard.press('Enter');
  await expect(file(editor, 'inner.iter')).toBeFocused();

  // Recent files: newest first, those that are gone left out, each can be forgotten.
  await rm(join(product.workspace, 'notes.md'));
  await editor.goto(product.origin);
  const recent = editor.getByRole('region', { name: 'Recent' }).getByRole('listitem');
  await expect(recent.first()).toContainText('flows/deep/inner.iter');
  await expect(recent.filter({ hasText: 'notes.md' })).toHaveCount(0);
  await editor.getByRole('button', { name: 'Forget flows/deep/inner.iter' }).click();
  await expect(recent.filter({ hasText: 'inner.iter' })).toHaveCount(0);
});

/** The point of the graph in the middle of its pane, and the zoom. */
async function centre(page: Page): Promise<{ readonly x: number; readonly y: number; readonly zoom: number }> {
  await settled(card(page, 'writer'));
  return surface(page).evaluate((pane) => {
    const plane = pane.querySelector<HTMLElement>('.react-flow__viewport');
    const { a: zoom, e, f } = new DOMMatrix(getComputedStyle(plane ?? pane).transform);
    const box = pane.getBoundingClientRect();
    return { x: (box.width / 2 - e) / zoom, y: (box.height / 2 - f) / zoom, zoom };
  });
}
const near = (a: number, b: number): boolean => Math.abs(a - b) <= 2;

test('X-54 E-SHELL-06 a split that is halved and closed keeps centre and zoom of a moved view, fits again one that nobody moved, and no tool bars overlap', async ({
  editor,
}) => {
  await openFile(editor, 'judge_loop.iter');
  await settled(card(editor, 'writer'));
  const mode = async (name: 'Graph' | 'Split'): Promise<void> => editor.getByText(name, { exact: true }).click();
  // Nobody has moved the view: it shows all of the graph in the smaller pane too.
  await mode('Split');
  await expect
    .poll(async () => {
      await settled(card(editor, 'writer'));
      const pane = await surface(editor).boundingBox();
      const done = await editor.getByRole('group', { name: /^Done/u }).boundingBox();
      return pane !== null && done !== null && done.y + done.height <= pane.y + pane.height && done.x >= pane.x;
    })
    .toBe(true);
  await mode('Graph');
  // Moved by hand: the middle stays the middle, at the zoom that was chosen.
  await surface(editor).focus();
  await editor.keyboard.press('0');
  await surface(editor).hover();
  await editor.mouse.wheel(60, 90);
  const before = await centre(editor);
  await mode('Split');
  const halved = await centre(editor);
  expect(halved.zoom).toBe(before.zoom);
  expect(near(halved.x, before.x) && near(halved.y, before.y), JSON.stringify({ before, halved })).toBe(true);
  const divider = editor.getByRole('separator', { name: 'Share of the source' });
  await divider.focus();
  for (let press = 0; press < 4; press++) await editor.keyboard.press('ArrowLeft');
  const narrow = await centre(editor);
  expect(near(narrow.x, before.x) && near(narrow.y, before.y), JSON.stringify({ before, narrow })).toBe(true);
  const boxes = await Promise.all(
    [editor.getByRole('toolbar', { name: 'View', exact: true }), editor.locator('[class*="minimap" i]').first()].map(
      async (part) => ((await part.count()) > 0 && (await part.isVisible()) ? part.boundingBox() : null),
    ),
  );
  const [bar, map] = boxes;
  if (bar && map)
    expect(
      bar.x + bar.width <= map.x || map.y + map.height <= bar.y || bar.y + bar.height <= map.y,
      'tool bar and minimap',
    ).toBe(true);
  const pane = await surface(editor).boundingBox();
  if (bar && pane)
    expect(bar.x >= pane.x && bar.x + bar.width <= pane.x + pane.width, 'tool bar inside its pane').toBe(true);
  await mode('Graph');
  const after = await centre(editor);
  expect(after.zoom).toBe(before.zoom);
  expect(near(after.x, before.x) && near(after.y, before.y), JSON.stringify({ before, after })).toBe(true);
});

test('E-SRC-11 E-SRC-14 E-A11Y-12 the source takes its colours from the theme, high contrast included, and its voice from the setting', async ({
  editor,
  product,
}) => {
  await openFile(editor, 'judge_loop.iter');
  await editor.getByText('Split', { exact: true }).click();
  const code = editor.locator('.monaco-editor').first();
  await expect(code.locator('.view-line').first()).toBeVisible();
  const seen = new Set<string>();
  for (const theme of ['Light', 'Dark', 'High contrast, light', 'High contrast, dark']) {
    await editor.keyboard.press('Control+k');
    await expect(editor.getByRole('dialog')).toBeVisible();
    await editor.keyboard.type('Switch theme');
    await expect(editor.getByRole('option')).toHaveCount(1);
    await editor.keyboard.press('Enter');
    await expect(editor.getByRole('dialog')).toHaveCount(0);
    await expect(editor.getByText(`Theme: ${theme}`, { exact: true })).toBeVisible();
    const look = async () =>
      code.evaluate((root) => {
        const role = (name: string): string => {
          const probe = document.body.appendChild(document.createElement('span'));
          probe.style.color = `var(--${name})`;
          const colour = getComputedStyle(probe).color;
          probe.remove();
          return colour;
        };
        const keyword = [...root.querySelectorAll('.view-line span span')].find(
          (span) => span.textContent.trim() === 'agent',
        );
        return {
          shown: [
            getComputedStyle(root.querySelector('.monaco-editor-background') ?? root).backgroundColor,
            getComputedStyle(keyword ?? root).color,
          ],
          roles: [role('surface-panel'), role('syntax-keyword')],
        };
      });
    // Words get their colours a moment after they are shown.
    await expect(async () => {
      const { shown, roles } = await look();
      expect(shown, theme).toEqual(roles);
    }).toPass({ timeout: 7_000 });
    seen.add((await look()).shown.join(' '));
  }
  expect(seen.size, 'each theme has its own').toBeGreaterThanOrEqual(3);

  // Without the mode the field is empty; with it, it holds the text to be read. Nodes far away stay readable too.
  const field = code.getByRole('textbox').first();
  const first = code.locator('.view-line').first();
  await first.click();
  await expect(field).toBeFocused();
  await expect(field).toHaveText('');
  await editor.goto(`${product.origin}/settings/editor`);
  await editor
    .getByText('Screen reader mode', { exact: true })
    .locator('xpath=../..')
    .getByRole('switch')
    .check({ force: true });
  await openFile(editor, 'judge_loop.iter');
  await editor.getByText('Split', { exact: true }).click();
  await first.click();
  await expect(field).toContainText('prompt draft_user');
  await surface(editor).focus();
  for (let press = 0; press < 12; press++) await editor.keyboard.press('-');
  await expect(editor.getByRole('group', { name: /^Agent writer/u })).toBeAttached();
});
