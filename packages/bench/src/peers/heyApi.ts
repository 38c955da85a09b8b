import { createClient, createConfig } from '../../dist/hey-api/client/index.ts';
import { deleteVideos } from '../../dist/hey-api/sdk.gen.ts';
import { apiKey, type Connect } from '../deletion.ts';

export const connect: Connect = (server) => {
  const client = createClient(createConfig({ baseUrl: server, auth: apiKey, throwOnError: true }));
  return async (video) => {
    const { data } = await deleteVideos({
      client,
      path: { packageId: video.packageId },
      body: video,
      throwOnError: true,
    });
    return data;
  };
};
