// The main job without a pointer (X-55, E-A11Y-14), and a canvas that traps nobody.
import type { Page } from '@playwright/test';
import { card, expect, test } from './product.ts';
import { surface } from './screen.ts';

/** Walks along the flow from the start until a node has the focus. */
async function walkTo(page: Page, node: string): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(async () => {
    await page.keyboard.press('ArrowDown');
    await expect(surface(page)).toHaveAttribute('aria-activedescendant', `card-node:${node}`, { timeout: 300 });
  }).toPass();
}
/** Adds a kind after the selected node and leaves its name as it is. */
async function add(page: Page, kind: string, name: string): Promise<void> {
  await expect(surface(page)).toBeFocused();
  await page.keyboard.press('a');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await page.keyboard.type(kind);
  await page.keyboard.press('Enter');
  await expect(card(page, name)).toBeVisible();
  await expect(card(page, name).getByRole('textbox'), 'the name is to be edited').toBeFocused();
  await page.keyboard.press('Escape');
  await expect(surface(page)).toBeFocused();
}

test('E-A11Y-06 E-DOC-11 X-55 keyboard only: a workflow with three nodes, a condition and a loop, saved and simulated', async ({
  editor,
  product,
}) => {
  await editor.keyboard.press('Alt+n');
  await expect(card(editor, 'agent_1')).toBeVisible();
  await editor.keyboard.press('Alt+2');
  await expect(surface(editor)).toBeFocused();
  // The way out of the first node gives room to the chain.
  await walkTo(editor, 'agent_1');
  await editor.keyboard.press('e');
  await editor.keyboard.press('Delete');
  await expect(editor.getByRole('img', { name: /^Edge from agent_1 to done/ })).toHaveCount(0);
  await walkTo(editor, 'agent_1');
  await add(editor, 'judge', 'judge_1');
  await add(editor, 'compute', 'compute_1');

  // compute_1 -> agent_1 closes a circle: the loop opens, and its bound is typed.
  await editor.keyboard.press('c');
  await expect(editor.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await editor.keyboard.type('agent_1');
  await editor.keyboard.press('Enter');
  const loop = editor.getByRole('dialog', { name: 'Loop' });
  await expect(loop.getByRole('textbox', { name: 'At most so many times' })).toBeFocused();
  await editor.keyboard.press('ControlOrMeta+a');
  await editor.keyboard.type('2');
  await editor.keyboard.press('Escape');
  await expect(loop).toHaveCount(0);
  await expect(surface(editor)).toBeFocused();

  // The condition of the same edge, as an expression.
  await editor.keyboard.press('w');
  const condition = editor.getByRole('dialog', { name: 'Condition' });
  await expect(condition).toBeVisible();
  await expect(condition.locator(':focus')).toHaveCount(1);
  await condition.locator(':focus').press('ArrowRight');
  await editor.keyboard.press('ArrowRight');
  await editor.keyboard.press('Tab');
  await expect(condition.getByRole('textbox', { name: 'Expression' })).toBeFocused();
  await editor.keyboard.type('loop.loop_1.iteration < 1');
  await editor.keyboard.press('Escape');
  await expect(surface(editor)).toBeFocused();

  // The way out when the condition does not hold.
  await walkTo(editor, 'compute_1');
  await editor.keyboard.press('c');
  await expect(editor.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await editor.keyboard.type('done');
  await editor.keyboard.press('Enter');
  await expect(editor.getByRole('img', { name: /^Edge from compute_1 to done/ })).toHaveCount(1);

  await editor.keyboard.press('ControlOrMeta+s');
  const name = editor.getByRole('dialog').getByRole('textbox').first();
  await expect(name).toBeFocused();
  await editor.keyboard.press('ControlOrMeta+a');
  await editor.keyboard.type('by_keys.iter');
  await editor.keyboard.press('Enter');
  await expect(async () =>
    expect(await product.read('by_keys.iter')).toMatch(/compute_1 -> agent_1 when .* as \w+\(2\)/u),
  ).toPass();

  await editor.keyboard.press('Shift+F9');
  await expect(editor).toHaveURL(/\/runs\//u);
});

test('X-59 Tab, Shift+Tab and F6 take the focus out of the canvas and back', async ({ editor }) => {
  await editor.keyboard.press('Alt+n');
  await expect(card(editor, 'agent_1')).toBeVisible();
  // Back is where one came from only once nothing new can appear in between.
  await expect(editor.getByRole('complementary', { name: 'Inspector' }).getByRole('textbox').first()).toBeVisible();
  await expect(editor.getByRole('tree', { name: 'Graph as a tree' })).toBeVisible();
  const leaves = async (away: string, back: string): Promise<void> => {
    await editor.keyboard.press('Alt+2');
    await expect(surface(editor)).toBeFocused();
    await editor.keyboard.press(away);
    await expect(surface(editor)).not.toBeFocused();
    await editor.keyboard.press(back);
    await expect(surface(editor)).toBeFocused();
  };
  await leaves('Tab', 'Shift+Tab');
  await leaves('Shift+Tab', 'Tab');
  await leaves('F6', 'Shift+F6');
});
