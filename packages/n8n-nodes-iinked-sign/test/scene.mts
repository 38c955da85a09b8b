import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type Emulator, type EmulatorOptions, startEmulator } from 'iinked-sign-emulator';
import { byId } from 'iinked-sign-testing/n8n/parameters';
import type { Credential } from 'iinked-sign-testing/n8n/requests';
import { type Run, runNode, searchList } from 'iinked-sign-testing/n8n/runtime';
import type { IDataObject, INodeExecutionData, INodeListSearchResult, INodeParameters } from 'n8n-workflow';
import { onTestFinished, vi } from 'vitest';
import { IinkedSignApi } from '../credentials/IinkedSignApi.credentials.ts';
import { IinkedSign } from '../nodes/IinkedSign/IinkedSign.node.ts';

type Scene = {
  emulator: Emulator;
  run: (parameters: INodeParameters, more?: Partial<Run>) => Promise<INodeExecutionData[][]>;
  search: (parameters: INodeParameters, ...search: SearchOf) => Promise<INodeListSearchResult>;
};
type SearchOf = [method: string, filter?: string, paginationToken?: string];

/** An emulator that ends with the test, at its most dangerous: an empty video id deletes everything. */
export async function scene(options: EmulatorOptions = {}): Promise<Scene> {
  const emulator = await startEmulator({ emptyVideoId: 'deleteAll', ...options });
  onTestFinished(() => emulator.close());
  const credential = credentialFor(emulator.url, emulator.apiKey);
  const node = new IinkedSign();
  return {
    emulator,
    run: (parameters, more) => runNode({ node, credential, parameters, ...more }),
    search: (parameters, ...search) => searchList({ node, credential, parameters }, ...search),
  };
}

/** A credential for an address. */
export function credentialFor(baseUrl: string, apiKey = 'test-key-4f1d9c'): Credential {
  return { type: new IinkedSignApi(), data: { apiKey, server: 'custom', baseUrl } };
}

/** Parameters of Delete, for real and without a condition; ids may be expressions. */
export function deleteOne(packageId: string, meetingVideoId: string, more: INodeParameters = {}): INodeParameters {
  const ids = { packageId: byId(packageId), meetingVideoId: byId(meetingVideoId) };
  return { operation: 'delete', dryRun: false, onlyIfRetentionOver: false, ...ids, ...more };
}

/** Parameters of Delete All, for real, allowed by a person. */
export function deleteAll(packageId: string, more: INodeParameters = {}): INodeParameters {
  return { operation: 'deleteAll', dryRun: false, packageId: byId(packageId), allowDeleteAll: true, ...more };
}

export { byId };

/** What comes out of the first output. */
export function jsonOf([items = []]: INodeExecutionData[][]): IDataObject[] {
  return items.map(({ json }) => json);
}

/** The ids of the videos that an emulator still has. */
export function videosLeft(emulator: Emulator): string[] {
  const videos = emulator.packages.flatMap((each) => each.videos);
  return videos.filter(({ state }) => state !== 'deleted').map(({ meetingVideoId }) => meetingVideoId);
}

/** Takes the chance, and with it the time, out of the waits between attempts. */
export function withoutBackoff(): void {
  const random = vi.spyOn(Math, 'random').mockReturnValue(0);
  onTestFinished(() => random.mockRestore());
}

/** A server that sends the same response to every request, and notes the headers of what it receives. */
export async function serve(
  status: number,
  headers: Record<string, string | string[]>,
  body = '',
): Promise<{ url: string; received: IncomingHttpHeaders[] }> {
  const received: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    received.push(request.headers);
    request.resume().once('end', () => response.writeHead(status, headers).end(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/api/v1`, received };
}
