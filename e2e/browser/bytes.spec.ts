// What a file's bytes go through: opening and saving, odd line ends, a save over a newer version, an input method while the file changes.
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page, Response } from '@playwright/test';
import { card, expect, openFile, test } from './product.ts';
import { setModel, unsaved } from './screen.ts';

const BODY = 'agent a:\n  model: "m/x"\n\nworkflow w:\n  default_backend: "claw"\n  entry: a\n  a -> done\n';
/** Files that a careless editor would change. */
const odd: Readonly<Record<string, string>> = {
  'odd/crlf.iter': BODY.replaceAll('\n', '\r\n'),
  'odd/mark.iter': `\uFEFF${BODY}`,
  'odd/mixed.iter': '## one\r\nagent a:\n\tmodel:   "m/x"   \r\n\r\nworkflow w:\n\tentry: a\r\n\ta -> done',
  'odd/broken.iter': 'agent a:\n  model: "m/x\n\nworkflow w:\n  entry: a\n  a -> \n  b -> done',
  'odd/ends.iter': BODY.trimEnd(),
  'odd/blank.iter': '\n\n\n',
  'odd/conflict.iter': `<<<<<<< ours\n${BODY}=======\n${BODY}>>>>>>> theirs\n`,
  'odd/ünïcode 𝕏.iter': BODY.replace('m/x', 'm/\u202E\u200B𝕏'),
};

const putsOf = (page: Page): Response[] => {
  const puts: Response[] = [];
  page.on('response', (response) => {
    if (response.request().method() === 'PUT' && response.url().includes('/api/file?')) puts.push(response);
  });
  return puts;
};
const lineDifferences = (before: string, after: string): string[] => {
  const [a, b] = [before, after].map((text) => text.split(/(?<=\n)/u));
  return (b ?? []).filter((line, at) => line !== a?.[at]);
};

test('X-01 X-02 E-DOC-06 opening writes nothing, and saving by force gives the same bytes: the examples and files a careless editor would change', async ({
  editor,
  product,
}) => {
  test.setTimeout(120_000);
  const names = (await readdir(product.workspace)).filter((name) => name.endsWith('.iter'));
  for (const [path, text] of Object.entries(odd)) {
    const { mkdir } = await import('node:fs/promises');
    await mkdir(join(product.workspace, 'odd'), { recursive: true });
    await writeFile(join(product.workspace, path), text);
  }
  const undeclared = BODY.replace('a -> done', 'a -> nowhere');
  await product.write('odd/undeclared.iter', undeclared);
  const paths = [...names, ...Object.keys(odd), 'odd/undeclared.iter'];
  const before = new Map<string, { readonly bytes: Buffer; readonly time: number }>();
  for (const path of paths) {
    const file = join(product.workspace, path);
    before.set(path, { bytes: await readFile(file), time: (await stat(file)).mtimeMs });
  }
  const puts = putsOf(editor);
  for (const path of paths) {
    await editor.goto(`${product.origin}/edit/${path.split('/').map(encodeURIComponent).join('/')}`);
    await expect(editor.getByRole('link', { name: path.split('/').at(-1) ?? '' }).first()).toBeVisible();
    await expect(editor.getByRole('application', { name: 'Workflow graph' })).toBeVisible();
    if (path === 'odd/undeclared.iter') await expect(card(editor, 'nowhere'), 'the name is shown').toBeVisible();
    await expect(unsaved(editor)).toHaveCount(0);
    const file = join(product.workspace, path);
    expect((await stat(file)).mtimeMs, `${path} was not written`).toBe(before.get(path)?.time);
    const count = puts.length;
    await editor.keyboard.press('Control+s');
    await expect.poll(() => puts.length, `${path} saved by force`).toBe(count + 1);
    expect((await readFile(file)).equals(before.get(path)?.bytes ?? Buffer.alloc(0)), `${path} is the same`).toBe(true);
  }
});

