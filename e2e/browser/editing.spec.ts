// Editing by hand, byte for byte (issue "The spine", steps 4 and 5): every visual act is a minimal edit and one undo step.
import { card, expect, openFile, settled, test } from './product.ts';
import { save } from './screen.ts';

const FILE = 'minimal_linear.iter';

/** Lines that a text has and another has not. */
const added = (before: string, after: string): string[] => {
  const known = before.split('\n');
  return after.split('\n').filter((line) => {
    const at = known.indexOf(line);
    if (at === -1) return true;
    known.splice(at, 1);
    return false;
  });
};

test('E-CANVAS-19 an agent dragged from the library, connected and edited is a few lines; undo takes back each act', async ({
  editor,
  product,
}) => {
  const before = await product.read(FILE);
  await openFile(editor, FILE);
  await editor.getByRole('button', { name: 'Library' }).first().click();
  const tile = editor.getByRole('button', { name: 'Agent', exact: true });
  const surface = editor.getByRole('application', { name: 'Workflow graph' });
  await tile.dragTo(surface, { targetPosition: { x: 90, y: 420 } });
  await expect(card(editor, 'agent_1')).toBeVisible();
  await editor.keyboard.press('Escape');

  // Connect writer -> agent_1 from the output port, with the mouse.
  await card(editor, 'writer').hover();
  const port = card(editor, 'writer')
    .getByRole('button', { name: /connect|add|output/i })
    .first();
  const from = await port.boundingBox();
  const to = await card(editor, 'agent_1').boundingBox();
  if (from === null || to === null) throw new Error('port or card is not on the screen');
  await editor.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await editor.mouse.down();
  await editor.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 8 });
  await editor.mouse.up();
  await editor.keyboard.press('Escape');

  // The property panel: a model, on the node that was dropped.
  await card(editor, 'agent_1').click();
  const model = editor
    .getByRole('complementary', { name: 'Inspector' })
    .getByRole('combobox', { name: 'model', exact: true });
  await model.fill('openai/gpt-5');
  await model.blur();

  await save(editor);
  const after = await product.read(FILE);
  expect(added(after, before), 'no line of the file was changed').toEqual([]);
  expect(added(before, after).filter((line) => line.trim() !== '')).toEqual([
    'agent agent_1:',
    '  model: "openai/gpt-5"',
    '  writer -> agent_1',
  ]);

  for (let step = 0; step < 3; step++) await editor.keyboard.press('ControlOrMeta+z');
  await expect(card(editor, 'agent_1')).toHaveCount(0);
  await save(editor);
  expect(await product.read(FILE)).toBe(before);
});

test('E-INSP-02 changing one value in the panel changes that line alone, and undo works wherever the focus is', async ({
  editor,
  product,
}) => {
  const before = await product.read('pr_refine_single_model.iter');
  // By its address: on the first view so many nodes are paint.
  await editor.goto(`${product.origin}/edit/pr_refine_single_model.iter?node=reviewer`);
  const panel = editor.getByRole('complementary', { name: 'Inspector' });
  await panel.getByRole('combobox', { name: 'model', exact: true }).fill('openai/gpt-5');
  await panel.getByRole('combobox', { name: 'model', exact: true }).blur();
  await save(editor);
  const after = await product.read('pr_refine_single_model.iter');
  expect(added(before, after)).toEqual(['  model: "openai/gpt-5"']);
  expect(after.split('\n').length).toBe(before.split('\n').length);
  await panel.getByRole('combobox', { name: 'model', exact: true }).click();
  await editor.keyboard.press('ControlOrMeta+z');
  await expect(panel.getByRole('combobox', { name: 'model', exact: true })).toHaveValue('anthropic/claude-sonnet-4-5');
});

test('E-EDGE-10 a node dropped on an edge is inserted there', async ({ editor, product }) => {
  const before = await product.read('human_gate.iter');
  await openFile(editor, 'human_gate.iter');
  await editor.getByRole('button', { name: 'Library' }).first().click();
  const wire = await settled(
    editor
      .getByRole('img', { name: /^Edge from draft to approval/ })
      .locator('path')
      .first(),
  );
  const surface = await settled(editor.getByRole('application', { name: 'Workflow graph' }));
  const middle = { x: wire.x + wire.width / 2 - surface.x, y: wire.y + wire.height / 2 - surface.y };
  await editor
    .getByRole('button', { name: 'Judge', exact: true })
    .dragTo(editor.getByRole('application', { name: 'Workflow graph' }), { targetPosition: middle });
  await expect(card(editor, 'judge_1')).toBeVisible();
  await editor.keyboard.press('Escape');
  await save(editor);
  const after = await product.read('human_gate.iter');
  expect(after).toContain('  draft -> judge_1\n  judge_1 -> approval\n');
  expect(after).not.toContain('draft -> approval');
  await editor.keyboard.press('ControlOrMeta+z');
  await save(editor);
  expect(await product.read('human_gate.iter')).toBe(before);
});

test('E-FILE-06 saving over a change made elsewhere merges, and loses nothing', async ({ editor, product }) => {
  const before = await product.read(FILE);
  await openFile(editor, FILE);
  await card(editor, 'writer').click();
  const model = editor
    .getByRole('complementary', { name: 'Inspector' })
    .getByRole('combobox', { name: 'model', exact: true });
  await model.fill('openai/gpt-5');
  await model.blur();
  await product.write(FILE, before.replace('Collect five facts', 'Collect nine facts'));
  await expect(async () => {
    await editor.keyboard.press('ControlOrMeta+s');
    const text = await product.read(FILE);
    expect(text).toContain('Collect nine facts');
    expect(text).toContain('openai/gpt-5');
  }).toPass({ timeout: 10_000 });
});
