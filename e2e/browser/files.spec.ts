// Files under the editor's feet: merged, deleted, moved, read-only, in two tabs, without a server; nothing is lost and all is said
// (E-FILE, E-DOC-12, X-09 to ).
import { chmod, mkdir, readFile, rename, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { card, expect, openFile, settled, test } from './product.ts';
import { model, setModel, status, unsaved } from './screen.ts';

const LINEAR = 'minimal_linear.iter';
const LOOP = 'judge_loop.iter';

/** Waits for the dirty buffer to be in the browser's store. */
async function kept(page: Page, text: string): Promise<void> {
  await expect(async () => {
    const found = await page.evaluate(
      async (wanted) =>
        new Promise<boolean>((resolve, reject) => {
          const open = indexedDB.open('iterion', 1);
          open.addEventListener('error', () => reject(open.error ?? new Error('no store')));
          open.addEventListener('success', () => {
            const all = open.result.transaction('buffers').objectStore('buffers').getAll() as IDBRequest<
              { text: string }[]
            >;
            all.addEventListener('success', () => resolve(all.result.some((record) => record.text.includes(wanted))));
          });
        }),
      text,
    );
    expect(found).toBe(true);
  }).toPass({ timeout: 5_000 });
}

test('X-10 the same line changed here and on disk: the merge view shows both, cancel keeps the buffer, a choice is one step', async ({
  editor,
  product,
}) => {
  const before = await product.read(LINEAR);
  await openFile(editor, LINEAR);
  await setModel(editor, 'writer', 'mine/model');
  const theirs = before.replace(/(agent writer:\n {2}model: )"[^"]*"/u, '$1"theirs/model"');
  expect(theirs).not.toBe(before);
  await product.write(LINEAR, theirs);
  const merge = editor.getByRole('dialog', { name: `${LINEAR} was changed here and on disk` });
  await expect(merge).toBeVisible();
  await expect(merge.getByText('mine/model').first()).toBeVisible();
  await expect(merge.getByText('theirs/model').first()).toBeVisible();
  await merge.getByRole('button', { name: 'Cancel' }).click();
  await expect(model(editor)).toHaveValue('mine/model');
  await expect(editor.getByRole('link', { name: /in conflict with the disk/u })).toHaveCount(1);
  expect(await product.read(LINEAR), 'nothing was written').toBe(theirs);

  await editor.keyboard.press('Control+s');
  await expect(merge).toBeVisible();
  await expect(merge.getByRole('button', { name: 'Complete merge' })).toBeDisabled();
  await merge.getByText('Theirs', { exact: true }).click();
  await merge.getByRole('button', { name: 'Complete merge' }).click();
  await expect(model(editor)).toHaveValue('theirs/model');
  await editor.keyboard.press('Control+z');
  await expect(model(editor)).toHaveValue('mine/model');
});

test('E-DOC-12 X-71 with the server gone editing, checking and undo go on; back again, work is there and can be saved', async ({
  editor,
  product,
  context,
}) => {
  await openFile(editor, LINEAR);
  // The parts used below are in the browser's cache: people who lose their server have worked with it before.
  await editor.getByText('Split', { exact: true }).click();
  await expect(editor.locator('.monaco-editor .view-line').first()).toBeVisible();
  await card(editor, 'writer').click();
  await expect(model(editor)).toBeVisible();
  await editor.getByText('Graph', { exact: true }).click();
  await product.stop();
  await expect(status(editor).getByText('server gone')).toBeVisible({ timeout: 15_000 });
  await setModel(editor, 'writer', 'offline/model');
  await editor.keyboard.press('Control+\\');
  await editor.locator('.monaco-editor').first().click();
  await editor.keyboard.press('Control+End');
  await editor.keyboard.type('\nagent broken\n');
  await expect(status(editor).getByRole('button', { name: /[1-9] errors/u })).toBeVisible();
  await editor.keyboard.press('Control+z');
  await expect(status(editor).getByRole('button', { name: /0 errors/u })).toBeVisible();
  await editor.keyboard.press('Control+s');
  await expect(editor.getByText(`${LINEAR} was not saved`)).toBeVisible();
  await expect(editor.getByRole('button', { name: /^Simulate/u })).toHaveAttribute('aria-disabled', 'true');
  await kept(editor, 'offline/model');

  // Another process: its sessions are new, so it asks for a new link; opening that in another tab is enough.
  await product.restart();
  await expect(status(editor).getByText('new link needed')).toBeVisible({ timeout: 20_000 });
  const other = await context.newPage();
  await other.goto(await product.link());
  await expect(status(editor).getByText('connected', { exact: true })).toBeVisible({ timeout: 20_000 });
  await editor.keyboard.press('Control+s');
  await expect(unsaved(editor)).toHaveCount(0);
  expect(await product.read(LINEAR)).toContain('offline/model');
  await other.close();
});

test('E-DOC-19 E-FILE-15 X-73 saving acts on the active file alone, one press is one request, a press meanwhile queues one more', async ({
  editor,
  product,
}) => {
  const before = await product.read(LINEAR);
  await openFile(editor, LINEAR);
  await setModel(editor, 'writer', 'a/model');
  await openFile(editor, LOOP);
  await setModel(editor, 'writer', 'b/model');
  const writes: string[] = [];
  await editor.route(/\/api\/file\?/u, async (route) => {
    if (route.request().method() === 'PUT') {
      writes.push(new URL(route.request().url()).searchParams.get('path') ?? '');
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    await route.continue();
  });
  for (let press = 0; press < 3; press++) await editor.keyboard.press('Control+s');
  await expect.poll(() => writes.length).toBe(2);
  await expect(editor.getByRole('link', { name: /judge_loop.*unsaved/u })).toHaveCount(0);
  expect(writes).toEqual([LOOP, LOOP]);
  expect(await product.read(LOOP)).toContain('b/model');
  expect(await product.read(LINEAR), 'the other file is still dirty and untouched').toBe(before);
  await expect(editor.getByRole('link', { name: /minimal_linear.*unsaved/u })).toHaveCount(1);
});

test('X-75 a clean file changed by another program keeps selection and viewport, and the change can be undone', async ({
  editor,
  product,
}) => {
  const before = await product.read(LINEAR);
  await openFile(editor, LINEAR);
  await card(editor, 'writer').click();
  const place = await settled(card(editor, 'writer'));
  await product.write(LINEAR, before.replace('model: "anthropic/claude-sonnet-4-5"', 'model: "disk-model"'));
  await expect(card(editor, 'researcher')).toContainText('disk-model');
  await expect(model(editor), 'writer is still selected').toBeVisible();
  expect(await settled(card(editor, 'writer'))).toEqual(place);
  await expect(unsaved(editor)).toHaveCount(0);
  await editor.keyboard.press('Control+z');
  await expect(card(editor, 'researcher')).not.toContainText('disk-model');
  await expect(unsaved(editor), 'undone is not what is on disk').toHaveCount(1);
});

test('E-FILE-10 X-76 two tabs on one file: a save in one is a change on disk in the other, without a word in its own', async ({
  editor,
  product,
  context,
}) => {
  await openFile(editor, LINEAR);
  const other = await context.newPage();
  await other.goto(`${product.origin}/edit/${LINEAR}`);
  await expect(other.getByText('connected', { exact: true })).toBeVisible();
  await setModel(editor, 'writer', 'first-tab');
  await setModel(other, 'researcher', 'second-tab');
  await editor.keyboard.press('Control+s');
  await expect(card(other, 'writer')).toContainText('first-tab');
  await expect(other.getByText('Both changes are kept', { exact: false })).toBeVisible();
  await expect(editor.getByText('changed on disk', { exact: false })).toHaveCount(0);
  await other.keyboard.press('Control+s');
  await expect(card(editor, 'researcher')).toContainText('second-tab');
  const text = await product.read(LINEAR);
  expect(text).toContain('first-tab');
  expect(text).toContain('second-tab');

  // Both are closed with unsaved work: the newest is opened, and the other is offered.
  await setModel(editor, 'writer', 'lost-one');
  await kept(editor, 'lost-one');
  await setModel(other, 'writer', 'lost-two');
  await kept(other, 'lost-two');
  await editor.goto('about:blank');
  await other.close();
  const fresh = await context.newPage();
  await fresh.goto(`${product.origin}/edit/${LINEAR}`);
  await expect(card(fresh, 'writer')).toContainText('lost-two');
  await fresh.getByRole('button', { name: 'Open the other version' }).click();
  await expect(card(fresh, 'writer')).toContainText('lost-one');
});

test('E-FILE-08 X-77 a moved file is followed; one that is deleted outside stays open and is created again after a question', async ({
  editor,
  product,
}) => {
  const moved = 'flows/moved.iter';
  await openFile(editor, LINEAR);
  const before = await product.read(LINEAR);
  await mkdir(join(product.workspace, 'flows'));
  await rename(join(product.workspace, LINEAR), join(product.workspace, moved));
  await expect(editor.getByText('File moved')).toBeVisible();
  await expect(editor).toHaveURL(/\/edit\/flows\/moved\.iter/u);
  await expect(card(editor, 'writer')).toBeVisible();

  await unlink(join(product.workspace, moved));
  const tab = editor.getByRole('navigation', { name: 'Open files' }).getByRole('link');
  await expect(tab).toHaveAccessibleName(/deleted on disk/u);
  await editor.keyboard.press('Control+s');
  const question = editor.getByRole('dialog', { name: /was deleted on disk/u });
  await question.getByRole('button', { name: 'Create it again' }).click();
  await expect(tab).not.toHaveAccessibleName(/deleted on disk/u);
  expect(await product.read(moved)).toBe(before);
});

test('E-FILE-14 E-UNDO-09 X-78 a file deleted in the editor comes back with its layout from the notice', async ({
  editor,
  product,
}) => {
  await openFile(editor, LINEAR);
  const before = await product.read(LINEAR);
  await card(editor, 'writer').click();
  await editor.keyboard.press('Shift+ArrowRight');
  const sidecar = join(product.workspace, `.iterion/layout/${LINEAR}.jsonl`);
  await expect.poll(async () => readFile(sidecar, 'utf8').catch(() => '')).toContain('"writer"');
  const layout = await readFile(sidecar, 'utf8');
  await editor.getByRole('treeitem', { name: LINEAR }).focus();
  await editor.keyboard.press('Delete');
  const notice = editor.getByRole('status').filter({ hasText: `Deleted ${LINEAR}` });
  await expect(notice).toBeVisible();
  await expect(notice, 'it is not part of the undo history, and says how it comes back').toContainText(
    'kept for 7 days',
  );
  await expect.poll(async () => product.read(LINEAR).catch(() => 'gone')).toBe('gone');
  await notice.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => product.read(LINEAR).catch(() => 'gone')).toBe(before);
  expect(await readFile(sidecar, 'utf8')).toBe(layout);
  const tab = editor.getByRole('navigation', { name: 'Open files' }).getByRole('link', { name: LINEAR });
  await expect(tab).toHaveCount(1);
  await expect(tab).not.toHaveAccessibleName(/deleted/u);
});

test('E-DOC-20 E-SHELL-03 X-79 addresses of a file, a node and a run open the same screens; back and forward walk them', async ({
  editor,
  product,
  context,
}) => {
  await openFile(editor, LINEAR);
  await openFile(editor, LOOP);
  await setModel(editor, 'writer', 'changed/model');
  await editor.goBack();
  await expect(card(editor, 'researcher')).toBeVisible();
  await expect(editor.getByRole('heading', { level: 1, name: LINEAR })).toBeAttached();
  await editor.goForward();
  await expect(card(editor, 'gate')).toBeVisible();
  expect(await product.read(LINEAR)).not.toContain('changed/model');
  await editor.getByRole('button', { name: 'Simulate', exact: true }).click();
  await expect(editor).toHaveURL(/\/runs\//u);
  await expect(editor.getByText('finished', { exact: true })).toBeVisible({ timeout: 20_000 });
  const run = editor.url().replace(/\?.*$/u, '');

  const other = await context.newPage();
  await other.goto(`${product.origin}/edit/${LINEAR}?node=writer`);
  await expect(model(other)).toBeVisible();
  await other.goto(`${run}?seq=3&node=writer`);
  await expect(other.getByRole('slider', { name: 'Event shown' })).toHaveAttribute('aria-valuenow', '3');
  await expect(other.getByRole('complementary', { name: 'Detail' })).toContainText('writer');
  await other.goto(`${product.origin}/edit/${LINEAR}?line=3`);
  await expect(card(other, 'writer')).toBeVisible();
  await other.close();
});

test('E-FILE-03 save as asks for a path, shows what it would replace, and keeps the history', async ({
  editor,
  product,
}) => {
  const before = await product.read(LINEAR);
  await openFile(editor, LINEAR);
  await setModel(editor, 'writer', 'copied/model');
  await card(editor, 'writer').click();
  await editor.keyboard.press('Shift+ArrowRight');
  await editor.keyboard.press('Control+Shift+s');
  const path = editor.getByRole('dialog', { name: 'Save as' }).getByRole('textbox');
  await path.fill('../outside.iter');
  await expect(editor.getByRole('dialog').getByRole('button', { name: 'Save' })).toBeDisabled();
  await path.fill(LOOP);
  await editor.keyboard.press('Enter');
  const replace = editor.getByRole('dialog', { name: `Replace ${LOOP}?` });
  await expect(replace.getByText('agent researcher:', { exact: false }).first()).toBeVisible();
  await replace.getByRole('button', { name: 'Keep it' }).click();
  await editor.keyboard.press('Control+Shift+s');
  await path.fill('flows/new/copy.iter');
  await editor.keyboard.press('Enter');
  await expect(editor).toHaveURL(/flows\/new\/copy\.iter/u);
  expect(await product.read('flows/new/copy.iter')).toContain('copied/model');
  expect(await product.read(LINEAR)).toBe(before);
  await expect
    .poll(async () => product.read('.iterion/layout/flows/new/copy.iter.jsonl').catch(() => ''))
    .toContain('"writer"');
  await editor.keyboard.press('Control+z');
  await editor.keyboard.press('Control+z');
  await expect(unsaved(editor)).toHaveCount(1);
});

test.describe('a server without special powers', () => {
  test.use({ unprivileged: true });
  test('E-FILE-11 a file that may not be written is edited in memory and saved under another name', async ({
    editor,
    product,
  }) => {
    await chmod(join(product.workspace, LINEAR), 0o444);
    await openFile(editor, LINEAR);
    const lock = status(editor).getByRole('button', { name: 'Read-only' });
    await expect(lock).toBeVisible();
    await setModel(editor, 'writer', 'other-model');
    await editor.keyboard.press('Control+s');
    await expect(editor.getByText('This file is read-only')).toBeVisible();
    await editor.getByRole('dialog', { name: 'Save as' }).getByRole('textbox').fill('mine.iter');
    await editor.keyboard.press('Enter');
    await expect(unsaved(editor)).toHaveCount(0);
    await expect(lock, 'the copy may be written').toHaveCount(0);
    expect(await product.read('mine.iter')).toContain('other-model');
  });
});

test.describe('a server that was started read-only', () => {
  test.use({ serverArguments: ['--read-only'] });
  test('E-FILE-11 lets people edit in memory, says why it does not save, and offers a copy', async ({
    editor,
    product,
  }) => {
    const before = await product.read(LINEAR);
    await openFile(editor, LINEAR);
    await expect(status(editor).getByRole('button', { name: 'Read-only' })).toBeVisible();
    await setModel(editor, 'writer', 'other-model');
    await editor.keyboard.press('Control+s');
    const notice = editor.getByRole('status').filter({ hasText: 'The server was started read-only.' });
    const [download] = await Promise.all([
      editor.waitForEvent('download'),
      notice.getByRole('button', { name: 'Download a copy' }).click(),
    ]);
    expect(await readFile(await download.path(), 'utf8')).toContain('other-model');
    await expect(unsaved(editor)).toHaveCount(1);
    expect(await product.read(LINEAR)).toBe(before);
  });
});

test('E-FILE-13 files of this computer become buffers, by picker and by drop; a copy is downloaded byte for byte', async ({
  editor,
}) => {
  const text = '\uFEFFagent a:\r\n  model: "x/y"\r\n\r\nworkflow w:\r\n  entry: a\r\n  a -> done\r\n';
  await editor.keyboard.press('Control+k');
  await editor.keyboard.type('import from this');
  const [chooser] = await Promise.all([editor.waitForEvent('filechooser'), editor.keyboard.press('Enter')]);
  await chooser.setFiles([
    { name: 'picked.iter', mimeType: 'text/plain', buffer: Buffer.from(text) },
    { name: 'bytes.iter', mimeType: 'text/plain', buffer: Buffer.from([0xff, 0xfe, 0x00]) },
  ]);
  const tabs = editor.getByRole('navigation', { name: 'Open files' });
  await expect(tabs.getByRole('link', { name: 'picked.iter' })).toHaveCount(1);
  await expect(editor.getByText('bytes.iter is not a text file')).toBeVisible();
  await expect(card(editor, 'a')).toBeVisible();
  await editor.keyboard.press('Control+k');
  await editor.keyboard.type('download a copy');
  const [download] = await Promise.all([editor.waitForEvent('download'), editor.keyboard.press('Enter')]);
  expect(await readFile(await download.path(), 'utf8')).toBe(text);
  await editor.evaluate(() => {
    const data = new DataTransfer();
    for (const name of ['one.iter', 'two.iter']) data.items.add(new File(['workflow w:\n  entry: a\n'], name));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  for (const name of ['one.iter', 'two.iter']) await expect(tabs.getByRole('link', { name })).toHaveCount(1);
});

test('X-11 two tabs and the formatter write one file at once, many times: every change is in it or in a merge', async ({
  editor,
  product,
  context,
}) => {
  test.setTimeout(90_000);
  await openFile(editor, LINEAR);
  const other = await context.newPage();
  await other.goto(`${product.origin}/edit/${LINEAR}`);
  await expect(card(other, 'writer')).toBeVisible();
  await setModel(editor, 'writer', 'round/0');
  await setModel(other, 'researcher', 'round/0');
  for (let round = 1; round <= 6; round++) {
    await model(editor).fill(`writer/${round}`);
    await model(other).fill(`researcher/${round}`);
    await Promise.all([
      editor.keyboard.press('Control+s'),
      other.keyboard.press('Control+s'),
      product.run('fmt', LINEAR),
    ]);
    await expect(async () => {
      const text = await product.read(LINEAR);
      expect(text).toContain(`writer/${round}`);
      expect(text).toContain(`researcher/${round}`);
    }).toPass({ timeout: 10_000 });
  }
  await other.close();
});

test('E-SRC-12 a file that is no text, or too large, is refused with the reason; a long one opens and is edited', async ({
  editor,
  product,
}) => {
  const { writeFile } = await import('node:fs/promises');
  await writeFile(join(product.workspace, 'bytes.iter'), Buffer.from([0xff, 0xfe, 0x00, 0x41]));
  await writeFile(
    join(product.workspace, 'nul.iter'),
    'agent a:\n  model: "x\u0000y"\n\nworkflow w:\n  entry: a\n  a -> done\n',
  );
  await writeFile(join(product.workspace, 'large.iter'), `${'## padding\n'.repeat(420_000)}workflow w:\n`);
  const lines = Array.from({ length: 10_000 }, (_, index) => `## line ${index}`);
  await writeFile(
    join(product.workspace, 'long.iter'),
    `${lines.join('\n')}\nagent a:\n  model: "x/y"\n\nworkflow w:\n  entry: a\n  a -> done\n`,
  );
  await editor.goto(`${product.origin}/edit/bytes.iter`);
  await expect(editor.getByText(/UTF-8|not text/iu).first()).toBeVisible();
  await editor.goto(`${product.origin}/edit/large.iter`);
  await expect(editor.getByText(/MiB|large/iu).first()).toBeVisible();
  await editor.goto(`${product.origin}/edit/nul.iter`);
  await expect(editor.getByText('This file cannot be opened')).toBeVisible();
  await editor.goto(`${product.origin}/edit/long.iter`);
  await setModel(editor, 'a', 'new/model');
  await editor.keyboard.press('Control+s');
  await expect.poll(async () => product.read('long.iter')).toContain('new/model');
  expect((await product.read('long.iter')).split('\n').length).toBe(10_007);
  await rm(join(product.workspace, 'large.iter'));
});
