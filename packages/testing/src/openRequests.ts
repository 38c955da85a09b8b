import { subscribe } from 'node:diagnostics_channel';
import { ClientRequest } from 'node:http';

// Of fetch, undici and node:http. Modules are loaded once for all test files of a process, and so is this one.
const open = new Map<object, { what: string; since: number }>();

/** The requests of this process that have no whole response yet, in words. */
export function openRequests(): string[] {
  return Array.from(open.values(), ({ what, since }) => {
    const seconds = Math.round((performance.now() - since) / 1000);
    return `${what}, for ${seconds} s`;
  });
}

function begins(request: object, what: string): void {
  open.set(request, { what, since: performance.now() });
}

const ended = (message: unknown) => void open.delete(requestIn(message));

function requestIn(message: unknown): object {
  return Object(Reflect.get(Object(message), 'request'));
}

subscribe('undici:request:create', (message) => {
  const request: { method?: string; origin?: unknown; path?: string } = requestIn(message);
  begins(request, `${request.method} ${request.origin}${request.path}`);
});
subscribe('undici:request:trailers', ended);
subscribe('undici:request:error', ended);
subscribe('http.client.request.start', (message) => {
  const request = requestIn(message);
  if (!(request instanceof ClientRequest)) return;
  begins(request, `${request.method} ${request.protocol}//${request.getHeader('host')}${request.path}`);
});
subscribe('http.client.response.finish', ended);
subscribe('http.client.request.error', ended);
