// The production build of the editor: static files for the server, one lazy chunk per heavy part (E-PERF-20).
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
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
