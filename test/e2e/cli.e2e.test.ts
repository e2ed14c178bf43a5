import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { ended, endsOnce } from './job-end.ts';
import { jobRequest } from './job-request.ts';
import { type Rig, startRig } from './rig.ts';

const entry = join(import.meta.dirname, '..', '..', 'cli', 'pacer.ts');

interface Ran {
  code: number | null;
  out: string;
  err: string;
}

describe('the command line', { concurrency: true, timeout: 480_000 }, () => {
  let rig: Rig;
  before(async () => {
    rig = await startRig();
  });
  after(() => rig.close());

  async function pacer(...args: string[]): Promise<Ran> {
    const env = { PATH: process.env.PATH, PACER_URL: rig.stack.apiUrl };
    const place = ['--directory', rig.directory];
    const child = spawn(process.execPath, [entry, ...args, ...place], { env, stdio: 'pipe' });
    const code = new Promise<number | null>((resolve) => void child.once('close', resolve));
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await code, out, err };
  }

  /** What a command that must succeed writes with `--json`. */
  async function json(...args: string[]) {
    const { code, out, err } = await pacer(...args, '--json');
    assert.equal(code, 0, err);
    return JSON.parse(out);
  }

  function jobFile(name: string, content: unknown): string {
    const file = join(rig.directory, `${name}.job.json`);
    writeFileSync(file, JSON.stringify(content));
    return file;
  }

  it('launches a native job, watches it to its end and tells by its exit code that it was on time', async () => {
    const cluster = await rig.userCluster('cli-on-time');
    const { job } = jobRequest({ name: 'cli-on-time' });
    const options = ['--deadline', '5m', '--iterations', '4', '--duration', '20s', '--law', 'step'];
    const file = jobFile('cli-on-time', job);
    const where = ['--cluster', 'cli-on-time', '--interval', '0.3s'];
    const { code, out, err } = await pacer('launch', '-j', file, ...options, ...where, '--watch');
    assert.equal(code, 0, err);
    const jobId = /^Launched cli-on-time \((\w{26})\): 4 iterations until /.exec(out)?.[1] ?? '';
    assert.match(out, /cli-on-time: ON TIME, .* before the deadline; 4 of 4 iterations/);
    await endsOnce(rig, cluster, jobId);
    const again = await pacer('watch', jobId);
    assert.equal(again.code, 0);
    const { jobs } = await json('list', '--finished');
    assert.ok(jobs.some((each: { jobId: string }) => each.jobId === jobId));
  });

  it('lists and shows a live job, moves its deadline and cancels it, and watching then ends with 1', async () => {
    await rig.userCluster('cli-cancel');
    const request = jobRequest({
      name: 'cli-cancel',
      cluster: 'cli-cancel',
      iterations: 500,
      command: 'sleep 0.5',
    });
    const { jobId } = await json('launch', '-j', jobFile('cli-cancel', request));
    const watching = pacer('watch', jobId, '--interval', '0.3s');
    const { out: listed } = await pacer('list');
    assert.match(listed, new RegExp(`^${jobId} +cli-cancel +`, 'm'));
    const { out: shown } = await pacer('show', jobId);
    assert.match(shown, /^cli-cancel {2}(LAUNCHING|RUNNING) /);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    assert.equal((await json('deadline', jobId, tomorrow)).deadlineAt, tomorrow);
    const { jobs } = await json(
      'list',
      '--name',
      'cli-canc*',
      '--status',
      'running',
      '--cluster',
      'cli-cancel',
    );
    assert.deepEqual(
      jobs.map((each: { jobId: string }) => each.jobId),
      [jobId],
    );
    assert.equal((await json('show', jobId.toLowerCase())).jobId, jobId);
    const { code, out } = await pacer('cancel', 'cli-cancel');
    assert.equal(code, 0);
    // The evaluation that the cancel wakes may have ended the job before the command reads what became of it.
    assert.match(
      out,
      new RegExp(`^cli-cancel \\(${jobId}\\) (is being cancelled|has ended: CANCELLED)\\.\n$`),
    );
    const watched = await watching;
    assert.equal(watched.code, 1);
    assert.match(watched.out, /cli-cancel: CANCELLED; /);
    assert.equal((await ended(rig, jobId)).status, 'CANCELLED');
    assert.equal((await json('show', 'cli-cancel')).jobId, jobId);
  });

  it('stores credential files where the functions find them, and launches on that cluster', async () => {
    const { chronos } = await rig.userCluster('cli-credentials');
    const credentials = jobFile('chronos', { url: chronos.url, user: '', password: '' });
    const checked = await pacer('credentials', 'check', '-c', credentials);
    assert.deepEqual([checked.code, checked.out], [0, 'chronos: the login works\n']);
    const file = jobFile('cli-stored', jobRequest({ name: 'cli-stored', iterations: 2 }));
    const launched = await pacer('launch', '-j', file, '-c', credentials, '--cluster', 'cli-new', '--json');
    assert.equal(launched.code, 0, launched.err);
    assert.match(
      JSON.parse(launched.err).note,
      /^Stored the credentials of chronos for the cluster cli-new in /,
    );
    const { jobId, cluster } = JSON.parse(launched.out);
    assert.equal(cluster, 'cli-new');
    assert.equal((await ended(rig, jobId)).status, 'COMPLETED');
  });

  it('tells what is wrong with a job and ends with 2, and of an unknown job with 3', async () => {
    const { job } = jobRequest({ name: 'cli-wrong' });
    const refused = await pacer('launch', '-j', jobFile('cli-wrong', { ...job, container: undefined }));
    assert.equal(refused.code, 2);
    assert.match(
      refused.err,
      /400\n {2}deadline must be an instant.*\nChange the file, or use --deadline\.\n$/,
    );
    const unknown = await pacer('show', '01J8Z0K3V5X7Q9R1T3W5Y7A9C1');
    assert.equal(unknown.code, 3);
    assert.match(unknown.err, /404 There is no job 01J8Z0K3V5X7Q9R1T3W5Y7A9C1/);
    const noName = await pacer('cancel', 'nightly', '--json');
    assert.deepEqual([noName.code, noName.out], [3, '']);
    assert.equal(JSON.parse(noName.err).error.code, 'unknown-job');
  });
});
