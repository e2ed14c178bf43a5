import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainUrl } from './plain-url.ts';

test('an address has http or https, and no login', () => {
  for (const url of ['http://10.0.0.5:4400', 'https://dcos.example/service/marathon/']) {
    assert.equal(plainUrl.parse(url), url);
  }
  for (const url of [
    '10.0.0.5:4400',
    'ftp://x',
    '',
    'http://pacer:secret@10.0.0.5',
    'http://pacer@10.0.0.5',
  ]) {
    const { success, error } = plainUrl.safeParse(url);
    assert.equal(success, false, url);
    assert.ok(!String(error?.issues.map(({ message }) => message)).includes('secret'));
  }
});
