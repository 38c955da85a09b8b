import { createClient } from 'iinked-sign';
import { apiKey, type Connect } from '../deletion.ts';

export const connect: Connect = (server) => {
  const client = createClient({ apiKey, server, fetch: (url, init) => fetch(url, init) });
  return (video) => client.videos.delete(video);
};
