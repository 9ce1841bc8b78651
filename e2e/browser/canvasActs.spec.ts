// What the canvas does to the text, act by act: renaming, clipboard, inserting, adding, converting, menus, selecting, and all of it from the
// outline. Every act is one step, and one undo gives the bytes back.
import type { Locator, Page } from '@playwright/test';
import { card, expect, openFile, settled, test } from './product.ts';
import { inspector, save, surface, unsaved, wire } from './screen.ts';

const FILE = 'acts.iter';
const text = [
  'schema o:',
  '  ok: bool',
  '  txt: string',
  '',
  'prompt pr:',
  '  Look at {{outputs.lead.txt}}; lead stays lead.',
  '',
  'agent lead:',
  '  model: "m"',
  '  output: o',
  '',
  'agent b:',
  '  model: "m"',
  '  user: pr   # shared',
  '  output: o',
  '',
  'tool t:',
  '  command: "echo {{outputs.lead.txt}}"',
  '',
  'tool s:',
  '  script: |',
  '    print("{{outputs.lead.txt}}")',
  '  language: py',
  '',
  'join j:',
  '  require: [lead, b]',
  '',
  'compute c:',
  '  expr:',
  '    x: "outputs.lead.ok && input.ok"',
  '',
  '## @group front: lead, b',
  '',
  'workflow w:',
  '  entry: lead',
  '',
  '  lead -> b when ok with {',
  '    a: "{{outputs.lead.txt}}",',
  '    n: "{{input.txt}}"   # from before',
  '  }',
  '  lead -> fail when not ok',
  '  b -> lead when not ok as again("{{outputs.lead.txt}}")',
  '  b -> t when "outputs.lead.ok && ok"',
  '  t -> s',
  '  s -> c',
  '  c -> done',
  '',
].join('\n');

async function open(
  page: Page,
  product: { readonly write: (file: string, text: string) => Promise<void> },
  body = text,
) {
  await product.write(FILE, body);
  await openFile(page, FILE);
  // What edits comes right after the picture.
  await expect(page.getByRole('button', { name: 'Zoom in' })).toBeVisible();
  await settled(card(page, 'b'));
}
/** Presses an edge on its line, beside its middle, where the plus is. */
async function pressEdge(page: Page, from: string, to: string): Promise<void> {
  const line = wire(page, from, to).locator('path').first();
  await settled(line);
  const at = await line.evaluate((path) => {
    if (!(path instanceof SVGPathElement)) throw new Error('an edge is a path');
    const { x, y } = path.getPointAtLength(path.getTotalLength() * 0.2);
    const point = new DOMPoint(x, y).matrixTransform(path.getScreenCTM() ?? undefined);
    return { x: point.x, y: point.y };
  });
  await page.mouse.click(at.x, at.y);
  await expect(wire(page, from, to)).toHaveAttribute('data-look', /selected/u);
}
const menuItem = (page: Page, name: string): Locator => page.getByRole('menuitem', { name, exact: false });
const undo = (page: Page): Promise<void> => page.keyboard.press('ControlOrMeta+z');
async function command(page: Page, title: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await page
    .getByRole('combobox', { name: 'Search or run a command' })
    .or(page.getByRole('textbox', { name: 'Search or run a command' }))
    .first()
    .fill(title);
  await page.getByRole('option', { name: title }).first().click();
}

