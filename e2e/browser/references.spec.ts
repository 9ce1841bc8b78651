// Texts with references, values and usages in the panel: what is offered, tried, previewed and warned of.
import type { Page } from '@playwright/test';
import { card, expect, openFile, test } from './product.ts';
import { inspector, save, surface, unsaved } from './screen.ts';

/** Opens a declaration from the outline. */
async function declaration(page: Page, group: RegExp, name: RegExp): Promise<void> {
  await page.getByRole('treeitem', { name: group }).click();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('treeitem', { name }).click();
}

const GATE = 'human_gate.iter';
const LINEAR = 'minimal_linear.iter';

test('X-64 E-INSP-09 E-INSP-10 a prompt completes what its node can reach, marks what nothing declares, keeps its indentation', async ({
  editor,
  product,
}) => {
  const before = await product.read(LINEAR);
  await openFile(editor, LINEAR);
  await declaration(editor, /^Prompts/, /write_user/);
  const body = inspector(editor).getByRole('textbox', { name: 'Text of prompt write_user' });
  await body.click();
  await editor.keyboard.press('ControlOrMeta+End');
  await editor.keyboard.type('\n{{outputs.');
  const offered = inspector(editor).getByRole('option');
  await expect(offered.first()).toBeVisible();
  expect(await offered.allTextContents()).toEqual(
    expect.arrayContaining([expect.stringContaining('outputs.researcher')]),
  );
  for (const text of await offered.allTextContents())
    expect(text, 'only what has run before').not.toContain('outputs.writer');
  await editor.keyboard.type('researcher.f');
  await editor.keyboard.press('Enter');
  await expect(body).toHaveValue(/\n\{\{outputs\.researcher\.facts\}\}$/u);
  await editor.keyboard.type(' {{vars.nobody}}');
  await body.blur();
  const references = inspector(editor).getByRole('list', { name: 'Refers to' });
  await expect(references.getByRole('listitem').first(), 'unresolved ones first').toHaveText('vars.nobodyunresolved');
  await references.getByRole('button', { name: /^outputs\.researcher\.facts/ }).click();
  await expect(inspector(editor).getByRole('textbox', { name: 'Name of this schema' })).toBeVisible();
  await save(editor);
  expect(await product.read(LINEAR)).toBe(
    before.replace(/(\n {2}\{\{input\.facts\}\}\n)/u, '$1  {{outputs.researcher.facts}} {{vars.nobody}}\n'),
  );
});

test('E-INSP-13 E-INSP-14 E-INSP-22 a run leaves its values to try with, to preview and to look at', async ({
  editor,
  product,
}) => {
  expect((await product.run('run', LINEAR, '--simulate')).code).toBe(0);
  await openFile(editor, LINEAR);
  await card(editor, 'writer').click();
  const runs = inspector(editor).getByRole('region', { name: 'Runs of this node' });
  await expect(runs.getByText('100 %')).toBeVisible();
  await expect(runs.getByRole('link')).toHaveAttribute('href', /^\/runs\/run_\w+\?node=writer&exec=/u);
  await expect(runs.getByRole('group', { name: 'Last output' })).toContainText('simulated writer.title 1');
  await expect(runs.getByRole('button', { name: 'Copy the last input' })).toBeVisible();
  await inspector(editor).getByRole('button', { name: 'Go to prompt write_user' }).click();
  await inspector(editor).getByText('Preview', { exact: true }).click();
  const rendered = inspector(editor).getByLabel('Rendered prompt');
  await expect(rendered).toContainText('simulated researcher.facts 1');
  await inspector(editor).getByRole('textbox', { name: 'Value of input.facts' }).fill('["the sky is blue"]');
  await expect(rendered).toContainText(
    'Write a short paragraph for newcomers from these facts:\n\n["the sky is blue"]',
  );
  await expect(unsaved(editor), 'a preview changes nothing').toHaveCount(0);

  await product.run('run', GATE, '--simulate');
  await openFile(editor, GATE);
  await editor.getByRole('button', { name: /^approved: / }).click();
  const chip = editor.getByRole('dialog', { name: 'Condition' });
  await chip.getByRole('radio', { name: 'ƒ expression' }).click();
  await chip.getByRole('textbox', { name: 'Expression' }).fill('approved && length(input.notes) > 2');
  await expect(chip.getByText('gives bool')).toBeVisible();
  await chip.getByRole('button', { name: 'Try it' }).click();
  await chip.getByRole('textbox', { name: 'Value of input.approved' }).fill('true');
  await chip.getByRole('textbox', { name: 'Value of input.notes' }).fill('abc');
  const result = chip.getByLabel('Result');
  await expect(result).toHaveText('= true bool, taken');
  await chip.getByRole('textbox', { name: 'Value of input.notes' }).fill('a');
  await expect(result).toHaveText('= false bool, not taken');
});

