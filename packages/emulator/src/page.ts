import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Outgoing } from './respond.ts';

const html = readFileSync(new URL('page.html', import.meta.url));

// Nothing but the page's own script and style runs, should a package's name try to.
const hashOf = (tag: string) => {
  const [, content = ''] = new RegExp(`<${tag}>(.*)</${tag}>`, 's').exec(html.toString()) ?? [];
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
};
const policy = `default-src 'none'; script-src ${hashOf('script')}; style-src ${hashOf('style')}; connect-src 'self'; frame-ancestors 'none'`;

/** The page that shows people what the emulator holds and the last requests, live. */
export const page: Outgoing = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: html,
};

/** What the page may do, in place of the policy of all other responses. */
export const pagePolicy: { 'content-security-policy': string } = { 'content-security-policy': policy };