test('X-04 E-DOC-04 typing in one line of a file with mixed line ends changes that line alone', async ({
  editor,
  product,
}) => {
  const text = '## one\r\nagent a:\n  model: "m/x"\r\n  readonly: true\n\r\nworkflow w:\r\n  entry: a\n  a -> done\r\n';
  await product.write('mixed.iter', text);
  await openFile(editor, 'mixed.iter');
  await editor.getByText('Text', { exact: true }).click();
  await editor.locator('.view-line').filter({ hasText: 'model' }).click();
  await editor.keyboard.press('End');
  await editor.keyboard.press('ArrowLeft');
  await editor.keyboard.type('yz');
  await editor.keyboard.press('Control+s');
  await expect.poll(async () => product.read('mixed.iter')).toContain('m/xyz');
  expect(lineDifferences(text, await product.read('mixed.iter'))).toEqual(['  model: "m/xyz"\r\n']);
  // A new line takes the line end of the line before it.
  await editor.keyboard.press('End');
  await editor.keyboard.press('Enter');
  await editor.keyboard.type('max_tokens: 9');
  await editor.keyboard.press('Control+s');
  await expect.poll(async () => product.read('mixed.iter')).toContain('max_tokens: 9');
  expect(await product.read('mixed.iter')).toBe(text.replace('"m/x"\r\n', '"m/xyz"\r\n  max_tokens: 9\r\n'));
});

test('X-74 a save with a stale hash is refused, merged by itself, and saved again', async ({ editor, product }) => {
  // The news of the change never arrives, so that only the hash can tell.
  await editor.routeWebSocket(/\/api\/ws/u, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (!String(message).includes('"kind":"modified"')) socket.send(message);
    });
  });
  await editor.reload();
  await openFile(editor, 'minimal_linear.iter');
  const before = await product.read('minimal_linear.iter');
  await setModel(editor, 'writer', 'mine/x');
  await product.write('minimal_linear.iter', before.replace(/(agent researcher:[^]*?model: )"[^"]*"/u, '$1"theirs/y"'));
  const puts = putsOf(editor);
  await editor.keyboard.press('Control+s');
  await expect(unsaved(editor)).toHaveCount(0);
  expect(puts.map((response) => response.status())).toEqual([412, 200]);
  const after = await product.read('minimal_linear.iter');
  expect(after).toContain('"mine/x"');
  expect(after).toContain('"theirs/y"');
  await expect(editor.getByRole('status').filter({ hasText: 'Both changes are kept' })).toBeVisible();
});

test('X-27 E-SRC-03 while an input method composes, a change from elsewhere waits; then both are in the text', async ({
  editor,
  product,
}) => {
  await product.write('compose.iter', `prompt p:\n  Write.\n\n${BODY}`);
  await openFile(editor, 'compose.iter');
  await editor.getByText('Split', { exact: true }).click();
  const line = editor.locator('.view-line').filter({ hasText: 'Write.' });
  await line.click();
  await editor.keyboard.press('End');
  const session = await editor.context().newCDPSession(editor);
  for (const text of ['に', 'にほ', 'にほん'])
    await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  await expect(line).toContainText('Write.にほん');
  await product.write('compose.iter', `prompt p:\n  Write.\n\n${BODY.replace('m/x', 'from/disk')}`);
  await expect(editor.getByText('changed on disk').first(), 'the buffer has both').toBeVisible();
  await expect(line, 'the composition is as it was').toContainText('Write.にほん');
  await expect(editor.locator('.view-line').filter({ hasText: 'from/disk' }), 'and the view waits').toHaveCount(0);
  await session.send('Input.insertText', { text: '日本' });
  await expect(line).toContainText('Write.日本');
  await expect(editor.locator('.view-line').filter({ hasText: 'from/disk' })).toHaveCount(1);
  await editor.keyboard.press('Control+s');
  await expect(unsaved(editor)).toHaveCount(0);
  expect(await product.read('compose.iter')).toBe(`prompt p:\n  Write.日本\n\n${BODY.replace('m/x', 'from/disk')}`);
});
