import { jobRequest } from './job-request.ts';

/** A wrong launch request: the body, and the field that the refusal must name. */
export interface BadRequest {
  title: string;
  body: unknown;
  field: string;
}

const right = jobRequest({ name: 'never-launched' });
const withFields = (fields: Record<string, unknown>) => ({ ...right, ...fields });
const withJob = (fields: Record<string, unknown>) => ({ ...right, job: { ...right.job, ...fields } });
const without = (field: keyof typeof right) => ({ ...right, [field]: undefined });

const notObjects: BadRequest[] = [
  { title: 'broken JSON', body: '{"job": {"name": "x"', field: 'body' },
  { title: 'two JSON texts', body: '{}{}', field: 'body' },
  { title: 'a field that is given twice', body: '{"job":{"name":"x","name":"y"}}', field: 'job.name' },
  { title: 'nothing at all', body: '', field: 'body' },
  { title: 'a list', body: '[]', field: 'body' },
  { title: 'null', body: 'null', field: 'body' },
  { title: 'a text', body: '"linpack"', field: 'body' },
];

const deadlines: BadRequest[] = [
  ['in the past', '2020-01-01T00:00:00Z'],
  ['200 years ahead', '2226-01-01T00:00:00Z'],
  ['200 years ahead, as a length of time', '73000d'],
  ['now', 0],
  ['a negative length of time', -600],
  ['without a zone', '2030-01-31T18:00:00'],
  ['a day that does not exist', '2030-02-31T18:00:00Z'],
  ['a word', 'tomorrow'],
  ['a very long text', '9'.repeat(5000)],
  ['beyond all numbers', 1e300],
  ['true', true],
  ['an object', { at: 'noon' }],
].map(([title, deadline]) => ({
  title: `a deadline ${title}`,
  body: withFields({ deadline }),
  field: 'deadline',
}));

const iterations: BadRequest[] = [0, -1, 1e9, 1.5, '5', null, [], 2 ** 53].map((count) => ({
  title: `${JSON.stringify(count)} iterations`,
  body: withFields({ iterations: count }),
  field: 'iterations',
}));

const fields: BadRequest[] = [
  { title: 'no job', body: without('job'), field: 'job' },
  { title: 'no deadline', body: without('deadline'), field: 'deadline' },
  { title: 'no number of iterations', body: without('iterations'), field: 'iterations' },
  { title: 'a job that is a text', body: withFields({ job: 'linpack' }), field: 'job' },
  { title: 'an unknown field', body: withFields({ dedline: '10m' }), field: 'dedline' },
  { title: 'an unknown bound', body: withFields({ cpus: { maximum: 2 } }), field: 'cpus.maximum' },
  { title: 'cpus min above max', body: withFields({ cpus: { min: 2, max: 1 } }), field: 'cpus.min' },
  { title: 'cpus of 0', body: withFields({ cpus: { min: 0, max: 1 } }), field: 'cpus.min' },
  { title: 'a million cpus', body: withFields({ cpus: { max: 1e6 } }), field: 'cpus.max' },
  { title: 'cpus in words', body: withFields({ cpus: 'many' }), field: 'cpus' },
  { title: 'a deviation above 1', body: withFields({ deviation: 1.5 }), field: 'deviation' },
  { title: 'a duration of 0', body: withFields({ iterationDuration: 0 }), field: 'iterationDuration' },
  {
    title: 'a duration in words',
    body: withFields({ iterationDuration: 'long' }),
    field: 'iterationDuration',
  },
  { title: 'a negative pause', body: withFields({ pause: -1 }), field: 'pause' },
  { title: 'an unknown law', body: withFields({ law: 'magic' }), field: 'law' },
  { title: 'certainty', body: withFields({ target: 1 }), field: 'target' },
  { title: 'no failure allowed', body: withFields({ maxFailures: 0 }), field: 'maxFailures' },
  { title: 'an unknown framework', body: withFields({ framework: 'kubernetes' }), field: 'framework' },
  { title: 'a cluster that is a path', body: withFields({ cluster: '../default' }), field: 'cluster' },
  { title: 'a field said twice', body: withFields({ cpu_max_slave: 3 }), field: 'cpu_max_slave' },
];

const names: BadRequest[] = ["it's", 'a"b', 'größe', '名前', 'a/b', '', 'x'.repeat(101), [5], null].map(
  (name) => ({ title: `the name ${JSON.stringify(name)}`, body: withJob({ name }), field: 'job.name' }),
);

