// The property panel as people meet it: every kind in one file, drafts that are no values yet, news that arrive while one types, the prompt in
// full size.
import { card, expect, openFile, test } from './product.ts';
import { inspector, model, save, surface } from './screen.ts';

const every = `vars:
  topic: string = "cats"  ## what about
  count: int = 3

presets:
  small:
    topic: "dogs"

attachments:
  picture: image
    description: "A picture"

widget thing:
  size: 3

mcp_server gh:
  transport: stdio
  command: "npx"
  env:
    GITHUB_TOKEN: "\${GITHUB_TOKEN}"

cursor temper:
  description: "How bold"
  values:
    low: "be careful"

schema out:
  ok: bool

prompt sys:
  # You are bold
  Use {{vars.nope}} and {{vars.topic}}.

agent writer:
  model: "anthropic/claude-haiku-4-5"
  delegate: "claude_code"
  reasoning_effort: xhigh
  tool_max_steps: 12
  system: sys
  output: out
  mcp:
    servers: [gh]
    mood: "blue"

router pick:
  mode: fan_out_all

join meet:
  strategy: wait_all

human ask:
  mode: pause_until_answers

tool run:
  command: "echo {{vars.topic}}"

compute sum:
  expr:
    total: \`vars.count + 1\`

judge check:
  threshold: 12

## @group pair: writer, ask

workflow w:
  entry: writer
  default_backend: "simulate"

  writer -> pick
  pick -> ask
  pick -> run
  ask -> meet
  run -> meet
  meet -> sum
  sum -> check
  check -> done
`;

test('X-60 E-INSP-01 E-INSP-24 every kind of item has its form; what the language does not know stays, as text', async ({
  editor,
  product,
}) => {
  test.setTimeout(90_000);
  await product.write('every.iter', every);
  await openFile(editor, 'every.iter');
  await editor.setViewportSize({ width: 1280, height: 1400 });
  const panel = inspector(editor);
  const named = (kind: string) => panel.getByRole('textbox', { name: `Name of this ${kind}` });
  await expect(named('workflow'), 'with nothing selected').toHaveValue('w');
  for (const [name, kind] of [
    ['pick', 'Router'],
    ['meet', 'Join'],
    ['ask', 'Human'],
    ['run', 'Tool'],
    ['sum', 'Compute'],
    ['check', 'Judge'],
    ['writer', 'Agent'],
  ] as const) {
    await card(editor, name).click();
    await expect(named(kind)).toHaveValue(name);
    await expect(
      panel.getByRole('combobox', { name: 'Find a property' }).or(panel.locator('[data-property]').first()),
    ).toBeVisible();
  }
  // A property: label with help, control, the way to the text, reset; the older spelling and its value outlive a round trip.
  const steps = panel.getByRole('textbox', { name: 'tool max steps' });
  await expect(steps).toHaveValue('12');
  await panel.getByText('tool max steps').hover();
  await expect(editor.getByRole('tooltip').getByText('tool_max_steps')).toBeVisible();
  await steps.fill('13');
  await steps.blur();
  await panel.getByRole('button', { name: 'Reset tool_max_steps' }).click();
  await expect(steps).toHaveValue('');
  await save(editor);
  expect(await product.read('every.iter')).toBe(every.replace('  tool_max_steps: 12\n', ''));
  await surface(editor).focus();
  for (let undone = 0; undone < 2; undone++) await editor.keyboard.press('ControlOrMeta+z');
  await save(editor);
  expect(await product.read('every.iter')).toBe(every);
  // What the machine knows of it.
  await expect(panel.getByText('200K context · $1 in, $5 out per million tokens')).toBeVisible();
  await expect(panel.getByText(/takes low, medium, high: xhigh is lowered to high/)).toBeVisible();
  await expect(panel.getByRole('img', { name: /claude is not on the PATH|claude_code can be used/ })).toBeVisible();
  await panel.locator('[data-property="model"]').hover();
  await panel.getByRole('button', { name: 'How model is written' }).click();
  await expect(editor.getByRole('menuitem', { name: /In quotes/ })).toHaveAttribute('aria-current', 'true');
  await editor.getByRole('menuitem', { name: /Raw/ }).click();
  await save(editor);
  expect(await product.read('every.iter')).toBe(
    every.replace('"anthropic/claude-haiku-4-5"', '`anthropic/claude-haiku-4-5`'),
  );
  const unknown = panel.getByRole('textbox', { name: 'Text that the editor does not know' });
  await expect(unknown).toHaveValue('mood: "blue"');

  const outline = editor.getByRole('tree', { name: 'Graph as a tree' });
  for (const [section, name, kind] of [
    ['Prompts', 'sys', 'prompt'],
    ['Schemas', 'out', 'schema'],
    ['Variables', 'topic', 'variable'],
    ['Presets', 'small', 'preset'],
    ['Attachments', 'picture', 'attachment'],
    ['MCP servers', 'gh', 'MCP server'],
    ['Cursors', 'temper', 'cursor'],
    ['Groups', 'pair', 'group'],
  ] as const) {
    await outline.getByRole('treeitem', { name: new RegExp(`^${section}`) }).click();
    await editor.keyboard.press('ArrowRight');
    await outline
      .getByRole('treeitem', { name: new RegExp(`^${name}\\b`) })
      .last()
      .click();
    await expect(named(kind), section).toHaveValue(name);
    await outline.getByRole('treeitem', { name: new RegExp(`^${section}`) }).click();
    await editor.keyboard.press('ArrowLeft');
  }
  await outline.getByRole('treeitem', { name: /^Unknown blocks/ }).click();
  await editor.keyboard.press('ArrowRight');
  await outline.getByRole('treeitem', { name: /^widget thing/ }).click();
  await expect(panel.getByText('unknown block', { exact: true })).toBeVisible();
  await expect(panel.getByText(/widget starts no declaration/)).toBeVisible();
  await unknown.fill('widget thing:\n  size: 4');
  await unknown.blur();
  await save(editor);
  expect(await product.read('every.iter')).toContain('widget thing:\n  size: 4\n');
});

