import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDefinition } from './check-definition.ts';

const container = { type: 'DOCKER', image: 'debian:stable-slim' };
const smallest = { name: 'linpack', command: 'sleep 1', container };

test('a job is taken apart into what Pacer needs and what Chronos gets as it is', () => {
  const kept = { container, mem: 64, epsilon: 'PT1M', owner: 'me', constraints: [['rack', 'EQUALS', '1']] };
  const variables = { environmentVariables: [{ name: 'A', value: '1' }] };
  const job = {
    ...smallest,
    ...kept,
    ...variables,
    cpus: 0.3,
    schedule: 'R20//PT1M',
    retries: 2,
    disabled: false,
  };
  assert.deepEqual(checkDefinition(job), {
    name: 'linpack',
    image: 'debian:stable-slim',
    command: 'sleep 1',
    definition: { ...kept, ...variables },
    cpus: 0.3,
    iterations: 20,
    adjustments: ['Pacer starts every run itself, so its schedule in Chronos never fires and retries is 0.'],
  });
});

test('what is null counts as absent, inside the container too', () => {
  const job = { ...smallest, cpus: null, schedule: null, owner: null, parents: null };
  const checked = checkDefinition({ ...job, container: { ...container, network: null } });
  assert.deepEqual(checked.definition, { container });
  assert.deepEqual([checked.cpus, checked.iterations], [null, null]);
});

test('the number of iterations is read from the schedule', () => {
  const schedules: [string, number | null][] = [
    ['R20//PT1M', 20],
    ['R1/2030-01-01T00:00:00Z/PT24H', 1],
    ['R1000000//P1D', 1_000_000],
    ['R//PT1M', null],
    ['R/2030-01-01T00:00:00.000+02:00/PT1H', null],
  ];
  for (const [schedule, iterations] of schedules) {
    assert.equal(checkDefinition({ ...smallest, schedule }).iterations, iterations, schedule);
  }
});

test('the command stays as it was written, and Chronos would append the arguments', () => {
  const command = '  # a comment\nset -e; echo "ä $HOME" \\\n  && exit 3 &\n';
  assert.equal(checkDefinition({ ...smallest, command }).command, command);
  const withArguments = { ...smallest, command: 'run', arguments: ['a', '"b c"'] };
  assert.equal(checkDefinition(withArguments).command, 'run a "b c"');
  // Chronos takes the semicolons out of them: one command stays one.
  assert.equal(checkDefinition({ ...withArguments, arguments: ['a;b'] }).command, 'run ab');
});

test('the type of the container may be absent or in any case', () => {
  const image = 'x';
  assert.equal(checkDefinition({ ...smallest, container: { image } }).image, image);
  assert.equal(checkDefinition({ ...smallest, container: { image, type: 'docker' } }).image, image);
});

test('what will be otherwise than written is said', () => {
  const { adjustments } = checkDefinition({ ...smallest, disabled: true, concurrent: true, async: true });
  assert.deepEqual(adjustments, [
    'Pacer starts every run itself, so its schedule in Chronos never fires and retries is 0.',
    'The job specifies no cpus; it starts with 1, or with the nearest value within its bounds.',
    'disabled is false: a disabled job cannot be started.',
    'concurrent is false: there is one run at a time.',
    'async is false: a run ends when its command ends.',
  ]);
});

const dockerized =
  'container is required: only Dockerized jobs can be launched, as { "type": "DOCKER", "image": "…" }';
const name =
  'name must be 1 to 100 letters, digits, dots, dashes or underscores (Chronos 2.4 and 2.5 take blanks and # too)';
const bytes = 'must be at most 131000 bytes, which is what Linux gives to a process in one piece';
const dots = 'name must not be . or ..: a URL cannot contain it';
const schedule = 'schedule must be as in "R20/2030-01-01T00:00:00Z/PT1M"; "R20//PT1M" says 20 iterations';
const count = 'schedule must hold 1 to 1000000 iterations, such as "R20/…", or no number';
const parents = 'parents cannot be used: the runs of a job are started by Pacer, not by other jobs';