test('E-CANVAS-21 X-19 renaming on the canvas judges while one types, says what it changes, and changes all of it in one step', async ({
  editor,
  product,
}) => {
  await open(editor, product);
  const before = await settled(card(editor, 't'));
  await editor.mouse.move(before.x + 60, before.y + 30);
  await editor.mouse.down();
  await editor.mouse.move(before.x + 140, before.y + 60, { steps: 6 });
  await editor.mouse.up();

  await card(editor, 'lead').click();
  await editor.keyboard.press('F2');
  const field = editor.getByRole('textbox', { name: 'New name of lead' });
  await expect(field).toBeFocused();
  const said = card(editor, 'lead').getByRole('alert');
  for (const [name, reason] of [
    ['b', 'There is already a node "b".'],
    ['done', '"done" is a built-in terminal; choose another name.'],
    ['two words', 'A name cannot contain spaces'],
    ['1st', 'A name starts with a letter or _'],
    ['', 'A name is needed'],
  ] as const) {
    await field.fill(name);
    await expect(said).toHaveText(reason);
    await field.press('Enter');
    await expect(field, 'stays open').toBeFocused();
  }
  await field.fill('leader');
  await expect(card(editor, 'lead').getByRole('status')).toHaveText('Changes 14 places in 8 blocks');
  await field.press('Enter');
  await expect(inspector(editor).getByRole('textbox', { name: 'Name of this Agent' })).toHaveValue('leader');
  await expect(surface(editor), 'the keys are the canvas’s again').toBeFocused();
  await save(editor);
  const renamed = text.replaceAll(/\blead\b/gu, 'leader').replace('leader stays leader', 'lead stays lead');
  expect(await product.read(FILE)).toBe(renamed);
  await expect.poll(async () => product.read(`.iterion/layout/${FILE}.jsonl`)).toContain('{"node":"leader",');
  expect(await product.read(`.iterion/layout/${FILE}.jsonl`)).not.toContain('"lead"');
  await undo(editor);
  await save(editor);
  expect(await product.read(FILE), 'one step').toBe(text);

  // A double click on the title does the same; Esc keeps the name; from afar the field is as large as ever.
  await card(editor, 't').locator('[data-title]').dblclick();
  const other = editor.getByRole('textbox', { name: 'New name of t' });
  await other.fill('abc');
  await other.press('Escape');
  await expect(other).toHaveCount(0);
  await expect(unsaved(editor)).toHaveCount(0);
  for (let step = 0; step < 8; step++) await editor.keyboard.press('-');
  await editor.keyboard.press('F2');
  expect((await settled(other)).height).toBeGreaterThan(26);
});

test('E-CANVAS-24 X-37 copied nodes are readable text in any field and in the source; cutting is copying and one step', async ({
  editor,
  product,
}) => {
  await open(editor, product);
  await card(editor, 't').click();
  await card(editor, 's').click({ modifiers: ['Shift'] });
  await editor.keyboard.press('ControlOrMeta+c');
  await expect(editor.getByText('Copied 2 items as DSL').first()).toBeVisible();
  const copied = [
    'tool t:\n  command: "echo {{outputs.lead.txt}}"\n',
    'tool s:\n  script: |\n    print("{{outputs.lead.txt}}")\n  language: py\n',
    'workflow selection:\n  t -> s\n',
  ].join('\n');

  // As plain text: in a field for text, and in the source.
  await editor.keyboard.press('Escape');
  await menuAt(editor, surface(editor), { x: 40, y: 300 });
  await menuItem(editor, 'Paste').first().click();
  const dialog = editor.getByRole('dialog', { name: 'Paste DSL' });
  await dialog.getByRole('textbox').press('ControlOrMeta+v');
  await expect(dialog.getByRole('textbox')).toHaveValue(copied);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await editor.keyboard.press('ControlOrMeta+\\');
  await editor.locator('.monaco-editor .view-lines').first().click();
  await editor.keyboard.press('ControlOrMeta+End');
  await editor.keyboard.press('ControlOrMeta+v');
  await save(editor);
  expect(await product.read(FILE)).toBe(text + copied);
  await undo(editor);
  await editor.locator('label').filter({ hasText: 'Graph' }).first().click();
  await save(editor);
  expect(await product.read(FILE)).toBe(text);
});

