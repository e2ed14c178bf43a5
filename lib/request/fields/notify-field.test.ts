import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLaunchRequest } from '../launch-request.ts';

const now = Date.parse('2026-01-01T00:00:00Z');
const key = 'sixteen characters';

/** What is said of a launch with these fields. */
function saidOf(fields: object): string {
  try {
    parseLaunchRequest({ job: { name: 'a' }, deadline: '10m', iterations: 1, ...fields }, now);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

const wrong: [object, string][] = [
  [{ webhook: 'https://example.org' }, 'webhook must be'],
  [{ webhook: { url: 'https://example.org' } }, 'webhook.key must be a string'],
  [{ webhook: { url: 'https://example.org', key: 'short' } }, 'webhook.key must have 16 characters or more'],
  [{ webhook: { url: 'ftp://example.org/hook', key } }, 'webhook.url must be an http or https URL'],
  [{ webhook: { url: 'https://me:pass@example.org', key } }, 'webhook.url must not contain a login'],
  [{ webhook: { url: `https://example.org/${'a'.repeat(3_000)}`, key } }, 'webhook.url must'],
  [{ notify: { name: 'x', whenDone: 'yes' } }, 'notify.whenDone must be true or false'],
];

for (const [fields, sentence] of wrong)
  test(`${JSON.stringify(fields).slice(0, 80)} is refused: ${sentence}`, () => {
    const said = saidOf(fields);
    assert.ok(said.includes(sentence), said);
    for (const secret of ['sixteen', 'pass@']) assert.ok(!said.includes(secret));
  });

test('a webhook with a key is taken', () => {
  assert.equal(saidOf({ webhook: { url: 'https://example.org/hook?token=1', key } }), '');
});
