import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

const places = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = places.find((path) => path !== undefined && existsSync(path));

/** Whether there is a Chromium: set `CHROMIUM_PATH` where it is not found. */
export const hasChromium: boolean = executablePath !== undefined;

/** A page in a real Chromium that ends with the test. */
export async function openPage(...args: string[]): Promise<Page> {
  if (executablePath === undefined) throw new Error('There is no Chromium. Set CHROMIUM_PATH.');
  const browser: Browser = await chromium.launch({ executablePath, args: ['--no-sandbox', ...args] });
  onTestFinished(() => browser.close());
  return browser.newPage();
}
