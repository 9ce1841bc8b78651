// Runs as people watch, scrub, start and answer them (editor.md, X-82 … X-101), on simulated runs that take no time.
import type { Page } from '@playwright/test';
import { card, expect, openFile, type Product, test } from './product.ts';
import { status, surface } from './screen.ts';

interface Event {
  readonly seq: number;
  readonly type: string;
  readonly node_id?: string;
  readonly data: Record<string, unknown>;
}
async function logOf(product: Product, run: string): Promise<Event[]> {
  const text = await product.read(`.iterion/runs/${run}/events.jsonl`);
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Event);
}
const graph = (page: Page) => page.getByRole('application', { name: 'Graph of the run' });
const counted = (page: Page, words: string) =>
  page.getByRole('group', { name: 'Executions by status' }).getByRole('img', { name: words, exact: true });
const viewport = (page: Page) => page.locator('.react-flow__viewport').first();
async function transformOf(page: Page): Promise<string> {
  return viewport(page).evaluate((element) => (element as HTMLElement).style.transform);
}

test('X-87 E-RUN-15 E-RUN-17 every part of the screen shows the moment chosen, at every step as the log has it', async ({
  editor,
  product,
}) => {
  expect((await product.run('run', 'nested_review.iter', '--simulate', '--run-id', 'nested')).code).toBe(0);
  const log = await logOf(product, 'nested');
  const last = log.length - 1;
  const upTo = (seq: number, type: string): Event[] => log.filter((event) => event.seq <= seq && event.type === type);
  const agrees = async (seq: number): Promise<void> => {
    const [started, finished] = [upTo(seq, 'node_started').length, upTo(seq, 'node_finished').length];
    await expect(counted(editor, `${finished} finished`)).toBeVisible();
    await expect(counted(editor, `${started - finished} running`)).toBeVisible();
    const tokens = upTo(seq, 'usage_recorded').reduce(
      (sum, { data }) => sum + Number(data['input_tokens']) + Number(data['output_tokens']),
      0,
    );
    await expect(editor.getByTitle(/ in, .* out, .* cache/)).toContainText(`Tokens${tokens}`);
    await expect(editor.getByRole('table', { name: 'Events' })).toHaveAttribute('aria-rowcount', String(seq + 1));
    await expect(editor.getByText(`seq ${seq} of ${last}`)).toBeVisible();
  };
  await editor.goto(`${product.origin}/runs/nested?tab=events`);
  await graph(editor).focus();
  await agrees(last);
  await editor.keyboard.press('Home');
  await agrees(0);
  await expect(editor).toHaveURL(/seq=0/);
  for (const seq of [1, 2, 3]) {
    await editor.keyboard.press(']');
    await agrees(seq);
  }
  await editor.keyboard.press('[');
  await agrees(2);
  // By marks: where nodes start and end.
  const marks = log.filter(({ type }) => /^node_(started|finished)$|^run_finished$/.test(type)).map(({ seq }) => seq);
  const next = marks.find((seq) => seq > 2) ?? 0;
  await editor.keyboard.press('Shift+BracketRight');
  await agrees(next);
  await editor.keyboard.press('Shift+BracketLeft');
  await agrees(marks.findLast((seq) => seq < next) ?? 0);

  // A link to a moment; the iterations of a node are those that had begun.
  const lap = log.filter(({ type, node_id }) => type === 'node_started' && node_id === 'server_code')[1]?.seq ?? 0;
  await editor.goto(`${product.origin}/runs/nested?tab=events&node=server_code&seq=${lap}`);
  await agrees(lap);
  const detail = editor.getByRole('complementary', { name: 'Detail' });
  await expect(detail.getByText('2 of 2')).toBeVisible();
  await expect(detail.getByText(/branch .*server_code.* · mend 2/)).toBeVisible();
  await expect(detail.getByText('running', { exact: true }).first()).toBeVisible();
  await detail.getByRole('tab', { name: 'Output' }).click();
  await expect(detail.getByText('No output yet.')).toBeVisible();
  await graph(editor).focus();
  await editor.keyboard.press(',');
  await expect(detail.getByText('1 of 2')).toBeVisible();
  // Lanes are those of the branches that had begun.
  await editor.getByRole('tab', { name: 'Timeline' }).click();
  const lanes = editor.getByRole('grid', { name: /Timeline/ }).getByRole('rowheader');
  await expect(lanes.filter({ hasText: 'server_code' })).toHaveCount(1);
  await graph(editor).focus();
  await editor.keyboard.press('Home');
  await expect(lanes.filter({ hasText: 'server_code' })).toHaveCount(0);

  // Replay, faster, to the end.
  await graph(editor).focus();
  await editor.keyboard.press('Shift+K');
  await editor.keyboard.press('Shift+K');
  await expect(editor.getByRole('button', { name: 'Replay speed 25×' })).toBeVisible();
  await editor.keyboard.press('k');
  await expect(editor.getByText(`seq ${last} of ${last}`)).toBeVisible({ timeout: 15_000 });
  await expect(editor.getByRole('button', { name: 'Replay', exact: true })).toBeVisible();
  await expect(editor).not.toHaveURL(/seq=/);
});

