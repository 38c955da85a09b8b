import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { assumptions } from '../src/assumptions.ts';
import { contract, examples, schemaOf } from '../src/contract.ts';

const deletion = contract.paths['/packages/{packageId}/videos/delete']?.post;
const video = contract.components.schemas.MeetingVideo;

// As printed on https://docs.iinkedsign.com/v4/api/videos/delete
const documentedRequest = {
  packageId: 'c603079c-2dc7-4af7-8c2e-dc992662621c',
  meetingVideoId: '4c512b8a-c1ad-47da-ae22-5a61115505e3',
};
const documentedResponse = {
  packageId: 'c603079c-2dc7-4af7-8c2e-dc992662621c',
  videos: [
    {
      meetingVideoId: '4c512b8a-c1ad-47da-ae22-5a61115505e3',
      meetingId: '0f2f4065-3d07-4fd5-96e8-13b3f77a7c9d',
      timeCreated: '2019-08-20T18:57:33.541Z',
      timeRetention: null,
      timeDeleted: '2019-08-20T18:58:02.2596573Z',
      duration: 'PT6S',
      size: 484524,
      type: 'video',
      state: 'deleted',
      url: null,
      timeUrlExpires: null,
    },
  ],
};

describe('examples', () => {
  const all = examples();

  test('there is one for every request, response and documented error', () => {
    expect(all.length).toBeGreaterThanOrEqual(12);
  });

  test.each(all)('$title is valid', ({ schema, value }) => {
    const valid = schemaOf(schema.$ref);
    valid(value);
    expect(valid.errors).toBeNull();
  });

  test("the documentation's own request and response are among them, word for word", () => {
    const values = all.map(({ value }) => value);
    expect(values).toContainEqual(documentedRequest);
    expect(values).toContainEqual(documentedResponse);
  });
});

describe('the deletion', () => {
  const request = schemaOf('#/components/schemas/VideoDeletionRequest');
  const response = schemaOf('#/components/schemas/VideoDeletion');

  test('warns that leaving meetingVideoId out deletes every video', () => {
    expect(deletion?.description).toMatch(/without `meetingVideoId`, every video of the package is deleted/);
    expect(contract.components.schemas.VideoDeletionRequest?.properties?.meetingVideoId?.description).toMatch(
      /left out, all videos of the package are\s+deleted/,
    );
  });

  test.each([
    ['a null video', { packageId: 'p', meetingVideoId: null }],
    ['an empty video', { packageId: 'p', meetingVideoId: '' }],
    ['a numeric video', { packageId: 'p', meetingVideoId: 7 }],
    ['an empty package', { packageId: '' }],
    ['no package', { meetingVideoId: 'v' }],
  ])('does not accept %s', (_, body) => {
    expect(request(body)).toBe(false);
  });

  test('lets unknown fields and states pass in a response', () => {
    const later = { meetingVideoId: 'v', state: 'shredded', type: 'hologram', shreddedBy: 'x' };
    expect(response({ packageId: 'p', videos: [later], batch: 7 })).toBe(true);
  });

  test('accepts a response in which any field of a video but its id is missing or null', () => {
    const names = Object.keys(video?.properties ?? {}).filter((name) => name !== 'meetingVideoId');
    const allNull = { meetingVideoId: 'v', ...Object.fromEntries(names.map((name) => [name, null])) };
    expect(names).toHaveLength(15);
    expect(response({ packageId: 'p', videos: [{ meetingVideoId: 'v' }, allNull] })).toBe(true);
  });

  test('does not accept a response without videos, or a video without an id', () => {
    expect(response({ packageId: 'p' })).toBe(false);
    expect(response({ packageId: 'p', videos: [{ state: 'deleted' }] })).toBe(false);
  });

  test('has every documented error', () => {
    expect(Object.keys(deletion?.responses ?? {})).toEqual(['200', '400', '401', '403', '404', '429', '500']);
  });
});

