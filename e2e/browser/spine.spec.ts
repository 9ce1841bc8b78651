// The main job, done as a user does it (issue "The spine", steps 2 to 7): open, look, edit on both sides, save, simulate, run, answer.
import { card, expect, openFile, test } from './product.ts';

const FILE = 'pr_refine_single_model.iter';

test('E-CANVAS-14 a workflow opens as a laid-out graph with conditions, loops and data on its edges', async ({
  editor,
  product,
}) => {
  const before = await product.read(FILE);
  // High enough for the whole of it to be more than paint.
  await editor.setViewportSize({ width: 1280, height: 1800 });
  await openFile(editor, FILE);
  for (const node of [
    'context_builder',
    'reviewer',
    'planner',
    'compliance_check',
    'refine_plan',
    'compliance_after',
    'act_on_plan',
    'final_verify',
  ])
    await expect(card(editor, node)).toBeVisible();
  await expect(editor.getByRole('button', { name: /not approved/ }).first()).toBeVisible();
  await expect(editor.getByRole('button', { name: /refine_loop/ }).first()).toBeVisible();
  expect(await product.read(FILE), 'opening writes nothing (E-DOC-06)').toBe(before);
});

test('E-SRC-02 typing in the source changes the graph, a broken block dims, undo brings all back', async ({
  editor,
  product,
}) => {
  await openFile(editor, 'minimal_linear.iter');
  await editor.getByText('Split', { exact: true }).click();
  const source = editor.locator('.monaco-editor').first();
  await expect(source).toBeVisible();
  await source.click();
  await editor.keyboard.press('ControlOrMeta+End');
  await editor.keyboard.type('\nagent proof_reader:\nmodel: "m"');
  await expect(card(editor, 'proof_reader')).toBeVisible();
  await expect(card(editor, 'writer')).toBeVisible();
  await editor.keyboard.press('ControlOrMeta+z');
  await editor.keyboard.press('ControlOrMeta+z');
  await editor.keyboard.press('ControlOrMeta+z');
  await expect(card(editor, 'proof_reader')).toHaveCount(0);
  expect(await product.read('minimal_linear.iter')).not.toContain('proof_reader');
});

test('E-SRC-04 every character can be typed in the source', async ({ editor }) => {
  await openFile(editor, 'minimal_linear.iter');
  await editor.getByText('Split', { exact: true }).click();
  const source = editor.locator('.monaco-editor').first();
  await source.click();
  await editor.keyboard.press('ControlOrMeta+Home');
  await editor.keyboard.type('## a b?c/ {{x}} ');
  await expect(source.locator('.view-line').first()).toContainText('## a b?c/ {{x}}');
});

test('E-FILE-04 a change by another program shows at once and can be undone', async ({ editor, product }) => {
  await openFile(editor, 'minimal_linear.iter');
  const text = await product.read('minimal_linear.iter');
  await product.write('minimal_linear.iter', text.replaceAll('researcher', 'scout'));
  await expect(editor.getByRole('group', { name: /scout/ }).first()).toBeVisible();
});

