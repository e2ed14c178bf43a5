import { BlockList, isIP } from 'node:net';

type Network = readonly [address: string, prefix: number, family: 'ipv4' | 'ipv6'];

/** Of this host, of private networks, of links, for documentation, tests, groups, and what the future may bring. */
const notPublic: readonly Network[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  // Within the addresses that are given out: those that hold an address of IPv4, and for documentation.
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['3fff::', 20, 'ipv6'],
];
/** All other addresses of IPv6 are of this host, of a link, private, or translate one of IPv4. */
const givenOut: Network = ['2000::', 3, 'ipv6'];

/** Whether Pacer may connect to an address: a public one, or one of the networks that the operator allows (`10.1.0.0/16`). */
export function allowedAddresses(networks: readonly string[]): (address: string) => boolean {
  const closed = listOf(notPublic);
  const open = listOf([givenOut]);
  const allowed = listOf(networks.map(networkOf));
  return (address) => {
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (isIP(address) === 0) return false;
    if (allowed.check(address, family)) return true;
    return !closed.check(address, family) && (family === 'ipv4' || open.check(address, family));
  };
}

/** The addresses that a URL names by itself, in whatever form it writes them: none where it names a host that is to be looked up. */
export function namedAddresses(url: string): string[] {
  // Also `2130706433`, `0x7f.1` and `[::ffff:127.0.0.1]` are the usual forms here.
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) return [host];
  return /^(.+\.)?localhost\.?$/.test(host) ? ['127.0.0.1', '::1'] : [];
}

function listOf(networks: readonly Network[]): BlockList {
  const list = new BlockList();
  for (const network of networks) list.addSubnet(...network);
  return list;
}

/** Throws when it is none. */
function networkOf(text: string): Network {
  const [address = '', prefix = ''] = text.split('/');
  const version = isIP(address);
  const longest = version === 6 ? 128 : 32;
  if (version === 0 || !/^\d+$/.test(prefix) || Number(prefix) > longest)
    throw new Error(`${text} is no network such as 10.1.0.0/16`);
  return [address, Number(prefix), version === 6 ? 'ipv6' : 'ipv4'];
}
