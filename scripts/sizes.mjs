// How much script the page needs before the first graph is painted (editor.md E-PERF-02): what the entry and the canvas import, taken
// from the build's manifest, compressed, and what its largest chunks are made of. Workers and what is loaded later do not count. Fails
// above the limit, or when the code editor or the layout engine has got into it (E-PERF-20).
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMIT_KB = 300;
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
const modules = JSON.parse(readFileSync(`${dist}/.vite/modules.json`, 'utf8'));
for (const { file, bytes } of sizes.slice(0, 8)) {
  const largest = modules[file].slice(0, 3).map(({ id, bytes: own }) => `${id} ${(own / 1024).toFixed(0)}`);
  console.log(`${(bytes / 1024).toFixed(1).padStart(8)} kB  ${file}: ${largest.join(', ')}`);
}
console.log(
  `${total.toFixed(1).padStart(8)} kB gz before the first graph (limit ${LIMIT_KB}) in ${sizes.length} files`,
);

const heavy = [...needed].filter((file) => modules[file].some(({ id }) => /monaco-editor|elkjs/.test(id)));
if (heavy.length > 0) console.error(`code editor or layout engine in the first load: ${heavy.join(', ')}`);
process.exit(total <= LIMIT_KB && heavy.length === 0 ? 0 : 1);