test('E-CANVAS-26 duplicates with and without their connections, and paste that connects, are one step each', async ({
  editor,
  product,
}) => {
  await open(editor, product);
  // Duplicate: the edge between them comes along; connected, also those to the outside.
  await card(editor, 't').click();
  await card(editor, 's').click({ modifiers: ['Shift'] });
  await editor.keyboard.press('ControlOrMeta+c');
  await editor.keyboard.press('ControlOrMeta+d');
  await expect(card(editor, 't_2')).toBeVisible();
  const [from, to] = [await settled(card(editor, 't')), await settled(card(editor, 't_2'))];
  expect(Math.hypot(to.x - from.x, to.y - from.y), 'beside the original').toBeLessThan(400);
  await save(editor);
  expect((await product.read(FILE)).slice(text.indexOf('  c -> done'))).toContain('  t_2 -> s_2\n');
  await undo(editor);
  await card(editor, 't').click();
  await editor.keyboard.press('ControlOrMeta+Shift+d');
  await save(editor);
  const twice = await product.read(FILE);
  expect(twice).toContain('  b -> t when "outputs.lead.ok && ok"\n  b -> t_2 when "outputs.lead.ok && ok"\n');
  expect(twice).toContain('  t_2 -> s\n');
  await undo(editor);

  // Paste and connect: after the selected node, or between the ends of the selected edge.
  await card(editor, 'c').click();
  await editor.keyboard.press('ControlOrMeta+Shift+v');
  await expect(card(editor, 's_2')).toBeVisible();
  await save(editor);
  expect(await product.read(FILE)).toContain('  c -> done\n  c -> t_2\n');
  await undo(editor);
  await expect(card(editor, 't_2')).toHaveCount(0);
  await pressEdge(editor, 's', 'c');
  await surface(editor).focus();
  await editor.keyboard.press('ControlOrMeta+Shift+v');
  await save(editor);
  const between = await product.read(FILE);
  expect(between).toContain('  s -> t_2\n');
  expect(between).toContain('  s_2 -> c\n');
  expect(between).toContain('  t_2 -> s_2\n');
  expect(between).not.toContain('  s -> c\n');
  await undo(editor);
});

async function menuAt(page: Page, target: Locator, position?: { x: number; y: number }): Promise<void> {
  await target.click({ button: 'right', ...(position ? { position } : {}) });
  await expect(page.getByRole('menu', { name: 'Actions' })).toBeVisible();
}

test('E-CANVAS-16 E-EDGE-10 X-41 a node inserted on an edge with a condition and data shares out its clauses; after a node whose way out is taken it goes between first', async ({
  editor,
  product,
}) => {
  await open(editor, product);
  await pressEdge(editor, 'lead', 'b');
  await surface(editor).focus();
  await editor.keyboard.press('i');
  await editor.keyboard.type('command');
  await editor.keyboard.press('Enter');
  await expect(editor.getByRole('textbox', { name: 'New name of tool_1' })).toBeFocused();
  await editor.keyboard.type('look');
  await editor.keyboard.press('Enter');
  await save(editor);
  const after = await product.read(FILE);
  expect(after).toContain(
    [
      '  lead -> look when ok',
      '  look -> b with {',
      '    a: "{{outputs.lead.txt}}",',
      '    n: "{{outputs.lead.txt}}"   # from before',
      '  }',
      '  lead -> fail when not ok',
    ].join('\n'),
  );
  const { out } = await product.run('validate', FILE);
  expect(out).not.toContain('look');
  await undo(editor);
  await undo(editor);
  await save(editor);
  expect(await product.read(FILE)).toBe(text);

  await card(editor, 't').click();
  await surface(editor).focus();
  for (const [downs, lines] of [
    [0, '  t -> judge_1\n  judge_1 -> s\n'],
    [1, '  t -> s\n  t -> judge_1\n'],
  ] as const) {
    await editor.keyboard.press('a');
    await editor.keyboard.type('judge');
    await expect(editor.getByRole('listbox').getByText('Between t and s')).toBeVisible();
    await expect(editor.getByRole('listbox').getByText('As another branch of t')).toBeVisible();
    for (let step = 0; step < downs; step++) await editor.keyboard.press('ArrowDown');
    await editor.keyboard.press('Enter');
    await expect(editor.getByRole('textbox', { name: 'New name of judge_1' })).toBeFocused();
    await editor.keyboard.press('Escape');
    await save(editor);
    expect(await product.read(FILE)).toContain(lines);
    await undo(editor);
    await save(editor);
    expect(await product.read(FILE)).toBe(text);
  }
});