test('E-RUN-06 simulate lights up the graph to the end without a key, a network or a process', async ({
  editor,
  product,
}) => {
  // High enough for cards: from far away the graph is paint.
  await editor.setViewportSize({ width: 1280, height: 1300 });
  await openFile(editor, FILE);
  await editor.getByRole('button', { name: 'Simulate', exact: true }).click();
  await expect(editor).toHaveURL(/\/runs\//);
  await expect(editor.getByText('finished', { exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(editor.getByText('SIMULATED').first()).toBeVisible();
  await expect(card(editor, 'final_verify')).toHaveAttribute('data-status', 'finished');
  await editor.getByRole('tab', { name: 'Events' }).click();
  await expect(editor.getByRole('cell', { name: 'run_started' })).toBeVisible();
  const id = new URL(editor.url()).pathname.split('/').at(-1) ?? '';
  const log = (await product.read(`.iterion/runs/${id}/events.jsonl`))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { seq: number; type: string });
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index));
  expect(log.at(0)?.type).toBe('run_started');
  expect(log.at(-1)?.type).toBe('run_finished');
});

test('R-HUMAN-06 R-HUMAN-14 with simulated models commands really run, a person is really asked, and the answer resumes the run', async ({
  editor,
  product,
}) => {
  await openFile(editor, 'human_gate.iter');
  await editor.getByRole('button', { name: 'Run…' }).click();
  const dialog = editor.getByRole('dialog');
  await expect(dialog.getByText('No key and no agent program was found')).toBeVisible();
  await expect(dialog.getByText('git log --oneline', { exact: false })).toBeVisible();
  await dialog.getByLabel('version').fill('9.9.9');
  await dialog.getByRole('button', { name: 'Trust and run' }).click();
  await expect(editor.getByText('waiting for a person').first()).toBeVisible();
  await expect(editor.getByText('9.9.9').first()).toBeVisible();
  const written = editor.getByRole('region', { name: 'Written by the agent' });
  await expect(written.getByText('simulated draft.title 1'), 'what a model wrote is labelled as such').toBeVisible();
  await editor.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(editor.getByText('approved: An answer is required.')).toBeVisible();
  await editor.getByRole('radio', { name: 'Yes' }).check();
  await editor.getByRole('radio', { name: 'low' }).check();
  await editor.getByRole('textbox', { name: 'remarks' }).fill('ship it');
  await editor.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(editor.getByText('finished', { exact: true })).toBeVisible();
  await expect(editor.getByText(/Published 9\.9\.9: simulated draft\.title 1/)).toBeVisible();
  await card(editor, 'draft').click();
  await editor.getByRole('tab', { name: 'Prompt' }).click();
  await expect(editor.getByText('Write release notes for version 9.9.9')).toBeVisible();
  const { out } = await product.run('inspect', '--json');
  expect(JSON.parse(out)).toMatchObject([{ status: 'finished' }]);
});

test('R-REC-11 Cancel cancels, and no process stays behind', async ({ editor, product }) => {
  await product.write(
    'slow.iter',
    'tool wait:\n  command: "sleep 287"\nworkflow slow:\n  entry: wait\n  wait -> done\n',
  );
  await openFile(editor, 'slow.iter');
  await editor.getByRole('button', { name: 'Run…' }).click();
  await editor.getByRole('dialog').getByRole('button', { name: 'Trust and run' }).click();
  await expect(card(editor, 'wait')).toHaveAttribute('data-status', 'running');
  await editor.getByRole('button', { name: 'Cancel', exact: true }).click();
  await editor.getByRole('dialog').getByRole('button', { name: 'Cancel the run' }).click();
  await expect(editor.getByText('cancelled', { exact: true }).first()).toBeVisible({ timeout: 15_000 });
  const { execFileSync } = await import('node:child_process');
  const running = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.startsWith('sleep 287'));
  expect(running).toEqual([]);
});

test('E-RUN-53 a run started in a terminal appears live in the open editor', async ({ editor, product }) => {
  await editor
    .getByRole('link', { name: 'Runs' })
    .or(editor.getByRole('button', { name: 'Runs' }))
    .first()
    .click();
  await expect(editor.getByText('No run yet')).toBeVisible();
  const run = product.run('run', 'judge_loop.iter', '--simulate', '--simulate-delay', '400ms');
  await expect(editor.getByRole('cell', { name: 'judge_loop', exact: true })).toBeVisible({ timeout: 5_000 });
  await expect(editor.getByRole('cell', { name: 'finished' })).toBeVisible({ timeout: 20_000 });
  expect((await run).code).toBe(0);
});

test('BACKEND_UNAVAILABLE a node whose backend is not there fails and says so', async ({ editor }) => {
  await openFile(editor, 'minimal_linear.iter');
  await editor.getByRole('button', { name: 'Run…' }).click();
  const dialog = editor.getByRole('dialog');
  await dialog.getByText('As in the file').click();
  await dialog.getByRole('button', { name: /run/i }).last().click();
  await expect(editor.getByText('BACKEND_UNAVAILABLE').first()).toBeVisible();
});
