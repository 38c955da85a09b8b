// What people do with videos before they delete them: look, choose, download.

import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:tls';
import { aPackage, aVideo } from 'iinked-sign-emulator';
import { serverCertificate } from 'iinked-sign-testing/certificates';
import { aCredential } from 'iinked-sign-testing/n8n/workflow';
import { describe, expect, onTestFinished, test } from 'vitest';
import { aLease, apiKey, aServer, byId, deleteEach, isElsewhere, peakMegabytes, useScene } from './scene.mts';

const scene = useScene({ N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' });

const ofEach = { packageId: byId('={{ $json.item.p }}'), meetingVideoId: byId('={{ $json.item.v }}') };

describe('Download', () => {
  test('stores the file in n8n, and gives its length and SHA-256', async () => {
    aLease(scene.emulator, 'file-1', ['a']);
    const { run } = await scene.workflow({ operation: 'download', ...ofEach });
    const { outputs, error } = await run([{ p: 'file-1', v: 'a' }]);
    expect(error).toBeNull();
    const { url = '' } = (await listed('file-1'))[0] ?? {};
    const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
    expect(outputs[0]).toMatchObject([
      {
        json: { size: 1000, sha256: createHash('sha256').update(bytes).digest('hex'), fileName: 'a.mp4' },
        binary: { data: { mimeType: 'video/mp4', fileName: 'a.mp4', bytes: 1000 } },
        pairedItem: { item: 0 },
      },
    ]);
  });

  test('requests the link without the credential, and shows it nowhere', async () => {
    const files = await aServer((response) => response.end('too short'));
    onTestFinished(files.close);
    seed('file-2', { url: `${files.url}/secret-link`, size: 1000 });
    const { run } = await scene.workflow({ operation: 'download', ...ofEach });
    const { error } = await run([{ p: 'file-2', v: 'a' }]);
    expect(error?.message).toBe('The download is incomplete: 9 of 1000 bytes. Nothing was deleted.');
    expect(files.headers).toHaveLength(1);
    expect(JSON.stringify(files.headers)).not.toContain(apiKey);
    expect(JSON.stringify(error)).not.toContain('secret-link');
  });

  test.skipIf(isElsewhere || !existsSync('/proc/self/clear_refs'))(
    'takes 2 GB with flat memory',
    { timeout: 300_000 },
    async () => {
      const size = 2_000_000_000;
      seed('file-3', { meetingVideoId: 'large', size });
      const { run } = await scene.workflow({ operation: 'download', ...ofEach });
      const { pid } = scene.n8n;
      writeFileSync(`/proc/${pid}/clear_refs`, '5');
      const before = peakMegabytes(pid);
      const began = performance.now();
      const { outputs, error } = await run([{ p: 'file-3', v: 'large' }]);
      const grown = peakMegabytes(pid) - before;
      expect(error).toBeNull();
      expect(outputs[0]).toMatchObject([{ json: { size }, binary: { data: { bytes: size } } }]);
      const seconds = (performance.now() - began) / 1000;
      console.log(
        `Download: 2 GB in ${seconds.toFixed(0)} s, ${grown} MB of memory more at most (${before} MB before).`,
      );
      expect(grown).toBeLessThan(250);
    },
  );
});

describe('Only If', () => {
  test('keeps what does not meet it, and says why', async () => {
    const left = seed('only-if', { timeCreated: new Date().toISOString() });
    const { run } = await scene.workflow({ ...deleteEach, onlyIfOlderThan: 1, onlyIfRetentionOver: true });
    const { outputs } = await run([{ p: 'only-if', v: 'a' }]);
    expect(outputs[0]).toMatchObject([{ json: { deleted: false, reason: 'young', meetingVideoId: 'a' } }]);
    expect(left()).toEqual(['a']);
  });

  test('deletes what is as Get Many listed it, and keeps what has changed', async () => {
    const left = seed('only-if', { size: 5 });
    const { run } = await scene.workflow({ ...deleteEach, onlyIfUnchanged: '={{ $json.item.seen }}' });
    const seen = (await listed('only-if'))[0];
    const changed = await run([{ p: 'only-if', v: 'a', seen: { ...seen, size: 6 } }]);
    expect(changed.outputs[0]).toMatchObject([{ json: { deleted: false, reason: 'changed' } }]);
    const same = await run([{ p: 'only-if', v: 'a', seen }]);
    expect(same.outputs[0]).toMatchObject([{ json: { deleted: true } }]);
    expect(left()).toEqual([]);
  });

  test('deletes nothing when a condition got lost', async () => {
    const left = seed('only-if', {});
    const { run } = await scene.workflow({ ...deleteEach, onlyIfOlderThan: '={{ $json.none }}' });
    expect((await run([{ p: 'only-if', v: 'a' }])).error?.message).toMatch(/'Only If Older Than'.*Nothing was sent/);
    expect(left()).toEqual(['a']);
  });
});

describe('Get Many', () => {
  const ofLease = { operation: 'getMany', packageId: byId('many') };

  test('gives no empty fields, and links only with Include Links', async () => {
    aLease(scene.emulator, 'many', ['a']);
    const plain = await (await scene.workflow(ofLease)).run([{}]);
    const fields = ['packageId', 'meetingVideoId', 'state', 'timeCreated', 'duration', 'size'];
    expect(Object.keys(plain.outputs[0]?.[0]?.json ?? {})).toEqual(fields);
    const linked = await (await scene.workflow({ ...ofLease, includeLinks: true })).run([{}]);
    expect(linked.outputs[0]?.[0]?.json).toMatchObject({ url: expect.stringContaining('access=') });
  });

  test('hints at more when the limit cut something off', async () => {
    aLease(scene.emulator, 'many', ['a', 'b']);
    const { outputs, hints } = await (await scene.workflow({ ...ofLease, limit: 1 })).run([{}]);
    expect(outputs[0]).toHaveLength(1);
    expect(hints).toMatchObject([{ message: expect.stringContaining('more videos than the Limit of 1') }]);
  });

  test('looks at the packages of all members where that is asked for', async () => {
    const parameters = { resource: 'package', operation: 'getMany', filters: { allMembers: true } };
    await (await scene.workflow(parameters)).run([{}]);
    expect(scene.emulator.requests.at(-1)).toMatchObject({ body: { allMembers: true } });
  });
});

describe('an address that is wrong is explained in words', () => {
  async function errorAt(url: string) {
    const credentialId = await aCredential(scene.rest, url, apiKey);
    const { run } = await scene.workflow(deleteEach, { credentialId });
    return (await run([{ p: 'p', v: 'v' }])).error;
  }

  test('a Base URL without /api/v1', async () => {
    const error = await errorAt(scene.emulator.url.replace('/api/v1', ''));
    expect(error?.message).toMatch(/The base URL is .*end with \/api\/v1/);
  });

  test('a host that does not exist', async () => {
    const error = await errorAt('https://no-such-host.invalid/api/v1');
    expect(error?.message).toMatch(/could not be reached \(.*\)\. Check its address.*This call deleted nothing/);
  });

  test('a certificate that nobody signed', async () => {
    const server = createTlsServer(serverCertificate, (socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const error = await errorAt(`https://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/api/v1`);
    expect(error?.message).toMatch(/certificate was not accepted.*NODE_EXTRA_CA_CERTS.*This call deleted nothing/);
  });
});

test('1 500 deletions before a failure are described in less than 2 kB', { timeout: 120_000 }, async () => {
  const ids = Array.from({ length: 1500 }, (_, at) => `video-${`${at}`.padStart(30, '0')}`);
  aLease(scene.emulator, 'long', ids);
  const { run } = await scene.workflow({ ...deleteEach, options: { itemsAtOnce: 50 } });
  const { error } = await run([...ids, 'none'].map((v) => ({ p: 'long', v })));
  expect(error?.description).toMatch(/^Videos deleted so far \(1500\): .* and \d+ more\.$/);
  expect(Buffer.byteLength(error?.description ?? '')).toBeLessThan(2000);
});

/** Seeds a package with one video, and tells what is left of it. */
function seed(packageId: string, fields: Parameters<typeof aVideo>[0]): () => string[] {
  scene.emulator.seed([aPackage({ packageId, videos: [aVideo({ meetingVideoId: 'a', ...fields })] })]);
  return () =>
    (scene.emulator.packages.find((each) => each.packageId === packageId)?.videos ?? [])
      .filter(({ state }) => state !== 'deleted')
      .map(({ meetingVideoId }) => meetingVideoId);
}

async function listed(packageId: string): Promise<{ url?: string }[]> {
  const response = await fetch(`${scene.emulator.url}/packages/${packageId}/videos`, { headers: { api_key: apiKey } });
  const { videos }: { videos: { url?: string }[] } = JSON.parse(await response.text());
  return videos;
}
