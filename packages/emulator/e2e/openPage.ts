import { launchChromium } from 'iinked-sign-testing/chromium';
import type { Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

/** A page in a real Chromium, which ends with the test. Names of `example` lead to this machine. */
export async function openPage(): Promise<Page> {
  const browser = await launchChromium('--host-resolver-rules=MAP *.example 127.0.0.1');
  onTestFinished(() => browser.close());
  return browser.newPage();
}