const wrong: [Record<string, unknown>, string][] = [
  [{ container: undefined }, dockerized],
  [{ container: null }, dockerized],
  [{ container: 'debian' }, dockerized],
  [{ container: { type: 'DOCKER' } }, 'container.image must name the Docker image'],
  [{ container: { type: 'DOCKER', image: '' } }, 'container.image must name the Docker image'],
  [{ command: undefined }, 'command must be the shell command of one iteration'],
  [{ command: null }, 'command must be the shell command of one iteration'],
  [{ command: ['a'] }, 'command must be the shell command of one iteration'],
  [{ command: ' \n' }, 'command must not be empty'],
  [{ command: 'x'.repeat(131_001) }, `command ${bytes}`],
  [{ command: 'ä'.repeat(65_501) }, `command ${bytes}`],
  [
    { command: 'x'.repeat(70_000), arguments: ['x'.repeat(61_000)] },
    `arguments joined to the command ${bytes}`,
  ],
  [{ command: 'a\ud800' }, 'command must not contain half a character (a surrogate without its other half)'],
  [{ owner: 'a\0b' }, 'owner must not contain the character NUL'],
  [{ command: 'a\0b' }, 'command must not contain the character NUL'],
  [
    { command: 'http://host/program.sh' },
    'command must be a command; a program to download belongs in fetch',
  ],
  [{ name: undefined }, 'name is required and must be a string'],
  [{ name: '' }, name],
  [{ name: 'a\tb' }, name],
  [{ name: `it's` }, name],
  [{ name: '"a"' }, name],
  [{ name: 'Grüße' }, name],
  [{ name: 'a/../b' }, name],
  [{ name: 'a\n' }, name],
  [{ name: 'a'.repeat(101) }, name],
  [{ shell: false }, 'shell must be true or absent: the command is run by a shell, which then reports'],
  [{ parents: ['other'] }, parents],
  [{ parents: 'other' }, 'parents must be a list'],
  [{ schedule: 'daily' }, schedule],
  [{ schedule: 'R-1//PT1M' }, schedule],
  [{ schedule: 5 }, schedule],
  [{ schedule: [] }, 'schedule must be a string'],
  [{ schedule: 'R0//PT1M' }, count],
  [{ schedule: 'R1000001//PT1M' }, count],
  [{ schedule: `R${'9'.repeat(400)}//PT1M` }, count],
  [{ cpus: 'many' }, 'cpus must be a number'],
  [{ cpus: '1e400' }, 'cpus must be a number'],
  [{ cpus: [1] }, 'cpus must be a number'],
  [{ mem: -1 }, 'mem must not be below 0'],
  [{ mem: '-1' }, 'mem must not be below 0'],
  [{ mem: 1e20 }, 'mem is 100000000000000000000, which is outside of the supported range'],
  [{ disk: '1 GB' }, 'disk must be a number of MB'],
  [{ arguments: 'a' }, 'arguments must be a list'],
  [{ environmentVariables: { A: '1' } }, 'environmentVariables must be a list'],
  [
    { environmentVariables: [{ name: 'PACER_TOKEN', value: 'x' }] },
    'environmentVariables.0.name must not begin with PACER_',
  ],
  [{ environmentVariables: [{ name: 'A', value: {} }] }, 'environmentVariables.0.value must be a string'],
  [{ environmentVariables: [{ name: 'A' }] }, 'environmentVariables.0.value must be a string'],
  [{ environmentVariables: [{ name: '', value: 'x' }] }, 'environmentVariables.0.name must have a name'],
  [{ environmentVariables: [{ PACER_X: '1' }] }, 'environmentVariables.0.PACER_X must not begin with PACER_'],
  [{ environmentVariables: [{ A: ['1'] }] }, 'environmentVariables.0.A must be a string'],
  [
    { environmentVariables: [{ name: 'N'.repeat(100), value: 'x'.repeat(130_900) }] },
    `environmentVariables.0.value ${bytes}, its name included`,
  ],
  [{ executor: '/opt/run' }, 'executor must be empty: an executor of its own would not run the command'],
  [{ epsilon: 'xx' }, 'epsilon must be a period as "PT60S"'],
  [{ shell: 'yes' }, 'shell must be true or absent: the command is run by a shell, which then reports'],
  [{ environmentVariables: [{ value: '1' }] }, 'environmentVariables.0.name must be a string'],
  [
    { environmentVariables: ['A=1'] },
    'environmentVariables.0 must be an object as { "name": "…", "value": "…" }',
  ],
  [{ name: '.' }, dots],
  [{ name: '..' }, dots],
];

for (const [change, problem] of wrong) {
  test(`${JSON.stringify(change).slice(0, 60)} is refused: ${problem}`, () => {
    const message = `Invalid launch request: job.${problem}.`;
    assert.throws(() => checkDefinition({ ...smallest, ...change }), {
      name: 'InvalidRequestError',
      message,
    });
  });
}
