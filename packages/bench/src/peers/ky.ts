import ky from 'ky';
import { apiKey, type Connect } from '../deletion.ts';

export const connect: Connect = (server) => {
  const client = ky.create({ headers: { api_key: apiKey } });
  return (video) => client.post(`${server}/packages/${video.packageId}/videos/delete`, { json: video }).json();
};
