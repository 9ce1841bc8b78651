// What one sees of a graph without changing it: the first view, levels of detail, minimap, another workflow of the file, a peek at a node.
import type { Page } from '@playwright/test';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
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
  return Number.parseInt(await status(page).locator('[data-hint="Zoom to 100 %"]').innerText(), 10);
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
  await expect(async () => {
    const node = await card(editor, 'editor').boundingBox();
    const panel = await peek.boundingBox();
    expect(node && panel && panel.x >= node.x + node.width, 'the node can still be seen').toBe(true);
  }).toPass();

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

test('E-CANVAS-31 nodes are nudged, aligned and distributed as one step each, and snap to grid and neighbours while dragged, but with Alt', async ({
  editor,
  product,
}) => {
  await product.write('row.iter', chain(4));
  // Placed already, so that nothing moves but what is moved here.
  const rows = [...Array.from({ length: 4 }, (_, index) => `step_${index}`), 'done'].map((node, index) =>
    JSON.stringify({ node, x: node === 'done' ? 60 : 0, y: index * 152 }),
  );
  await mkdir(join(product.workspace, '.iterion/layout'), { recursive: true });
  await product.write(
    '.iterion/layout/row.iter.jsonl',
    ['{"v":1,"direction":"down","spacing":"normal"}', ...rows, ''].join('\n'),
  );
  await openFile(editor, 'row.iter');
  await expect(card(editor, 'step_3')).toBeVisible();
  const at = async (node: string): Promise<{ x: number; y: number }> => {
    const [, x = '', y = ''] = /translate\((-?[\d.]+)px, (-?[\d.]+)px\)/u.exec(await place(editor, node)) ?? [];
    return { x: Number(x), y: Number(y) };
  };
  const start = await at('step_1');
  await card(editor, 'step_1').click();
  await editor.keyboard.press('Shift+ArrowRight');
  await expect.poll(async () => at('step_1')).toEqual({ x: start.x + 8, y: start.y });
  await editor.keyboard.press('ControlOrMeta+Shift+ArrowDown');
  await expect.poll(async () => at('step_1')).toEqual({ x: start.x + 8, y: start.y + 64 });
  await editor.keyboard.press('ControlOrMeta+Shift+ArrowUp');

  // Dragged to within a few pixels of the column it came from: back in line, with a line to say so.
  const zoom = (await percent(editor)) / 100;
  const from = await settled(card(editor, 'step_1'));
  const grip = { x: from.x + from.width / 2, y: from.y + 12 };
  await editor.mouse.move(grip.x, grip.y);
  await editor.mouse.down();
  // What is dragged follows with the next frame.
  const frame = async (): Promise<void> =>
    editor.evaluate(async () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  const guide = editor.locator('[data-guide]');
  for (let dx = 60; dx > -60 && (await guide.count()) === 0; dx -= 4) {
    await editor.mouse.move(grip.x + dx, grip.y);
    await frame();
  }
  await expect(guide.first()).toBeAttached();
  await editor.mouse.up();
  await expect.poll(async () => (await at('step_1')).x).toBe(start.x);
  await expect(guide).toHaveCount(0);
  // On the grid where nothing is near; off it with Alt.
  const drag = async (dx: number): Promise<void> => {
    const box = await settled(card(editor, 'step_1'));
    await editor.mouse.move(box.x + box.width / 2, box.y + 12);
    await editor.mouse.down();
    for (let part = 1; part <= 8; part++) {
      await editor.mouse.move(box.x + box.width / 2 + (dx * part) / 8, box.y + 12);
      await frame();
    }
    await editor.mouse.up();
    await frame();
  };
  await drag(101 * zoom);
  await expect.poll(async () => (await at('step_1')).x).toBeGreaterThan(start.x + 40);
  expect(Math.abs((await at('step_1')).x % 8)).toBe(0);
  await editor.keyboard.down('Alt');
  await drag(-96 * zoom);
  await editor.keyboard.up('Alt');
  const free = (await at('step_1')).x;
  expect(Math.abs(free - start.x), 'near the line and not drawn to it').toBeGreaterThan(0.5);

  await editor.keyboard.press('ControlOrMeta+a');
  const command = async (title: string): Promise<void> => {
    await editor.keyboard.press('ControlOrMeta+k');
    await editor.keyboard.type(title);
    await expect(editor.getByRole('option', { name: title }).first()).toBeVisible();
    await editor.keyboard.press('Enter');
  };
  await command('Align left');
  const left = (await at('step_0')).x;
  for (const node of ['step_1', 'step_2', 'step_3', 'done'])
    await expect.poll(async () => (await at(node)).x, node).toBe(left);
  await editor.keyboard.press('ControlOrMeta+z');
  await expect.poll(async () => (await at('step_1')).x, 'one step').toBe(free);

  await command('Toggle grid and guides');
  await editor.reload();
  await expect(editor.getByRole('toolbar', { name: 'View', exact: true })).toBeVisible();
  await drag(-30 * zoom - 3);
  await expect.poll(async () => (await at('step_1')).x, 'the toggle is remembered').not.toBe(free);
  expect((await at('step_1')).x % 8).not.toBe(0);
});

test('E-CANVAS-12 the minimap shows every shape and its problem, moves the view by click and drag, keeps clear of the selected node and of the tour, and stays hidden', async ({
  editor,
  product,
}) => {
  await product.write('long.iter', chain(40).replace('command: "true"', 'command: "true"\n  output: nowhere'));
  await openFile(editor, 'long.iter');
  const map = editor.locator('[data-minimap]');
  await expect(map).toBeVisible();
  await expect(surface(editor)).toHaveAttribute('data-lod', 'painted');
  const box = await settled(map);
  // Colours of the picture, by how many pixels have them: blocks of the kinds, the frame, the dot of the problem.
  const colours = async (): Promise<Record<string, number>> =>
    map.evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      const probe = (role: string): number[] => {
        const span = document.body.appendChild(document.createElement('span'));
        span.style.color = `var(--${role})`;
        const found =
          getComputedStyle(span)
            .color.match(/[\d.]+/gu)
            ?.map(Number) ?? [];
        span.remove();
        return found;
      };
      const count = (role: string): number => {
        const [r = 0, g = 0, b = 0] = probe(role);
        let sum = 0;
        for (let i = 0; i < data.length; i += 4)
          if (
            data[i + 3]! > 200 &&
            Math.abs(data[i]! - r) + Math.abs(data[i + 1]! - g) + Math.abs(data[i + 2]! - b) < 24
          )
            sum += 1;
        return sum;
      };
      return { frame: count('accent'), tool: count('hue-tool'), problem: count('error') };
    });
  await expect.poll(colours).toMatchObject({ frame: expect.any(Number) });
  const seen = await colours();
  for (const [part, pixels] of Object.entries(seen)) expect(pixels, part).toBeGreaterThan(3);

  // Near the top of the map, at a readable zoom: the first steps come into view; dragged down, the last ones.
  await surface(editor).focus();
  await editor.keyboard.press('0');
  await expect(surface(editor)).toHaveAttribute('data-lod', 'full');
  await editor.mouse.move(box.x + box.width / 2, box.y + 12);
  await editor.mouse.down();
  await expect(card(editor, 'step_0')).toBeInViewport();
  await editor.mouse.move(box.x + box.width / 2, box.y + box.height - 12, { steps: 5 });
  await editor.mouse.up();
  await expect(card(editor, 'step_39')).toBeInViewport();
  await expect(card(editor, 'step_0')).not.toBeInViewport();

  // A selected node under it sends it to the other corner.
  const apart = async (): Promise<boolean> => {
    const [a, b] = [await map.boundingBox(), await card(editor, 'step_39').boundingBox()];
    return (
      a !== null &&
      b !== null &&
      (a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y)
    );
  };
  await card(editor, 'step_39').click();
  const node = await settled(card(editor, 'step_39'));
  await surface(editor).hover({ position: { x: 40, y: 40 } });
  await editor.mouse.wheel(
    node.x + node.width / 2 - (box.x + box.width / 2),
    node.y + node.height / 2 - (box.y + box.height / 2),
  );
  await expect.poll(async () => (await map.boundingBox())?.y).not.toBe(box.y);
  await expect.poll(apart).toBe(true);

  await surface(editor).focus();
  await editor.keyboard.press('m');
  await expect(map).toHaveCount(0);
  await editor.reload();
  await expect(surface(editor)).toBeVisible();
  await expect(editor.getByText('connected')).toBeVisible();
  // What edits comes after the picture.
  await expect(editor.getByRole('toolbar', { name: 'View', exact: true })).toBeVisible();
  await expect(map, 'hidden stays hidden').toHaveCount(0);
  await surface(editor).focus();
  await editor.keyboard.press('m');
  await expect(map).toBeVisible();

  // The tour speaks beside it.
  await editor.keyboard.press('ControlOrMeta+k');
  await editor.keyboard.type('Two-minute tour');
  await editor.keyboard.press('Enter');
  const tour = editor.getByRole('dialog', { name: 'A workflow is a graph' });
  await expect(tour).toBeVisible();
  const words = await settled(tour);
  for (const part of [map, editor.getByRole('toolbar', { name: 'View', exact: true })]) {
    const place = await settled(part);
    const clear =
      place.x + place.width <= words.x || place.y + place.height <= words.y || words.x + words.width <= place.x;
    expect(clear, 'nothing lies under the card').toBe(true);
  }
});
