// What the documentation prints is true: its workflows are right, its commands run in the order they stand there, its links lead somewhere.
import { execFile } from 'node:child_process';
import { cpSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { cli, folder, root, type Folder } from './product.ts';

const PAGES = [
  'README.md',
  ...readdirSync(path.join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const page = (name: string): string => readFileSync(path.join(root, name), 'utf8');
const blocks = (name: string, kind: string): string[] =>
  [...page(name).matchAll(new RegExp(`^\`\`\`${kind}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, text = '']) => text);

test('S-E1 every workflow in the documentation is right, formatted and simulated to its end', async () => {
  const place = folder();
  const texts = PAGES.flatMap((name) => blocks(name, 'iter').map((text) => ({ name, text })));
  expect(texts.length).toBeGreaterThan(0);
  for (const { name, text } of texts) {
    place.write('w.iter', text);
    for (const args of [
      ['validate', '--strict', 'w.iter'],
      ['fmt', '--check', 'w.iter'],
      ['run', 'w.iter', '--simulate'],
    ])
      expect(await place.run(...args), `${name} ${args.join(' ')}`).toMatchObject({ code: 0 });
  }
});

interface Command {
  readonly text: string;
  readonly code: number;
}

/** Commands of a page; a comment says which exit code is meant where it is not 0. */
function commands(name: string): Command[] {
  return blocks(name, 'sh')
    .flatMap((block) => block.split('\n'))
    .filter((line) => /^(?:iterion|node -- apps\/cli\/bin\/iterion\.mjs) (?!editor|lsp)/.test(line))
    .map((line) => ({
      text: line.replace(/\s+#.*$/, '').replace('node -- apps/cli/bin/iterion.mjs', 'iterion'),
      code: Number(/# exits (\d)/.exec(line)?.[1] ?? 0),
    }));
}

function inShell(place: Folder, text: string): Promise<{ code: number; all: string }> {
  const script = `iterion() { "${process.execPath}" -- "${cli}" "$@"; }\n${text}`;
  return new Promise((resolve) =>
    execFile('sh', ['-c', script], { cwd: place.dir, env: place.env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, all: out + err }),
    ),
  );
}

test.each(['README.md', 'docs/command-line.md'])(
  'R-CLI-01 the commands of %s run as they stand there, one after another',
  async (name) => {
    const place = folder();
    cpSync(path.join(root, 'examples'), path.join(place.dir, 'examples'), { recursive: true });
    const [recipe = '{}'] = blocks('docs/command-line.md', 'json');
    place.write('recipes/fast.json', recipe);
    place.write('recipes/careful.json', recipe.replace('"fast"', '"careful"'));
    for (const { text, code } of commands(name)) {
      const ended = await inShell(place, text);
      expect(ended.code, `${text}\n${ended.all}`).toBe(code);
    }
  },
  60_000,
);

test('R-CLI-01 the table of the README names every command, and no other', async () => {
  const { out } = await folder().run('--help');
  const listed = [...out.matchAll(/^ {2}(\w+) {2,}/gm)].map(([, name]) => name);
  const section = page('README.md').split('## In a terminal')[1]?.split('\n## ')[0] ?? '';
  const cells = [...section.matchAll(/^\| (`.*?) +\|/gm)].map(([, cell = '']) => cell);
  const named = cells.flatMap((cell) => [...cell.matchAll(/`(\w+)/g)].map(([, name]) => name));
  expect(new Set(named)).toEqual(new Set(listed));
  expect(named).toHaveLength(listed.length);
});

test('links and pictures of the documentation lead to files that exist', () => {
  for (const name of PAGES)
    for (const [, target = ''] of page(name).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
      if (/^(?:https?|mailto):/.test(target)) continue;
      expect(existsSync(path.join(root, path.dirname(name), target)), `${name}: ${target}`).toBe(true);
    }
});
