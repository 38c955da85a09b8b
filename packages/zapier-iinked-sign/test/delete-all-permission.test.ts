import { describe, expect, test } from 'vitest';
import { authentication } from '../src/authentication.ts';
import { aZap, delete_all_package_videos, delete_video, failureOf, runStep } from './zap.ts';

const lease = { packageId: 'lease' };

describe('Delete All Package Videos', () => {
  test.each([undefined, '', 'no', 'No', 'Yes', 'YES', ' yes', 'yes ', 'true', '1', 'on', 'yes,no'])(
    'is refused where the connection says %j, and nothing is sent',
    async (allowDeleteAll) => {
      const { authData, emulator, left } = await aZap();
      const { allowDeleteAll: _, ...connection } = authData;
      const changed = { ...connection, ...(allowDeleteAll !== undefined && { allowDeleteAll }) };
      for (const inputData of [lease, { ...lease, dryRun: 'yes' }]) {
        const error = await failureOf(runStep(delete_all_package_videos, changed, inputData));
        expect(error).toMatchObject({
          name: 'AppError',
          message: expect.stringMatching(
            /not allowed by this connection.*App Connections.*reconnect.*Allow Delete All Package Videos to Yes\. Nothing was sent and nothing was deleted\./,
          ),
        });
      }
      expect(emulator.requests).toEqual([]);
      expect(left()).toBe(3);
    },
  );

  test('cannot be allowed by an input, which an agent or a mapping could set', async () => {
    const { run, emulator } = await aZap({ connection: { allowDeleteAll: 'no' } });
    const error = await failureOf(run(delete_all_package_videos, { ...lease, allowDeleteAll: 'yes' }));
    expect(error.message).toContain('not allowed by this connection');
    expect(emulator.requests).toEqual([]);
  });

  test('is refused in a test in the editor too', async () => {
    const { run, emulator } = await aZap({ connection: { allowDeleteAll: 'no' } });
    const inputData = { ...lease, deleteWhenTesting: 'yes' };
    const error = await failureOf(run(delete_all_package_videos, inputData, { meta: { isLoadingSample: true } }));
    expect(error.message).toContain('not allowed by this connection');
    expect(emulator.requests).toEqual([]);
  });

  test('is not allowed in a new connection until a person chooses Yes', () => {
    expect(authentication.fields.find(({ key }) => key === 'allowDeleteAll')).toMatchObject({
      choices: { no: 'No', yes: 'Yes' },
      default: 'no',
    });
  });
});

test('Delete Video needs no permission', async () => {
  const { run, left } = await aZap({ connection: { allowDeleteAll: 'no' } });
  await run(delete_video, { ...lease, meetingVideoId: 'a' });
  expect(left()).toBe(2);
});

test.each([delete_video, delete_all_package_videos])(
  '$display.label is described as permanent, for people and for models that choose an action',
  ({ display }) => {
    expect(display.description).toMatch(/^Permanently deletes /);
  },
);

test('Delete All Package Videos points to Delete Video for one video', () => {
  expect(delete_all_package_videos.display.description).toContain('For one video use Delete Video.');
});
