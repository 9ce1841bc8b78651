// The text is the document: broken blocks, conflict markers, one undo over every view, graph and source in step (E-DOC, E-UNDO, E-SRC, X-07 to X-26).
import type { Page } from '@playwright/test';
import { card, expect, openFile, settled, test } from './product.ts';
import { inspector, model, save, setModel, status, surface, unsaved } from './screen.ts';

const LINEAR = 'minimal_linear.iter';
const LOOP = 'judge_loop.iter';

const source = (page: Page) => page.locator('.monaco-editor').first();

async function split(page: Page): Promise<void> {
  await page.getByText('Split', { exact: true }).click();
  await expect(source(page).locator('.view-line').first()).toBeVisible();
}
/** Puts the caret of the source at a line and column. */
async function caretAt(page: Page, line: number, column = 1): Promise<void> {
  await page.keyboard.press('Alt+3');
  await page.keyboard.press('Control+g');
  await page.keyboard.type(`${line}:${column}`);
  await page.keyboard.press('Enter');
  await expect(status(page).getByRole('button', { name: `Ln ${line}, Col ${column}` })).toBeVisible();
}
/** A card by the name it bears now; its id is that of the first name. */
const named = (page: Page, node: string) =>
  surface(page).getByRole('group', { name: new RegExp(`^\\w+ ${node}\\b`, 'u') });
const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length;

test('E-DOC-08 X-07 X-08 a block that does not parse keeps its card, refuses visual edits with the reason, and keeps its bytes', async ({
  editor,
  product,
}) => {
  const before = await product.read(LINEAR);
  const line = lineOf(before, 'agent researcher:') + 1;
  await openFile(editor, LINEAR);
  await split(editor);
  await caretAt(editor, line, '  model:'.length + 1);
  await editor.keyboard.press('Backspace');
  await expect(status(editor).getByRole('button', { name: /[1-9] errors/u })).toBeVisible();
  await expect(card(editor, 'researcher'), 'the last good card stays').toHaveAccessibleName(/text has errors/iu);
  await caretAt(editor, 1);
  await card(editor, 'researcher').click();
  await editor.keyboard.press('Shift+Delete');
  const notice = editor.getByRole('status').filter({ hasText: 'Fix the text of' });
  await notice.getByRole('button', { name: 'Show in source' }).click();
  await expect(status(editor).getByText(`Ln ${line},`, { exact: false })).toBeVisible();
  await setModel(editor, 'writer', 'new-model');
  await save(editor);
  expect(await product.read(LINEAR)).toBe(
    before
      .replace(/(agent researcher:\n {2}model):/u, '$1')
      .replace(/(agent writer:\n {2}model: )"[^"]*"/u, '$1"new-model"'),
  );
});

