// What one sees of a graph without changing it: the first view, levels of detail, minimap, another workflow of the file, a peek at a node.
import type { Page } from '@playwright/test';
import { card, expect, openFile, settled, test } from './product.ts';
import { save, status, surface, wire } from './screen.ts';

const LINEAR = 'minimal_linear.iter';
const LOOP = 'judge_loop.iter';

/** A chain of tools as text. */
function chain(length: number): string {
  const names = Array.from({ length }, (_, index) => `step_${index}`);
  const tools = names.map((name) => `tool ${name}:\n  command: "true"\n`);
  const edges = [...names, 'done'].slice(1).map((name, index) => `  step_${index} -> ${name}\n`);
  return `${tools.join('\n')}\nworkflow chain:\n  entry: step_0\n\n${edges.join('')}`;
}
/** Zoom in per cent, as the status bar says it. */
async function percent(page: Page): Promise<number> {
  return Number.parseInt(await status(page).getByTitle('Zoom to 100 %').innerText(), 10);
}
/** Where a node stands on the plane of the graph. */
async function place(page: Page, node: string): Promise<string> {
  return page
    .locator(`.react-flow__node[data-id="node:${node}"]`)
    .evaluate((element: HTMLElement) => element.style.transform);
}

test('E-CANVAS-14 E-LAYOUT-04 a first opening shows the whole graph, at most at 100 %; a layout that comes after the user moved something is offered', async ({
  editor,
  product,
}) => {
  // The engine is late: its script comes once a node was selected.
  let go = (): void => {};
  const selected = new Promise<void>((resolve) => {
    go = resolve;
  });
  await editor.context().route(/elk\.worker-/, async (route) => {
    await selected;
    await route.continue();
  });
  await product.write(
    'forked.iter',
    chain(5).replace('  step_2 -> step_3\n', '  step_2 -> step_3\n  step_0 -> step_3\n'),
  );
  await openFile(editor, 'forked.iter');
  await expect(card(editor, 'step_3'), 'quick placement does not wait').toBeVisible();
  const quick = await place(editor, 'step_3');
  await card(editor, 'step_1').click();
  go();
  const offer = editor.getByText('A tidier layout is ready.');
  await expect(offer).toBeVisible();
  expect(await place(editor, 'step_3'), 'nothing moves unasked').toBe(quick);
  await editor.getByRole('button', { name: 'Tidy all', exact: true }).last().click();
  await expect(offer).toHaveCount(0);
  await expect.poll(async () => place(editor, 'step_3')).not.toBe(quick);
  await settled(card(editor, 'step_3'));
  const pane = await surface(editor).boundingBox();
  for (const node of ['step_0', 'done']) {
    const box = await card(editor, node).boundingBox();
    expect(box && pane && box.y >= pane.y && box.y + box.height <= pane.y + pane.height, `${node} is in view`).toBe(
      true,
    );
  }
  expect(await percent(editor)).toBeLessThanOrEqual(100);

  // Forty nodes in a row fit at a zoom at which cards are painted.
  await product.write('long.iter', chain(40));
  await openFile(editor, 'long.iter');
  await expect(surface(editor)).toHaveAttribute('data-lod', 'painted');
  await expect.poll(async () => percent(editor)).toBeLessThan(20);
  const remembered = await percent(editor);
  await openFile(editor, LINEAR);
  await expect.poll(async () => percent(editor), 'small ones are not blown up').toBe(100);
  await openFile(editor, 'long.iter');
  await expect.poll(async () => percent(editor), 'each file keeps its own view').toBe(remembered);
});

test('E-CANVAS-32 a file with several workflows shows and edits the chosen one; the problem offers to remove the others, nodes stay', async ({
  editor,
  product,
}) => {
  const other = 'workflow other:\n  entry: writer\n\n  writer -> done\n';
  const before = `${(await product.read(LINEAR)).trimEnd()}\n\n${other}`;
  await product.write('two.iter', before);
  await openFile(editor, 'two.iter');
  await expect(wire(editor, 'researcher', 'writer')).toHaveCount(1);
  const choice = editor.getByRole('combobox', { name: 'Workflow shown' });
  await choice.click();
  await editor.getByRole('option', { name: 'other' }).click();
  await expect(wire(editor, 'researcher', 'writer')).toHaveCount(0);
  await expect(wire(editor, 'writer', 'done')).toHaveCount(1);
  await expect(card(editor, 'researcher'), 'no node is left out').toBeVisible();

  // What is edited is what is shown.
  await card(editor, 'writer').click();
  await editor.keyboard.press('c');
  await editor.keyboard.type('researcher');
  await editor.keyboard.press('Enter');
  await expect(wire(editor, 'writer', 'researcher')).toHaveCount(1);
  await editor.keyboard.press('Escape');
  await save(editor);
  const edited = await product.read('two.iter');
  expect(edited.startsWith(before.slice(0, before.indexOf(other)))).toBe(true);
  expect(edited.slice(edited.indexOf('workflow other:'))).toContain('  writer -> researcher');

  await editor.keyboard.press('ControlOrMeta+Shift+M');
  const problems = editor.getByRole('region', { name: 'Problems' });
  await problems.getByText('C007').click();
  await editor.keyboard.press('ControlOrMeta+.');
  await editor.getByText('Remove the workflow `minimal_linear`').click();
  await expect(choice).toHaveCount(0);
  await expect(wire(editor, 'writer', 'researcher'), 'the chosen one stays shown').toHaveCount(1);
  await save(editor);
  const alone = await product.read('two.iter');
  expect(alone).toContain('agent researcher:');
  expect(alone.match(/^workflow /gmu)).toHaveLength(1);
});

test('E-CANVAS-34 Peek shows prompt, schemas and data of a node beside it, editable; Esc returns to the graph', async ({
  editor,
  product,
}) => {
  const before = await product.read(LOOP);
  await openFile(editor, LOOP);
  await card(editor, 'editor').click();
  await editor.keyboard.press('p');
  const peek = editor.getByRole('dialog', { name: 'Prompts, schemas, data' });
  await expect(peek).toBeVisible();
  const node = await card(editor, 'editor').boundingBox();
  const panel = await peek.boundingBox();
  expect(node && panel && panel.x >= node.x + node.width, 'the node can still be seen').toBe(true);

  const prompt = peek.getByRole('textbox', { name: 'Text of prompt judge_system' });
  await prompt.fill('You are a kind editor.');
  await peek.getByRole('region', { name: 'Takes draft' }).getByRole('textbox', { name: 'Add a field' }).fill('title');
  await editor.keyboard.press('Enter');
  await peek.getByRole('region', { name: 'Data from writer' }).getByRole('button', { name: '+ text' }).click();
  await expect(peek.getByRole('region', { name: 'Data from writer' }).getByText('title')).toBeVisible();
  await editor.keyboard.press('Escape');
  await expect(peek).toHaveCount(0);
  await expect(surface(editor)).toBeFocused();
  await expect(card(editor, 'editor')).toHaveAttribute('data-look', /selected/);
  await save(editor);
  const after = await product.read(LOOP);
  expect(after).toContain('  You are a kind editor.\n');
  expect(after).toMatch(/^schema draft:\n(?: {2}.*\n)* {2}title: string$/mu);
  expect(after).toMatch(/writer -> editor with \{\s*text: "\{\{input\.text\}\}"/u);
  for (let step = 0; step < 3; step++) await editor.keyboard.press('ControlOrMeta+z');
  await save(editor);
  expect(await product.read(LOOP)).toBe(before);
});