test('X-67 E-INSP-11 E-INSP-12 what is used lists its usages and what breaks before it goes', async ({
  editor,
  product,
}) => {
  const before = await product.read(GATE);
  await openFile(editor, GATE);
  await card(editor, 'approval').click();
  await inspector(editor).getByRole('button', { name: 'Go to schema decision' }).click();
  const field = inspector(editor).getByRole('group', { name: 'Field approved' });
  await field.getByRole('button', { name: /^Used in \d+ places?$/ }).click();
  await expect(field.getByRole('button', { name: /approval → announce/ })).toBeVisible();
  await field.getByRole('button', { name: /approval → announce/ }).click();
  await expect(inspector(editor).getByText('Taken when approved is true.')).toBeVisible();
  await card(editor, 'approval').click();
  await inspector(editor).getByRole('button', { name: 'Go to schema decision' }).click();
  const remove = async (): Promise<void> => {
    await inspector(editor).getByRole('button', { name: 'What can be done with field approved' }).click();
    await editor.getByRole('menuitem', { name: 'Remove field' }).click();
  };
  await remove();
  const question = editor.getByRole('dialog', { name: 'Remove field approved of decision?' });
  await expect(question).toContainText('approval -> announce when approved');
  await expect(question).toContainText('C014');
  await question.getByRole('button', { name: 'Keep it' }).click();
  await expect(unsaved(editor)).toHaveCount(0);
  await remove();
  await question.getByRole('button', { name: 'Remove', exact: true }).click();
  await save(editor);
  expect(await product.read(GATE)).toBe(before.replace(/^ {2}approved: bool.*\n/mu, ''));
  await editor.getByRole('button', { name: 'Undo', exact: true }).first().click();
  await save(editor);
  expect(await product.read(GATE)).toBe(before);

  // A whole declaration, by key in the outline.
  await declaration(editor, /^Prompts/, /^notes_user/);
  await editor.keyboard.press('Delete');
  await expect(editor.getByRole('dialog', { name: /^Remove prompt .*\?$/ })).toContainText('Used in 1 place');
  await editor.keyboard.press('Escape');
  await expect(unsaved(editor)).toHaveCount(0);
});

