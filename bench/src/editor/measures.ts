// The measures of editor.md §13 that concern the open canvas. Each drives the page with real mouse and keyboard and returns samples.
import type { Page } from '@playwright/test';
import { type Recorder, recorded, restart } from './recorder.ts';

const canvas = (page: Page) => page.getByRole('application', { name: 'Workflow graph' });
const firstNode = 'step_0001';
const card = (page: Page) => page.locator(`[id="card-node:${firstNode}"]`);

/** Resolves when nothing has kept the thread busy for a while. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(
    async () =>
      new Promise<void>((resolve) => {
        let last = performance.now();
        let calm = 0;
        const tick = (time: number): void => {
          calm = time - last < 34 ? calm + 1 : 0;
          last = time;
          if (calm > 20) resolve();
          else requestAnimationFrame(tick);
        };
        requestAnimationFrame(tick);
      }),
  );
}

async function centre(page: Page): Promise<{ readonly x: number; readonly y: number }> {
  const box = await canvas(page).boundingBox();
  if (!box) throw new Error('there is no canvas');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function command(page: Page, key: string): Promise<void> {
  await canvas(page).focus();
  await page.keyboard.press(key);
  await settle(page);
}

/** Pans (or zooms) in steps of the wheel, one a frame. */
async function wheel(page: Page, steps: number, zoom: boolean): Promise<Recorder> {
  const at = await centre(page);
  await page.mouse.move(at.x, at.y);
  if (zoom) await page.keyboard.down('Control');
  await restart(page, true);
  for (let step = 0; step < steps; step++) {
    const way = step % 20 < 10 ? 1 : -1;
    if (zoom) await page.mouse.wheel(0, 60 * way);
    else await page.mouse.wheel(15 * way, 40 * way);
  }
  const result = await recorded(page);
  if (zoom) await page.keyboard.up('Control');
  await restart(page);
  return result;
}

export async function panAtFit(page: Page): Promise<Recorder> {
  await command(page, '1');
  return wheel(page, 60, false);
}
export async function zoomAtFit(page: Page): Promise<Recorder> {
  await command(page, '1');
  return wheel(page, 60, true);
}
export async function panAtFullSize(page: Page): Promise<Recorder> {
  await command(page, '0');
  return wheel(page, 60, false);
}

/** Drags the first node, or with it everything that a marquee over the pane catches at a middle zoom. */
export async function drag(page: Page, several: boolean): Promise<Recorder & { readonly nodes: number }> {
  await toFirstNode(page);
  const nodes = several ? await markVisible(page) : 1;
  const box = await card(page).boundingBox();
  if (!box) throw new Error('the first node is not on the screen');
  const at = { x: box.x + box.width / 4, y: box.y + box.height / 4 };
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x + 10, at.y + 4);
  await restart(page, true);
  for (let step = 0; step < 60; step++) await page.mouse.move(at.x + 10 + 3 * (step % 20), at.y + 4 + 2 * (step % 30));
  const result = await recorded(page);
  await restart(page);
  await page.mouse.up();
  await page.keyboard.press('ControlOrMeta+z');
  return { ...result, nodes };
}

async function markVisible(page: Page): Promise<number> {
  for (let step = 0; step < 3; step++) await page.keyboard.press('-');
  await settle(page);
  const pane = await canvas(page).boundingBox();
  if (!pane) throw new Error('there is no canvas');
  await page.mouse.move(pane.x + 8, pane.y + 60);
  await page.mouse.down();
  await page.mouse.move(pane.x + pane.width - 8, pane.y + pane.height - 8, { steps: 4 });
  await page.mouse.up();
  await settle(page);
  return page.locator('[id^="card-node:"][data-look~="selected"]').count();
}

/** Milliseconds until the page shows that the marked nodes are gone, and that they are back. */
export async function deleteAndUndo(
  page: Page,
): Promise<{ nodes: number; gone: number; back: number; tasks: number[] }> {
  await toFirstNode(page);
  const nodes = await markVisible(page);
  await restart(page);
  const gone = await keyToChange(page, 'Delete');
  await settle(page);
  const back = await keyToChange(page, 'ControlOrMeta+z');
  await settle(page);
  return { nodes, gone, back, tasks: (await recorded(page)).longTasks };
}
/** From the press of a key until the frame in which the number of cards changed was handed over. */
async function keyToChange(page: Page, key: string): Promise<number> {
  const changed = page.evaluate(
    async () =>
      new Promise<number>((resolve) => {
        const { recorder } = window as unknown as { recorder: Recorder };
        recorder.pressed = 0;
        const seen = new MutationObserver((records) => {
          const changes = records.flatMap(({ addedNodes, removedNodes }) => [...addedNodes, ...removedNodes]);
          if (
            recorder.pressed === 0 ||
            !changes.some((node) => (node as Element).classList?.contains('react-flow__node'))
          )
            return;
          seen.disconnect();
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - recorder.pressed)));
        });
        seen.observe(document, { subtree: true, childList: true });
      }),
  );
  await canvas(page).focus();
  await page.keyboard.press(key);
  return changed;
}

/** Types a query into the search of the canvas; input events tell how long each key took. */
export async function searchKeys(page: Page): Promise<Recorder> {
  await canvas(page).focus();
  await page.keyboard.press('/');
  await settle(page);
  await restart(page);
  await page.keyboard.type('kind:judge step_01 result', { delay: 60 });
  await settle(page);
  const result = await recorded(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  return result;
}

async function toFirstNode(page: Page): Promise<void> {
  await canvas(page).focus();
  await page.keyboard.press('/');
  await page.keyboard.insertText(firstNode);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await canvas(page).focus();
  await page.keyboard.press('0');
  await settle(page);
  await card(page).waitFor();
}

/** Types in the model of the first node, at the speed of a person, and notes when its card changed. */
async function typing(page: Page, keys: number): Promise<Recorder> {
  await restart(page);
  for (let key = 0; key < keys; key++) {
    const before = (await recorded(page)).canvas.length;
    await page.keyboard.press(key % 2 === 0 ? 'x' : 'Backspace');
    await page.waitForFunction(
      (count) => (window as unknown as { recorder: Recorder }).recorder.canvas.length > count,
      before,
    );
  }
  return recorded(page);
}

export async function typeInSource(page: Page, keys: number): Promise<Recorder> {
  await toFirstNode(page);
  await card(page).click({ position: { x: 60, y: 20 } });
  await page.keyboard.press('s');
  await page.locator('.monaco-editor .view-line').first().waitFor();
  await page.waitForFunction(() => document.activeElement?.closest('.monaco-editor') !== null);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await settle(page);
  return typing(page, keys);
}

export async function typeInForm(page: Page, keys: number): Promise<Recorder> {
  await toFirstNode(page);
  await card(page).click({ position: { x: 60, y: 20 } });
  const field = page
    .getByRole('complementary', { name: 'Inspector' })
    .getByRole('combobox', { name: 'model', exact: true });
  await field.click();
  await page.keyboard.press('End');
  await settle(page);
  return typing(page, keys);
}
