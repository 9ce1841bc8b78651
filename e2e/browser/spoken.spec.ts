// What a screen reader hears and reads: announcements, the tree of the outline, names on canvas, form and run (E-A11Y-04, -05, -07, X-56).
import type { Page } from '@playwright/test';
import { card, expect, openFile, test } from './product.ts';
import { inspector, surface } from './screen.ts';

/** What the live region says now. */
const spoken = (page: Page) => page.locator('.visually-hidden[role="status"]').last();
const tree = (page: Page) => page.getByRole('tree', { name: 'Graph as a tree' });
const row = (page: Page, name: string | RegExp) => tree(page).getByRole('treeitem', { name });

test('E-A11Y-04 E-A11Y-05 X-56 changes are announced, merged and as much as people want; canvas, form and run have the names they should', async ({
  editor,
  product,
}) => {
  await openFile(editor, 'human_gate.iter');
  for (const name of [
    'Tool collect, entry, to draft',
    'Agent draft, from collect and approval, to approval',
    'Human approval, from draft, to announce when approved, to draft when not approved',
  ])
    await expect(editor.getByRole('group', { name, exact: true })).toBeVisible();
  await expect(editor.getByRole('img', { name: 'Edge from approval to announce, Taken when approved' })).toBeVisible();

  await card(editor, 'draft').click();
  await editor.keyboard.press('a');
  await editor.keyboard.type('judge');
  await editor.keyboard.press('Enter');
  await expect(spoken(editor)).toHaveText(/^Node \w+ added between draft and approval$/u);
  await editor.keyboard.press('Escape');
  await surface(editor).focus();
  await editor.keyboard.press('Control+z');
  await expect(spoken(editor)).toHaveText(/^Undone: (add|insert) \w+/u);
  await card(editor, 'announce').click();
  await editor.keyboard.press('Shift+ArrowRight');
  await expect(spoken(editor)).toHaveText(/^Move (1 node|announce)$/u);

  // A run tells its progress, at most every two seconds, and its cards say how they stand.
  await editor.getByRole('button', { name: 'Simulate', exact: true }).click();
  await expect(spoken(editor)).toContainText(/collect finished|draft finished|approval finished|announce finished/u);
  await expect(spoken(editor)).toContainText('Run finished');
  await expect(editor.getByRole('group', { name: /^Agent draft.*finished/u })).toBeVisible();

  // A field says its name and what is wrong with it.
  const text = await product.read('human_gate.iter');
  await product.write('wrong.iter', text.replace(/output: \w+/u, 'output: no_such_schema'));
  await editor.getByRole('treeitem', { name: 'wrong.iter' }).click();
  await card(editor, 'collect').click();
  const field = inspector(editor).getByRole('combobox', { name: 'output', exact: true });
  await expect(field).toHaveAccessibleDescription(/no_such_schema/u);

  // People who want silence have it.
  await editor.goto(`${product.origin}/settings/editor`);
  await editor.getByRole('combobox', { name: 'Announcements' }).selectOption('off');
  await openFile(editor, 'human_gate.iter');
  await editor.keyboard.press('Control+Alt+\\');
  await editor.getByText('Split', { exact: true }).click();
  await expect(editor.locator('.monaco-editor .view-line').first()).toBeVisible();
  await expect(spoken(editor)).toHaveText('');
});

test('E-A11Y-07 E-CANVAS-41 the skip link leads into the graph as a tree, which has all keys of a tree', async ({
  editor,
}) => {
  await openFile(editor, 'human_gate.iter');
  await editor.getByRole('button', { name: 'Library' }).click();
  await editor.getByRole('link', { name: 'Graph as a tree' }).focus();
  await editor.keyboard.press('Enter');
  await expect(row(editor, /^human_gate/u), 'opened for it, with the focus').toBeFocused();
  await expect(tree(editor)).toHaveAttribute('aria-multiselectable', 'true');
  await expect(row(editor, /^draft/u)).toHaveAttribute('aria-posinset', '2');
  await expect(row(editor, /^draft/u)).toHaveAttribute('aria-setsize', '5');
  await editor.keyboard.press('End');
  await expect(row(editor, /^Variables/u)).toBeFocused();
  await editor.keyboard.press('ArrowUp');
  await editor.keyboard.press('ArrowUp');
  await expect(row(editor, /^Prompts/u)).toBeFocused();
  await expect(row(editor, /^Prompts/u)).toHaveAttribute('aria-expanded', 'false');
  await editor.keyboard.press('ArrowRight');
  await expect(row(editor, /^Prompts/u)).toHaveAttribute('aria-expanded', 'true');
  await editor.keyboard.press('ArrowRight');
  const prompt = tree(editor).locator('[role=treeitem]:focus');
  await expect(prompt).toHaveAttribute('aria-level', '2');
  await editor.keyboard.press('ArrowLeft');
  await expect(row(editor, /^Prompts/u)).toBeFocused();
  await editor.keyboard.press('ArrowLeft');
  await expect(row(editor, /^Prompts/u)).toHaveAttribute('aria-expanded', 'false');
  await editor.keyboard.press('ArrowLeft');
  await expect(row(editor, /^Prompts/u), 'there is nothing above it').toBeFocused();
  await editor.keyboard.press('Home');
  await expect(row(editor, /^human_gate/u)).toBeFocused();
  await editor.keyboard.press('v');
  await expect(row(editor, /^Variables/u), 'letters jump').toBeFocused();
  await editor.keyboard.press('Home');
  await editor.keyboard.press('ArrowDown');
  await editor.keyboard.press('ArrowDown');
  await editor.keyboard.press('Space');
  await expect(row(editor, /^draft/u)).toHaveAttribute('aria-selected', 'true');
  await expect(inspector(editor).getByRole('textbox', { name: 'Name of this Agent' })).toHaveValue('draft');
  // The same commands as on the canvas.
  await editor.keyboard.press('Delete');
  await expect(row(editor, /^draft/u)).toHaveCount(0);
  await editor.keyboard.press('Control+z');
  await expect(row(editor, /^draft/u)).toHaveCount(1);
});
