import { launchChromium } from 'iinked-sign-testing/chromium';
import type { Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

export { hasChromium } from 'iinked-sign-testing/chromium';

/** A page in a real Chromium that ends with the test. */
export async function openPage(...args: string[]): Promise<Page> {
  const browser = await launchChromium(...args);
  onTestFinished(() => browser.close());
  return browser.newPage();
}