test('E-CANVAS-18 E-CANVAS-20 a new node says what the language requires and no more; ends live in the layout until an edge names them', async ({
  editor,
  product,
}) => {
  const start = 'agent agent_1:\n  model: "m"\n\nworkflow w:\n  entry: agent_1\n  agent_1 -> agent_1 as l(2)\n';
  await product.write(FILE, start);
  await openFile(editor, FILE);
  await settled(card(editor, 'agent_1'));
  const added: readonly (readonly [title: string, name: string, lines: string])[] = [
    ['Add agent', 'agent_2', 'agent agent_2:\n'],
    ['Add judge', 'judge_1', 'judge judge_1:\n'],
    ['Add router', 'router_1', 'router router_1:\n  mode: fan_out_all\n'],
    ['Add join', 'join_1', 'join join_1:\n'],
    ['Add human', 'human_1', 'human human_1:\n'],
    ['Add tool', 'tool_1', 'tool tool_1:\n  command: "true"\n'],
    ['Add compute', 'compute_1', 'compute compute_1:\n  expr:\n    result: "true"\n'],
  ];
  for (const [title, name, lines] of added) {
    await surface(editor).focus();
    await editor.keyboard.press('Escape');
    await command(editor, title);
    await expect(editor.getByRole('textbox', { name: `New name of ${name}` })).toBeFocused();
    await editor.keyboard.press('Escape');
    await save(editor);
    const now = await product.read(FILE);
    expect(now).toContain(`\n\n${lines}\n`);
    expect(now, 'nothing was selected, so nothing is connected').not.toContain(`-> ${name}`);
    await undo(editor);
    await save(editor);
    expect(await product.read(FILE), 'one step').toBe(start);
  }

  await surface(editor).focus();
  await editor.keyboard.press('Escape');
  await command(editor, 'Add done');
  await expect(card(editor, 'done')).toBeVisible();
  await expect(unsaved(editor), 'an end is no text').toHaveCount(0);
  await undo(editor);
  await expect(card(editor, 'done')).toHaveCount(0);

  // Connected, it is in the text; it leaves with its last edge, since nobody put it there by hand.
  await card(editor, 'agent_1').click();
  await surface(editor).focus();
  await editor.keyboard.press('c');
  await editor.keyboard.type('done');
  await editor.keyboard.press('Enter');
  await expect(card(editor, 'done')).toBeVisible();
  await editor.keyboard.press('Escape');
  await save(editor);
  expect(await product.read(FILE)).toBe(`${start}  agent_1 -> done\n`);
  await pressEdge(editor, 'agent_1', 'done');
  await surface(editor).focus();
  await editor.keyboard.press('Delete');
  await expect(card(editor, 'done')).toHaveCount(0);
  await save(editor);
  expect(await product.read(FILE)).toBe(start);
});

