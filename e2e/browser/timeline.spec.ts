// The timeline of a run, on a run of many thousand activations.
import { card, expect, test } from './product.ts';

const MANY = `compute tick:
  expr:
    n: "loop.again.iteration"
    more: "loop.again.iteration < 2990"

tool nap:
  command: "sleep 0.6"

workflow many:
  entry: tick
  budget:
    max_iterations: 9000
  tick -> tick when more as again(3000)
  tick -> nap
  nap -> done
`;

test('E-RUN-18 E-RUN-20 the timeline of thousands of activations draws what fits, is zoomed and walked by keys and commands; the detail lists some', async ({
  editor,
  product,
}) => {
  await product.write('many.iter', MANY);
  const { out } = await product.run('run', 'many.iter', '--json');
  const runId = /run_\d+_\w+/u.exec(out)?.[0] ?? '';
  await editor.goto(`${product.origin}/runs/${runId}`);
  const timeline = editor.getByRole('grid', { name: /Timeline/u });
  await expect(timeline).toBeVisible();
  await expect(timeline.getByRole('row')).toHaveCount(1);
  const bars = timeline.locator('[data-status]');
  expect(await bars.count()).toBeLessThan(400);
  await expect(bars.first()).toHaveAttribute('title', /^2991 bars of tick/u);

  // Commands and their buttons: less time, all of it again.
  const fit = editor.getByRole('button', { name: /Show all of the timeline/u });
  await expect(fit).toHaveAttribute('aria-disabled', 'true');
  await editor.getByRole('button', { name: 'Show less time on the timeline' }).click();
  await expect(fit).toHaveAttribute('aria-disabled', 'false');
  await fit.click();
  await expect(fit).toHaveAttribute('aria-disabled', 'true');
  await editor.getByRole('button', { name: 'Mark what the end waited for' }).click();
  await expect(timeline.locator('[data-critical]')).toHaveCount(await bars.count());

  // Arrows walk the executions; the detail follows and lists those around.
  await card(editor, 'tick').click();
  const detail = editor.getByRole('complementary', { name: 'Detail' });
  await expect(detail.getByText(/of 2991/u)).toBeVisible();
  await timeline.focus();
  await editor.keyboard.press('ArrowLeft');
  await expect(detail.getByText('2990 of 2991')).toBeVisible();
  await expect(detail.getByRole('region', { name: 'Iterations' }).getByRole('listitem')).toHaveCount(27);
  await expect(detail.getByText(/\d+ before these/u)).toBeVisible();
});