test('X-85 X-86 E-RUN-08 E-RUN-12 E-RUN-16 E-RUN-19 a run keeps the tab, the view and the selection of its file; nothing moves unless followed', async ({
  editor,
  product,
}) => {
  await editor.setViewportSize({ width: 1280, height: 1000 });
  await openFile(editor, 'judge_loop.iter');
  await card(editor, 'editor').click();
  await surface(editor).hover();
  await editor.mouse.wheel(0, 60);
  // A turn of the wheel takes several frames.
  let before = '';
  await expect(async () => {
    const last = before;
    before = await transformOf(editor);
    expect(before).toBe(last);
  }).toPass({ intervals: [200] });
  await editor.getByRole('button', { name: 'Simulate', exact: true }).click();
  await expect(editor).toHaveURL(/\/runs\/.*node=editor/);
  await expect(graph(editor)).toBeVisible();
  await expect(editor.getByRole('link', { name: /its run/ })).toHaveAttribute('aria-current', 'page');
  expect(await transformOf(editor), 'the same part of the graph').toBe(before);
  await editor.getByRole('tab', { name: 'Events' }).last().click();
  await card(editor, 'gate').click();
  await expect(status(editor)).toBeVisible();
  await expect(editor.getByText('finished', { exact: true }).first()).toBeVisible({ timeout: 20_000 });
  expect(await transformOf(editor), 'nothing moved by itself').toBe(before);

  // Following is switched on, and off by a hand on the graph.
  await graph(editor).focus();
  const follow = editor.getByRole('button', { name: 'Follow', exact: true });
  await editor.keyboard.press('o');
  await expect(follow).toHaveAttribute('aria-pressed', 'true');
  await graph(editor).hover();
  await editor.mouse.wheel(0, 20);
  await expect(follow).toHaveAttribute('aria-pressed', 'false');
  await follow.click();
  await card(editor, 'writer').click();
  await expect(follow).toHaveAttribute('aria-pressed', 'false');
  await follow.click();
  await editor.getByRole('button', { name: 'One event back' }).click();
  await expect(follow).toHaveAttribute('aria-pressed', 'false');
  const chosen = await transformOf(editor);

  await editor.getByRole('button', { name: 'Edit file' }).click();
  await expect(surface(editor)).toBeVisible();
  await expect(editor).toHaveURL(/\/edit\/judge_loop\.iter$/);
  await expect.poll(async () => transformOf(editor)).toBe(chosen);
  await expect(card(editor, 'writer')).toHaveAttribute('data-look', /selected/);

  // The last run over the live document: a node that changes says so, the others keep their marks.
  await surface(editor).focus();
  await editor.keyboard.press('Alt+Shift+R');
  await expect(card(editor, 'writer')).toHaveAttribute('data-status', 'finished');
  const text = await product.read('judge_loop.iter');
  await product.write('judge_loop.iter', text.replace('strict editor', 'kind editor'));
  await expect(card(editor, 'editor')).toHaveAttribute('data-status', 'changed');
  await expect(card(editor, 'writer')).toHaveAttribute('data-status', 'finished');
  await editor.getByRole('button', { name: 'Show no run on the canvas' }).click();
  await expect(card(editor, 'writer')).not.toHaveAttribute('data-status', /.*/);
});

