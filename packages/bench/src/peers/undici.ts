import { request } from 'undici';
import { apiKey, type Connect } from '../deletion.ts';

export const connect: Connect = (server) => async (video) => {
  const { statusCode, body } = await request(`${server}/packages/${video.packageId}/videos/delete`, {
    method: 'POST',
    headers: { api_key: apiKey, 'content-type': 'application/json' },
    body: JSON.stringify(video),
  });
  if (statusCode !== 200) throw new Error(`The server responded with ${statusCode}.`);
  return body.json();
};
