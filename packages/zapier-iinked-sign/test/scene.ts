import { aPackage, aVideo, type Emulator, startEmulator } from 'iinked-sign-emulator';
import { onTestFinished } from 'vitest';
import app from 'zapier-iinked-sign';
import { createAppTester } from 'zapier-platform-core';

type AuthData = { apiKey: string; server: string; baseUrl: string };
type Step = typeof app.creates.delete_video | typeof app.creates.delete_all_package_videos;

/** An emulator with a package of three videos, and a Zap that is connected to it, in Zapier's own runtime. */
export async function aZap(apiKey?: string) {
  const videos = ['a', 'b', 'c'].map((meetingVideoId) => aVideo({ meetingVideoId, size: 1000 }));
  const emulator: Emulator = await startEmulator({ packages: [aPackage({ packageId: 'lease', videos })] });
  onTestFinished(() => emulator.close());
  const authData: AuthData = { apiKey: apiKey ?? emulator.apiKey, server: 'custom', baseUrl: emulator.url };
  const tester = createAppTester(app);
  return {
    emulator,
    authData,
    tester,
    left: () => emulator.packages[0]?.videos.filter(({ state }) => state !== 'deleted').length,
    /** Runs a step with whatever a Zap has mapped. */
    run: (step: Step, inputData: Record<string, unknown>, more: Partial<AuthData> = {}): Promise<unknown> =>
      tester(performOf(step), { authData: { ...authData, ...more }, inputData }),
  };
}

function performOf({ operation: { perform } }: Step) {
  if (typeof perform !== 'function') throw new Error('The step has no perform.');
  return perform;
}
