import { aPackage, aVideo, type Emulator, type EmulatorOptions, startEmulator } from 'iinked-sign-emulator';
import { onTestFinished } from 'vitest';
import app from 'zapier-iinked-sign';
import { createAppTester } from 'zapier-platform-core';

export const { list_packages, list_videos, new_package } = app.triggers;
export const { find_package, find_package_videos, find_video, audit_deletion_plan } = app.searches;
export const { delete_video, delete_all_package_videos } = app.creates;
export const { create_deletion_plan, approve_deletion_plan, apply_deletion_plan } = app.creates;

type AuthData = Record<string, string>;
type Step = { operation: object };
type More = {
  inputDataRaw?: Record<string, string>;
  meta?: { page?: number; isLoadingSample?: boolean; limit?: number; timezone?: string };
};

/** A connection to an emulator, or to a server that stands in for one, in which Delete All Package Videos is allowed. */
export function connectionTo(url: string, apiKey = 'test-key-4f1d9c'): AuthData {
  return { apiKey, server: 'custom', baseUrl: url, allowDeleteAll: 'yes' };
}

/** Runs a step in Zapier's own runtime, with whatever a Zap has mapped. */
export async function runStep(
  step: Step,
  authData: AuthData,
  inputData: Record<string, unknown>,
  more: More = {},
): Promise<unknown> {
  const { operation } = step;
  if (!('perform' in operation && isPerform(operation.perform))) throw new Error('The step has no perform.');
  return createAppTester(app)(operation.perform, { authData, inputData, ...more });
}

/** What Zapier hands over, whatever its types say. */
export function untyped(value: unknown): never;
export function untyped(value: unknown): unknown {
  return value;
}

function isPerform(perform: unknown): perform is () => unknown {
  return typeof perform === 'function';
}

/** An emulator with a package of three videos, and a Zap that is connected to it, in Zapier's own runtime. */
export async function aZap({ connection, ...options }: EmulatorOptions & { connection?: AuthData } = {}) {
  const videos = ['a', 'b', 'c'].map((meetingVideoId) => aVideo({ meetingVideoId, size: 1000 }));
  const emulator: Emulator = await startEmulator({ packages: [aPackage({ packageId: 'lease', videos })], ...options });
  onTestFinished(() => emulator.close());
  const authData = { ...connectionTo(emulator.url, emulator.apiKey), ...connection };
  return {
    emulator,
    authData,
    tester: createAppTester(app),
    left: () => emulator.packages[0]?.videos.filter(({ state }) => state !== 'deleted').length,
    run: (step: Step, inputData: Record<string, unknown>, more?: More) => runStep(step, authData, inputData, more),
  };
}

/** What a step rejects with. */
export async function failureOf(step: Promise<unknown>): Promise<Error> {
  const error = await step.then(
    (output) => new Error(`It succeeded with ${JSON.stringify(output)}.`),
    (thrown: unknown) => thrown,
  );
  return error instanceof Error ? error : new Error(`${error}`);
}