test('X-62 X-63 E-INSP-05 E-INSP-08 E-A11Y-13 a draft that is no value stays with its reason, whatever arrives; errors are listed at the head with a way to their fields', async ({
  editor,
  product,
}) => {
  const text = `agent a:
  model: "m/x"
  tool_max_steps: 12
  session: "nonsense"
  max_tokens: 100

workflow w:
  entry: a
  default_backend: "simulate"

  a -> done
`;
  await product.write('draft.iter', text);
  await openFile(editor, 'draft.iter');
  await card(editor, 'a').click();
  const panel = inspector(editor);
  const steps = panel.getByRole('textbox', { name: 'tool max steps' });
  await steps.fill('12.');
  await panel.getByRole('textbox', { name: 'max tokens' }).click();
  await expect(steps).toHaveValue('12.');
  await expect(steps).toHaveAttribute('aria-invalid', 'true');
  await expect(panel.getByText('This is not a number yet')).toBeVisible();
  await expect(editor.getByRole('link', { name: /unsaved/ }), 'the text keeps the last valid value').toHaveCount(0);

  // Typing in one field, with the caret in the middle, while a run starts and the file changes on disk.
  await steps.fill('12');
  await model(editor).click();
  await editor.keyboard.press('Home');
  await editor.keyboard.type('ab');
  await product.write('draft.iter', text.replace('max_tokens: 100', 'max_tokens: 200').replace('"m/x"', '"m/x"'));
  await expect(panel.getByRole('textbox', { name: 'max tokens' }), 'the change came').toHaveValue('200');
  const run = product.run('run', 'draft.iter', '--simulate');
  await editor.keyboard.type('cd', { delay: 150 });
  await run;
  await expect(model(editor)).toBeFocused();
  await expect(model(editor)).toHaveValue('abcdm/x');
  expect(await model(editor).evaluate((field: HTMLInputElement) => field.selectionStart)).toBe(4);
  await save(editor);
  expect(await product.read('draft.iter')).toBe(text.replace('"m/x"', '"abcdm/x"').replace('100', '200'));

  const head = panel.getByRole('group', { name: 'Problems of this form' });
  await expect(head.getByText('One field has an error')).toBeVisible();
  await panel.getByRole('button', { name: 'Conversation', exact: true }).click();
  await head.getByRole('button', { name: /^session:/ }).click();
  const session = panel.locator('[data-property="session"]').getByRole('combobox');
  await expect(session).toBeFocused();
  await expect(session).toHaveAttribute('aria-invalid', 'true');
});

test('E-INSP-14 a prompt is edited in full size over the canvas and comes back with caret and buffer', async ({
  editor,
  product,
}) => {
  await product.write('every.iter', every);
  await openFile(editor, 'every.iter');
  await card(editor, 'writer').click();
  const panel = inspector(editor);
  await panel.getByRole('button', { name: 'Edit sys in full size' }).click();
  const stage = editor.getByRole('region', { name: 'Prompt sys in full size' });
  const text = stage.getByRole('textbox', { name: 'Text of prompt sys' });
  await expect(text).toBeFocused();
  await expect(stage.getByRole('list', { name: 'Refers to' }).getByRole('listitem').first()).toHaveText(
    'vars.nopeunresolved',
  );
  await expect(stage.getByText(/8 words, about \d+ tokens/)).toBeVisible();
  await expect(stage.locator('[data-ink="heading"]')).toHaveText('# You are bold');
  await editor.keyboard.press('ControlOrMeta+End');
  await editor.keyboard.type('\nAnd {{vars.co');
  await editor.keyboard.press('Enter');
  await expect(text).toHaveValue(/And \{\{vars\.count\}\}$/u);
  await expect(panel.getByRole('textbox', { name: 'Text of prompt sys' }), 'the same buffer').toHaveValue(
    /vars\.count/u,
  );
  await stage.getByRole('radio', { name: 'Preview' }).check({ force: true });
  await expect(stage.getByLabel('Rendered prompt')).toContainText('And 1');
  await stage.getByRole('radio', { name: 'Template' }).check({ force: true });
  await text.focus();
  await editor.keyboard.press('Escape');
  await expect(stage).toBeHidden();
  const small = panel.getByRole('textbox', { name: 'Text of prompt sys' });
  await expect(small).toBeFocused();
  await save(editor);
  expect(await product.read('every.iter')).toBe(
    every.replace('{{vars.topic}}.\n', '{{vars.topic}}.\n  And {{vars.count}}\n'),
  );
  // By key from the canvas, and closed by going elsewhere.
  await card(editor, 'writer').click();
  await editor.keyboard.press('Alt+Shift+E');
  await expect(stage).toBeVisible();
  await editor.getByRole('radio', { name: 'Split' }).check({ force: true });
  await expect(stage).toBeHidden();
});

