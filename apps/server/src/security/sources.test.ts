// What the sources of the server cannot do, because they do not import it (S-SEC-09, S-SEC-05).
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = new URL('..', import.meta.url).pathname;
const SOURCES = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !/\.(?:test|fixture)\.ts$/.test(name),
);

test('S-SEC-T18 S-SEC-T22 no source of the server starts a process, fetches an address or runs code', () => {
  expect(SOURCES.length).toBeGreaterThan(40);
  for (const name of SOURCES) {
    const text = readFileSync(join(ROOT, name), 'utf8');
    expect(text, name).not.toMatch(/node:(?:child_process|cluster|vm|http2?|https|dgram|net|dns|tls)'/);
    expect(text, name).not.toMatch(/\bfetch\(|\beval\(|new Function\(/);
  }
});

test('S-SEC-T18 only the files folder writes into the workspace, only user folders hold what is private', () => {
  const writers = SOURCES.filter((name) =>
    /import[^;]*\b(?:writeFile|rename|unlink|mkdir|rmdir|rm|link|copyFile)\b[^;]*from 'node:fs/.test(
      readFileSync(join(ROOT, name), 'utf8'),
    ),
  );
  expect(
    writers.every((name) => name.startsWith('files/') || name === 'userFolders.ts'),
    writers.join(),
  ).toBe(true);
});
