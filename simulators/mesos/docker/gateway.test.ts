import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gatewayOf } from './gateway.ts';

test('the gateway of a network is the one that Docker tells, or else the first address of its subnet', () => {
  assert.equal(gatewayOf('[{"Subnet":"172.17.0.0/16","Gateway":"172.17.0.9"}]'), '172.17.0.9');
  assert.equal(gatewayOf('[{"Subnet":"172.17.0.0/16"}]'), '172.17.0.1');
  assert.equal(gatewayOf('[{"Subnet":"10.1.2.16/28","Gateway":""}]'), '10.1.2.17');
});

test('an IPv6 subnet is passed over, and no network has no gateway', () => {
  const both = '[{"Subnet":"fd00::/64","Gateway":"fd00::1"},{"Subnet":"172.18.0.0/16"}]';
  assert.equal(gatewayOf(both), '172.18.0.1');
  for (const none of ['', 'null', '[]', '[{}]', '{"Subnet":1}']) assert.equal(gatewayOf(none), null);
});
