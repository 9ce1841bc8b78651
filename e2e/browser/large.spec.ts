// Files above 64 KiB, whose analysis is a worker's.
import { card, expect, settled, test } from './product.ts';
import { model, save, setModel, status, surface } from './screen.ts';

const nodes = 400;
const name = (index: number): string => `step_${String(index).padStart(4, '0')}`;
const text = [
  '## A long chain, one of its models is not set',
  'prompt sys:',
  ...Array.from({ length: 1200 }, (_, line) => `  Line ${line} of a long prompt, so that the file is a large one.`),
  '',
  ...Array.from({ length: nodes }, (_, i) => `agent ${name(i)}:\n  model: "vendor/model"\n  system: sys\n`),
  'workflow large:',
  `  entry: ${name(0)}`,
  ...Array.from({ length: nodes - 1 }, (_, i) => `  ${name(i)} -> ${name(i + 1)}`),
  `  ${name(nodes - 1)} -> done when ready`,
  '',
].join('\n');

test('E-DOC-15 E-LAYOUT-09 a large file is read in a worker: graph, problems, typing, acts and undo, and its places come back', async ({
  editor,
  product,
}) => {
  await product.write('large.iter', text);
  await editor.goto(`${product.origin}/edit/large.iter`);
  const last = name(nodes - 1);
  // The graph is whole, and what the checks find follows it.
  await expect(surface(editor)).toBeVisible();
  await expect(status(editor).getByText(`${nodes} nodes`)).toBeVisible();
  await expect(status(editor).getByRole('button', { name: /^[1-9]\d* errors?/ })).toBeVisible();
  expect(
    editor
      .workers()
      .map((worker) => worker.url())
      .join(),
  ).toContain('analysis');

  // One value in a form changes one line; undo takes it back.
  await editor.goto(`${product.origin}/edit/large.iter?node=${name(2)}`);
  await expect(card(editor, name(2))).toBeVisible();
  await setModel(editor, name(2), 'other/model');
  await save(editor);
  const before = text.split('\n');
  const after = (await product.read('large.iter')).split('\n');
  expect(after.filter((line, index) => line !== before[index])).toEqual(['  model: "other/model"']);
  await surface(editor).focus();
  await editor.keyboard.press('ControlOrMeta+z');
  await expect(model(editor)).toHaveValue('vendor/model');

  // Deleting acts at once, the problems follow, undo restores.
  const count = status(editor).getByText(/\d+ nodes/);
  await card(editor, name(3)).click();
  await surface(editor).focus();
  await editor.keyboard.press('Delete');
  await expect(count).toHaveText(new RegExp(`${nodes - 1} nodes`));
  await editor.keyboard.press('ControlOrMeta+z');
  await expect(count).toHaveText(new RegExp(`${nodes} nodes`));
  await expect(card(editor, name(3))).toBeVisible();
  await save(editor);
  expect(await product.read('large.iter')).toBe(text);

  // Typing in the source: the last edge loses what was wrong with it.
  await expect(status(editor).getByRole('button', { name: /^[1-9]\d* errors?/ })).toBeVisible();
  await product.write('large.iter', text.replace(`  ${last} -> done when ready`, `  ${last} -> done`));
  await expect(status(editor).getByRole('button', { name: /^0 errors/ })).toBeVisible();

  // A reload shows the same picture.
  const at = await settled(card(editor, name(2)));
  await editor.reload();
  await expect(card(editor, name(2))).toBeVisible();
  expect(await settled(card(editor, name(2)))).toEqual(at);
});