test('X-66 E-INSP-15 E-INSP-17 E-EDGE-12 ways out are edited and reordered in place, and the line below says what is covered', async ({
  editor,
  product,
}) => {
  const text = [
    'schema o:',
    '  ok: bool',
    '',
    'agent a:',
    '  model: "m"',
    '  output: o',
    '',
    'tool b:',
    '  command: "true"',
    '',
    'workflow w:',
    '  entry: a',
    '',
    '  ## First this.',
    '  a -> b when ok   # good',
    '  a -> fail when not ok',
    '  ## The rest.',
    '  a -> done',
    '  b -> done',
    '',
  ].join('\n');
  await product.write('ways.iter', text);
  await openFile(editor, 'ways.iter');
  await card(editor, 'a').click();
  const ways = inspector(editor).getByRole('region', { name: 'Ways out' });
  const line = ways.getByRole('status');
  await expect(line).toContainText('All cases are covered. Row 3 can never match.');
  await ways.getByRole('button', { name: 'Move way 1 later' }).click();
  await save(editor);
  expect(await product.read('ways.iter')).toBe(
    text.replace(
      '  ## First this.\n  a -> b when ok   # good\n  a -> fail when not ok\n',
      '  a -> fail when not ok\n  ## First this.\n  a -> b when ok   # good\n',
    ),
  );
  await editor.keyboard.press('ControlOrMeta+z');
  await ways.getByRole('button', { name: /^Condition of way 2/ }).click();
  await ways
    .getByRole('radio', { name: 'always', exact: true })
    .or(ways.getByRole('radio', { name: 'otherwise' }))
    .click();
  await expect(line).toContainText('Row 3 can never match');
  await editor.keyboard.press('ControlOrMeta+z');
  await ways.getByRole('button', { name: 'Select way 3' }).click();
  await inspector(editor).getByRole('button', { name: 'Delete', exact: true }).click();
  await card(editor, 'a').click();
  await expect(line).toHaveText('✓All cases are covered.');
  await ways.getByRole('button', { name: 'Select way 2' }).click();
  await inspector(editor).getByRole('button', { name: 'Delete', exact: true }).click();
  await card(editor, 'a').click();
  await expect(line).toContainText('Nothing happens when ok is false: the run fails there.');
});

test('X-68 E-INSP-18 a command keeps its literal; each reference says how it is quoted, and nothing is run', async ({
  editor,
  product,
}) => {
  const text = [
    'vars:',
    '  name: string = "x"',
    '',
    'tool t:',
    '  command: |',
    '    touch ran.txt',
    '    echo "it\'s" {{vars.name}}',
    '',
    'workflow w:',
    '  entry: t',
    '',
    '  t -> done',
    '',
  ].join('\n');
  await product.write('cmd.iter', text);
  await openFile(editor, 'cmd.iter');
  await card(editor, 't').click();
  const command = inspector(editor).getByRole('textbox', { name: 'command', exact: true });
  const inserted = inspector(editor).getByRole('list', { name: 'What is put in' });
  await expect(inserted).toContainText('quoted, as one word');
  await command.click();
  await editor.keyboard.press('ControlOrMeta+End');
  await editor.keyboard.press('ArrowUp');
  await editor.keyboard.press('End');
  await editor.keyboard.type(' "{{vars.name}}" {{!vars.name}}');
  await command.blur();
  await expect(inserted).toContainText('inside your double quotes');
  await expect(inserted).toContainText('raw: the shell reads the value as its own text');
  await save(editor);
  expect(await product.read('cmd.iter')).toBe(
    text.replace('{{vars.name}}\n', '{{vars.name}} "{{vars.name}}" {{!vars.name}}\n'),
  );
  await expect(product.read('ran.txt')).rejects.toThrow('ENOENT');
});

test('X-61 E-INSP-04 E-INSP-19 clearing and setting the default backend shows in every field that takes it', async ({
  editor,
  product,
}) => {
  const text = [
    'agent a:',
    '  model: "m"',
    '',
    'workflow w:',
    '  entry: a',
    '  default_backend: "claw"   # ours',
    '',
    '  a -> done',
    '',
  ].join('\n');
  await product.write('backend.iter', text);
  await openFile(editor, 'backend.iter');
  const backend = inspector(editor).getByRole('combobox', { name: 'backend', exact: true });
  await card(editor, 'a').click();
  await expect(backend).toHaveAttribute('placeholder', 'claw');
  await backend.fill('codex');
  await backend.blur();
  await expect(inspector(editor).getByRole('button', { name: 'from workflow' })).toHaveCount(0);
  await inspector(editor).getByRole('button', { name: 'Reset backend' }).click();
  await inspector(editor).getByRole('button', { name: 'from workflow' }).click();
  await expect(inspector(editor).getByText('Worst case: 1 execution')).toHaveCount(0);
  await inspector(editor).getByRole('button', { name: 'Reset default_backend' }).click();
  await save(editor);
  expect(await product.read('backend.iter')).toBe(text.replace('  default_backend: "claw"   # ours\n', ''));
  await inspector(editor).getByRole('textbox', { name: 'Find a property' }).fill('budget');
  await inspector(editor).getByRole('button', { name: 'Add budget' }).click();
  await expect(inspector(editor).getByText('Worst case: 1 execution')).toBeVisible();
  await expect(inspector(editor).getByText('Worst case: nothing runs in parallel')).toBeVisible();
  await surface(editor).click({ position: { x: 20, y: 200 } });
});

