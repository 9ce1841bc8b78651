// The production build of the editor: static files for the server, one lazy chunk per heavy part (E-PERF-20).
import react from '@vitejs/plugin-react';
import { type Plugin, defineConfig } from 'vite';

/**
 * Writes the list of all built files beside them and links it from the page, so that the page can fetch into the browser's cache what it
 * has not needed yet: with the server stopped, everything still opens (E-DOC-12; see app/keepAssets.ts).
 */
function listAssets(): Plugin {
  return {
    name: 'iterion:list-assets',
    enforce: 'post',
    generateBundle(_, bundle) {
      const names = Object.keys(bundle).filter((name) => /\.(js|css|woff2)$/.test(name));
      const file = this.emitFile({ type: 'asset', name: 'files.json', source: JSON.stringify(names.sort()) });
      const page = bundle['index.html'];
      if (page?.type !== 'asset') return;
      const link = `<link rel="assets" href="/${this.getFileName(file)}" />`;
      page.source = String(page.source).replace('</head>', `  ${link}\n  </head>`);
    },
  };
}

/** Writes down what each chunk is made of, largest first, bytes before compression; scripts/sizes.mjs prints it (E-PERF-20). */
function listModules(): Plugin {
  return {
    name: 'iterion:list-modules',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).flatMap((chunk) => {
        if (chunk.type !== 'chunk') return [];
        const modules = Object.entries(chunk.modules).map(([id, { renderedLength }]) => ({
          id: id.replace(/^.*\/node_modules\/|^.*\/(?=(?:apps|packages)\/)/u, ''),
          bytes: renderedLength,
        }));
        return [[chunk.fileName, modules.sort((a, b) => b.bytes - a.bytes)]];
      });
      this.emitFile({
        type: 'asset',
        fileName: '.vite/modules.json',
        source: JSON.stringify(Object.fromEntries(chunks)),
      });
    },
  };
}

export default defineConfig({
  plugins: [react(), listAssets(), listModules()],
  base: '/',
  build: {
    target: 'es2023',
    // light-dark() carries every colour role (E-VIS-02); lowering it would take the roles away.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    outDir: 'dist',
    // Read by scripts/sizes.mjs.
    manifest: true,
    // The types of `tsc -b` live in dist/types.
    emptyOutDir: false,
    assetsInlineLimit: 0,
    sourcemap: false,
    chunkSizeWarningLimit: 1200,
    reportCompressedSize: false,
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:4891', ws: true } } },
});
