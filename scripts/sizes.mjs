// How much script the page needs before the first graph is painted (editor.md E-PERF-02): what the entry and the canvas import, taken
// from the build's manifest, compressed. Workers and what is loaded later do not count. Fails above the limit, or when the code editor
// or the layout engine has got into it (E-PERF-20).
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const GOAL_KB = 300;
/** What must not be exceeded; it follows the real figure down until the goal is reached. */
const LIMIT_KB = 420;
const dist = 'apps/editor/dist';
const manifest = JSON.parse(readFileSync(`${dist}/.vite/manifest.json`, 'utf8'));

const needed = new Set();
const open = ['index.html', 'src/canvas/Canvas.tsx'];
for (let key = open.pop(); key !== undefined; key = open.pop()) {
  const chunk = manifest[key];
  if (chunk === undefined) throw new Error(`the manifest of the build has no ${key}`);
  if (needed.has(chunk.file)) continue;
  needed.add(chunk.file);
  open.push(...(chunk.imports ?? []));
}

const sizes = [...needed]
  .map((file) => ({ file, bytes: gzipSync(readFileSync(`${dist}/${file}`)).length }))
  .sort((a, b) => b.bytes - a.bytes);
const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0) / 1024;
for (const { file, bytes } of sizes.slice(0, 8)) console.log(`${(bytes / 1024).toFixed(1).padStart(8)} kB  ${file}`);
console.log(
  `${total.toFixed(1).padStart(8)} kB gz before the first graph, (goal ${GOAL_KB}, limit ${LIMIT_KB}) in ${sizes.length} files`,
);

const heavy = [...needed].filter((file) => /monaco|SourceEditor|elk/i.test(file));
if (heavy.length > 0) console.error(`code editor or layout engine in the first load: ${heavy.join(', ')}`);
process.exit(total <= LIMIT_KB && heavy.length === 0 ? 0 : 1);
