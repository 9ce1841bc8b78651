import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.{ts,tsx}', 'e2e/cli/**/*.test.ts'],
    pool: 'threads',
    globalSetup: 'scripts/temporaryFolder.mjs',
    testTimeout: 30_000,
    retry: process.env['CI'] ? 1 : 0,
  },
});
