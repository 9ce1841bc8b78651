// Edges to look at and to connect by key: their styles, ports and candidates, what a connection offers, changing their ends.
import type { Page } from '@playwright/test';
import { card, expect, openFile, settled, test } from './product.ts';
import { inspector, save, surface, unsaved, wire } from './screen.ts';

async function paint(
  page: Page,
  from: string,
  to: string,
): Promise<{ stroke: string; dash: string; width: string; opacity: string; parts: number }> {
  return wire(page, from, to).evaluate((element) => {
    const [line] = [...element.querySelectorAll('path')].filter(
      (path) =>
        getComputedStyle(path).strokeWidth.startsWith('1.5') || getComputedStyle(path).strokeWidth.startsWith('2.5'),
    );
    const style = getComputedStyle(line ?? element);
    return {
      stroke: style.stroke,
      dash: style.strokeDasharray,
      width: style.strokeWidth,
      opacity: getComputedStyle(element).opacity,
      parts: element.querySelectorAll('path').length,
    };
  });
}

const text = [
  'schema o:',
  '  ok: bool',
  '  n: int',
  '',
  'schema i:',
  '  n: int',
  '  more: string',
  '',
  'agent a:',
  '  model: "m"',
  '  output: o',
  '',
  'agent b:',
  '  model: "m"',
  '  input: i',
  '',
  'agent c:',
  '  model: "m"',
  '  input: i',
  '  output: o',
  '',
  'workflow w:',
  '  entry: a',
  '',
  '  a -> b when ok',
  '  a -> done when nope   # an error',
  '  b -> a as again(2)',
  '  b -> done',
  '  c -> done',
  '',
].join('\n');

test('E-CANVAS-04 X-46 E-EDGE-05 E-EDGE-06 edges differ by more than colour; hover raises both ends, a click in the void clears', async ({
  editor,
  product,
}) => {
  await product.write('edges.iter', text);
  await openFile(editor, 'edges.iter');
  await settled(card(editor, 'b'));
  const plain = await paint(editor, 'b', 'done');
  const conditional = await paint(editor, 'a', 'b');
  const loop = await paint(editor, 'b', 'a');
  const wrong = await paint(editor, 'a', 'done');
  expect(plain).toMatchObject({ dash: 'none', width: '1.5px', opacity: '1' });
  expect(conditional.parts, 'a diamond at the source').toBe(plain.parts + 1);
  expect(loop.dash).toBe('6px, 4px');
  expect(loop.stroke).not.toBe(plain.stroke);
  expect(wrong.stroke, 'the severity of its problem').not.toBe(plain.stroke);

  await editor.getByRole('button', { name: /^ok: / }).first().click();
  await editor.keyboard.press('Escape');
  await expect(wire(editor, 'a', 'b')).toHaveAttribute('data-look', /selected/u);
  await card(editor, 'b').hover();
  await expect(wire(editor, 'b', 'done')).toHaveAttribute('data-look', /hovered/u);
  expect((await paint(editor, 'b', 'done')).width).toBe('2.5px');
  const box = await surface(editor).boundingBox();
  if (!box) throw new Error('no canvas');
  await editor.mouse.click(box.x + 60, box.y + box.height - 120);
  await expect(wire(editor, 'a', 'b')).not.toHaveAttribute('data-look', /selected/u);

  // While its text is broken an edge stays, faded.
  await product.write('edges.iter', text.replace('  b -> done\n', '  b -> done when "\n'));
  await expect(wire(editor, 'b', 'done')).toHaveAttribute('data-stale', 'true');
  expect((await paint(editor, 'b', 'done')).opacity).toBe('0.45');
});

test('E-EDGE-07 E-EDGE-09 E-EDGE-11 connecting by key says each candidate, offers matching fields, and changes ends', async ({
  editor,
  product,
}) => {
  await product.write('edges.iter', text);
  await openFile(editor, 'edges.iter');
  await card(editor, 'a').click();
  await surface(editor).focus();
  await editor.keyboard.press('Alt+c');
  const hint = editor.getByText(/^Enter connects to /);
  await expect(hint).toBeVisible();
  const seen: string[] = [];
  for (let step = 0; step < 6 && !seen.includes('Enter connects to c'); step++) {
    seen.push((await hint.textContent()) ?? '');
    await expect(
      editor.getByText(`${seen.at(-1)?.replace('Enter connects', 'Connect')}? Enter connects, arrows choose another`),
    ).toHaveCount(1);
    if (seen.at(-1) !== 'Enter connects to c') await editor.keyboard.press('ArrowDown');
  }
  expect(seen, 'the arrows walk through the candidates').toContain('Enter connects to c');
  await editor.keyboard.press('Enter');
  await expect(wire(editor, 'a', 'c')).toHaveCount(1);
  await editor.keyboard.press('Escape');
  await expect(unsaved(editor), 'connected, and nothing mapped by itself').toHaveCount(1);
  await editor.getByRole('button', { name: 'Map 1 matching field' }).first().click();
  await save(editor);
  const connected = await product.read('edges.iter');
  expect(connected).toMatch(/\n {2}a -> c with \{\s+n: "\{\{input\.n\}\}"\s+\}\n/u);

  // The condition names a field that the new source does not have: it stays, and is said to be wrong.
  await editor.getByRole('button', { name: /^ok: / }).first().click();
  await editor.keyboard.press('Escape');
  await inspector(editor).getByRole('combobox', { name: 'Source' }).click();
  await editor.getByRole('option', { name: 'c', exact: true }).click();
  await expect(wire(editor, 'c', 'b')).toHaveCount(1);
  await inspector(editor).getByRole('combobox', { name: 'Source' }).click();
  await editor.getByRole('option', { name: 'b', exact: true }).click();
  await save(editor);
  expect(await product.read('edges.iter')).toMatch(/\n {2}b -> b when ok\n/u);
  await surface(editor).focus();
  await editor.keyboard.press('Shift+W');
  await editor.keyboard.type('done');
  await editor.keyboard.press('Enter');
  await expect(inspector(editor).getByText('Taken when ok is true.')).toBeVisible();
  await save(editor);
  expect(await product.read('edges.iter')).toMatch(/\n {2}b -> done when ok\n/u);
});
