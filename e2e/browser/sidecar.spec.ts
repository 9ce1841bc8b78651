// Writing the layout while the server is slow, and while a tab closes.
import { card, expect, openFile, settled, test } from './product.ts';
import { surface } from './screen.ts';

const FILE = 'minimal_linear.iter';
const SIDECAR = `.iterion/layout/${FILE}.jsonl`;

test('E-LAYOUT-10 moves that come faster than the server writes are written in turn, and are nobody else’s; closing the tab loses none', async ({
  editor,
  product,
}) => {
  const conflicts: string[] = [];
  editor.on('response', (response) => {
    if (response.status() === 412) conflicts.push(response.url());
  });
  await editor.route(/\/api\/layout/u, async (route) => {
    if (route.request().method() === 'PUT') await new Promise((resolve) => setTimeout(resolve, 900));
    await route.continue();
  });
  await openFile(editor, FILE);
  const node = card(editor, 'writer');
  await node.click();
  const before = await settled(node);
  await surface(editor).focus();
  for (let step = 0; step < 3; step++) {
    await editor.keyboard.press('Shift+ArrowRight');
    // Longer than the pause before a write, shorter than the write.
    await editor.waitForTimeout(600);
  }
  await editor.keyboard.press('ControlOrMeta+Alt+z');
  await expect(editor.getByRole('dialog')).toBeVisible();
  await expect(editor.getByRole('dialog').getByText('Layout changed on disk')).toHaveCount(0);
  await editor.keyboard.press('Escape');
  const xOf = async (): Promise<number> => {
    const lines = (await product.read(SIDECAR)).trim().split('\n');
    const line = lines
      .map((text) => JSON.parse(text) as { node?: string; x: number })
      .find((one) => one.node === 'writer');
    return line?.x ?? Number.NaN;
  };
  await expect(async () => expect(await xOf()).not.toBeNaN()).toPass();
  await expect(async () => expect((await settled(node)).x).toBeGreaterThan(before.x)).toPass();
  await editor.waitForTimeout(1200);
  const written = await xOf();

  await surface(editor).focus();
  await editor.keyboard.press('Shift+ArrowRight');
  await editor.keyboard.press('Alt+w');
  await expect(surface(editor)).toBeHidden();
  await expect.poll(xOf).toBe(written + 8);
  expect(conflicts).toEqual([]);
});
