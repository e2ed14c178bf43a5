import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiOfFile, shownJob } from '../../test/rigs/cli.ts';
import { withWebhookKey } from '../launch-options.ts';

const { ask: managed } = apiOfFile();

test('change gives and takes away a webhook, whose key need not stand on the command line', async () => {
  const url = 'https://example.org/hook';
  const key = 'sixteen characters';
  const { asked } = await managed(
    [200, shownJob()],
    'change',
    'linpack',
    '--webhook',
    url,
    '--webhook-key',
    key,
  );
  assert.equal(asked, `PATCH /jobs/linpack ${JSON.stringify({ webhook: { url, key } })}`);
  assert.deepEqual(withWebhookKey({ webhook: url }, { PACER_WEBHOOK_KEY: key }), {
    webhook: url,
    webhookKey: key,
  });
  assert.deepEqual(withWebhookKey({ target: 0.9 }, { PACER_WEBHOOK_KEY: key }), { target: 0.9 });
  const none = await managed([200, shownJob()], 'change', 'linpack', '--no-webhook', '--target', '0.9');
  assert.equal(none.asked, 'PATCH /jobs/linpack {"target":0.9,"webhook":null}');
});
