// `npm test`: every test of the project. Builds the product, runs the unit and property tests (vitest), then the command-line
// and browser scenarios against the built product (Playwright, a real Chromium). Prints how many ran as its last line.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { requireBrowser } from './browser.mjs';

const PNPM = ['-y', 'pnpm@12.21.0', 'exec'];
const reports = 'test-results/reports';
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

/** Runs a step and returns whether it succeeded; a step that fails does not hide the others. */
function step(title, command, args, env = {}) {
  console.log(`\n── ${title}`);
  const result = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  if (result.status !== 0) console.error(`── ${title}: failed (exit ${result.status ?? result.signal})`);
  return result.status === 0;
}

/** Passed and failed tests of a JSON report (the Jest shape of vitest, or Playwright's), or one failure when there is none. */
function counts(file) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    if (report.stats) return { passed: report.stats.expected + report.stats.flaky, failed: report.stats.unexpected };
    return { passed: report.numPassedTests, failed: report.numFailedTests + (report.numRuntimeErrorTestSuites ?? 0) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

const browser = requireBrowser();
let ok = step('build', 'npx', ['-y', 'pnpm@12.21.0', 'build']);
ok =
  step('unit and property tests', 'npx', [
    ...PNPM,
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reports}/unit.json`,
  ]) && ok;
ok =
  step('browser scenarios', 'npx', [...PNPM, 'playwright', 'test', '-c', 'e2e/playwright.config.ts'], {
    CHROME_PATH: browser,
    PLAYWRIGHT_JSON_OUTPUT_FILE: resolve(reports, 'browser.json'),
  }) && ok;

const sum = [counts(`${reports}/unit.json`), counts(`${reports}/browser.json`)].reduce((a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
}));
if (!ok && sum.failed === 0) sum.failed = 1;
console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
process.exit(ok ? 0 : 1);