describe('what no page says', () => {
  const all = assumptions();

  test('is marked with a reason', () => {
    for (const { reason } of all) expect(reason).toMatch(/^\S.*\.$/);
  });

  test('is not hidden in prose', () => {
    const text = readFileSync(new URL('../iinked-sign.yaml', import.meta.url), 'utf8');
    expect(text.replaceAll('x-assumed', '')).not.toMatch(/assum/i);
  });

  test.each([
    'listVideos',
    'deleteVideos 404',
    'NotAuthenticated',
    'NotPermitted',
    'VideoDeletionRequest.meetingVideoId',
    'MeetingVideo.timeCreated',
    'MeetingVideo.timeRetention',
    'listPackages 200 example page',
    'VideoDeletion',
    'deleteVideos request',
    'listVideos 404',
    'deleteVideos 404 example package',
    'PackageQuery.skip',
    'MeetingVideo.url',
    'Package',
    'ServerFailure',
  ])('covers %s', (about) => {
    expect(all.map((each) => each.about)).toContain(about);
  });
});

describe('the words of the contract', () => {
  const { info } = contract;

  test("say that it is unofficial, and name as its makers nobody of Syngrafii's", () => {
    expect(info.title).toContain('unofficial');
    expect(info.description).toMatch(
      /unofficial.*comes from the project iinked Sign Integrations.*Syngrafii has not written/s,
    );
    expect(info.contact).toEqual({
      name: 'iinked Sign Integrations, not Syngrafii',
      url: expect.not.stringMatching(/syngrafii|iinkedsign\.com/),
    });
    expect(info.license.name).toContain('not for the API');
  });

  test('warn generators of tools for agents', () => {
    expect(info.description).toMatch(
      /agent that calls `deleteVideos` with an empty `meetingVideoId`.*without a guard/s,
    );
  });

  test.each([
    ['overrideRetention', deletion?.description],
    ['Get Package', contract.paths['/packages/{packageId}/videos']?.get?.description],
    ['none for Canada', info.description],
    ['underscore', contract.components.securitySchemes.apiKey?.description],
    ['member other than the caller', contract.components.schemas.PackageQuery?.properties?.memberId?.description],
  ])('name what a reader may look for in vain: %s', (words, text) => {
    expect(text?.replace(/\s+/g, ' ')).toContain(words);
  });

  const described = Object.entries(contract.components.schemas).flatMap(([schema, { properties = {} }]) =>
    Object.entries(properties).map(([name, property]) => ({ field: `${schema}.${name}`, property })),
  );

  test.each(described)('$field has a description', ({ property }) => {
    expect(property.description?.trim()).toMatch(/\S.*\.$/s);
  });

  test("the fields that the documentation's example leaves out say so", () => {
    const shown = Object.keys(documentedResponse.videos[0] ?? {});
    const leftOut = Object.entries(video?.properties ?? {}).filter(([name]) => !shown.includes(name));
    expect(leftOut.map(([name]) => name)).toEqual([
      'meetingVideoSharedId',
      'meetingSessionId',
      'externalVideoId',
      'externalStorageId',
      'source',
    ]);
    for (const [, property] of leftOut) expect(property.description).toContain('Missing from the documentation');
  });

  test('names the key and the servers', () => {
    expect(contract.components.securitySchemes.apiKey).toMatchObject({ type: 'apiKey', in: 'header', name: 'api_key' });
    expect(contract.security).toEqual([{ apiKey: [] }]);
    expect(contract.servers.flatMap((server) => server['x-name'] ?? [])).toEqual([
      'sandbox-us',
      'sandbox-eu',
      'us',
      'ca',
      'eu',
    ]);
  });

  test('sandbox-us comes first, because tools use the first server by default', () => {
    expect(contract.servers[0]).toMatchObject({ 'x-name': 'sandbox-us', url: 'https://sandbox.syngrafii.com/api/v1' });
  });

  test('no path has parameters of its own, which Swagger UI shows without a name', () => {
    expect(Object.values(contract.paths).filter((path) => 'parameters' in path)).toEqual([]);
  });

  test('no server variable has a description, which several tools reject', () => {
    const variables = contract.servers.flatMap((server) => Object.values(server.variables ?? {}));
    expect(variables).toEqual([{ default: 'yourinstance' }, { default: 'sign.example.com' }]);
  });
});
