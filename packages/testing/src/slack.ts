import { createServer as createProxy } from 'node:http';
import { createServer } from 'node:https';
import { connect, type Server } from 'node:net';
import { authorityFile, serverCertificate } from './certificates.ts';

/** A message that was sent to Slack. */
export type SlackMessage = { channel: string; text?: string; blocks?: unknown[] };

/** What stands in for Slack on this machine. */
export type Slack = {
  /** The environment in which a program takes it for Slack: a proxy, and the authority of its certificate. */
  env: Record<string, string>;
  messages: SlackMessage[];
  close: () => void;
};

/** Starts what stands in for Slack: a server with a certificate for slack.com, and a proxy that leads everybody to it. */
export async function startSlack(): Promise<Slack> {
  const messages: SlackMessage[] = [];
  const slack = createServer(serverCertificate, (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.once('end', () => {
      if (request.url === '/api/chat.postMessage') messages.push(JSON.parse(body));
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ok: true, ts: '1', message: {} }));
    });
  });
  const slackPort = await portOf(slack);
  const proxy = createProxy();
  proxy.on('connect', (_request, client) => {
    const upstream = connect(slackPort, '127.0.0.1', () => client.write('HTTP/1.1 200 OK\r\n\r\n'));
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
    upstream.pipe(client).pipe(upstream);
  });
  const env = {
    HTTPS_PROXY: `http://127.0.0.1:${await portOf(proxy)}`,
    NO_PROXY: '127.0.0.1,localhost',
    NODE_EXTRA_CA_CERTS: authorityFile,
  };
  const close = () => {
    for (const server of [slack, proxy]) {
      server.closeAllConnections();
      server.close();
    }
  };
  return { env, messages, close };
}

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  return address.port;
}
