import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { shells } from '../../../test/rigs/shells.ts';
import { inParallel, runWrapped, serve } from '../../../test/rigs/wrapped-command.ts';

const names = ['mesos-6a0c5e1f-2f7b-4c3e-9b1d-0c2f4a6b8d10', 'mesos-S1.a_b', 'a'];
const odd = ['', '-a', '.a', '_a', 'a b', 'a"b', 'a|b', 'a,b', 'a\\b', 'a\nb', '"', 'ä'];

for (const shell of shells) {
  describe(`in ${shell.name}`, { ...inParallel, skip: shell.skip }, () => {
    test('a report names the container, unless the name is not one of Docker’s', async (t) => {
      const containerOf = async (MESOS_CONTAINER_NAME: string) => {
        const { reportUrl, reports } = await serve(t);
        await runWrapped({ command: ':', reportUrl, shell, env: { MESOS_CONTAINER_NAME } });
        assert.equal(reports.length, 1);
        return reports[0]?.container;
      };
      assert.deepEqual(await Promise.all(names.map(containerOf)), names);
      assert.deepEqual(
        await Promise.all(odd.map(containerOf)),
        odd.map(() => undefined),
      );
    });
  });
}
