import { apiKey, type Connect } from '../deletion.ts';

/** Bare fetch with what no program should do without: a time limit. */
export const connect: Connect = (server) => async (video) => {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 30_000);
  try {
    const response = await fetch(`${server}/packages/${video.packageId}/videos/delete`, {
      method: 'POST',
      headers: { api_key: apiKey, 'content-type': 'application/json' },
      body: JSON.stringify(video),
      signal: stop.signal,
    });
    if (!response.ok) throw new Error(`The server answered ${response.status}.`);
    return await response.json();
  } finally {
    clearTimeout(timer);
  }
};
