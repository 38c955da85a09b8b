import { apiKey, type Connect } from '../deletion.ts';
import { createClient, createConfig } from '../generated/hey-api/client/index.ts';
import { deleteVideos } from '../generated/hey-api/sdk.gen.ts';

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
