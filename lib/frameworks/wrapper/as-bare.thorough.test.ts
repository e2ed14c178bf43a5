import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bareCommands } from '../../../test/rigs/bare-commands.ts';
import { ranAs } from '../../../test/rigs/ran-as.ts';
import { otherShells } from '../../../test/rigs/shells.ts';

for (const shell of otherShells) {
  const patience = { concurrency: 3, timeout: 120_000, skip: shell.skip };
  describe(`in ${shell.name}, in a Chronos task and in a Marathon loop as bare`, patience, () => {
    for (const command of bareCommands) {
      test(command, async (t) => {
        const run = (kind: Parameters<typeof ranAs>[1]['kind']) => ranAs(t, { kind, shell, command });
        const [bare, task, loop] = await Promise.all([run('bare'), run('task'), run('loop')]);
        assert.deepEqual([task, loop], [bare, bare]);
      });
    }
  });
}
