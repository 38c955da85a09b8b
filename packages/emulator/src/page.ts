import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';

const html = readFileSync(new URL('page.html', import.meta.url));

// Nothing but the page itself may run or load, should a package's name try to.
const policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'";

/** Shows people what the emulator holds and what it was asked, live. */
export function page(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy }).end(html);
}
