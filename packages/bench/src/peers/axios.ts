import axios from 'axios';
import { apiKey, type Connect } from '../deletion.ts';

export const connect: Connect = (baseURL, network = 'socket') => {
  // On Node axios goes through node:http; only for the stub it is told to take fetch.
  const adapter = network === 'stub' ? ({ adapter: 'fetch' } as const) : {};
  const client = axios.create({ baseURL, headers: { api_key: apiKey }, ...adapter });
  return async (video) => (await client.post(`/packages/${video.packageId}/videos/delete`, video)).data;
};