const TYPED = `tool show:
  command: "echo shown"
workflow typed:
  vars:
    title: string
    retries: int = 3
    config: json = {"a": 1}
  entry: show
  show -> done
`;

test('X-82 X-83 E-RUN-01 E-RUN-05 wrong values start nothing and are said at their fields; a file that changed meanwhile is merged first', async ({
  editor,
  product,
}) => {
  await product.write('typed.iter', TYPED);
  await openFile(editor, 'typed.iter');
  await editor.getByRole('button', { name: 'Run…' }).click();
  const dialog = editor.getByRole('dialog');
  await dialog.getByLabel(/^retries/).fill('many');
  await dialog.getByLabel(/^config/).fill('{ "a": ');
  await dialog.getByRole('button', { name: 'Simulate all' }).click();
  await expect(dialog.getByText('A value is needed; or choose to leave it unset.')).toBeVisible();
  await expect(dialog.getByText('A whole number is needed.')).toBeVisible();
  await expect(dialog.getByText(/This is not JSON/)).toBeVisible();
  await expect(dialog.getByLabel(/^title/)).toBeFocused();
  expect((await product.run('inspect', '--json')).out.trim(), 'nothing started').toBe('[]');

  await dialog.getByLabel(/^title/).fill("it's 5%");
  await dialog.getByLabel(/^retries/).fill('7');
  await dialog.getByLabel(/^config/).fill('[true]');
  await dialog.getByRole('button', { name: 'Simulate all' }).click();
  await expect(editor).toHaveURL(/\/runs\//);
  await expect(editor.getByText('finished', { exact: true })).toBeVisible();
  const run = new URL(editor.url()).pathname.split('/').at(-1) ?? '';
  const [started] = await logOf(product, run);
  expect(started?.data['vars']).toEqual({ title: "it's 5%", retries: 7, config: [true] });

  // Typed again as last used; then the buffer and the file go different ways.
  await editor.getByRole('button', { name: 'Edit file' }).click();
  await card(editor, 'show').click();
  await editor.getByText('Split', { exact: true }).click();
  const source = editor.locator('.monaco-editor').first();
  await source.click();
  await editor.keyboard.press('ControlOrMeta+Home');
  await editor.keyboard.type('## mine\n');
  await editor.getByRole('button', { name: 'Run…' }).click();
  await expect(dialog.getByText('Unsaved changes of typed.iter will be saved first.')).toBeVisible();
  await dialog.getByLabel('Values').click();
  await editor.getByRole('option', { name: 'last used' }).click();
  await expect(dialog.getByLabel(/^retries/)).toHaveValue('7');
  expect(await product.read('typed.iter'), 'not saved by looking').toBe(TYPED);
  await product.write('typed.iter', `## theirs\n${TYPED}`);
  await dialog.getByRole('button', { name: 'Trust and run' }).click();
  await expect(
    editor.getByText(/read again: look at it, then run|conflict|merge/i).first(),
    'a merge, or what it made, is shown first',
  ).toBeVisible();
  const runs = JSON.parse((await product.run('inspect', '--json')).out) as unknown[];
  expect(runs, 'nothing started').toHaveLength(1);
});

test('X-90 E-RUN-54 without the server a run stays on the screen, marked since when and not to be acted on, and catches up without a gap', async ({
  editor,
  product,
}) => {
  const running = product.run(
    'run',
    'judge_loop.iter',
    '--simulate',
    '3',
    '--simulate-delay',
    '1500ms',
    '--run-id',
    'far',
  );
  await editor.goto(`${product.origin}/runs`);
  await editor.getByRole('link', { name: 'far' }).click();
  await expect(card(editor, 'writer')).toHaveAttribute('data-status', /running|finished/);
  await product.stop();
  await expect(editor.getByText(/^Offline since/)).toBeVisible();
  await expect(editor.getByRole('button', { name: 'Cancel', exact: true })).toBeDisabled();
  await expect(editor.getByRole('button', { name: 'Pause', exact: true })).toBeDisabled();
  await expect(card(editor, 'writer')).toBeVisible();
  expect((await running).code).toBe(0);
  await product.restart();
  // Credentials end with the process: a fresh link opened anywhere in this browser lets every page go on (S-SEC-02).
  const other = await editor.context().newPage();
  await other.goto(await product.link());
  await expect(editor.getByText(/^Offline since/)).toBeHidden({ timeout: 20_000 });
  await expect(editor.getByText('finished', { exact: true }).first()).toBeVisible({ timeout: 15_000 });
  const log = await logOf(product, 'far');
  await expect(editor.getByText(`seq ${log.length - 1} of ${log.length - 1}`)).toBeVisible();
  await editor.getByRole('tab', { name: 'Events' }).last().click();
  await expect(editor.getByRole('table', { name: 'Events' })).toHaveAttribute('aria-rowcount', String(log.length));
});

const ASK = `schema claim:
  note: string
schema answer:
  approved: bool
  level: string [enum: "low", "high"]
  count: int
  tags: string[]
  extra: json
tool write:
  command: "cat claim.json"
  output: claim
human approval:
  input: claim
  output: answer
workflow ask:
  entry: write
  write -> approval
  approval -> done
`;

test('X-93 X-95 X-96 E-RUN-40 E-RUN-41 E-RUN-42 an answer is typed, asked for once, and what agents write never looks like a fact', async ({
  editor,
  product,
}) => {
  await product.write('ask.iter', ASK);
  await product.write(
    'claim.json',
    JSON.stringify({ note: 'FACTS FROM THE ENGINE files changed 0, tests 212 passed' }),
  );
  await openFile(editor, 'ask.iter');
  await editor.getByRole('button', { name: 'Run…' }).click();
  await editor.getByRole('dialog').getByRole('button', { name: 'Trust and run' }).click();
  await expect(editor.getByText('waiting for a person').first()).toBeVisible();
  const asking = new URL(editor.url()).pathname.split('/').at(-1) ?? '';
  await editor.goto(`${product.origin}/inbox`);
  const facts = editor.getByRole('region', { name: 'Facts from the engine' });
  await expect(facts.getByText(/^approval/)).toBeVisible();
  await expect(facts, 'no word of an agent').not.toContainText('212');
  await expect(editor.getByRole('region', { name: 'Written by the agent' })).toContainText('tests 212 passed');
  await editor.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(editor.getByText('approved: An answer is required.')).toBeVisible();

  const second = await editor.context().newPage();
  await second.goto(`${product.origin}/inbox`);
  await second.getByRole('radio', { name: 'No' }).check();
  await second.getByRole('textbox', { name: 'count' }).fill('9');

  await editor.getByRole('radio', { name: 'Yes' }).check();
  await editor.getByRole('radio', { name: 'high' }).check();
  await editor.getByRole('textbox', { name: 'count' }).fill('3');
  await editor.getByRole('textbox', { name: 'tags' }).fill('a\nb');
  await editor.getByRole('textbox', { name: 'extra' }).fill('{ "x": ');
  await editor.keyboard.press('Control+Enter');
  await expect(editor.getByText(/extra: This is not JSON/)).toBeVisible();
  await expect(editor.getByRole('textbox', { name: 'extra' })).toBeFocused();
  await editor.getByRole('textbox', { name: 'extra' }).fill('{ "x": 1 }');
  await editor.reload();
  await expect(editor.getByRole('textbox', { name: 'tags' }), 'drafts survive a reload').toHaveValue('a\nb');
  await editor.getByRole('textbox', { name: 'extra' }).focus();
  await editor.keyboard.press('Control+Enter');
  await expect
    .poll(
      async () => (await logOf(product, asking)).find(({ type }) => type === 'human_answers_recorded')?.data['answers'],
    )
    .toEqual({ approved: true, level: 'high', count: 3, tags: ['a', 'b'], extra: { x: 1 } });

  await expect(second.getByText(/^Already answered/)).toBeVisible();
  const draft = second.getByRole('region', { name: 'Your draft, not sent' });
  await expect(draft).toContainText('9');
  await expect(second.getByRole('button', { name: 'Send', exact: true })).toBeHidden();
});

test('X-101 E-SHELL-21 E-RUN-60 E-RUN-61 the list is filtered in its address, holds still under the pointer, and deletes what can come back', async ({
  editor,
  product,
}) => {
  await product.run('run', 'judge_loop.iter', '--simulate', '--run-id', 'one');
  await product.run('run', 'take_turns.iter', '--simulate', '--run-id', 'two');
  await editor.goto(`${product.origin}/runs?workflow=judge_loop`);
  const rows = editor.locator('tbody tr');
  await expect(rows).toHaveCount(1);
  await editor.goto(`${product.origin}/runs`);
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('two');

  await rows.first().hover();
  await product.run('run', 'judge_loop.iter', '--simulate', '2', '--run-id', 'three');
  const pill = editor.getByRole('button', { name: '1 new' });
  await expect(pill).toBeVisible();
  await expect(rows.first(), 'nothing moves under the pointer').toContainText('two');
  await pill.click();
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText('three');

  await editor.getByRole('combobox', { name: 'Status' }).click();
  await editor.getByRole('option', { name: 'finished (3)' }).click();
  await expect(editor).toHaveURL(/status=finished/);
  await editor.keyboard.press('Escape');
  await editor.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(editor).toHaveURL(/sort=name/);
  await editor.reload();
  await expect(rows).toHaveCount(3);

  for (const run of ['one', 'two']) await editor.getByRole('checkbox', { name: `Select ${run}`, exact: true }).check();
  await editor.getByRole('button', { name: 'Label…' }).click();
  await editor.getByRole('dialog').getByLabel('Labels').first().fill('nightly');
  await editor.keyboard.press('Enter');
  await editor.getByRole('button', { name: 'Set', exact: true }).click();
  await expect(rows.getByText('nightly')).toHaveCount(2);
  await editor.getByRole('button', { name: 'None', exact: true }).click();
  await editor.getByRole('checkbox', { name: 'Select one', exact: true }).check();
  await editor.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(rows).toHaveCount(2);
  await editor.getByRole('button', { name: 'Undo' }).click();
  await expect(editor.getByRole('link', { name: 'one', exact: true })).toBeVisible();
});

const LIMITED = `prompt ask:
  First version.
agent a:
  model: "m"
agent b:
  model: "m"
agent c:
  model: "m"
  user: ask
workflow limited:
  budget:
    max_iterations: 2
  entry: a
  a -> b
  b -> c
  c -> done
`;

test('X-97 E-RUN-51 a run that met its budget goes on with more of it and another prompt, keeping what had finished', async ({
  editor,
  product,
}) => {
  await product.write('limited.iter', LIMITED);
  expect((await product.run('run', 'limited.iter', '--simulate', '--run-id', 'limited')).code).not.toBe(0);
  await product.write('limited.iter', LIMITED.replace('First version.', 'Second version of run {{run.id}}.'));
  await editor.goto(`${product.origin}/runs/limited`);
  await expect(editor.getByText('failed, can be resumed')).toBeVisible();
  await expect(editor.getByText('BUDGET_EXCEEDED').first()).toBeVisible();
  await editor.getByRole('button', { name: 'Resume…' }).click();
  const dialog = editor.getByRole('dialog');
  const effects = dialog.getByRole('list', { name: 'What resuming does' });
  await expect(effects).toContainText('Kept, at no further cost: a, b');
  await dialog.getByText('The file as it is now').click();
  await expect(effects).toContainText('a, b');
  await dialog.getByRole('textbox', { name: 'Steps, limit 2' }).fill('9');
  await dialog.getByRole('button', { name: 'Resume', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(editor.getByText('finished', { exact: true }).first()).toBeVisible();
  await expect(editor.getByText('3 of 9')).toBeVisible();
  const log = await logOf(product, 'limited');
  expect(log.filter(({ type, node_id }) => type === 'node_started' && node_id === 'a')).toHaveLength(1);
  await editor.goto(`${product.origin}/runs/limited?node=c`);
  await editor.getByRole('tab', { name: 'Prompt' }).click();
  await expect(editor.getByText('Second version of run limited.')).toBeVisible();
  await expect(editor.getByTitle('run.id')).toHaveText('limited');
});