test('E-DOC-09 X-14 merge-conflict markers are problems of their own; other blocks stay editable, saving keeps them, a choice is one step', async ({
  editor,
  product,
}) => {
  const before = await product.read(LINEAR);
  const marked = before.replace(
    /(agent researcher:\n)( {2}model: "[^"]*"\n)/u,
    '$1<<<<<<< ours\n$2=======\n  model: "their-model"\n>>>>>>> theirs\n',
  );
  expect(marked).not.toBe(before);
  await product.write(LINEAR, marked);
  await openFile(editor, LINEAR);
  await setModel(editor, 'writer', 'new-model');
  await save(editor);
  const saved = await product.read(LINEAR);
  expect(saved).toBe(marked.replace(/(agent writer:\n {2}model: )"[^"]*"/u, '$1"new-model"'));
  await editor.keyboard.press('Control+Shift+M');
  const problems = editor.getByRole('region', { name: 'Problems' });
  await expect(problems.getByText(/conflict/iu).first()).toBeVisible();
  await problems
    .getByText(/conflict/iu)
    .first()
    .click();
  await editor.keyboard.press('Control+.');
  const fixes = editor.getByRole('dialog');
  for (const fix of ['Keep ours', 'Keep theirs', 'Keep both'])
    await expect(fixes.getByText(fix, { exact: false }).first()).toBeVisible();
  await fixes.getByText('Keep theirs', { exact: false }).first().click();
  const apply = fixes.getByRole('button', { name: /apply/iu });
  if (await apply.isVisible()) await apply.click();
  await expect(status(editor).getByRole('button', { name: /0 errors/u })).toBeVisible();
  await card(editor, 'researcher').click();
  await expect(model(editor)).toHaveValue('their-model');
  await editor.keyboard.press('Control+z');
  await expect(status(editor).getByRole('button', { name: /[1-9] errors/u })).toBeVisible();
  await expect(unsaved(editor)).toHaveCount(0);
});

test('E-DOC-01 E-DOC-18 E-UNDO-07 X-25 acts on canvas, form, source, layout and disk are one labelled history that can be travelled', async ({
  editor,
  product,
}) => {
  const before = await product.read(LINEAR);
  await openFile(editor, LINEAR);
  await card(editor, 'writer').click();
  await editor.keyboard.press('Shift+ArrowRight');
  await setModel(editor, 'writer', 'form-model');
  await card(editor, 'researcher').click();
  await editor.keyboard.press('F2');
  await editor.keyboard.press('Control+a');
  await editor.keyboard.type('scout');
  await editor.keyboard.press('Enter');
  await expect(named(editor, 'scout')).toBeVisible();
  await save(editor);
  const saved = await product.read(LINEAR);
  await product.write(LINEAR, saved.replace('Collect five facts', 'Collect nine facts'));
  await split(editor);
  await expect(source(editor)).toContainText('Collect nine facts');
  await editor.keyboard.press('Alt+3');
  await editor.keyboard.press('Control+End');
  await editor.keyboard.type('## end');

  await editor.keyboard.press('Control+Alt+z');
  const history = editor.getByRole('dialog', { name: 'History' });
  await expect(history.getByRole('button', { name: /Opened text/u })).toBeVisible();
  const labels = (await history.getByRole('button').allInnerTexts())
    .map((text) => text.replaceAll(/\s+/gu, ' '))
    .filter((text) => text !== '');
  expect(labels.map((text) => text.replace(/ ·.*$/u, ''))).toEqual([
    'Type in the text text',
    'Changed on disk saved disk',
    'Rename researcher to scout graph',
    'Set model of writer form',
    'Move 1 node layout',
    'Opened text',
  ]);
  await history.getByRole('button', { name: /Opened text/u }).click();
  await editor.keyboard.press('Escape');
  await expect(named(editor, 'researcher')).toBeVisible();
  await save(editor);
  expect(await product.read(LINEAR)).toBe(before);
  await editor.keyboard.press('Control+Alt+z');
  await history.getByRole('button').filter({ hasText: 'Type in the text' }).click();
  await editor.keyboard.press('Escape');
  await expect(named(editor, 'scout')).toBeVisible();
  await expect(source(editor)).toContainText('Collect nine facts');
});

test('X-21 X-23 X-24 undo is one step back wherever the focus is, stays in its file, and does nothing where nothing was done', async ({
  editor,
  product,
}) => {
  const before = await product.read(LINEAR);
  await openFile(editor, LINEAR);
  await editor.keyboard.press('Control+z');
  await expect(unsaved(editor)).toHaveCount(0);
  const steps = 5;
  for (let step = 1; step <= steps; step++) await setModel(editor, 'writer', `model-${step}`);
  await openFile(editor, LOOP);
  await setModel(editor, 'writer', 'other');
  for (let press = 0; press < 3; press++) await editor.keyboard.press('Control+z');
  await expect(editor.getByRole('link', { name: /judge_loop.*unsaved/u })).toHaveCount(0);
  await editor.getByRole('link', { name: LINEAR }).click();
  await card(editor, 'writer').click();
  await expect(model(editor), 'the other file was not touched').toHaveValue('model-5');

  await split(editor);
  const focuses: readonly (() => Promise<void>)[] = [
    async () => surface(editor).focus(),
    async () => model(editor).focus(),
    async () => source(editor).click(),
    async () => editor.getByRole('treeitem', { name: 'writer' }).focus(),
    async () => editor.evaluate(() => (document.activeElement as HTMLElement).blur()),
  ];
  for (const [done, focus] of focuses.entries()) {
    await focus();
    const at = await editor.evaluateHandle(() => document.activeElement);
    await editor.keyboard.press('Control+z');
    await expect(model(editor)).toHaveValue(
      done === steps - 1 ? 'anthropic/claude-sonnet-4-5' : `model-${steps - 1 - done}`,
    );
    expect(await at.evaluate((element) => element === document.activeElement), 'the focus stays').toBe(true);
  }
  await expect(unsaved(editor)).toHaveCount(0);
  expect(await product.read(LINEAR)).toBe(before);
});

test('E-LAYOUT-11 E-SRC-01 E-SRC-07 E-SRC-08 X-17 X-18 X-20 source and graph in step: plain text first, marks on both sides, caret and folds kept, a rename in the text keeps its place', async ({
  page: editor,
  product,
}) => {
  let letThrough: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await editor.route(/SourceEditor.*\.js/u, async (route) => {
    await held;
    await route.continue();
  });
  await editor.goto(await product.link());
  await openFile(editor, LOOP);
  await editor.getByText('Split', { exact: true }).click();
  await expect(editor.getByLabel('Source, loading the editor')).toContainText('agent writer:');
  letThrough();
  await expect(source(editor).locator('.view-line').first()).toBeVisible();
  const text = await product.read(LOOP);

  await test.step('a condition changed in the text changes its chip and nothing moves', async () => {
    const place = await settled(card(editor, 'writer'));
    const edge = /when not good[^\n]*/u.exec(text)?.[0] ?? '';
    await caretAt(editor, lineOf(text, edge), (text.split('\n')[lineOf(text, edge) - 1] ?? '').indexOf('good') + 1);
    await editor.keyboard.press('Control+Shift+ArrowRight');
    await editor.keyboard.type('rounds');
    await expect(
      surface(editor)
        .getByRole('button', { name: /not rounds/u })
        .first(),
    ).toBeVisible();
    await editor.keyboard.press('Control+z');
    await expect(
      surface(editor)
        .getByRole('button', { name: /not good/u })
        .first(),
    ).toBeVisible();
    expect(await settled(card(editor, 'writer'))).toEqual(place);
  });

  await test.step('a block is folded, the caret set: a form changes the text and leaves both', async () => {
    await caretAt(editor, lineOf(text, 'prompt judge_system:'));
    await editor.keyboard.press('Control+Shift+[');
    await expect(source(editor).getByText('You are a strict editor', { exact: false })).toHaveCount(0);
    await setModel(editor, 'writer', 'form-model');
    await expect(source(editor)).toContainText('form-model');
    await expect(source(editor).getByText('You are a strict editor', { exact: false })).toHaveCount(0);
    await expect(
      status(editor).getByText(`Ln ${lineOf(text, 'prompt judge_system:')},`, { exact: false }),
    ).toBeVisible();
    await expect(source(editor).locator('[class*="changed"]').first(), 'the changed line is marked').toBeAttached();
    await expect(source(editor).locator('[class*="glyph"]').first(), 'kinds are marked').toBeAttached();
    await expect(source(editor).locator('[class*="selected"]').first(), 'the selected item is marked').toBeAttached();
  });

  await test.step('a header renamed in the text: the node keeps its place and its selection', async () => {
    const place = await settled(card(editor, 'writer'));
    await caretAt(editor, lineOf(text, 'agent writer:'), 'agent writer'.length + 1);
    await editor.keyboard.type('2');
    await expect(named(editor, 'writer2')).toBeVisible();
    expect(await settled(named(editor, 'writer2'))).toEqual(place);
    await expect(inspector(editor).getByRole('textbox', { name: /name/iu }).first()).toHaveValue('writer2');
  });

  await test.step('Show in graph selects the block of the caret', async () => {
    await caretAt(editor, lineOf(text, 'judge editor:') + 1);
    await editor.keyboard.press('Control+Alt+g');
    await expect(inspector(editor).getByRole('textbox', { name: /name/iu }).first()).toHaveValue('editor');
    await expect(surface(editor)).toBeFocused();
    await editor.keyboard.press('s');
    await expect(source(editor).locator(':focus')).toHaveCount(1);
  });
});

test('E-SRC-09 E-SRC-10 E-CMD-06 E-CMD-07 formatting is one step, Tab indents or moves on, the palette gives the focus back, Monaco keeps no keys of ours', async ({
  editor,
  product,
}) => {
  const text = '## kept\nagent a:\n    model:   "x/y"   ## beside\n\n\n\n\nworkflow w:\n    entry: a\n    a -> done\n';
  await product.write('form.iter', text);
  await openFile(editor, 'form.iter');
  await split(editor);
  await caretAt(editor, 3, 1);
  await editor.keyboard.press('F1');
  const palette = editor.getByRole('combobox', { name: 'Search or run a command' });
  await expect(palette, 'our palette, not that of Monaco').toBeFocused();
  await editor.keyboard.type('format document');
  await expect(editor.getByRole('option', { name: /Format document/u })).toBeVisible();
  await editor.keyboard.press('Enter');
  await expect(unsaved(editor)).toHaveCount(1);
  await expect(source(editor).locator(':focus'), 'the focus is back in the text').toHaveCount(1);
  await expect(source(editor)).toContainText('## kept');
  await expect(source(editor)).toContainText('## beside');
  await editor.keyboard.press('Control+z');
  await expect(unsaved(editor), 'one step').toHaveCount(0);
  await editor.keyboard.press('Shift+Alt+f');
  await expect(unsaved(editor)).toHaveCount(1);
  await editor.keyboard.press('Shift+Alt+f');
  await expect(editor.getByText('Already formatted')).toBeVisible();
  await editor.keyboard.press('Control+z');

  await caretAt(editor, 2, 1);
  await editor.keyboard.press('Tab');
  await expect(
    status(editor).getByRole('button', { name: 'Ln 2, Col 5' }),
    'the indentation of the file',
  ).toBeVisible();
  await editor.keyboard.press('Control+z');
  await editor.keyboard.press('Control+m');
  await expect(editor.getByRole('status').filter({ hasText: /tab key/iu })).toBeAttached();
  await editor.keyboard.press('Tab');
  await expect(source(editor).locator(':focus'), 'Tab moves on').toHaveCount(0);
  await editor.keyboard.press('Alt+3');
  await editor.keyboard.press('Control+m');
  await editor.keyboard.press('Control+f');
  await expect(source(editor).getByRole('textbox', { name: /^Find/u })).toBeFocused();
  await editor.keyboard.press('Escape');
});

test('X-26 every character belongs to the text that has the focus: source, prompt and plain field', async ({
  editor,
}) => {
  const typed = 'a b?c/ {{x}}';
  await openFile(editor, LOOP);
  await split(editor);
  await editor.keyboard.press('Alt+3');
  await editor.keyboard.press('Control+Home');
  await editor.keyboard.type(`## ${typed}`);
  await expect(source(editor).locator('.view-line').first()).toContainText(typed);
  await editor.keyboard.press('Control+z');
  await editor.getByText('Graph', { exact: true }).click();
  const fields = [
    { item: 'writer', field: inspector(editor).getByRole('textbox', { name: 'Find a property' }) },
    {
      item: 'judge_system',
      field: inspector(editor)
        .getByRole('textbox', { name: /body|text/iu })
        .first(),
    },
  ];
  for (const { item, field } of fields) {
    await editor.keyboard.press('Control+Shift+o');
    await editor.keyboard.type(item);
    await editor.keyboard.press('Enter');
    await expect(inspector(editor).getByRole('textbox', { name: /^name/iu }).first()).toHaveValue(item);
    await field.click();
    await editor.keyboard.press('Control+a');
    await editor.keyboard.type(`${typed}!`);
    await editor.keyboard.press('ArrowLeft');
    await editor.keyboard.press('Delete');
    const got =
      (await field.evaluate((element) =>
        element instanceof HTMLElement && 'value' in element ? String(element.value) : element.textContent,
      )) ?? '';
    expect(got.replaceAll('\u00A0', ' ')).toBe(typed);
    await expect(editor.getByRole('dialog')).toHaveCount(0);
    await expect(card(editor, 'writer')).toBeVisible();
  }
});

test('E-DOC-10 X-53 selecting in the outline moves nothing; going there pans as far as needed and keeps the zoom', async ({
  editor,
}) => {
  await openFile(editor, 'pr_refine_single_model.iter');
  const zoom = status(editor).getByRole('button', { name: '100 %' });
  await status(editor)
    .getByRole('button', { name: /^\d+ %$/ })
    .click();
  await expect(zoom).toBeVisible();
  const place = await settled(card(editor, 'context_builder'));
  await editor.getByRole('treeitem', { name: /^final_verify/u }).click();
  await expect(inspector(editor).getByRole('textbox', { name: /name/iu }).first()).toHaveValue('final_verify');
  expect(await settled(card(editor, 'context_builder'))).toEqual(place);
  await editor.getByRole('treeitem', { name: /^final_verify/u }).press('Enter');
  await expect(card(editor, 'final_verify')).toBeInViewport();
  await expect(zoom, 'the zoom is kept').toBeVisible();
});
