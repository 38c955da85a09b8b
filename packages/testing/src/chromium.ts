import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

export { type Browser, type Page, selectors } from 'playwright-core';

const places = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = places.find((path) => path !== undefined && existsSync(path));

/** Whether this machine has a Chromium. `CHROMIUM_PATH` names one that is not found by itself. */
export const hasChromium: boolean = executablePath !== undefined;

/** Starts this machine's Chromium, without a window. */
export function launchChromium(...args: string[]): Promise<Browser> {
  if (executablePath === undefined) throw new Error('This machine has no Chromium; set CHROMIUM_PATH to one.');
  return chromium.launch({ executablePath, args: ['--no-sandbox', ...args] });
}
