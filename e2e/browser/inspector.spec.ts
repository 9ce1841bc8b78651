// Forms against the bytes on disk: what is edited changes its own line and nothing else.
import { card, expect, openFile, test } from './product.ts';
import { inspector, model, save, setModel } from './screen.ts';

const LINEAR = 'minimal_linear.iter';
const GATE = 'human_gate.iter';

const small = (agent: string, eol = '\n'): string =>
  ['agent a:', ...agent.split('\n'), '', 'workflow w:', '  entry: a', '', '  a -> done', ''].join(eol);

test('X-03 a commented file with CRLF, a byte order mark and odd alignment changes by exactly one line', async ({
  editor,
  product,
}) => {
  const text = `\uFEFF${['## A comment before all', '', 'agent   a:   ## beside the head', '  model:    "old/model"   ## beside the model', '      ', '  ## above a property', '  readonly:  true', '', '', 'workflow w:', '    entry:   a', '', '    a   ->   done   ## the end', ''].join('\r\n')}`;
  await product.write('odd.iter', text);
  await openFile(editor, 'odd.iter');
  await setModel(editor, 'a', 'new/model');
  await save(editor);
  expect(await product.read('odd.iter')).toBe(text.replace('"old/model"', '"new/model"'));
});

test('E-DOC-16 X-06 X-15 defaults that are written out and unknown properties outlive the edit of another property', async ({
  editor,
  product,
}) => {
  const text = small('  model: "old/model"\n  readonly: false\n  session: fresh\n  colour_of_mood: "blue"');
  await product.write('kept.iter', text);
  await openFile(editor, 'kept.iter');
  await setModel(editor, 'a', 'new/model');
  await save(editor);
  expect(await product.read('kept.iter')).toBe(text.replace('old/model', 'new/model'));
  const other = inspector(editor).getByRole('textbox', { name: 'Text that the editor does not know' });
  await expect(other).toHaveValue(/colour_of_mood: "blue"/u);
  await other.fill('colour_of_mood: "green"');
  await other.blur();
  await save(editor);
  expect(await product.read('kept.iter')).toBe(text.replace('old/model', 'new/model').replace('blue', 'green'));
});

for (const indent of ['  ', '    '])
  test(`E-DOC-05 X-12 what is inserted follows the file's indentation (${JSON.stringify(indent)})`, async ({
    editor,
    product,
  }) => {
    const text = [
      'agent a:',
      `${indent}readonly: true`,
      '',
      'workflow w:',
      `${indent}entry: a`,
      '',
      `${indent}a -> done`,
      '',
    ].join('\n');
    await product.write('indent.iter', text);
    await openFile(editor, 'indent.iter');
    await setModel(editor, 'a', 'some/model');
    await editor.getByRole('application', { name: 'Workflow graph' }).focus();
    await editor.keyboard.press('a');
    await editor.keyboard.type('judge');
    await editor.keyboard.press('Enter');
    await expect(card(editor, 'judge_1')).toBeVisible();
    await editor.keyboard.press('Escape');
    await setModel(editor, 'judge_1', 'other/model');
    await save(editor);
    const after = await product.read('indent.iter');
    expect(after).toContain(`\n${indent}model: "some/model"\n`);
    expect(after).toContain(`judge judge_1:\n${indent}model: "other/model"\n`);
    // The only way out of `a` was taken, so the judge went between.
    expect(after).toContain(`\n${indent}a -> judge_1\n${indent}judge_1 -> done\n`);
    for (const line of text.split('\n').filter((one) => !one.includes('->'))) expect(after.split('\n')).toContain(line);
  });

test('E-DOC-17 X-16 the older spellings delegate and mode stay when their values change', async ({
  editor,
  product,
}) => {
  const text = [
    'agent a:',
    '  model: "m/m"',
    '  delegate: "claude_code"',
    '',
    'human ask:',
    '  mode: pause_until_answers',
    '',
    'workflow w:',
    '  entry: a',
    '',
    '  a -> ask',
    '  ask -> done',
    '',
  ].join('\n');
  await product.write('older.iter', text);
  await openFile(editor, 'older.iter');
  await card(editor, 'a').click();
  const backend = inspector(editor).getByRole('combobox', { name: 'backend', exact: true });
  await backend.fill('codex');
  await backend.blur();
  await card(editor, 'ask').click();
  const form = inspector(editor);
  await form
    .getByRole('radiogroup', { name: /mode|interaction/ })
    .getByRole('radio', { name: 'llm', exact: true })
    .click();
  await save(editor);
  const after = await product.read('older.iter');
  expect(after).toContain('  delegate: "codex"\n');
  expect(after).not.toContain('backend');
  expect(after).toMatch(/^ {2}mode: (?!pause_until_answers)\w+$/mu);
  expect(after).not.toContain('interaction');
});

