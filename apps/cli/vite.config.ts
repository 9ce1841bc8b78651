// Bundles the command line with every package it uses into dist/iterion.mjs; what a command alone needs is a chunk of its own, loaded
// when that command runs (R-CLI-24).
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { defineConfig } from 'vite';

const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as { version: string };

/** The commit that is built; `unknown` outside a repository. */
function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    // Built from a copy without its history.
    return 'unknown';
  }
}

export default defineConfig({
  define: { ITERION_VERSION: JSON.stringify(version), ITERION_COMMIT: JSON.stringify(commit()) },
  ssr: { target: 'node', noExternal: true, external: ['@anthropic-ai/claude-agent-sdk', '@openai/codex-sdk'] },
  build: {
    ssr: true,
    target: 'node22',
    outDir: 'dist',
    // The types of `tsc -b` live in dist/types.
    emptyOutDir: false,
    minify: false,
    sourcemap: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 4000,
    rollupOptions: {
      // The server analyses large texts in a thread, whose file it looks for beside the chunks (S-FILE-02).
      input: { iterion: 'src/main.ts', languageWorker: '../server/src/language/worker.ts' },
      output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'chunks/[name].mjs' },
    },
  },
});
