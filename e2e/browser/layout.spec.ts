// Where things are on the canvas and what may move them: first layout, sidecar, insertion, far zoom, search, going to.
import type { Locator, Page } from '@playwright/test';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { card, expect, openFile, test } from './product.ts';
import { surface, wire } from './screen.ts';

const LINEAR = 'minimal_linear.iter';
const GATE = 'human_gate.iter';
const sidecar = `.iterion/layout/${LINEAR}.jsonl`;

const viewport = async (page: Page): Promise<string> =>
  page.locator('.react-flow__viewport').evaluate((element: HTMLElement) => element.style.transform);

/** Places of all mounted cards on the plane of the graph, whatever the viewport. */
async function places(page: Page): Promise<Record<string, string>> {
  return page
    .locator('.react-flow__node')
    .evaluateAll((nodes) =>
      Object.fromEntries(
        nodes.map((node) => [(node as HTMLElement).dataset['id'] ?? '', (node as HTMLElement).style.transform]),
      ),
    );
}
/** The picture once nothing moves any more. */
async function resting(page: Page): Promise<Record<string, string>> {
  let seen = '';
  await expect(async () => {
    const before = seen;
    seen = JSON.stringify([await places(page), await viewport(page)]);
    expect(seen).toBe(before);
  }).toPass({ intervals: [200] });
  return places(page);
}
/** A point of the line of an edge, away from its middle, where the button for inserting appears. */
async function onLine(line: Locator): Promise<{ readonly x: number; readonly y: number }> {
  return line
    .locator('path')
    .first()
    .evaluate((path: SVGPathElement) => {
      const point = path.getPointAtLength(path.getTotalLength() / 5);
      const { x, y } = new DOMPoint(point.x, point.y).matrixTransform(path.getScreenCTM() ?? undefined);
      return { x, y };
    });
}
/** A chain of agents with a condition every five, as text. */
function chain(length: number): string {
  const names = Array.from({ length }, (_, index) => `step_${index}`);
  const agents = names.map((name) => `agent ${name}:\n  model: "m"\n  output: verdict\n`);
  const edges = names.slice(1).map((name, index) => `  step_${index} -> ${name}`);
  const workflow = `workflow chain:\n  entry: step_0\n  default_backend: "claw"\n\n${edges.join('\n')}\n  ${names.at(-1)} -> done\n`;
  return `schema verdict:\n  ok: bool\n\n${agents.join('\n')}\n${workflow}`;
}

test('E-LAYOUT-09 X-29 X-33 X-30 the first layout is the same for everybody and writes nothing; a sidecar that was merged is followed, damage is named', async ({
  editor,
  product,
  browser,
}) => {
  await openFile(editor, LINEAR);
  const other = await browser.newContext();
  const page = await other.newPage();
  await page.goto(await product.link());
  await openFile(page, LINEAR);
  // A slow machine shows a quick placement first; what the layout engine says then is the picture, and it is what a reload keeps.
  const same = async (): Promise<void> =>
    expect(async () => expect(await resting(editor)).toEqual(await resting(page))).toPass();
  await same();
  expect(Object.keys(await places(page)).length).toBeGreaterThan(3);
  await editor.reload();
  await expect(card(editor, 'writer')).toBeVisible();
  await same();
  const folder = join(product.workspace, '.iterion');
  const written = await readdir(folder, { recursive: true }).catch(() => []);
  expect(written.filter((name) => name.endsWith('.jsonl'))).toEqual([]);
  await other.close();

  await mkdir(join(folder, 'layout'), { recursive: true });
  await product.write(
    sidecar,
    [
      '{"v":1,"direction":"down","spacing":"normal"}',
      '{"node":"researcher","x":0,"y":0}',
      '<<<<<<< yours',
      '{"node":"writer","x":320,"y":400,"pin":true}',
      '{"node":"done","x":0,"y":640}\n',
    ].join('\n'),
  );
  await editor.reload();
  await expect(editor.getByText(/1 damaged lines? of the layout/)).toBeVisible();
  const merged = await resting(editor);
  expect(merged['node:writer']).toBe('translate(320px, 400px)');
  expect(merged['node:researcher']).toBe('translate(0px, 0px)');
});

