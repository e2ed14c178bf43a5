import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { cpuMillisecondsOf } from '../../test/rigs/cpu-time.ts';
import fc from '../../test/rigs/seeded-cases.ts';
import { remoteText } from '../http/remote-text.ts';
import { UpstreamError } from '../http/upstream-error.ts';
import { callbackToken } from '../job/token.ts';
import { beginningWithoutSecrets, knowSecrets, withoutSecrets } from './known-secrets.ts';

beforeEach(() => {
  // Twice, for the one before is kept, too.
  for (const text of ['nothing to hide 1', 'nothing to hide 2'])
    knowSecrets('clusters/lab', [{ text, user: null }]);
});

const basic = (user: string, password: string) => Buffer.from(`${user}:${password}`).toString('base64');

test('a secret is not forgotten, however many others come after it', () => {
  knowSecrets('clusters/first', [{ text: 'the first of all', user: null }]);
  for (let each = 0; each < 1_200; each++) {
    const text = `secret number ${each}`;
    knowSecrets(`clusters/${each % 20}`, [{ text, user: null }]);
  }
  assert.equal(withoutSecrets('login with the first of all'), 'login with [secret]');
});

test('a secret that was replaced is kept for once, and then forgotten', () => {
  for (const text of ['password 1', 'password 2', 'password 2', 'password 3'])
    knowSecrets('clusters/rotated', [{ text, user: null }]);
  assert.equal(withoutSecrets('password 1, password 2, password 3'), 'password 1, [secret], [secret]');
});

test('the token of any job is known by its form', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (key, jobId) => {
      const token = callbackToken(key, jobId);
      for (const text of [
        token,
        `Bearer ${token}`,
        `{"PACER_TOKEN":"${token}"}`,
        `x-${token}-y`,
        `a%3D${token}&b`,
      ])
        assert.ok(!withoutSecrets(text).includes(token), text);
    }),
  );
});

test('names and ids stay', () => {
  const app = 'nightly-rendering-of-all-the-frames-in-the-queue';
  const task = 'render.instance-2f6f2b1e-3b0c-11ee-be56-0242ac120002._app.1';
  for (const text of [app, task, '01J8Z0K3V5X7Q9R1T3W5Y7A9C1', 'arn:aws:iam::123456789012:user/ann'])
    assert.equal(withoutSecrets(text), text);
});

/** How remotes write what they were sent. */
const writers: Record<string, (text: string) => string> = {
  'as it is': (text) => text,
  'in JSON': (text) => JSON.stringify({ password: text }),
  'in JSON within JSON': (text) => JSON.stringify(JSON.stringify({ password: text })),
  'in an address': (text) => `http://host/?password=${encodeURIComponent(text)}`,
  'in a form': (text) => new URLSearchParams({ password: text }).toString(),
  'in a header': (text) => `Authorization: Basic ${basic('pacer', text)}`,
  'in a page': (text) =>
    `<p>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</p>`,
};

const secretText = fc
  .oneof(
    fc.string({ minLength: 6, maxLength: 60 }),
    fc.string({ minLength: 6, maxLength: 60, unit: 'binary' }),
  )
  .filter((text) => text.isWellFormed() && text.trim().length >= 6 && !'[secret]{…}'.includes(text.trim()));

for (const [name, written] of Object.entries(writers)) {
  test(`no secret is shown that stands ${name}, in an error or in a line of the log`, () => {
    fc.assert(
      fc.property(secretText, fc.string({ maxLength: 300 }), fc.string(), (text, before, after) => {
        knowSecrets('clusters/lab', [{ text, user: 'pacer' }]);
        const body = before + written(text) + after;
        const error = new UpstreamError({ method: 'GET', url: 'http://host' }, 500, body);
        const json = new UpstreamError(
          { method: 'GET', url: 'http://host' },
          500,
          JSON.stringify({ message: body }),
        );
        const shown = [error.message, json.message, withoutSecrets(body), beginningWithoutSecrets(body, 200)];
        for (const each of shown)
          for (const form of [text, basic('pacer', text)]) assert.ok(!each.includes(form), each);
      }),
    );
  });
}

test('an object that is quoted with its environment shows nothing of it', () => {
  fc.assert(
    fc.property(secretText, fc.object(), (text, others) => {
      const app = JSON.stringify({ cmd: 'x', env: { MINE: `hidden-${text}` }, ...others });
      const body = JSON.stringify({
        message: 'Object is not valid',
        details: [`'id' is undefined on object: ${app}`],
      });
      for (const each of [body, `'id' is undefined on object: ${app}`]) {
        const shown = remoteText(each, 200);
        assert.ok(!shown.includes('hidden-'), shown);
      }
    }),
  );
});

test('two hundred clusters make a line of the log no slower than a person sees', () => {
  for (let each = 0; each < 200; each++)
    knowSecrets(`clusters/${each}`, [{ text: `p&ss w<rd "${each}" ä/${each}`, user: 'pacer' }]);
  const line = 'the job of a long name has ended '.repeat(300);
  const spent = cpuMillisecondsOf(() => withoutSecrets(line));
  assert.ok(spent < 200, `${spent} ms`);
});
