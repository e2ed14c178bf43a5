import assert from 'node:assert/strict';
import { test } from 'node:test';
import { monascaApiUrl, monascaCredentials, tokenUrl } from './credentials.ts';

const file = {
  keystone_url: 'http://10.0.0.1:35357/v3/',
  monocasca_client_url: 'http://10.0.0.1:8070',
  username: 'user_monasca',
  password: '123456',
  project_name: 'myproject',
};

test("the ancestor's file is read as it is, in the domain Default", () => {
  const domains = { user_domain_name: 'Default', project_domain_name: 'Default' };
  assert.deepEqual(monascaCredentials.parse(file), { ...file, ...domains });
});

test('the domains and a certificate authority may be given', () => {
  const more = { user_domain_name: 'people', project_domain_name: 'projects', ca: 'PEM' };
  assert.deepEqual(monascaCredentials.parse({ ...file, ...more }), { ...file, ...more });
});

test('an unknown key, a missing one and a wrong URL are refused', () => {
  const { password, ...withoutPassword } = file;
  for (const bad of [
    { ...file, monasca_client_url: 'http://a' },
    withoutPassword,
    { ...file, keystone_url: 'ftp://a' },
  ]) {
    assert.equal(monascaCredentials.safeParse(bad).success, false);
  }
});

test('every usual form of a Keystone URL leads to the same place', () => {
  const forms = ['', '/', '/v3', '/v3/', '/v3/auth/tokens', '/v3/auth/tokens/'];
  for (const form of forms) assert.equal(tokenUrl(`http://k:5000${form}`), 'http://k:5000/v3/auth/tokens');
  for (const form of forms) {
    assert.equal(tokenUrl(`http://k/identity${form}`), 'http://k/identity/v3/auth/tokens');
  }
});

test('the Monasca URL may come with or without its version', () => {
  for (const form of ['', '/', '/v2.0', '/v2.0/'])
    assert.equal(monascaApiUrl(`http://m${form}`), 'http://m/v2.0');
});
