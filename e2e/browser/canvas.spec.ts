// Acts on the canvas with mouse and clipboard, compared on disk: marquee, delete, bridge, copy, connect, retarget, drag, tidy.
import type { Locator, Page } from '@playwright/test';
import { card, expect, openFile, test } from './product.ts';
import { save, surface, unsaved, wire } from './screen.ts';

const LINEAR = 'minimal_linear.iter';
const GATE = 'human_gate.iter';

interface Spot {
  readonly x: number;
  readonly y: number;
}

async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error(`not on the screen: ${locator.toString()}`);
  return box;
}
async function middle(locator: Locator): Promise<Spot> {
  const { x, y, width, height } = await boxOf(locator);
  return { x: x + width / 2, y: y + height / 2 };
}
async function drag(page: Page, from: Spot, to: Spot): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 10 });
  await page.mouse.up();
}

const exit = (page: Page, node: string) => card(page, node).getByRole('button', { name: /drag to connect/ });

/** Drags from the exit port of a node. */
async function pull(page: Page, node: string, to: Spot): Promise<void> {
  await card(page, node).hover();
  await drag(page, await middle(exit(page, node)), to);
}
/** A place of the pane where nothing is, at the left. */
async function emptySpot(page: Page): Promise<Spot> {
  const { x, y, height } = await boxOf(surface(page));
  return { x: x + 120, y: y + height - 160 };
}
/** Opens a file and waits until its picture rests. */
async function open(page: Page, name: string, last: string): Promise<void> {
  await openFile(page, name);
  await rest(page, last);
}
async function rest(page: Page, node: string): Promise<void> {
  let seen: unknown;
  await expect(async () => {
    const before = seen;
    seen = await boxOf(card(page, node));
    expect(seen).toEqual(before);
  }).toPass({ intervals: [150] });
}
/** Places of cards on the plane of the graph, whatever the viewport. */
async function places(page: Page, names: readonly string[]): Promise<Record<string, Spot>> {
  const found: Record<string, Spot> = {};
  for (const name of names) {
    const transform = await page
      .locator('.react-flow__node', { has: card(page, name) })
      .evaluate((element: HTMLElement) => element.style.transform);
    const [x = 0, y = 0] = [...transform.matchAll(/-?[\d.]+(?=px)/gu)].map(Number);
    found[name] = { x, y };
  }
  return found;
}

test('E-CANVAS-05 E-CANVAS-22 X-35 a marquee marks two nodes, the inspector lists them, Delete removes both and undo brings them back with their edges', async ({
  editor,
  product,
}) => {
  const before = await product.read(LINEAR);
  await open(editor, LINEAR, 'writer');
  const [first, second] = [await boxOf(card(editor, 'researcher')), await boxOf(card(editor, 'writer'))];
  await drag(
    editor,
    { x: first.x - 24, y: first.y + 6 },
    { x: second.x + second.width / 2, y: second.y + second.height - 6 },
  );
  const panel = editor.getByRole('complementary', { name: 'Inspector' });
  await expect(panel.getByText('researcher', { exact: true })).toBeVisible();
  await expect(panel.getByText('writer', { exact: true })).toBeVisible();
  await editor.keyboard.press('Delete');
  await expect(card(editor, 'researcher')).toHaveCount(0);
  await expect(card(editor, 'writer')).toHaveCount(0);
  await save(editor);
  const without = await product.read(LINEAR);
  expect(without).not.toMatch(/agent researcher|agent writer|->/u);
  await editor.keyboard.press('ControlOrMeta+z');
  await expect(wire(editor, 'researcher', 'writer')).toHaveCount(1);
  await expect(card(editor, 'writer')).toBeVisible();
  await save(editor);
  expect(await product.read(LINEAR)).toBe(before);
});