test('E-INSP-20 a variable moves between file and workflow with its comment, and presets come and go', async ({
  editor,
  product,
}) => {
  await product.write('every.iter', every);
  await openFile(editor, 'every.iter');
  const panel = inspector(editor);
  await panel.getByRole('button', { name: 'topic', exact: true }).click();
  await panel.getByRole('radio', { name: 'the workflow' }).click();
  await expect(panel.getByRole('radio', { name: 'the workflow' })).toHaveAttribute('aria-checked', 'true');
  await save(editor);
  const moved = await product.read('every.iter');
  expect(moved).toContain('workflow w:\n  vars:\n    topic: string = "cats"  ## what about\n  entry: writer\n');
  expect(moved).not.toMatch(/^ {2}topic: string/mu);
  await panel.getByRole('radio', { name: 'the file' }).click();
  await save(editor);
  expect((await product.read('every.iter')).split('\n').toSorted()).toEqual(every.split('\n').toSorted());
  await panel.getByRole('button', { name: 'small', exact: true }).first().click();
  await panel.getByRole('textbox', { name: 'count in small' }).fill('7');
  await panel.getByRole('textbox', { name: 'New preset' }).fill('large');
  await editor.keyboard.press('Enter');
  await panel.getByRole('textbox', { name: 'topic in large' }).fill('whales');
  await panel.getByRole('textbox', { name: 'topic in large' }).blur();
  await save(editor);
  expect(await product.read('every.iter')).toContain(
    'presets:\n  small:\n    topic: "dogs"\n    count: 7\n  large:\n    topic: "whales"\n',
  );
  await panel.getByRole('button', { name: 'Remove preset large' }).click();
  await save(editor);
  expect(await product.read('every.iter')).not.toContain('large');
});

test('E-INSP-23 nodes of one kind are edited together, what differs says mixed; a description is the comment above', async ({
  editor,
  product,
}) => {
  const text = [
    ...['a', 'b'].flatMap((name, index) => [
      ...(index === 0 ? ['# Says hello.', '## ignore C124'] : []),
      `agent ${name}:`,
      `  model: "m/${name}"`,
      ...(index === 0 ? ['  readonly: true'] : []),
      '',
    ]),
    'workflow w:',
    '  entry: a',
    '  default_backend: "simulate"',
    '',
    '  a -> b  ## goes on',
    '  b -> done',
    '',
  ].join('\n');
  await product.write('two.iter', text);
  await openFile(editor, 'two.iter');
  const panel = inspector(editor);
  await card(editor, 'a').click();
  const description = panel.getByRole('textbox', { name: 'Description' });
  await expect(description).toHaveValue('Says hello.');
  await description.fill('Says hello,\nand goes.');
  await description.blur();
  await save(editor);
  expect(await product.read('two.iter')).toBe(text.replace('# Says hello.\n', '## Says hello,\n## and goes.\n'));
  await description.fill('Says hello.');
  await description.blur();

  await card(editor, 'b').click({ modifiers: ['Shift'] });
  await expect(panel.getByText('2 selected')).toBeVisible();
  await expect(model(editor)).toHaveValue('');
  await expect(model(editor)).toHaveAttribute('placeholder', 'mixed');
  await model(editor).fill('m/both');
  await model(editor).blur();
  await expect(model(editor)).toHaveValue('m/both');
  await panel.getByRole('radiogroup', { name: 'readonly' }).getByRole('radio', { name: 'Off' }).click();
  await save(editor);
  const after = text
    .replace('# Says', '## Says')
    .replaceAll(/"m\/[ab]"/gu, '"m/both"')
    .replace('readonly: true', 'readonly: false')
    .replace('agent b:\n  model: "m/both"\n', 'agent b:\n  model: "m/both"\n  readonly: false\n');
  expect(await product.read('two.iter')).toBe(after);
  await panel.getByRole('button', { name: 'Reset readonly' }).click();
  await save(editor);
  expect(await product.read('two.iter')).toBe(after.replaceAll('  readonly: false\n', ''));
  await surface(editor).focus();
  await editor.keyboard.press('ControlOrMeta+z');
  await save(editor);
  expect(await product.read('two.iter'), 'one step for both').toBe(after);
});
