// Problems: where they appear, when, walking through them, their fixes and their pages.
import type { Page } from '@playwright/test';
import { card, expect, openFile, test } from './product.ts';
import { inspector, unsaved } from './screen.ts';

const problems = (page: Page) => page.getByRole('region', { name: 'Problems' });

const text = [
  '## kept',
  'schema o:',
  '  ok: bool',
  '',
  'agent a:',
  '  model: "m"',
  '  output: oo',
  '  readonly: yes',
  '',
  'agent b:',
  '  model: "m"',
  '  output: o',
  '',
  'agent lost:',
  '  model: "m"',
  '',
  'workflow w:',
  '  entry: a',
  '',
  '  a -> b',
  '  b -> done when ok',
  '',
].join('\n');

test('X-69 E-DIAG-02 E-DIAG-05 E-DIAG-06 a problem shows wherever it belongs; F8 walks, fixes apply, undo restores the bytes', async ({
  editor,
  product,
}) => {
  await product.write('wrong.iter', text);
  await openFile(editor, 'wrong.iter');
  await editor.getByText('Split', { exact: true }).click();
  // Card, outline, tab, status bar, field, gutter of the text.
  await expect(card(editor, 'a')).toContainText(/./u);
  await expect(editor.getByRole('treeitem', { name: /^a agent.*\d/ })).toBeVisible();
  await expect(editor.locator('.squiggly-error').first()).toBeVisible();
  await card(editor, 'a').click();
  await expect(inspector(editor).locator('[data-property="output"]')).toContainText('oo');
  await expect(
    inspector(editor).locator('[data-property="output"]').getByRole('button', { name: 'Change to o' }),
  ).toBeVisible();
  await editor.keyboard.press('ControlOrMeta+Shift+m');
  const rows = problems(editor).getByRole('listitem');
  await expect(rows.first()).toBeVisible();
  const count = await rows.count();
  expect(count).toBeGreaterThanOrEqual(4);

  // In text order, with the item selected.
  const walked: string[] = [];
  for (let step = 0; step < count; step++) {
    await editor.keyboard.press('F8');
    walked.push(
      await inspector(editor)
        .getByRole('textbox', { name: /^Name of this/ })
        .or(inspector(editor).getByText('→').first())
        .first()
        .inputValue()
        .catch(() => 'edge'),
    );
  }
  expect(walked.slice(0, 2)).toEqual(['a', 'a']);

  // The first fix of each error, until none is left.
  const errors = rows.filter({ has: editor.getByRole('img', { name: 'error' }) });
  for (let round = 0; round < 10 && (await errors.count()) > 0; round++) {
    await errors.first().getByRole('button', { name: /^Fix / }).click();
    const dialog = editor.getByRole('dialog');
    await expect(dialog.getByText(/^(?:added|removed):/u).first(), 'what it changes').toBeAttached();
    await dialog.getByRole('listitem').getByRole('button').first().click();
    await expect(dialog).toHaveCount(0);
  }
  await expect(problems(editor).getByRole('button', { name: 'Errors 0' })).toBeVisible();
  for (let step = 0; step < 12 && (await unsaved(editor).count()) > 0; step++)
    await editor.keyboard.press('ControlOrMeta+z');
  await expect(unsaved(editor)).toHaveCount(0);
  await expect(rows).toHaveCount(count);
  expect(await product.read('wrong.iter')).toBe(text);
});