test('E-CANVAS-24 E-CANVAS-25 X-36 X-38 three nodes copied with the keyboard arrive in another file with edges, schemas and prompts; a second paste takes free names', async ({
  editor,
  product,
}) => {
  const before = await product.read(LINEAR);
  await open(editor, GATE, 'announce');
  await card(editor, 'collect').click();
  for (const node of ['draft', 'approval']) await card(editor, node).click({ modifiers: ['Shift'] });
  await editor.evaluate(() => {
    window.addEventListener('copy', (event) => {
      document.title = event.clipboardData?.getData('text/plain') ?? '';
    });
  });
  await editor.keyboard.press('ControlOrMeta+c');
  await expect(editor.getByText('Copied 3 items as DSL').first()).toBeVisible();
  expect(await editor.title(), 'readable DSL (X-37)').toContain('collect -> draft');

  await open(editor, LINEAR, 'writer');
  await surface(editor).focus();
  await editor.keyboard.press('ControlOrMeta+v');
  for (const node of ['collect', 'draft', 'approval']) await expect(card(editor, node)).toBeVisible();
  await save(editor);
  const once = await product.read(LINEAR);
  for (const line of [
    'schema notes:',
    'prompt notes_user:',
    'prompt approve_instructions:',
    '  collect -> draft',
    '  draft -> approval',
  ])
    expect(
      once.split('\n').filter((each) => each === line),
      line,
    ).toHaveLength(1);
  expect(once).toContain('approval -> draft when not approved as revise(3) with {');
  for (const line of before.split('\n')) expect(once.split('\n')).toContain(line);

  await editor.keyboard.press('ControlOrMeta+v');
  await expect(card(editor, 'draft_2')).toBeVisible();
  await save(editor);
  const twice = await product.read(LINEAR);
  expect(twice).toContain('  collect_2 -> draft_2\n');
  expect(twice, 'references inside the fragment follow').toContain('{{outputs.collect_2.log}}');
  expect(
    twice.split('\n').filter((line) => line === 'schema notes:'),
    'an equal schema is reused',
  ).toHaveLength(1);

  await editor.keyboard.press('ControlOrMeta+z');
  await editor.keyboard.press('ControlOrMeta+z');
  await save(editor);
  expect(await product.read(LINEAR), 'one step each').toBe(before);
});

for (const direction of ['down', 'right'] as const) {
  test(`E-CANVAS-16 X-39 a port dragged to the void opens the creator, which stays; a kind adds node and edge; one undo removes both (${direction})`, async ({
    editor,
    product,
  }) => {
    const before = await product.read(LINEAR);
    await open(editor, LINEAR, 'writer');
    if (direction === 'right') {
      const down = await places(editor, ['researcher', 'writer']);
      await surface(editor).focus();
      await editor.keyboard.press('Shift+R');
      await expect(async () =>
        expect((await places(editor, ['researcher', 'writer']))['writer']?.y).not.toBe(down['writer']?.y),
      ).toPass();
      await editor.keyboard.press('1');
    }
    await pull(editor, 'writer', await emptySpot(editor));
    const creator = editor.getByRole('combobox', { name: /after writer|what comes next|add/i });
    await expect(creator).toBeFocused();
    await editor.mouse.move(400, 300);
    await expect(creator, 'the click after the release closes nothing (E-CANVAS-17)').toBeVisible();
    await editor.getByRole('option', { name: /^Judge/ }).click();
    await expect(card(editor, 'judge_1')).toBeVisible();
    await editor.keyboard.press('Escape');
    await save(editor);
    const after = await product.read(LINEAR);
    expect(after).toContain('judge judge_1:');
    expect(after).toContain('  writer -> judge_1\n');
    await editor.keyboard.press('Escape');
    await editor.keyboard.press('ControlOrMeta+z');
    await expect(card(editor, 'judge_1')).toHaveCount(0);
    if (direction === 'right') await editor.keyboard.press('ControlOrMeta+z');
    await save(editor);
    expect(await product.read(LINEAR)).toBe(before);
  });
}