test('E-INSP-16 E-INSP-20 E-INSP-21 mappings fit, variables and presets are tables, a server asks for what its transport needs', async ({
  editor,
  product,
}) => {
  const text = [
    'vars:',
    '  topic: string = "cats"',
    '  rounds: int',
    '',
    'presets:',
    '  fast:',
    '    rounds: 1',
    '',
    'mcp_server files:',
    '  transport: stdio',
    '  command: "srv"',
    '  url: "http://left.over"',
    '',
    'schema i:',
    '  text: string',
    '  n: int',
    '',
    'schema o:',
    '  list: string[]',
    '',
    'agent a:',
    '  model: "m"',
    '  output: o',
    '',
    'agent b:',
    '  model: "m"',
    '  input: i',
    '',
    'workflow w:',
    '  entry: a',
    '  vars:',
    '    topic: string = "dogs"',
    '',
    '  a -> b with {',
    '    n: "{{input.list}}"',
    '    extra: true',
    '  }',
    '  b -> done',
    '',
  ].join('\n');
  await product.write('data.iter', text);
  await openFile(editor, 'data.iter');
  await card(editor, 'a').click();
  await surface(editor).focus();
  await editor.keyboard.press('e');
  const row = (name: string) => inspector(editor).getByRole('group', { name: `Mapping of ${name}` });
  await expect(row('n')).toContainText('gets string[], does not fit');
  await expect(row('extra')).toContainText('not in the schema');
  await expect(row('text')).toContainText('string, not mapped');
  await row('n').getByRole('button', { name: 'Choose a source for n' }).click();
  await editor.getByRole('menuitem', { name: /^rounds/ }).click();
  await expect(row('n')).toContainText('gets int ✓');
  await row('text').getByRole('textbox').fill('7');
  await row('text').getByRole('textbox').blur();
  await row('text')
    .getByRole('button', { name: /how text is written/ })
    .click();
  await editor.getByRole('menuitem', { name: 'Text', exact: true }).click();
  await save(editor);
  const after = await product.read('data.iter');
  expect(after).toMatch(/n: "\{\{vars\.rounds\}\}"/u);
  expect(after).toMatch(/text: "7"/u);
  expect(after).toContain('    extra: true\n');

  await declaration(editor, /^Variables/, /^topic/);
  const table = inspector(editor).getByRole('region', { name: 'All variables' });
  await expect(table.getByRole('row', { name: /^topic/ })).toContainText('workflow overrides');
  await expect(table.getByRole('row', { name: /^rounds/ })).toContainText('asked for');
  await table.getByRole('textbox', { name: 'New variable' }).fill('mood');
  await editor.keyboard.press('Enter');
  await expect(table.getByRole('row', { name: /^mood/ })).toBeVisible();
  await declaration(editor, /^Presets/, /^fast/);
  const cell = inspector(editor).getByRole('textbox', { name: 'topic in fast' });
  await cell.fill('birds');
  await cell.blur();
  await save(editor);
  expect(await product.read('data.iter')).toContain('  fast:\n    rounds: 1\n    topic: "birds"\n');

  await declaration(editor, /^MCP servers/, /^files/);
  const transport = inspector(editor).getByRole('radiogroup', { name: 'transport' });
  await expect(inspector(editor).locator('[data-property="url"]'), 'left over from another transport').toContainText(
    'only with',
  );
  await expect(inspector(editor).locator('[data-property="headers"]')).toHaveCount(0);
  await transport.getByRole('radio', { name: 'http' }).click();
  await expect(inspector(editor).locator('[data-property="url"]')).not.toContainText('only with');
  await expect(inspector(editor).locator('[data-property="headers"]')).toBeVisible();
  await expect(inspector(editor).locator('[data-property="command"]')).toContainText('only with');
});
