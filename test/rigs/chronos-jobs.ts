import {
  amount,
  anything,
  downloads,
  either,
  flag,
  listOf,
  merged,
  mostly,
  optional,
  pair,
  scalar,
  word,
} from './job-words.ts';
import fc from './seeded-cases.ts';

const chronosContainer = optional(
  {
    type: mostly(fc.constantFrom('DOCKER', 'docker', 'MESOS')),
    image: mostly(fc.constantFrom('alpine:3', 'debian')),
    network: either(['HOST', 'BRIDGE'], ['USER', 'bridge']),
    volumes: mostly(
      listOf(
        optional({ containerPath: mostly(word), hostPath: anything, mode: either(['RO', 'rw'], ['x']) }, [
          'containerPath',
        ]),
      ),
    ),
    forcePullImage: fc.oneof(flag, fc.constant('TRUE')),
    parameters: mostly(listOf(pair)),
    networkName: anything,
    networkInfos: listOf(
      optional({
        name: anything,
        labels: listOf(pair),
        portMappings: listOf(optional({ hostPort: scalar })),
      }),
    ),
    colour: anything,
  },
  ['image'],
);

const chronosFields = optional(
  {
    name: mostly(either(['a', 'a.b-c_D'], ['two words', 'a#1'])),
    command: mostly(fc.constantFrom('true', 'sleep 1', 'echo "ä"')),
    container: chronosContainer,
    cpus: mostly(amount),
    mem: mostly(amount),
    disk: mostly(amount),
    shell: either([true, 'true', 1], [false, 'no']),
    schedule: mostly(
      either(['R20//PT1M', 'R/2030-01-01T00:00:00Z/PT24H', 'R5/2030-01-01/P1D'], ['R0//PT1M']),
    ),
    scheduleTimeZone: anything,
    epsilon: mostly(fc.constantFrom('PT60S', 'P1DT2H', 'pt1,5s', 'P')),
    executor: either([''], ['x', null]),
    executorFlags: anything,
    taskInfoData: anything,
    runAsUser: anything,
    owner: anything,
    ownerName: anything,
    description: anything,
    retries: anything,
    disabled: flag,
    concurrent: flag,
    async: flag,
    softError: anything,
    highPriority: flag,
    dataProcessingJobType: flag,
    successCount: anything,
    lastSuccess: anything,
    arguments: mostly(listOf(scalar)),
    environmentVariables: mostly(
      listOf(optional({ name: mostly(fc.constantFrom('A', 'B')), value: anything }, ['name', 'value'])),
    ),
    constraints: mostly(
      listOf(
        fc.tuple(anything, either(['EQUALS', 'LIKE', 'UNLIKE'], ['CLUSTER']), either(['1', 'a.*', 5], ['('])),
      ),
    ),
    memory: anything,
  },
  ['name', 'command', 'container', 'schedule'],
);

/** A job as Chronos' own reader may get it: each field in every form that it has a conversion for, and sometimes in another. */
export const chronosJobs = merged(chronosFields, downloads);
