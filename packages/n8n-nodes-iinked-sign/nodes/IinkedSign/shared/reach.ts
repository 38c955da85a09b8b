/** Where an address leads: to this machine, to a network that only some can reach, or anywhere. */
export type Reach = 'loopback' | 'private' | 'public';

/**
 * Tells where the host of an address leads. A name that resolves to a private address counts as public: a node resolves no names.
 *
 * @param hostname As `URL` gives it, with which every spelling of an IP address is one.
 */
export function reachOf(hostname: string): Reach {
  const host = hostname.toLowerCase().replace(/\.$/, '');
  return host.startsWith('[') ? reachOfIpv6(host.slice(1, -1)) : (reachOfIpv4(host) ?? reachOfName(host));
}

const ipv4: [range: RegExp, reach: Reach][] = [
  [/^(0|127)\./, 'loopback'],
  [/^(10|192\.168|169\.254)\./, 'private'],
  [/^172\.(1[6-9]|2\d|3[01])\./, 'private'],
  // Shared by the customers of a provider.
  [/^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./, 'private'],
];

function reachOfIpv4(host: string): Reach | undefined {
  if (!/^\d+(\.\d+){3}$/.test(host)) return undefined;
  return ipv4.find(([range]) => range.test(host))?.[1] ?? 'public';
}

function reachOfIpv6(host: string): Reach {
  if (host === '::1' || host === '::') return 'loopback';
  // An IPv4 address in IPv6, of which `URL` makes two groups.
  const [, high = '', low = ''] = /^::(?:ffff:)?([\da-f]{1,4}):([\da-f]{1,4})$/.exec(host) ?? [];
  if (high !== '') return reachOfIpv4(dotted(Number.parseInt(high, 16), Number.parseInt(low, 16))) ?? 'public';
  return /^(f[cd]|fe[89ab])/.test(host) ? 'private' : 'public';
}

function dotted(high: number, low: number): string {
  return [Math.floor(high / 256), high % 256, Math.floor(low / 256), low % 256].join('.');
}

function reachOfName(host: string): Reach {
  if (/(^|\.)localhost$/.test(host)) return 'loopback';
  return !host.includes('.') || /\.(local|internal|lan|home\.arpa)$/.test(host) ? 'private' : 'public';
}
