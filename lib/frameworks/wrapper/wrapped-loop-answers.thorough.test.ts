import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { binFolder, clients, sh, shells } from '../../../test/rigs/shells.ts';
import { answerStatuses, type Replier, token, unchanging } from '../../../test/rigs/wrapped-command.ts';
import { answer, forGood, hastyPath, patience, start, stopAt } from '../../../test/rigs/wrapped-loop.ts';

/** What Pacer itself refuses for good. */
const refusals = [
  { status: 401, code: 'wrong-token' },
  { status: 404, code: 'unknown-job' },
  { status: 409, code: 'job-finished' },
];
const refuse =
  (status: number, code: string): Replier =>
  (_, response) =>
    response.writeHead(status).end(JSON.stringify({ error: { code, message: 'No.' } }));

for (const shell of shells) {
  describe(`in ${shell.name}`, { ...patience, skip: shell.skip }, () => {
    test('a report that is not taken is sent again as it was, and nothing runs meanwhile', async (t) => {
      const { path, sleeps } = hastyPath(shell, [forGood]);
      const unready = answerStatuses(503, 500, 429, 503, 503, 408, 503);
      const loop = await start(t, { shell, command: 'echo run', path }, (request, response, nth) => {
        if (nth === 8) request.socket.resetAndDestroy();
        else if (nth < 8) unready(request, response, nth);
        else stopAt(9)(request, response, nth);
      });
      await loop.asleep(forGood);
      loop.stop();
      const { stdout, stderr } = await loop.ended;
      assert.equal(stdout, 'run\n');
      assert.match(stderr, /^pacer: run \S+\.1 is not reported \(status 408\): .*\n$/);
      assert.deepEqual(sleeps(), [1, 2, 4, 8, 16, 0, 15, 1, 2, forGood]);
      const [first, ...others] = loop.reports.map(unchanging);
      assert.deepEqual(others, Array(8).fill(first));
    });

    test('what somebody else answers is not the end: the report is sent again, and nothing runs meanwhile', async (t) => {
      const { path, sleeps } = hastyPath(shell, [forGood]);
      const passing = [200, 204];
      const foreign = [302, 400, 401, 403, 404, 409];
      const page = answerStatuses(...passing, ...foreign);
      const loop = await start(t, { shell, command: 'echo run', path }, (request, response, nth) =>
        (nth <= 8 ? page : stopAt(9))(request, response, nth),
      );
      await loop.asleep(forGood);
      loop.stop();
      const { stdout, stderr } = await loop.ended;
      assert.equal(stdout, 'run\n');
      const told = stderr.matchAll(/^pacer: run (\S+) is not reported \(status (\d+)\): .*$/gm);
      assert.deepEqual(
        [...told].map(([, run, status]) => [run, Number(status)]),
        foreign.map((status) => [`${loop.task}.1`, status]),
      );
      assert.deepEqual(sleeps(), [1, 2, ...foreign.map(() => 15), forGood]);
      const [first, ...others] = loop.reports.map(unchanging);
      assert.deepEqual(others, Array(8).fill(first));
    });

    test('a task that is restarted after the last run does none more', async (t) => {
      const loop = await start(t, { shell, command: 'echo run' }, stopAt(1), (_, response) =>
        answer('stop', response),
      );
      await loop.asleep(forGood);
      loop.stop();
      assert.deepEqual(await loop.ended, { code: 143, stdout: '', stderr: '', left: [] });
      assert.deepEqual(loop.reports, []);
    });

    for (const { status, code: refusal } of refusals) {
      test(`nor does one whose job is answered ${refusal}`, async (t) => {
        const loop = await start(t, { shell, command: 'echo run' }, stopAt(1), refuse(status, refusal));
        await loop.asleep(forGood);
        loop.stop();
        assert.deepEqual([(await loop.ended).stdout, loop.reports], ['', []]);
      });
    }

    test('a task that can ask nobody begins its run', async (t) => {
      const { path, sleeps } = hastyPath(shell, [forGood]);
      const loop = await start(t, { shell, command: 'echo run', path }, stopAt(1), answerStatuses(503));
      await loop.asleep(forGood);
      loop.stop();
      assert.deepEqual([(await loop.ended).stdout, sleeps()], ['run\n', [0, forGood]]);
    });

    for (const { status, code: refusal } of refusals) {
      test(`when Pacer says ${refusal} it does no more`, async (t) => {
        const loop = await start(t, { shell, command: 'echo run' }, refuse(status, refusal));
        await loop.asleep(forGood);
        loop.stop();
        const { code, stdout, stderr } = await loop.ended;
        assert.deepEqual([code, stdout, loop.reports.length], [143, 'run\n', 1]);
        assert.match(stderr, new RegExp(`^pacer: run ${loop.task}.1 is not reported \\(status ${status}\\)`));
      });
    }
  });
}

for (const { name, tools, skip } of clients) {
  test(`${name} tells going on from stopping`, { ...patience, skip }, async (t) => {
    const loop = await start(t, { path: binFolder(sh, tools) }, stopAt(2));
    await loop.asleep(forGood);
    loop.stop();
    assert.deepEqual(await loop.ended, { code: 143, stdout: '', stderr: '', left: [] });
    assert.equal(loop.reports.length, 2);
  });

  const seesBodies = name !== 'busybox wget';
  const title = `${name} ${seesBodies ? 'tells' : 'cannot tell'} a refusal of Pacer from one of somebody else`;
  test(title, { ...patience, skip }, async (t) => {
    const { path, sleeps } = hastyPath(sh, [forGood], binFolder(sh, tools));
    const loop = await start(t, { command: 'echo run', path }, (request, response, nth) => {
      if (nth === 1) response.writeHead(403).end('<html>');
      else if (nth === 2) refuse(409, 'job-finished')(request, response, nth);
      else answer('stop', response);
    });
    await loop.asleep(forGood);
    loop.stop();
    assert.equal((await loop.ended).stdout, 'run\n');
    assert.deepEqual(sleeps(), seesBodies ? [15, forGood] : [15, 15, forGood]);
    assert.equal(new Set(loop.reports.map(({ run }) => run)).size, 1);
  });
}

test('without a client it says what the image needs, and does not go on', { ...patience }, async (t) => {
  const loop = await start(t, { command: 'echo run', path: binFolder(sh) });
  await loop.asleep(15);
  loop.stop();
  const { code, stdout, stderr } = await loop.ended;
  assert.deepEqual([code, stdout], [143, 'run\n']);
  assert.match(stderr, /^(pacer: run \S+ is not reported \(status none\): the image needs curl\n)+$/);
});

test('an answer that shows the token is cut there', { ...patience }, async (t) => {
  const loop = await start(t, {}, (_, response) => response.writeHead(404).end(`unknown ${token}`));
  await loop.asleep(15);
  loop.stop();
  assert.match((await loop.ended).stderr, /: unknown\n$/);
});