test('X-42 connecting what a conditional edge joins already: the opposite condition makes a parallel edge with its own chip', async ({
  editor,
  product,
}) => {
  await open(editor, GATE, 'announce');
  await pull(editor, 'approval', await middle(card(editor, 'announce')));
  await expect(wire(editor, 'approval', 'announce')).toHaveCount(2);
  const condition = editor.getByRole('dialog', { name: 'Condition' });
  await editor.keyboard.press('w');
  await condition.getByRole('radio', { name: 'by field' }).click();
  await condition.getByRole('radio', { name: 'not', exact: true }).click();
  await editor.keyboard.press('Escape');
  await save(editor);
  expect(await product.read(GATE)).toContain('  approval -> announce when not approved\n');
  const chips = await Promise.all(
    (await editor.getByRole('button', { name: /approved: / }).all()).map(async (chip) => chip.boundingBox()),
  );
  expect(chips.length).toBeGreaterThanOrEqual(3);
  for (const [at, one] of chips.entries())
    for (const other of chips.slice(at + 1)) {
      if (!one || !other) continue;
      const apart =
        one.x + one.width <= other.x ||
        other.x + other.width <= one.x ||
        one.y + one.height <= other.y ||
        other.y + other.height <= one.y;
      expect(apart, 'chips do not cover one another').toBe(true);
    }
});

test('X-43 a connection from an end, to a stale node or twice is refused with its reason, and nothing changes', async ({
  editor,
  product,
}) => {
  const before = await product.read(LINEAR);
  await open(editor, LINEAR, 'writer');
  await pull(editor, 'researcher', await middle(card(editor, 'writer')));
  await expect(editor.getByText('Already connected like this').first()).toBeVisible();
  await expect(wire(editor, 'researcher', 'writer')).toHaveCount(1);
  await expect(
    card(editor, 'done').getByRole('button', { name: /drag to connect/ }),
    'an end has no way out',
  ).toHaveCount(0);
  await expect(unsaved(editor)).toHaveCount(0);

  // A second agent whose text is broken at the moment.
  await product.write(
    LINEAR,
    before.replace('agent writer:\n', 'agent writer:\n  model: "unfinished\n').replace('  researcher -> writer\n', ''),
  );
  await expect(card(editor, 'writer')).toHaveAttribute('data-stale', 'true');
  const broken = await product.read(LINEAR);
  await pull(editor, 'researcher', await middle(card(editor, 'writer')));
  await expect(editor.getByText('Fix the text of writer first').first()).toBeVisible();
  await expect(unsaved(editor)).toHaveCount(0);
  expect(await product.read(LINEAR)).toBe(broken);
});

test('X-44 a connection to an ancestor is a loop with bound 3, its chip in edit mode, without a problem', async ({
  editor,
  product,
}) => {
  await open(editor, LINEAR, 'writer');
  await pull(editor, 'writer', await middle(card(editor, 'researcher')));
  const loop = editor.getByRole('dialog', { name: 'Loop' });
  await expect(loop).toBeVisible();
  await expect(loop.getByRole('textbox', { name: /bound|laps|at most/i })).toHaveValue('3');
  await editor.keyboard.press('Escape');
  await expect(loop).toHaveCount(0);
  await save(editor);
  expect(await product.read(LINEAR)).toMatch(/^ {2}writer -> researcher as \w+\(3\)$/mu);
  expect((await product.run('validate', LINEAR)).out).not.toContain('C019');
});

test('E-CANVAS-22 E-CANVAS-23 X-45 Bridge edges after a deletion joins predecessor and successor, in one step', async ({
  editor,
  product,
}) => {
  const before = await product.read(LINEAR);
  await open(editor, LINEAR, 'writer');
  await card(editor, 'writer').click();
  await editor.keyboard.press('Delete');
  await editor.getByRole('button', { name: 'Bridge edges' }).click();
  await expect(wire(editor, 'researcher', 'done')).toHaveCount(1);
  await save(editor);
  const after = await product.read(LINEAR);
  expect(after).toContain('  researcher -> done\n');
  expect(after).not.toContain('agent writer');
  await editor.keyboard.press('ControlOrMeta+z');
  await expect(card(editor, 'writer')).toBeVisible();
  await save(editor);
  expect(await product.read(LINEAR)).toBe(before);
});