test('E-DIAG-01 E-DIAG-10 E-DIAG-11 problems come after the pause and move with the text; errors stop a run and never a save', async ({
  editor,
  product,
}) => {
  await product.write('wrong.iter', text.replace('output: oo', 'output: o').replace('readonly: yes', 'readonly: true'));
  await openFile(editor, 'wrong.iter');
  await editor.keyboard.press('ControlOrMeta+Shift+m');
  const rows = problems(editor).getByRole('listitem');
  await expect(rows.first()).toBeVisible();
  const before = await rows.count();
  await editor.getByText('Split', { exact: true }).click();
  const source = editor.getByRole('textbox', { name: /Editor content|Source/ }).first();
  await source.focus();
  await editor.keyboard.press('ControlOrMeta+Home');
  // A line above: what is there moves, and is never gone.
  const fewest = editor.evaluate(
    async () =>
      new Promise<number>((resolve) => {
        const list = document.querySelector('[aria-label="Problems"] ul');
        let least = list?.children.length ?? 0;
        const watch = new MutationObserver(() => {
          least = Math.min(least, list?.children.length ?? 0);
        });
        if (list) watch.observe(list, { childList: true, subtree: true });
        setTimeout(() => {
          watch.disconnect();
          resolve(least);
        }, 900);
      }),
  );
  await editor.keyboard.type('## a\n## b\n');
  expect(await fewest).toBe(before);
  await expect(rows).toHaveCount(before);
  const started = Date.now();
  await editor.keyboard.type('vars:\nx: nope\n');
  await expect.poll(async () => rows.count()).toBeGreaterThan(before);
  expect(Date.now() - started).toBeLessThan(3000);

  // It saves; it does not start.
  await editor.keyboard.press('ControlOrMeta+s');
  await expect(unsaved(editor)).toHaveCount(0);
  expect(await product.read('wrong.iter')).toContain('x: nope');
  const start = editor.getByRole('button', { name: /^Run….*Mend the \d errors? first: see Problems/ });
  await expect(start).toBeDisabled();
});

test('E-LIB-04 E-LIB-05 an item of the library goes in by click, by key, by dragging and as text; what is equal is used again', async ({
  editor,
  product,
}) => {
  await editor.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await product.write('lib.iter', 'agent a:\n  model: "m"\n\nworkflow w:\n  entry: a\n\n  a -> done\n');
  await openFile(editor, 'lib.iter');
  await editor.getByRole('button', { name: 'Library' }).click();
  const item = editor.getByRole('button', { name: /^Human gate/ });
  await expect(item).toBeVisible();
  const cards = editor.locator('[id^="card-node:"]');
  const before = await cards.count();
  const insert = editor.getByRole('dialog', { name: 'Insert Human gate' }).getByRole('button', { name: 'Insert' });
  await item.click();
  await insert.click();
  await expect.poll(async () => cards.count()).toBeGreaterThan(before);
  await expect(editor.getByText(/Added|Inserted/).first(), 'what was added').toBeVisible();
  const once = await cards.count();
  await editor.keyboard.press('ControlOrMeta+s');
  await expect(unsaved(editor)).toHaveCount(0);
  const first = await product.read('lib.iter');
  const schemas = (source: string): number => source.match(/^(?:schema|prompt) /gmu)?.length ?? 0;

  await item.focus();
  await editor.keyboard.press('Enter');
  await insert.click();
  await expect.poll(async () => cards.count()).toBeGreaterThan(once);
  const twice = await cards.count();
  await editor.keyboard.press('ControlOrMeta+s');
  await expect(unsaved(editor)).toHaveCount(0);
  expect(schemas(await product.read('lib.iter')), 'equal schemas and prompts are used again').toBe(schemas(first));

  await item.dragTo(editor.getByRole('application', { name: 'Workflow graph' }), { targetPosition: { x: 80, y: 300 } });
  await insert.click();
  await expect.poll(async () => cards.count()).toBeGreaterThan(twice);
  await editor.getByRole('button', { name: /^Copy Human gate/ }).click();
  await expect(editor.getByText('Copied Human gate').first()).toBeVisible();
  const dropped = await cards.count();
  await editor.getByRole('application', { name: 'Workflow graph' }).focus();
  await editor.keyboard.press('ControlOrMeta+v');
  await expect.poll(async () => cards.count()).toBeGreaterThan(dropped);
});
