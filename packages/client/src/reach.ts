/** Where an address leads: to this machine, to a network that only some can reach, or anywhere. */
export type Reach = 'loopback' | 'private' | 'public';

// Every spelling of an IP address is one with `URL`, which gives an IPv4 address in IPv6 as two groups of hexadecimal digits.
const hosts: [host: RegExp, reach: Reach][] = [
  [/^(0|127)\.[\d.]+$|(^|\.)localhost$/, 'loopback'],
  [/^\[::(1?|(ffff:)?(7f[^:]{2}|[^:]{1,2}):[^:]+)]$/, 'loopback'],
  [/^(10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\.[\d.]+$/, 'private'],
  // Shared by the customers of a provider.
  [/^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.[\d.]+$/, 'private'],
  [/^\[(::(ffff:)?(a[^:]{2}|c0a8|a9fe|ac1.|64[4-7].):[^:]+]$|f[cd]|fe[89ab])/, 'private'],
  [/^[^.[]*$|\.(local|internal|lan|home\.arpa)$/, 'private'],
];

/**
 * Tells where the host of an address leads. A name that resolves to a private address counts as public: no name is resolved.
 *
 * @param hostname As `URL` gives it.
 */
export function reachOf(hostname: string): Reach {
  const name = hostname.replace(/\.$/, '');
  return hosts.find(([host]) => host.test(name))?.[1] ?? 'public';
}
