import * as z from 'zod';
import { text } from './jackson.ts';

const dockerized = 'is required: only Dockerized jobs can be launched, as { "type": "DOCKER", "image": "…" }';
const image = 'must name the Docker image';
const pairs = 'must be a list of objects as { "key": "…", "value": "…" }';
const parameters = z.array(z.looseObject({ key: text(), value: text() }, pairs), pairs);

/** Chronos answers any other shape with a page of an exception. */
const volume = z.looseObject(
  {
    containerPath: text('must be the path in the container').refine(
      isGiven,
      'must be the path in the container',
    ),
    hostPath: text().optional(),
    mode: text('must be "RO" or "RW"')
      .refine((mode) => /^r[ow]$/i.test(mode), 'must be "RO" or "RW"')
      .optional(),
    external: z
      .looseObject(
        { name: text(), provider: text(), options: parameters.optional() },
        'must be an object with name and provider',
      )
      .optional(),
  },
  'must be an object as { "containerPath": "/data", "hostPath": "/srv", "mode": "RO" }',
);

const networkInfo = z.looseObject(
  {
    labels: parameters.optional(),
    portMappings: z.array(z.looseObject({}, 'must be an object'), 'must be a list').optional(),
  },
  'must be an object as { "name": "…", "portMappings": [] }',
);

/**
 * The container of a job, as Chronos reads it: the type in any case, the network only in capitals. Chronos 2.4 and 2.5 do not
 * look at the type.
 */
export const containerField = z.looseObject(
  {
    type: text('must be "DOCKER" or "MESOS"')
      .refine((type) => /^(docker|mesos)$/i.test(type), 'must be "DOCKER" or "MESOS"')
      .default('DOCKER'),
    image: text(image).refine(isGiven, image),
    network: z.enum(['HOST', 'BRIDGE', 'USER'], 'must be "HOST", "BRIDGE" or "USER", in capitals').optional(),
    networkName: text().optional(),
    networkInfos: z.array(networkInfo, 'must be a list').optional(),
    volumes: z.array(volume, 'must be a list').optional(),
    // Not a truth value of JSON, but its text.
    forcePullImage: text('must be true or false')
      .transform((given) => given.toLowerCase() === 'true')
      .optional(),
    parameters: parameters.optional(),
  },
  dockerized,
);

function isGiven(given: string): boolean {
  return given !== '';
}
