import Sdk from '@anthropic-ai/sdk';
import { apiKey, type Connect } from '../deletion.ts';

// An SDK as Stainless generates them, pointed at another server through its generic `post`.
export const connect: Connect = (baseURL) => {
  const client = new Sdk({ baseURL, apiKey, defaultHeaders: { api_key: apiKey } });
  return (video) => client.post(`/packages/${video.packageId}/videos/delete`, { body: video });
};
