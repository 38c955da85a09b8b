import { apiKey, type Connect } from '../deletion.ts';

export const connect: Connect = (server) => async (video) => {
  const response = await fetch(`${server}/packages/${video.packageId}/videos/delete`, {
    method: 'POST',
    headers: { api_key: apiKey, 'content-type': 'application/json' },
    body: JSON.stringify(video),
  });
  if (!response.ok) throw new Error(`The server responded with ${response.status}.`);
  return response.json();
};
