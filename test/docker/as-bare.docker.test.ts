import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { wrappedCommand, wrappedEnvironment } from '../../lib/frameworks/wrapper/wrapped-command.ts';
import { bareCommands, inputOfCommands, variablesOfCommands } from '../rigs/bare-commands.ts';
import { serve, token } from '../rigs/wrapped-command.ts';
import { newDirectory, ran, startAgents, task } from './agents.ts';
import { skip } from './real-engine.ts';

/** Runs each command in a session and a folder of its own, bare and wrapped, by the shell $1 with the variables of the file $2. */
const driver = `
exec 2>/dev/null # says what was killed
show() {
  rm -rf /tmp/folder; mkdir /tmp/folder; cd /tmp/folder
  (exec "$@") </data/input >/data/$kind/$number.out 2>/data/$kind/$number.err
  echo $? >/data/$kind/$number.code
}
for file in /data/commands/*; do
  number=\${file##*/}
  kind=bare; show setsid "$1" -c "$(cat "$file")"
  kind=wrapped; show env PACER_COMMAND="$(cat "$file")" $(cat /data/variables) setsid "$1" -c "$(cat /data/wrapper)"
done
`;

/** What each command showed in a container, bare and wrapped, and how many of them were reported. */
async function shownIn(t: TestContext, shell: string) {
  const agents = await startAgents(t);
  const data = newDirectory(t);
  const { reportUrl, reports } = await serve(t);
  const { PACER_COMMAND: _, ...variables } = wrappedEnvironment({
    command: '',
    reportUrl,
    token,
    jobId: '1',
    reportOutput: true,
  });
  const write = (name: string, content: string) => writeFileSync(join(data, name), content);
  for (const folder of ['commands', 'bare', 'wrapped']) mkdirSync(join(data, folder));
  for (const [index, command] of bareCommands.entries()) write(`commands/${index}`, command);
  write('wrapper', wrappedCommand);
  write('input', inputOfCommands);
  write(
    'variables',
    Object.entries(variables)
      .map((each) => each.join('='))
      .join('\n'),
  );
  const volumes = [{ source: { path: data }, containerPath: '/data', mode: 'rw' as const }];
  const request = task('driver', '/bin/sh', {
    shell: false,
    arguments: ['-c', driver, 'sh', shell],
    env: { ...variablesOfCommands, PATH: '/bin' },
    container: { volumes },
    cpus: 2,
  });
  const { status } = await ran(agents, request);
  assert.equal(status.state, 'TASK_FINISHED', status.message);
  const shown = (kind: string) =>
    bareCommands.map((_command, index) =>
      ['code', 'out', 'err'].map((part) => readFileSync(join(data, kind, `${index}.${part}`), 'latin1')),
    );
  return { bare: shown('bare'), wrapped: shown('wrapped'), reports };
}

/** What shows that INT and QUIT are ignored: nothing in this image gives them back to what these shells run in the background. */
const lost: Record<string, RegExp> = { dash: /Sig\(|-s (INT|QUIT)/, busybox: /Sig\(|-s INT/ };

describe('a command in a container', { concurrency: 2, timeout: 180_000, skip }, () => {
  for (const shell of ['dash', 'busybox', 'bash', 'mksh']) {
    test(`does in ${shell} what it does bare`, async (t) => {
      const { bare, wrapped, reports } = await shownIn(t, shell === 'busybox' ? '/bin/sh' : `/bin/${shell}`);
      const differing = bareCommands.filter((_, at) => !isDeepStrictEqual(bare[at], wrapped[at]));
      const isLost = (command: string) => lost[shell]?.test(command) && !command.startsWith("trap ''");
      assert.deepEqual(differing, bareCommands.filter(isLost));
      assert.equal(reports.length, bareCommands.length);
    });
  }
});