test('X-47 dragging the end of an edge to another node changes one line and keeps its clauses', async ({
  editor,
  product,
}) => {
  const before = await product.read(GATE);
  await open(editor, GATE, 'announce');
  await editor
    .getByRole('button', { name: /revise/ })
    .first()
    .click();
  await editor.keyboard.press('Escape');
  const handle = editor.locator('[data-end="target"]');
  await expect(handle).toBeVisible();
  await drag(editor, await middle(handle), await middle(card(editor, 'collect')));
  await expect(wire(editor, 'approval', 'collect')).toHaveCount(1);
  await save(editor);
  expect(await product.read(GATE)).toBe(before.replace('  approval -> draft when', '  approval -> collect when'));
});

test('E-LAYOUT-05 E-LAYOUT-09 X-28 a dragged node stays where it was put over additions and reloads, all others too, and the file keeps its bytes', async ({
  editor,
  product,
}) => {
  const before = await product.read(LINEAR);
  await open(editor, LINEAR, 'writer');
  const names = ['researcher', 'writer', 'done'];
  const old = await places(editor, names);
  const from = await middle(card(editor, 'writer'));
  await drag(editor, from, { x: from.x + 160, y: from.y + 40 });
  const moved = await places(editor, names);
  expect(moved['writer']).not.toEqual(old['writer']);
  expect(moved['researcher']).toEqual(old['researcher']);
  await expect(unsaved(editor), 'layout never makes the text dirty').toHaveCount(0);
  await expect(async () =>
    expect(
      await product
        .read(`.iterion/layout/${LINEAR}l`)
        .catch(async () => product.read(`.iterion/layout/${LINEAR}.jsonl`)),
    ).toContain('"writer"'),
  ).toPass();
  await pull(editor, 'researcher', await emptySpot(editor));
  await editor.getByRole('option', { name: /^Tool/ }).click();
  await expect(card(editor, 'tool_1')).toBeVisible();
  await editor.keyboard.press('Escape');
  expect(await places(editor, names)).toEqual(moved);
  await editor.keyboard.press('ControlOrMeta+z');
  await expect(card(editor, 'tool_1')).toHaveCount(0);
  await editor.reload();
  await expect(card(editor, 'writer')).toBeVisible();
  expect(await places(editor, names)).toEqual(moved);
  expect(await product.read(LINEAR)).toBe(before);
});

test('E-LAYOUT-07 X-32 tidy puts a moved node back in line, undo restores the place, the bytes stay', async ({
  editor,
  product,
}) => {
  const before = await product.read(LINEAR);
  await open(editor, LINEAR, 'writer');
  const names = ['researcher', 'writer', 'done'];
  const from = await middle(card(editor, 'writer'));
  await drag(editor, from, { x: from.x + 200, y: from.y });
  const moved = await places(editor, names);
  await surface(editor).focus();
  await editor.keyboard.press('Shift+T');
  let last: unknown;
  await expect(async () => {
    const now = await places(editor, names);
    const same = JSON.stringify(now) === JSON.stringify(last);
    last = now;
    expect(now['writer']?.x).toBeLessThan(moved['writer']?.x ?? 0);
    expect(same, 'the cards have come to rest').toBe(true);
  }).toPass({ intervals: [200] });
  await editor.keyboard.press('ControlOrMeta+z');
  await expect(async () => expect(await places(editor, names)).toEqual(moved)).toPass();
  await expect(unsaved(editor)).toHaveCount(0);
  expect(await product.read(LINEAR)).toBe(before);
});
