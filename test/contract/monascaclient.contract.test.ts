import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { type LocalKeystone, startKeystone } from '../../local/keystone/start-keystone.ts';
import { type LocalMonasca, startMonasca } from '../../local/monasca/start-monasca.ts';

const program = '/usr/bin/monasca';
const skip = existsSync(program) ? false : `no ${program}: apt-get install python3-monascaclient`;

describe("OpenStack's own client works with the local Keystone and Monasca", { skip }, () => {
  let keystone: LocalKeystone;
  let monasca: LocalMonasca;
  before(async () => {
    const account = { password: 'secret', project: 'mesos' };
    const users = [
      { ...account, name: 'user', roles: ['monasca-user'] },
      { ...account, name: 'reader', roles: ['monasca-read-only-user'] },
    ];
    keystone = await startKeystone({ users });
    const directory = await mkdtemp(join(tmpdir(), 'monasca-'));
    monasca = await startMonasca({ keystone: keystone.url, directory });
  });
  after(async () => {
    await monasca.close();
    await keystone.close();
  });

  async function run(args: string[], user = 'user'): Promise<string> {
    const env = {
      PATH: '/usr/bin:/bin',
      OS_AUTH_URL: `${keystone.url}/v3`,
      OS_USERNAME: user,
      OS_PASSWORD: 'secret',
      OS_PROJECT_NAME: 'mesos',
      OS_USER_DOMAIN_NAME: 'Default',
      OS_PROJECT_DOMAIN_NAME: 'Default',
      OS_IDENTITY_API_VERSION: '3',
    };
    const all = ['--monasca-api-url', `${monasca.url}/v2.0`, ...args];
    const { stdout } = await promisify(execFile)(program, all, { env });
    return stdout;
  }

  test('a metric that it creates is received and listed', async () => {
    const options = ['--dimensions', 'job=one,host=h1', '--value-meta', 'reason=late'];
    assert.match(
      await run(['metric-create', 'pacer.cpus', '1.5', ...options]),
      /Successfully created metric/,
    );
    const [received] = monasca.received();
    const { timestamp, tenant, ...rest } = received ?? { timestamp: 0, tenant: '' };
    assert.deepEqual(rest, {
      name: 'pacer.cpus',
      dimensions: { job: 'one', host: 'h1' },
      value: 1.5,
      value_meta: { reason: 'late' },
    });
    assert.ok(Math.abs(timestamp - Date.now()) < 60_000);
    const listed = JSON.parse(
      await run(['metric-list', '--json', '--name', 'pacer.cpus', '--dimensions', 'job:one']),
    );
    assert.deepEqual(listed[0].dimensions, rest.dimensions);
    assert.match(await run(['metric-name-list']), /pacer\.cpus/);
    const start = new Date(Date.now() - 3_600_000).toISOString();
    const measured = JSON.parse(await run(['measurement-list', '--json', 'pacer.cpus', start]));
    assert.equal(measured[0].measurements[0][1], 1.5);
  });

  test('many in one request arrive together', async () => {
    const before = monasca.received().length;
    const many = [1, 2].map((value) => ({ name: 'raw', dimensions: {}, timestamp: Date.now(), value }));
    await run(['metric-create-raw', JSON.stringify({ jsonbody: many })]);
    assert.equal(monasca.received().length - before, 2);
  });

  test('it shows our refusals as those of a Monasca', async () => {
    const bad = ['metric-create', 'bad(name)', '1'];
    await assert.rejects(run(bad), {
      message: /Unprocessable Entity \(HTTP 422\)\ninvalid characters in metric name/,
    });
    await assert.rejects(run(['metric-create', 'good', '1'], 'reader'), {
      message: /Forbidden \(HTTP 401\)/,
    });
  });
});
