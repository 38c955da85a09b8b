import { Agent } from 'node:http';
import got from 'got';
import { apiKey, type Connect } from '../deletion.ts';

export const connect: Connect = (server) => {
  const client = got.extend({ headers: { api_key: apiKey }, agent: { http: new Agent({ keepAlive: true }) } });
  return (video) => client.post(`${server}/packages/${video.packageId}/videos/delete`, { json: video }).json();
};
