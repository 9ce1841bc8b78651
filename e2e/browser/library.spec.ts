// The library: what it asks for before it inserts, and snippets of one's own and of the workspace.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { card, expect, openFile, test } from './product.ts';
import { save, surface } from './screen.ts';

const empty = 'workflow w:\n  default_backend: "simulate"\n';
const pair = `schema draft:
  text: string

prompt write_user:
  Write about cats.

agent writer:
  model: "m/one"
  user: write_user
  output: draft

judge critic:
  model: "m/one"
  input: draft

workflow w:
  entry: writer
  default_backend: "simulate"

  writer -> critic
  critic -> writer as again(2)
  critic -> done
`;

test('X-80 E-LIB-02 E-LIB-03 a snippet of the selection is kept in the workspace, asks for its parameters in another file, and uses equal schemas again', async ({
  editor,
  product,
}) => {
  await product.write('pair.iter', pair);
  await product.write('other.iter', `schema draft:\n  text: string\n\n${empty}`);
  await openFile(editor, 'pair.iter');
  await card(editor, 'writer').click();
  await card(editor, 'critic').click({ modifiers: ['Shift'] });
  await editor.keyboard.press('ControlOrMeta+k');
  await editor.keyboard.type('save selection as snippet');
  await editor.keyboard.press('Enter');
  const form = editor.getByRole('dialog', { name: 'Save as snippet' });
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByRole('alert')).toContainText('Title: A title is needed');
  await form.getByRole('link', { name: /Title/ }).click();
  await editor.keyboard.type('My pair');
  await form.getByRole('combobox', { name: 'Tags' }).fill('cats');
  await form.getByText('In this workspace', { exact: true }).click();
  for (const name of ['Name of writer', 'Model of writer and critic', 'Rounds of again, at most'])
    await form.getByRole('checkbox', { name }).check();
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  const kept = await readFile(join(product.workspace, '.iterion/snippets/my-pair.iter'), 'utf8');
  expect(kept).toMatch(/^## ---\n## name: My pair\n/u);
  expect(kept).toContain('## tags: cats\n## param: name writer | Name of writer\n');
  expect(kept).toContain('agent writer:\n  model: "m/one"\n');

  await openFile(editor, 'other.iter');
  await editor.getByRole('button', { name: 'Library' }).click();
  await editor.getByRole('button', { name: 'cats', exact: true }).click();
  const item = editor.getByRole('button', { name: /^My pair/ });
  await expect(item).toContainText('asks for name, model and bound');
  await item.press('Enter');
  const ask = editor.getByRole('dialog', { name: 'Insert My pair' });
  await ask.getByRole('textbox', { name: 'Name of writer' }).fill('author');
  await ask.getByRole('combobox', { name: 'Model of writer and critic' }).fill('m/two');
  await ask.getByRole('textbox', { name: 'Rounds of again, at most' }).fill('none');
  await ask.getByRole('button', { name: 'Insert' }).click();
  await expect(ask.getByRole('alert')).toContainText('A whole number, at least 1');
  await ask.getByRole('textbox', { name: 'Rounds of again, at most' }).fill('9');
  await ask.getByRole('button', { name: 'Insert' }).click();
  await expect(card(editor, 'author')).toBeVisible();
  await expect(editor.getByText(/Added .*author/).first(), 'what was added').toBeVisible();
  await save(editor);
  const after = await product.read('other.iter');
  expect(after.match(/^schema /gmu), 'the equal schema is used again').toHaveLength(1);
  expect(after).toContain('agent author:\n  model: "m/two"\n');
  expect(after).toContain('entry: author');
  expect(after).toMatch(/critic -> author as again\(9\)/u);
  expect(after).not.toContain('## param');
  expect(JSON.parse((await product.run('validate', 'other.iter', '--json')).out)).toMatchObject({ valid: true });
  await surface(editor).focus();
  await editor.keyboard.press('ControlOrMeta+z');
  await expect(card(editor, 'author')).toBeHidden();
  await save(editor);
  expect(await product.read('other.iter'), 'one step').toBe(`schema draft:\n  text: string\n\n${empty}`);

  await item.hover();
  await editor.getByRole('button', { name: 'Remove My pair' }).click();
  await expect(item).toBeHidden();
  expect(await readdir(join(product.workspace, '.iterion/snippets'))).toEqual([]);
  await editor.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect(item).toBeVisible();
});

test('E-LIB-01 E-LIB-04 the library is searched, narrowed by tags and walked with the arrows alone', async ({
  editor,
  product,
}) => {
  await product.write('empty.iter', empty);
  await openFile(editor, 'empty.iter');
  await editor.keyboard.press('Alt+l');
  const search = editor.getByRole('textbox', { name: 'Search the library' });
  await expect(search).toBeFocused();
  for (const title of ['Kinds', 'Patterns', 'My snippets', 'Workspace snippets'])
    await expect(editor.getByRole('heading', { name: title })).toBeVisible();
  await editor.keyboard.type('loop');
  await expect(editor.getByRole('button', { name: /^Human gate/ })).toBeHidden();
  await search.fill('');
  await editor.getByRole('button', { name: 'human', exact: true }).click();
  await expect(editor.getByRole('button', { name: /^Review loop/ })).toBeHidden();
  await search.focus();
  await editor.keyboard.press('ArrowDown');
  await expect(editor.getByRole('button', { name: /^Human gate/ })).toBeFocused();
  await editor.keyboard.press('Enter');
  const ask = editor.getByRole('dialog', { name: 'Insert Human gate' });
  await expect(ask.getByRole('textbox').first()).toBeFocused();
  await editor.keyboard.press('Enter');
  await expect(card(editor, 'gate')).toBeVisible();
  await save(editor);
  const validated = JSON.parse((await product.run('validate', 'empty.iter', '--json')).out) as { valid: boolean };
  expect(validated.valid).toBe(true);
});