test('X-34 without its layout worker the canvas places things the quick way, says so, and edits', async ({
  product,
  page,
}) => {
  await page.context().route(/elk\.worker-/, async (route) => route.abort());
  await page.goto(await product.link());
  await openFile(page, GATE);
  await expect(card(page, 'approval')).toBeVisible();
  await expect(page.getByText('Placed the quick way', { exact: true })).toBeVisible();
  // What edits is loaded once the first graph is painted, like the panel.
  await expect(page.getByRole('complementary', { name: 'Inspector' }).getByRole('textbox').first()).toBeVisible();
  await resting(page);
  await surface(page).focus();
  await page.keyboard.press('a');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await page.keyboard.type('tool');
  await page.keyboard.press('Enter');
  await expect(card(page, 'tool_1')).toBeVisible();
});

test('E-CANVAS-22 E-LAYOUT-05 X-31 X-05 a node inserted on an edge of a long graph is the only one with a new place; deleted and undone, all is as before', async ({
  editor,
  product,
}) => {
  await product.write('chain.iter', chain(30));
  await openFile(editor, 'chain.iter');
  // The whole first, which is paint; what edits comes after the picture.
  await expect(surface(editor)).toHaveAttribute('data-lod', 'painted');
  await expect(editor.getByRole('toolbar', { name: 'View', exact: true })).toBeVisible();
  await surface(editor).focus();
  await editor.keyboard.press('0');
  await expect(card(editor, 'step_15'), 'from afar cards are paint').toBeVisible();
  const before = await resting(editor);
  expect(Object.keys(before)).toHaveLength(32);
  await editor.keyboard.press('ArrowDown');
  await editor.keyboard.press('ArrowDown');
  await editor.keyboard.press('e');
  await editor.keyboard.press('i');
  await expect(editor.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await editor.keyboard.type('tool');
  await editor.keyboard.press('Enter');
  await expect(card(editor, 'tool_1')).toBeVisible();
  await editor.keyboard.press('Escape');
  const { ['node:tool_1']: inserted, ...others } = await resting(editor);
  expect(inserted).toBeDefined();
  expect(others).toEqual(before);
  await editor.keyboard.press('ControlOrMeta+z');
  await expect(card(editor, 'tool_1')).toHaveCount(0);

  await card(editor, 'step_2').click();
  await editor.keyboard.press('Delete');
  await expect(card(editor, 'step_2')).toHaveCount(0);
  await editor.keyboard.press('ControlOrMeta+z');
  await expect(card(editor, 'step_2')).toHaveAttribute('data-look', /selected/);
  expect(await resting(editor)).toEqual(before);
  await expect(editor.getByRole('link', { name: /unsaved/ })).toHaveCount(0);
});

test('E-CANVAS-04 E-CANVAS-15 E-CANVAS-16 X-40 X-46 E-EDGE-06 a node is added after the selected one and named at once; selected and hovered edges look it', async ({
  editor,
}) => {
  await openFile(editor, GATE);
  await resting(editor);
  await card(editor, 'announce').click();
  await editor.keyboard.press('a');
  await expect(editor.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await editor.keyboard.type('compute');
  await editor.keyboard.press('Enter');
  const name = editor.getByRole('textbox', { name: /name/i }).and(editor.locator(':focus'));
  await expect(name).toBeVisible();
  await editor.keyboard.press('ControlOrMeta+a');
  await editor.keyboard.type('sum_up');
  await editor.keyboard.press('Enter');
  await expect(surface(editor).getByText('sum_up', { exact: true })).toBeVisible();
  await expect(wire(editor, 'announce', 'sum_up')).toHaveCount(1);

  const line = wire(editor, 'draft', 'approval');
  const spot = await onLine(line);
  await editor.mouse.click(spot.x, spot.y);
  await expect(line).toHaveAttribute('data-look', /selected/);
  const other = wire(editor, 'collect', 'draft');
  const over = await onLine(other);
  await editor.mouse.move(over.x, over.y);
  await expect(other).toHaveAttribute('data-look', /hovered/);
  for (const end of ['collect', 'draft']) await expect(card(editor, end)).toHaveAttribute('data-look', /end/);
  await expect(line).toHaveAttribute('data-look', /selected/);
  const pane = await surface(editor).boundingBox();
  await editor.mouse.click((pane?.x ?? 0) + 30, (pane?.y ?? 0) + 300);
  await expect(line).not.toHaveAttribute('data-look', /selected/);
});

test('X-52 X-53 search cycles through its matches and dims the rest; selecting elsewhere never moves the view, going to does', async ({
  editor,
}) => {
  await openFile(editor, 'pr_refine_single_model.iter');
  await resting(editor);
  await surface(editor).focus();
  await editor.keyboard.press('0');
  await resting(editor);
  const before = await viewport(editor);
  const row = editor.getByRole('tree', { name: 'Graph as a tree' }).getByRole('treeitem', { name: /^final_verify/ });
  await row.click();
  await expect(card(editor, 'final_verify')).toHaveAttribute('data-look', /selected/);
  await resting(editor);
  expect(await viewport(editor)).toBe(before);
  await row.press('Enter');
  await expect(async () => expect(await viewport(editor)).not.toBe(before)).toPass();
  await resting(editor);
  const inside = await card(editor, 'final_verify').boundingBox();
  const pane = await surface(editor).boundingBox();
  expect(inside?.y).toBeGreaterThan((pane?.y ?? 0) + 40);
  expect((inside?.y ?? 0) + (inside?.height ?? 0)).toBeLessThan((pane?.y ?? 0) + (pane?.height ?? 0) - 40);

  await surface(editor).focus();
  await editor.keyboard.press('/');
  await editor.getByRole('textbox', { name: 'Search the graph' }).fill('kind:judge approved');
  const count = editor.getByRole('search').getByText(/^\d+\/\d+$/);
  await expect(count).toHaveText('1/3');
  await expect(card(editor, 'planner')).toHaveAttribute('data-look', /dimmed/);
  const visited = new Set<string | null>();
  for (let step = 0; step < 3; step++) {
    await editor.keyboard.press('Enter');
    await resting(editor);
    visited.add(await editor.locator('[id^="card-node:"][data-look~="selected"]').getAttribute('id'));
  }
  expect(visited.size).toBe(3);
  await editor.keyboard.press('Escape');
  await expect(card(editor, 'planner')).not.toHaveAttribute('data-look', /dimmed/);
});

test('E-CANVAS-11 X-51 E-CANVAS-10 a thousand nodes from afar are paint, can be pressed, keep their selection visible, in at most 3,000 elements', async ({
  editor,
  product,
}) => {
  await product.write('long.iter', chain(1000));
  await openFile(editor, 'long.iter');
  await resting(editor);
  await surface(editor).focus();
  const elements = async (): Promise<number> =>
    surface(editor).evaluate((element) => element.querySelectorAll('*').length);
  expect(await elements()).toBeLessThan(3000);
  await editor.keyboard.press('1');
  await expect(surface(editor)).toHaveAttribute('data-lod', 'painted');
  await resting(editor);
  expect(await elements()).toBeLessThan(3000);
  // Nearer, so that a card is some pixels high, but still paint.
  for (let step = 0; step < 5; step++) await editor.keyboard.press('+');
  await resting(editor);
  await expect(surface(editor)).toHaveAttribute('data-lod', 'painted');
  await expect(editor.locator('[id^="card-node:"]')).toHaveCount(0);
  const pane = await surface(editor).boundingBox();
  const middle = { x: (pane?.x ?? 0) + (pane?.width ?? 0) / 2, y: (pane?.y ?? 0) + (pane?.height ?? 0) / 2 };
  const chosen = editor.locator('[id^="card-"][data-look~="selected"]');
  await expect(async () => {
    middle.y += 3;
    await editor.mouse.click(middle.x, middle.y);
    await expect(editor.locator('[id^="card-node:"][data-look~="selected"]')).toHaveCount(1, { timeout: 300 });
  }).toPass();
  const box = await chosen.first().boundingBox();
  expect(Math.abs((box?.y ?? 0) - middle.y)).toBeLessThan(40);
  expect(Math.abs((box?.x ?? 0) + (box?.width ?? 0) / 2 - middle.x)).toBeLessThan(60);
});

test('E-LAYOUT-11 X-20 X-17 a header renamed in the text keeps its node in place and selected; a condition changed there changes its chip, and the view stays', async ({
  editor,
}) => {
  await openFile(editor, GATE);
  await resting(editor);
  await card(editor, 'draft').click();
  await editor.keyboard.press('s');
  await expect(editor.locator('.monaco-editor :focus').first()).toBeAttached();
  const before = await resting(editor);
  const view = await viewport(editor);
  await editor.keyboard.press('End');
  await editor.keyboard.press('ArrowLeft');
  await editor.keyboard.type('ed_notes');
  const selected = editor.locator('[id^="card-node:"][data-look~="selected"]');
  await expect(selected).toContainText('drafted_notes');
  const after = await resting(editor);
  const id = (await selected.getAttribute('id'))?.replace('card-', '') ?? '';
  expect(after[id]).toBe(before['node:draft']);
  expect(await viewport(editor)).toBe(view);

  await surface(editor)
    .getByRole('button', { name: /^approved:/ })
    .click();
  await editor.keyboard.press('Escape');
  await editor.keyboard.press('s');
  await expect(editor.locator('.monaco-editor :focus').first()).toBeAttached();
  const rested = await resting(editor);
  const still = await viewport(editor);
  await editor.keyboard.press('End');
  for (let letter = 0; letter < 'approved'.length; letter++) await editor.keyboard.press('ArrowLeft');
  await editor.keyboard.insertText('not ');
  await expect(surface(editor).getByRole('button', { name: /^not approved:/ })).toHaveCount(2, { timeout: 1500 });
  expect(await resting(editor)).toEqual(rested);
  expect(await viewport(editor)).toBe(still);
});

test('X-48 E-CANVAS-28 a collapsed group stays collapsed over edits, additions and a reload', async ({
  editor,
  product,
}) => {
  const text = await product.read(GATE);
  await product.write(
    GATE,
    text.replace('workflow human_gate:', '## @group Writing: draft, approval\nworkflow human_gate:'),
  );
  await openFile(editor, GATE);
  await resting(editor);
  await surface(editor).focus();
  await editor.keyboard.press('Shift+X');
  const group = editor.getByRole('group', { name: /Writing/ });
  await expect(group).toBeVisible();
  await expect(card(editor, 'draft')).toHaveCount(0);
  await card(editor, 'announce').click();
  await editor.keyboard.press('a');
  await expect(editor.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await editor.keyboard.type('tool');
  await editor.keyboard.press('Enter');
  await expect(card(editor, 'tool_1')).toBeVisible();
  await editor.keyboard.press('Escape');
  await expect(group).toBeVisible();
  await editor.keyboard.press('ControlOrMeta+s');
  await expect(async () =>
    expect(await product.read(`.iterion/layout/${GATE}.jsonl`)).toContain('"collapsed":true'),
  ).toPass();
  await editor.reload();
  await expect(group).toBeVisible();
  await expect(card(editor, 'draft')).toHaveCount(0);
});
