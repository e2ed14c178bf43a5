import type { JobFieldName } from '../../lib/frameworks/chronos/definition/job-fields.ts';
import type { AppFieldName } from '../../lib/frameworks/marathon/known-fields.ts';

/** Values of a field that show what Pacer changes of it and what it refuses. */
export interface FieldCases {
  changed?: readonly unknown[];
  refused?: readonly unknown[];
}

const container = { image: 'debian' };
const app = { docker: { image: 'debian' } };

/** A job that is taken with the fewest words, into which each value is put. */
export const smallest = {
  chronos: { name: 'a', command: 'true', cpus: 1, container },
  marathon: { id: '/a', cmd: 'true', cpus: 1, container: app },
};

export const chronosCases: Partial<Record<JobFieldName, FieldCases>> = {
  name: { changed: [5], refused: ['a/b', '..'] },
  command: { refused: ['', 'http://files.example/run.sh', 'a\0b'] },
  arguments: { changed: [['-v']], refused: ['-v'] },
  shell: { changed: [1], refused: [false] },
  schedule: { refused: ['daily', 'R0//PT1M'] },
  parents: { refused: [['b']] },
  cpus: { changed: ['0.5', 0], refused: ['many', -1] },
  mem: { changed: ['512', 0], refused: ['512 MB'] },
  container: {
    changed: [
      { ...container, type: 'MESOS' },
      { ...container, forcePullImage: 'true' },
    ],
    refused: [null, {}, { ...container, network: 'bridge' }, { ...container, volumes: [{ hostPath: '/a' }] }],
  },
  environmentVariables: {
    changed: [[{ name: 'N', value: 5 }], [{ N: '5' }]],
    refused: [[{ name: 'N' }], [{ name: 'PACER_X', value: '' }], { N: '5' }],
  },
  constraints: { refused: [[['rack', 'FOO', '1']], [['rack', 'LIKE', '(']]] },
  fetch: { refused: [['http://files.example/a']] },
  executor: { refused: ['/opt/executor'] },
  epsilon: { refused: ['a minute'] },
  disabled: { changed: [true] },
  concurrent: { changed: [true] },
  async: { changed: ['true'] },
  successCount: { changed: [3] },
  owner: { changed: [null] },
};

export const marathonCases: Partial<Record<AppFieldName, FieldCases>> = {
  id: { refused: ['/A', '/a/tasks'] },
  cmd: { refused: [null, '', 'a\0b'] },
  cpus: { refused: [0, '1'] },
  mem: { refused: ['512'] },
  container: {
    changed: [null],
    refused: [
      { docker: {} },
      { docker: { image: 'debian', network: 'NONE' } },
      { ...app, volumes: [{ containerPath: '/d', persistent: { size: 1 } }] },
    ],
  },
  env: { refused: [{ N: 5 }, { PACER_X: '' }, { N: { secret: 's' } }] },
  labels: { refused: [{ a: null }] },
  constraints: { refused: [[['rack', 'FOO']]] },
  acceptedResourceRoles: { refused: [[]] },
  gpus: { refused: [1] },
  residency: { refused: [{ taskLostBehavior: 'WAIT_FOREVER' }] },
  executor: { refused: ['/opt/executor'] },
  backoffSeconds: { refused: [0.5] },
  check: { refused: [{}] },
  version: { changed: ['2030-01-31T18:00:00.000Z'] },
};
