import { createClient } from 'iinked-sign/node';
import { apiKey, type Connect } from '../deletion.ts';

export const connect: Connect = (server) => {
  const client = createClient({ apiKey, server });
  return (video) => client.videos.delete(video);
};