test('E-CANVAS-27 kinds, entry, prompts, schemas and conditions are converted by command, each in one step', async ({
  editor,
  product,
}) => {
  const body = text.replace('  user: pr   # shared\n', '  user: pr   # shared\n  system: pr\n');
  await open(editor, product, body);
  const act = async (node: string, title: string, check: (after: string) => void): Promise<void> => {
    await card(editor, node).click();
    await command(editor, title);
    await save(editor);
    check(await product.read(FILE));
    await editor.keyboard.press('ControlOrMeta+z');
    await save(editor);
    expect(await product.read(FILE), `${title} is one step`).toBe(body);
  };
  await act('b', 'Set as entry', (after) => expect(after).toBe(body.replace('entry: lead', 'entry: b')));
  await act('b', 'Move text to a new prompt', (after) => {
    expect(after).toContain('  system: b_system\n');
    expect(after).toContain('\n\nprompt b_system:\n  Look at {{outputs.lead.txt}}; lead stays lead.\n');
    expect(after).toContain('  user: pr   # shared\n');
  });
  await act('b', 'New schema for this node', (after) => {
    expect(after).toContain('\n\nschema b_input:\n  a: string\n  n: string\n');
    expect(after).toContain('  input: b_input\n');
  });
  await act('lead', 'Move conditions to a router', (after) => {
    expect(after).toContain('\n\nrouter router_1:\n  mode: condition\n');
    expect(after).toContain('  lead -> router_1\n  router_1 -> b when ok with {\n');
    expect(after).toContain('  router_1 -> fail when not ok\n');
  });
  await card(editor, 'lead').click();
  await command(editor, 'Move conditions to a router');
  await expect(card(editor, 'router_1')).toBeVisible();
  await command(editor, 'Dissolve condition router');
  await expect(card(editor, 'router_1')).toHaveCount(0);
  await expect(unsaved(editor), 'there and back is the same text').toHaveCount(0);

  // Replace kind keeps what both have and says what it dropped.
  await card(editor, 'b').click();
  await editor.keyboard.press('Shift+k');
  await editor.keyboard.type('human');
  await editor.keyboard.press('Enter');
  await expect(editor.getByText('Left out').first()).toBeVisible();
  await save(editor);
  const human = await product.read(FILE);
  expect(human).toContain('human b:\n');
  expect(human).not.toContain('  user: pr');
  await undo(editor);

  // The usages of a schema, from wherever it is.
  await editor.getByRole('treeitem', { name: 'Schemas' }).click();
  await editor.getByRole('treeitem', { name: 'o', exact: true }).click();
  await editor.keyboard.press('Shift+F12');
  await expect(inspector(editor).getByRole('region', { name: 'Used by' }).getByRole('listitem')).toHaveCount(2);
});

test('E-CANVAS-30 menus open by right click, Shift+F10 and the menu key, at the item, with the commands and keys of the palette', async ({
  editor,
  product,
}) => {
  await open(editor, product);
  const menu = editor.getByRole('menu', { name: 'Actions' });
  const first = async (): Promise<string> => (await menu.getByRole('menuitem').first().textContent()) ?? '';
  const opens = async (
    target: Locator,
    expected: readonly string[],
    position?: { x: number; y: number },
  ): Promise<void> => {
    await menuAt(editor, target, position);
    for (const name of expected) await expect(menu.getByRole('menuitem', { name }).first(), name).toBeVisible();
    await expect(menu.getByRole('menuitem').first()).toBeFocused();
    await editor.keyboard.press('Escape');
    await expect(menu).toHaveCount(0);
  };
  await opens(card(editor, 'b'), ['Edit in inspector Enter', 'Rename F2', 'Connect to… C', 'Replace kind… Shift+K']);
  await opens(editor.getByRole('button', { name: /^not ok: / }).last(), ['Edit condition W', 'Insert on edge I']);
  await opens(surface(editor), ['Add node… A', 'Paste Ctrl+V', 'Tidy all'], { x: 30, y: 300 });
  await opens(editor.getByRole('button', { name: 'Group front' }), ['Collapse or expand group X', 'Rename F2']);
  await card(editor, 't').hover();
  await opens(card(editor, 't').getByRole('button', { name: /^Add after t/ }), ['Add node… A', 'Connect with arrows']);
  await card(editor, 't').click();
  await card(editor, 's').click({ modifiers: ['Shift'] });
  await opens(card(editor, 's'), ['Group selection', 'Duplicate Ctrl+D', 'Delete']);

  // By key, at the item, and the focus comes back.
  await card(editor, 'c').click();
  await surface(editor).focus();
  for (const key of ['Shift+F10', 'ContextMenu']) {
    await editor.keyboard.press(key);
    expect(await first()).toContain('Edit in inspector');
    const [at, item] = [await settled(menu), await settled(card(editor, 'c'))];
    expect(at.x).toBeLessThan(item.x + item.width);
    expect(at.x + at.width).toBeGreaterThan(item.x);
    await editor.keyboard.press('Escape');
    await expect(surface(editor)).toBeFocused();
  }
  // What is chosen there acts, also by arrow and Enter; what is added from the pane goes to the place.
  await editor.keyboard.press('Shift+F10');
  for (let step = 0; step < 2; step++) await editor.keyboard.press('ArrowDown');
  await editor.keyboard.press('Enter');
  await expect(editor.getByRole('textbox', { name: 'New name of c' })).toBeFocused();
  await editor.keyboard.press('Escape');
  const pane = await settled(surface(editor));
  await menuAt(editor, surface(editor), { x: 120, y: 420 });
  await menuItem(editor, 'Add node…').click();
  await editor.keyboard.type('agent');
  await editor.keyboard.press('Enter');
  await editor.keyboard.press('Escape');
  const placed = await settled(card(editor, 'agent_1'));
  expect(
    Math.hypot(placed.x + placed.width / 2 - pane.x - 120, placed.y + placed.height / 2 - pane.y - 420),
  ).toBeLessThan(150);
  // Copying from a menu is copying.
  await menuAt(editor, card(editor, 'agent_1'));
  await menuItem(editor, 'Copy as DSL').click();
  await expect(editor.getByText('Copied one item as DSL').first()).toBeVisible();
});

