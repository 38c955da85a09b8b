import type { paths } from 'iinked-sign';
import createFetchClient from 'openapi-fetch';
import { apiKey, type Connect } from '../deletion.ts';

export const connect: Connect = (server) => {
  const client = createFetchClient<paths>({ baseUrl: server, headers: { api_key: apiKey } });
  return async (video) => {
    const { data, error, response } = await client.POST('/packages/{packageId}/videos/delete', {
      params: { path: { packageId: video.packageId } },
      body: video,
    });
    if (error !== undefined) throw new Error(`The server responded with ${response.status}.`);
    return data;
  };
};