const variable = { name: 'PACER_TOKEN', value: 'mine' };
const jobs: BadRequest[] = [
  { title: 'a job without a container', body: withJob({ container: undefined }), field: 'job.container' },
  { title: 'a null container', body: withJob({ container: null }), field: 'job.container' },
  {
    title: 'a rkt container',
    body: withJob({ container: { type: 'RKT', image: 'x' } }),
    field: 'job.container.type',
  },
  { title: 'no image', body: withJob({ container: { type: 'DOCKER' } }), field: 'job.container.image' },
  { title: 'no command', body: withJob({ command: undefined }), field: 'job.command' },
  { title: 'a blank command', body: withJob({ command: ' \n ' }), field: 'job.command' },
  { title: 'a command that is a list', body: withJob({ command: ['a'] }), field: 'job.command' },
  { title: 'an executor', body: withJob({ executor: '/opt/run' }), field: 'job.executor' },
  {
    title: 'an address as the command',
    body: withJob({ command: 'http://example.com/x.sh' }),
    field: 'job.command',
  },
  { title: 'a command of 135 KB', body: withJob({ command: 'true;'.repeat(27_000) }), field: 'job.command' },
  {
    title: 'a command of 64 K characters and 192 KB',
    body: withJob({ command: '語'.repeat(64_000) }),
    field: 'job.command',
  },
  { title: 'cpus outside of the bounds', body: withJob({ cpus: 5 }), field: 'job.cpus' },
  { title: 'negative cpus', body: withJob({ cpus: -1 }), field: 'job.cpus' },
  { title: 'memory in words', body: withJob({ mem: 'much' }), field: 'job.mem' },
  { title: 'shell: false', body: withJob({ shell: false }), field: 'job.shell' },
  { title: 'a job with parents', body: withJob({ parents: ['other'] }), field: 'job.parents' },
  { title: 'a schedule without a period', body: withJob({ schedule: 'R5' }), field: 'job.schedule' },
  { title: 'a schedule of 0 iterations', body: withJob({ schedule: 'R0//PT1M' }), field: 'job.schedule' },
  {
    title: "a variable of Pacer's",
    body: withJob({ environmentVariables: [variable] }),
    field: 'job.environmentVariables.0.name',
  },
  { title: 'an unknown word in qos', body: withJob({ qos: { speed: 1 } }), field: 'job.qos.speed' },
];

export const badRequests: readonly BadRequest[] = [
  ...notObjects,
  ...deadlines,
  ...iterations,
  ...fields,
  ...names,
  ...jobs,
];

/** What a change of a job must not be, and the field that the refusal must name. */
export const badChanges: [string, unknown, string][] = [
  ['nothing', {}, 'body'],
  ['broken JSON', '{', 'body'],
  ['a list', [], 'body'],
  ['a deadline in the past', { deadline: '2020-01-01T00:00:00Z' }, 'deadline'],
  ['a deadline in 200 years', { deadline: '2226-01-01T00:00:00Z' }, 'deadline'],
  ['a deadline in words', { deadline: 'yesterday' }, 'deadline'],
  ['another law', { deadline: '1h', law: 'step' }, 'law'],
  ['no iterations', { iterations: 0 }, 'iterations'],
  ['no bounds', { cpus: {} }, 'cpus'],
  ['bounds that cross', { cpus: { min: 3, max: 2 } }, 'cpus.min'],
  ['a lower bound above the upper one', { cpus: { min: 1000 } }, 'cpus.min'],
  ['a certain target', { target: 1 }, 'target'],
  ['nobody to be told', { notify: {} }, 'notify.name'],
];

/** Wrong queries of the list of jobs, and the parameter that the refusal must name. */
export const badQueries: [string, string][] = [
  ['state=gone', 'state'],
  ['limit=0', 'limit'],
  ['limit=101', 'limit'],
  ['limit=many', 'limit'],
  ['limit=1.5', 'limit'],
  ['limit=1&limit=2', 'limit'],
  ['before=yesterday', 'before'],
  ['page=2', 'page'],
];

const now = Date.now() / 1000;
/** A report that is as it should be. */
export const report = { run: 'ct:1:0:live:', exitCode: 0, startedAt: now - 60, finishedAt: now - 30 };
/** What a report must not be, and the field that the refusal must name. */
export const badReports: [string, unknown, string][] = [
  ['broken JSON', '{"run":', 'body'],
  ['nothing', '', 'body'],
  ['an unknown field', { ...report, iterations: 5 }, 'iterations'],
  ['no run', { ...report, run: undefined }, 'run'],
  ['an empty run', { ...report, run: '' }, 'run'],
  ['a run of 201 characters', { ...report, run: 'x'.repeat(201) }, 'run'],
  ['a run with a blank', { ...report, run: 'a b' }, 'run'],
  ['exit code 256', { ...report, exitCode: 256 }, 'exitCode'],
  ['exit code -1', { ...report, exitCode: -1 }, 'exitCode'],
  ['an exit code that is a text', { ...report, exitCode: '0' }, 'exitCode'],
  ['an end before its start', { ...report, finishedAt: now - 90 }, 'finishedAt'],
  ['an end in the future', { ...report, finishedAt: now + 3600 }, 'finishedAt'],
  ['a start in the future', { ...report, startedAt: now + 3600, finishedAt: now + 3700 }, 'startedAt'],
  ['milliseconds', { ...report, finishedAt: now * 1000 }, 'finishedAt'],
  ['a start in 1970', { ...report, startedAt: 0 }, 'startedAt'],
  ['times that are texts', { ...report, startedAt: new Date().toISOString() }, 'startedAt'],
  ['no cpus', { ...report, cpus: 0 }, 'cpus'],
  ['an empty hostname', { ...report, hostname: '' }, 'hostname'],
];

/** An id that no job has. */
export const unknownId = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

/** What is no id of a job, and no name of one. */
export const badIds = ['abc', `${unknownId}X`, '%00', '%ff', "'--", '..%2f..', '{jobId}'];
