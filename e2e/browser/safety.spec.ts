// Text from files, models and tools is data wherever it is shown (X-104, S-SEC-T16), and nothing leaves the machine.
import { card, expect, openFile, test } from './product.ts';
import { surface } from './screen.ts';

const SCRIPT = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
const MARKDOWN =
  '[press](javascript:window.hacked=1) ![pixel](https://evil.example/p.png) <iframe src=https://evil.example>';
const TERMINAL = '\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007 \u001b[31mred\u001b[0m \u001b[2J';
const NAME = '<img src=x onerror=window.hacked=1>.iter';

/** Every place that takes a text holds a hostile one; the tool really prints its own. */
const FILE = `## ${SCRIPT} ${MARKDOWN}
## ---
## description: ${SCRIPT}
## ---
schema result:
  text: string
  mark: string [enum: "<b>one</b>", "javascript:alert(1)"]

schema answer:
  approved: bool
  remarks: string

prompt ask:
  ${SCRIPT}
  ${MARKDOWN}
  {{outputs.shout.text}}

vars:
  word: string = "\${HOME} ${SCRIPT.replaceAll('"', "'")}"

## ${SCRIPT}
tool shout:
  output: result
  command: "cat shout.json"

human gate:
  output: answer
  instructions: ask

workflow hostile:
  entry: shout
  shout -> gate
  gate -> done when approved
  gate -> fail when not approved
`;

test('X-104 X-13 S-SEC-T16 hostile names, texts and outputs stay text in every view: no script, no foreign request, no report of the policy', async ({
  editor,
  product,
  context,
}) => {
  test.setTimeout(120_000);
  await context.route('**', async (route) => {
    const url = route.request().url();
    if (url.startsWith(product.origin) || /^(data|blob):/u.test(url)) await route.continue();
    else await route.abort();
  });
  await context.addInitScript(() => {
    const page = window as unknown as { reports: string[] };
    page.reports = [];
    document.addEventListener('securitypolicyviolation', (event) =>
      page.reports.push(`${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  await product.write(NAME, FILE);
  const output = { text: `${SCRIPT} ${MARKDOWN} ${TERMINAL}`, mark: '<b>one</b>' };
  await product.write('shout.json', JSON.stringify(output));
  await editor.goto(product.origin);
  const harmless = async (view: string): Promise<void> => {
    const found = await editor.evaluate(() => {
      const page = window as unknown as { readonly reports: readonly string[]; readonly hacked?: unknown };
      return {
        reports: page.reports,
        hacked: page.hacked,
        // Links elsewhere are allowed in Markdown, to be pressed by people and by nobody else (S-SEC-07).
        links: [...document.querySelectorAll('a')]
          .filter(
            ({ href, rel }) =>
              !href.startsWith(location.origin) && !(/^https?:/u.test(href) && /noopener noreferrer/u.test(rel)),
          )
          .map(({ href }) => href),
        frames: document.querySelectorAll('iframe, object, embed').length,
        images: [...document.querySelectorAll('img')].filter((image) => !/^(blob|data):/u.test(image.src)).length,
      };
    });
    expect(found, view).toEqual({ reports: [], hacked: undefined, links: [], frames: 0, images: 0 });
  };
  await openFile(editor, NAME);
  await harmless('graph');
  for (const node of ['shout', 'gate']) {
    await card(editor, node).click();
    await harmless(`inspector of ${node}`);
  }
  for (const name of [/^Prompts/u, /^Schemas/u, /^Variables/u]) {
    const row = editor.getByRole('treeitem', { name });
    await row.focus();
    await editor.keyboard.press('ArrowRight');
    await editor.keyboard.press('ArrowDown');
    await editor.keyboard.press('Enter');
    await harmless(`outline and inspector of ${String(name)}`);
  }
  await editor.getByText('Split', { exact: true }).click();
  await expect(editor.locator('.monaco-editor .view-line').first()).toBeVisible();
  await editor
    .locator('.view-line')
    .filter({ hasText: 'tool shout' })
    .first()
    .hover({ position: { x: 20, y: 8 } });
  await editor.keyboard.press('Control+Shift+m');
  await harmless('split and problems');
  await surface(editor).focus();
  for (const key of ['Control+k', 'Control+p', 'Control+Shift+o', 'Control+Alt+z', '?', 'F9']) {
    await editor.keyboard.press(key);
    await expect(editor.getByRole('dialog')).toBeVisible();
    await harmless(`dialog of ${key}`);
    if (key === 'F9') break;
    await editor.keyboard.press('Escape');
    await expect(editor.getByRole('dialog')).toHaveCount(0);
  }
  await editor.getByRole('dialog').getByRole('button', { name: 'Trust and run' }).click();
  // The selection came along from the file; the question is asked where the run waits.
  await card(editor, 'gate').click();
  await expect(
    editor.getByRole('button', { name: 'Send', exact: true }),
    'the run waits with the hostile instructions',
  ).toBeVisible();
  await harmless('run, waiting');
  await card(editor, 'shout').click();
  const tabs = editor.getByRole('tab');
  for (let at = 0; at < (await tabs.count()); at++) {
    await tabs.nth(at).click();
    await harmless(`run, tab ${(await tabs.nth(at).textContent()) ?? at}`);
  }
  for (const path of ['/inbox', '/runs', '/settings/storage', '/settings/models', '/settings/keyboard', '/']) {
    await editor.goto(product.origin + path);
    await expect(editor.getByRole('heading', { level: 1 })).toBeVisible();
    await harmless(path);
  }
});