test('E-CANVAS-02 E-CANVAS-08 press, Shift, Mod, marquee, Alt and Esc select as they should, and no key typed into a text selects or deletes', async ({
  editor,
  product,
}) => {
  await open(editor, product);
  const chosen = async (): Promise<string[]> =>
    editor.evaluate(() =>
      [...document.querySelectorAll('[id^="card-"][data-look~="selected"]')]
        .map((each) => each.id.replace('card-', ''))
        .sort(),
    );
  const isChosen = (...items: readonly string[]) => expect.poll(chosen).toEqual([...items].sort());
  await card(editor, 'b').click();
  await isChosen('node:b');
  await card(editor, 't').click({ modifiers: ['Shift'] });
  await isChosen('node:b', 'node:t');
  await card(editor, 't').click({ modifiers: ['Shift'] });
  await isChosen('node:b', 'node:t');
  await card(editor, 'b').click({ modifiers: ['ControlOrMeta'] });
  await isChosen('node:t');
  await card(editor, 's').click({ modifiers: ['ControlOrMeta'] });
  await isChosen('node:s', 'node:t');
  await surface(editor).focus();
  await editor.keyboard.press('Escape');
  await isChosen();

  // A marquee over the middle of two cards: it touches both; with Alt it must hold them.
  await editor.keyboard.press('1');
  const [t, s] = [await settled(card(editor, 't')), await settled(card(editor, 's'))];
  const drag = async (from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> => {
    await editor.mouse.move(from.x, from.y);
    await editor.mouse.down();
    await editor.mouse.move(to.x, to.y, { steps: 5 });
    await editor.mouse.up();
  };
  const touching = [
    { x: t.x - 12, y: t.y + t.height / 2 },
    { x: t.x + t.width / 4, y: s.y + s.height / 2 },
  ] as const;
  await drag(...touching);
  await isChosen('node:t', 'node:s', 'edge:t->s');
  await editor.keyboard.down('Alt');
  await drag(...touching);
  await editor.keyboard.up('Alt');
  await isChosen();
  await editor.keyboard.down('Alt');
  await drag({ x: t.x - 12, y: t.y - 8 }, { x: t.x + t.width + 12, y: s.y + s.height + 8 });
  await editor.keyboard.up('Alt');
  await isChosen('node:t', 'node:s', 'edge:t->s');
  const pane = await settled(surface(editor));
  await editor.mouse.click(pane.x + 20, pane.y + 300);
  await isChosen();
  await surface(editor).focus();
  await editor.keyboard.press('ControlOrMeta+a');
  await expect.poll(async () => (await chosen()).includes('edge:c->done')).toBe(true);
  await editor.keyboard.press('Escape');
  await isChosen();

  // Delete, Backspace, letters, Space and Mod+A belong to the field that has the focus.
  await card(editor, 'b').click();
  const name = inspector(editor).getByRole('combobox', { name: 'model', exact: true });
  await name.fill('');
  await name.pressSequentially('a d x [ ] 1 0 c');
  await name.press('Backspace');
  await name.press('ControlOrMeta+a');
  await name.press('Delete');
  await expect(card(editor, 'b')).toBeVisible();
  await isChosen('node:b');
  expect(
    await editor.locator('.react-flow__selection, .react-flow__node.selected .react-flow__resize-control').count(),
  ).toBe(0);
  await editor.keyboard.press('Escape');
});

test('E-CANVAS-41 E-CANVAS-40 the outline alone, by keyboard: open, add, connect, rename, reorder and delete', async ({
  editor,
  product,
}) => {
  await open(editor, product);
  const tree = editor.getByRole('tree', { name: 'Graph as a tree' });
  const row = (name: string | RegExp): Locator => tree.getByRole('treeitem', { name });
  await row(/^t tool/).focus();
  await editor.keyboard.press('Home');
  for (let step = 0; step < 2; step++) await editor.keyboard.press('ArrowDown');
  await expect(row(/^b agent/)).toBeFocused();
  await expect(card(editor, 'b'), 'what has the focus is what is selected').toHaveAttribute('data-look', /selected/u);

  await editor.keyboard.press('F2');
  await editor.keyboard.type('lead');
  await expect(editor.getByRole('alert')).toHaveText('There is already a node "lead".');
  await editor.keyboard.press('ControlOrMeta+a');
  await editor.keyboard.type('second');
  await editor.keyboard.press('Enter');
  await expect(row(/^second agent/)).toBeFocused();

  // Its edges are its children; they change places.
  await editor.keyboard.press('ArrowRight');
  await editor.keyboard.press('ArrowDown');
  await expect(row(/→ lead/)).toBeFocused();
  await editor.keyboard.press('Alt+ArrowDown');
  await save(editor);
  const second = text.replaceAll(/\bb\b/gu, 'second');
  const lines = [
    '  second -> lead when not ok as again("{{outputs.lead.txt}}")\n',
    '  second -> t when "outputs.lead.ok && ok"\n',
  ];
  expect(await product.read(FILE)).toBe(second.replace(lines.join(''), lines.toReversed().join('')));
  await undo(editor);

  // Add after the row that has the focus; connect it; delete it.
  await row(/^c compute/).click();
  await editor.keyboard.press('Shift+C');
  await editor.keyboard.type('second');
  await editor.keyboard.press('Enter');
  await editor.keyboard.press('Escape');
  await save(editor);
  expect(await product.read(FILE)).toContain('  second -> c\n');
  await undo(editor);
  await row(/^c compute/).click();
  await editor.keyboard.press('a');
  await editor.keyboard.type('judge');
  await editor.keyboard.press('Enter');
  await editor.keyboard.press('Escape');
  await expect(row(/^judge_1 judge/)).toBeVisible();
  await row(/^judge_1 judge/).click();
  await editor.keyboard.press('Delete');
  await expect(row(/^judge_1 judge/)).toHaveCount(0);
  await expect(tree.locator('[role="treeitem"]:focus'), 'the next row has the focus').toHaveCount(1);
  await editor.keyboard.press('Shift+F10');
  await expect(editor.getByRole('menu', { name: 'Actions' })).toBeVisible();
  await editor.keyboard.press('Escape');
  await expect(tree.locator('[role="treeitem"]:focus')).toHaveCount(1);
  await row(/^t tool/).click();
  await editor.keyboard.press('Enter');
  await expect(inspector(editor).locator(':focus')).toHaveCount(1);
  // What is not on the canvas is renamed and deleted as well.
  await row(/^Prompts/).click();
  await editor.keyboard.press('ArrowDown');
  await expect(row(/^pr/)).toBeFocused();
  await editor.keyboard.press('F2');
  await editor.keyboard.type('ask');
  await editor.keyboard.press('Enter');
  await save(editor);
  expect(await product.read(FILE)).toContain('prompt ask:\n');
  expect(await product.read(FILE)).toContain('  user: ask   # shared\n');
});
