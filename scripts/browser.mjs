// Finds the Chromium-family browser that the browser tests drive; installs Debian's where apt can, and says what to do elsewhere.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const CANDIDATES = [
  process.env.CHROME_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

/** Path of an installed browser, or null. */
export const findBrowser = () => CANDIDATES.find((path) => path && existsSync(path)) ?? null;

/** Path of a browser, installing one with apt when this machine has apt and the right to use it. Throws with the remedy otherwise. */
export function requireBrowser() {
  const found = findBrowser();
  if (found) return found;
  if (existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) {
    console.log("No Chromium found; installing Debian's package …");
    for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']])
      spawnSync('apt-get', args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
    const installed = findBrowser();
    if (installed) return installed;
  }
  throw new Error(
    'The browser tests need Chromium, Chrome or Edge and none was found.\n' +
      'Install one (Debian and Ubuntu: sudo apt-get install chromium), or set CHROME_PATH to its executable.',
  );
}
