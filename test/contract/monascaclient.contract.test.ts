import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { type LocalKeystone, startKeystone } from '../../simulators/keystone/start-keystone.ts';
import { type LocalMonasca, startMonasca } from '../../simulators/monasca/start-monasca.ts';

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
    assert.match(await run(['dimension-name-list', '--metric-name', 'pacer.cpus']), /host/);
    assert.match(await run(['dimension-value-list', 'host', '--metric-name', 'pacer.cpus']), /h1/);
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

  test('notification methods and alarm definitions that it creates are listed, changed and deleted', async () => {
    const made = JSON.parse(await run(['notification-create', 'hook', 'WEBHOOK', 'http://127.0.0.1:9/']));
    assert.deepEqual([made.name, made.type, made.period], ['hook', 'WEBHOOK', 0]);
    assert.equal(JSON.parse(await run(['notification-list', '--json']))[0].id, made.id);
    assert.match(await run(['notification-type-list']), /PAGERDUTY/);
    const expression = 'last(pacer.on_time_probability{job_id=one}) < 0.6';
    const actions = ['--severity', 'HIGH', '--alarm-actions', made.id, '--match-by', 'job_id'];
    const definition = JSON.parse(await run(['alarm-definition-create', 'late', expression, ...actions]));
    assert.deepEqual([definition.alarm_actions, definition.match_by], [[made.id], ['job_id']]);
    const [listed] = JSON.parse(await run(['alarm-definition-list', '--json', '--name', 'late']));
    assert.deepEqual([listed.id, listed.expression], [definition.id, expression]);
    const patched = JSON.parse(await run(['alarm-definition-patch', definition.id, '--severity', 'LOW']));
    assert.equal(patched.severity, 'LOW');
    await run(['metric-create', 'pacer.on_time_probability', '0.1', '--dimensions', 'job_id=one']);
    const [alarm] = JSON.parse(await run(['alarm-list', '--json', '--alarm-definition-id', definition.id]));
    assert.equal(alarm.state, 'ALARM');
    await run(['alarm-delete', alarm.id]);
    await run(['alarm-definition-delete', definition.id]);
    await run(['notification-delete', made.id]);
    assert.deepEqual(JSON.parse(await run(['alarm-definition-list', '--json'])), []);
  });

  test('statistics are shown', async () => {
    for (const value of ['1', '3']) await run(['metric-create', 'counted', value]);
    const start = new Date(Date.now() - 3_600_000).toISOString();
    const wanted = ['--json', 'counted', 'max,count', start, '--period', '86400'];
    const [{ columns, statistics }] = JSON.parse(await run(['metric-statistics', ...wanted]));
    assert.deepEqual(columns, ['timestamp', 'max', 'count']);
    assert.deepEqual(statistics[0].slice(1), [3, 2]);
  });

  test('a bad expression is refused as by a Monasca', async () => {
    await assert.rejects(run(['alarm-definition-create', 'bad', 'a == 1']), {
      message: /Invalid alarm expression \(HTTP 422\)/,
    });
  });
});
