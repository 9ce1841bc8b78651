// Writes docs/reference from the language table, the registry of diagnostics and the types of the graph. Needs the project's Node,
// which runs TypeScript: `npx pnpm exec node scripts/generate-docs.mjs`. A test fails while the files differ from what this would write.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { GRAPH_SOURCES, referencePages } from '../packages/dsl/src/reference/pages.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = path.join(root, 'docs/reference');
const pages = referencePages(
  GRAPH_SOURCES.map((name) => readFileSync(path.join(root, 'packages/dsl/src', name), 'utf8')),
);

rmSync(target, { recursive: true, force: true });
for (const [name, text] of pages) {
  const file = path.join(target, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
console.log(`${pages.size} files written to docs/reference`);
