import { defineConfig } from '@playwright/test';

// Browser scenarios against the built product, in a real Chromium found by scripts/browser.mjs.
export default defineConfig({
  testDir: './browser',
  outputDir: '../test-results/browser',
  timeout: 40_000,
  expect: { timeout: 7_000 },
  // Each test has a server, a workspace and user folders of its own; two at a time keep the whole of it under CI’s limit on two cores.
  workers: 2,
  // A machine that does other work at the same time may starve a browser once; a test that fails twice has failed.
  retries: process.env['CI'] ? 1 : 0,
  reporter: [['list'], ['json']],
  use: {
    browserName: 'chromium',
    headless: true,
    viewport: { width: 1280, height: 800 },
    // Recording costs time: in CI a test is recorded when it is tried again.
    trace: process.env['CI'] ? 'on-first-retry' : 'retain-on-failure',
    launchOptions: {
      executablePath: process.env['CHROME_PATH'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
