import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowedAddresses } from './public-addresses.ts';

const closed = `
  127.0.0.1 127.255.255.254 0.0.0.0 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1
  169.254.169.254 100.64.0.1 192.0.0.8 198.18.0.1 203.0.113.9 224.0.0.1 255.255.255.255
  :: ::1 fe80::1 fd00::1 fc00::1 fec0::1 ff02::1 2001:db8::1 3fff::1
  ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 ::127.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: 2001::1`;
const open = [
  '1.1.1.1',
  '8.8.8.8',
  '172.15.0.1',
  '172.32.0.1',
  '100.63.0.1',
  '2606:4700::1111',
  '2a00:1450::1',
];

for (const address of closed.trim().split(/\s+/))
  test(`${address} is not public`, () => assert.equal(allowedAddresses([])(address), false));

for (const address of open)
  test(`${address} is public`, () => assert.equal(allowedAddresses([])(address), true));

test('an operator opens networks, and no others with them', () => {
  const isAllowed = allowedAddresses(['10.1.0.0/16', 'fd00:1::/32']);
  assert.deepEqual(
    ['10.1.2.3', '10.2.0.1', 'fd00:1::9', 'fd00:2::9', '127.0.0.1', '8.8.8.8'].map(isAllowed),
    [true, false, true, false, false, true],
  );
});

test('what is no address is not allowed, and what is no network is refused', () => {
  assert.equal(allowedAddresses([])('example.org'), false);
  for (const network of ['10.1.0.0', '10.1.0.0/33', 'example.org/8', '10.1.0.0/'])
    assert.throws(() => allowedAddresses([network]), new RegExp(`^Error: ${network} is no network`));
});
