import { Agent, request } from 'node:http';
import { apiKey, type Connect } from '../deletion.ts';

export const connect: Connect = (server) => {
  const agent = new Agent({ keepAlive: true });
  return (video) =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify(video);
      const headers = {
        api_key: apiKey,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      };
      request(`${server}/packages/${video.packageId}/videos/delete`, { method: 'POST', agent, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        response.once('error', reject).once('end', () => {
          if (response.statusCode === 200) resolve(JSON.parse(text));
          else reject(new Error(`The server answered ${response.statusCode}.`));
        });
      })
        .once('error', reject)
        .end(body);
    });
};
