// Takes the picture of the README: the page of an emulator after a few requests, in headless Chromium.
import { fileURLToPath } from 'node:url';
import { startEmulator } from 'iinked-sign-emulator';
import { launchChromium } from 'iinked-sign-testing/chromium';

const emulator = await startEmulator({ port: 4010, deterministic: true });
const browser = await launchChromium();
try {
  const packageId = 'c603079c-2dc7-4af7-8c2e-dc992662621c';
  const videos = `${emulator.url}/packages/${packageId}/videos`;
  const post = (apiKey: string, meetingVideoId: string) =>
    fetch(`${videos}/delete`, {
      method: 'POST',
      headers: { api_key: apiKey, 'content-type': 'application/json' },
      body: JSON.stringify({ packageId, meetingVideoId }),
    });
  await fetch(videos, { headers: { api_key: emulator.apiKey } });
  await post('wrong-key', '4c512b8a-c1ad-47da-ae22-5a61115505e3');
  await post(emulator.apiKey, '4c512b8a-c1ad-47da-ae22-5a61115505e3');
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
  await page.goto(new URL('/', emulator.url).href);
  await page.getByText('videos are left').waitFor();
  const path = fileURLToPath(new URL('page.png', import.meta.url));
  await page.screenshot({ path, fullPage: true });
  console.log(`Wrote ${path}`);
} finally {
  await browser.close();
  await emulator.close();
}
