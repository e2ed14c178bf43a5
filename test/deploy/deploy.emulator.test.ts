import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { until } from '../e2e/until.ts';
import { opened } from '../runtime/opened.ts';
import { type Deployment, deployed } from './deployment.ts';
import { skip } from './what-is-missing.ts';

/** Its runs end without a report, so that only ticks find what became of them. */
const longJob = {
  job: {
    name: 'long',
    command: 'sleep 1; kill -9 $PPID',
    cpus: 0.2,
    mem: 64,
    container: { type: 'DOCKER', image: 'buildpack-deps:stable-curl' },
  },
  iterations: 1000,
  iterationDuration: '5s',
  deadline: '3h',
  maxFailures: 20,
};

describe('sam deploy to an emulator of AWS that checks permissions', { skip, timeout: 600_000 }, () => {
  const directory = mkdtempSync(join(tmpdir(), 'pacer-deployed-'));
  const parts = opened();
  let stack: Deployment;

  before(async () => {
    stack = await deployed(directory, parts.open);
    await stack.pacer(
      'credentials',
      'put',
      '--prefix',
      'pacer',
      '-c',
      stack.chronosFile,
      '-a',
      stack.marathonFile,
    );
    const file = join(directory, 'long.json');
    writeFileSync(file, JSON.stringify(longJob));
    await stack.pacer('launch', '-j', file);
  });
  after(async () => {
    await parts.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('who does not sign is turned away', async () => {
    assert.equal((await fetch(`${stack.apiUrl}/jobs`)).status, 403);
  });

  it('a job of Chronos and one of Marathon are done on their deadlines', async () => {
    const linpack = ['-j', 'examples/linpack.chronos.json', '--iterations', '4', '--deadline', '90s'];
    const pi = ['-j', 'examples/pi.marathon.json', '--iterations', '4', '--deadline', '90s'];
    const watched = [linpack, pi].map((job) => stack.pacer('launch', ...job, '--watch'));
    for (const shown of await Promise.all(watched)) assert.match(shown, /: ON TIME, .* 4 of 4 iterations/);
  });

  it('a deadline is moved, and with it the end of the schedule', async () => {
    assert.match(await stack.pacer('deadline', 'long', '5h'), /^The deadline of long .* in 5 h/);
  });

  it('the scheduler wakes an evaluation, which finds a run that ended without a report', async () => {
    const tick = async () => {
      const log = await stack.logOf('EvaluateLogs');
      return /"message":"evaluated".*"job":"long","cause":"tick"/.test(log) || undefined;
    };
    await until(tick, { timeoutMs: 150_000, missing: () => stack.log().slice(-5000) });
  });

  it('a job is cancelled, and is listed as such', async () => {
    await stack.pacer('cancel', 'long', '--wait').catch(({ stderr }) => assert.doesNotMatch(stderr, /Error/));
    const list = await stack.pacer('list', '--finished');
    assert.match(list, /long .*CANCELLED/);
    assert.match(list, /linpack .*COMPLETED/);
    assert.match(await stack.pacer('list'), /No job is live/);
  });

  it('meanwhile nothing was refused, and no function failed', async () => {
    const functions = ['LaunchLogs', 'IterationLogs', 'EvaluateLogs', 'TellLogs', 'JobsLogs'];
    const logs = [stack.log(), ...(await Promise.all(functions.map(stack.logOf)))];
    const wrong = /not authorized|AccessDenied|"level":"(ERROR|CRITICAL)"/;
    const lines = logs.flatMap((log) => log.split('\n')).filter((line) => wrong.test(line));
    assert.deepEqual(lines, []);
  });
});