test('X-22 ten letters typed quickly are one undo step, and the field shows the former text', async ({
  editor,
  product,
}) => {
  const before = await product.read(LINEAR);
  await openFile(editor, LINEAR);
  await card(editor, 'writer').click();
  await model(editor).click();
  await editor.keyboard.press('End');
  await editor.keyboard.type('abcdefghij', { delay: 40 });
  await expect(model(editor)).toHaveValue('anthropic/claude-sonnet-4-5abcdefghij');
  await model(editor).blur();
  await save(editor);
  expect(await product.read(LINEAR)).toContain('claude-sonnet-4-5abcdefghij');
  await editor.keyboard.press('ControlOrMeta+z');
  await expect(model(editor)).toHaveValue('anthropic/claude-sonnet-4-5');
  await save(editor);
  expect(await product.read(LINEAR)).toBe(before);
});

test('X-65 rows of a mapping write templates, numbers and JSON as the language does', async ({ editor, product }) => {
  await openFile(editor, LINEAR);
  await card(editor, 'researcher').click();
  await editor.getByRole('application', { name: 'Workflow graph' }).focus();
  await editor.keyboard.press('e');
  const form = inspector(editor);
  await form.getByRole('button', { name: 'Map 1 matching field' }).click();
  const value = form.getByRole('textbox', { name: 'Value of facts' });
  await expect(value).toHaveValue('{{input.facts}}');
  await save(editor);
  expect(await product.read(LINEAR)).toMatch(/researcher -> writer with \{\s+facts: "\{\{input\.facts\}\}"\s+\}/u);
  await value.fill('["one", 2]');
  await value.blur();
  await save(editor);
  expect(await product.read(LINEAR)).toMatch(/facts: \["one", 2\]/u);
  await value.fill('42');
  await value.blur();
  await save(editor);
  expect(await product.read(LINEAR)).toMatch(/facts: 42\s/u);
});

test('E-EDGE-04 a condition edited on its chip changes the drawing and that line alone', async ({
  editor,
  product,
}) => {
  const before = await product.read(GATE);
  await openFile(editor, GATE);
  await editor.getByRole('button', { name: /^approved: / }).click();
  const chip = editor.getByRole('dialog', { name: 'Condition' });
  await chip.getByRole('radio', { name: 'ƒ expression' }).click();
  await chip.getByRole('textbox', { name: 'Expression' }).fill('approved && risk == "low"');
  await editor.keyboard.press('Escape');
  await expect(editor.getByRole('button', { name: /risk/ }).first()).toBeVisible();
  await save(editor);
  const lines = (await product.read(GATE)).split('\n');
  const changed = lines.filter((line) => !before.split('\n').includes(line));
  expect(changed).toEqual(['  approval -> announce when `approved && risk == "low"`']);
  expect(lines).toHaveLength(before.split('\n').length);
});

test('E-INSP-14 editing the body of a prompt keeps its indentation and what surrounds it', async ({
  editor,
  product,
}) => {
  const before = await product.read(LINEAR);
  await openFile(editor, LINEAR);
  await editor.getByRole('treeitem', { name: /^Prompts/ }).click();
  await editor.keyboard.press('ArrowRight');
  await editor.getByRole('treeitem', { name: /write_user/ }).click();
  const body = inspector(editor).getByRole('textbox', { name: 'Text of prompt write_user' });
  await expect(body).toHaveValue('Write a short paragraph for newcomers from these facts:\n\n{{input.facts}}');
  await body.fill('Write two paragraphs:\n\n  - indented\n\n{{input.facts}}');
  await body.blur();
  await save(editor);
  expect(await product.read(LINEAR)).toBe(
    before.replace(
      '  Write a short paragraph for newcomers from these facts:\n\n',
      '  Write two paragraphs:\n\n    - indented\n\n',
    ),
  );
});

test('X-67 renaming a schema field follows its uses, once, after the name is complete', async ({ editor, product }) => {
  const before = await product.read(GATE);
  await openFile(editor, GATE);
  await card(editor, 'approval').click();
  await inspector(editor).getByRole('button', { name: 'Go to schema decision' }).click();
  const name = inspector(editor).getByRole('textbox', { name: 'Name of field approved' });
  await name.click();
  await editor.keyboard.press('ControlOrMeta+a');
  await editor.keyboard.type('released', { delay: 60 });
  await expect(name, 'the field keeps its draft while typing').toHaveValue('released');
  await editor.keyboard.press('Enter');
  await save(editor);
  expect(await product.read(GATE)).toBe(before.replaceAll(/\bapproved\b(?=:|$| as)/gmu, 'released'));
  await editor.keyboard.press('ControlOrMeta+z');
  await save(editor);
  expect(await product.read(GATE)).toBe(before);
});
