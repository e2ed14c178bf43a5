import * as z from 'zod/mini';
import { text } from './jackson.ts';

const dockerized = 'is required: only Dockerized jobs can be launched, as { "type": "DOCKER", "image": "…" }';
const image = 'must name the Docker image';
const pairs = 'must be a list of objects as { "key": "…", "value": "…" }';
const parameters = () => z.array(z.looseObject({ key: text(), value: text() }, pairs), pairs);

/** Chronos answers any other shape with a page of an exception. */
const volume = () =>
  z.looseObject(
    {
      containerPath: text('must be the path in the container').check(
        z.refine(isGiven, 'must be the path in the container'),
      ),
      hostPath: z.optional(text()),
      mode: z.optional(
        text('must be "RO" or "RW"').check(z.refine((mode) => /^r[ow]$/i.test(mode), 'must be "RO" or "RW"')),
      ),
      external: z.optional(
        z.looseObject(
          { name: text(), provider: text(), options: z.optional(parameters()) },
          'must be an object with name and provider',
        ),
      ),
    },
    'must be an object as { "containerPath": "/data", "hostPath": "/srv", "mode": "RO" }',
  );

const networkInfo = () =>
  z.looseObject(
    {
      labels: z.optional(parameters()),
      portMappings: z.optional(z.array(z.looseObject({}, 'must be an object'), 'must be a list')),
    },
    'must be an object as { "name": "…", "portMappings": [] }',
  );

/**
 * The container of a job, as Chronos reads it: the type in any case, the network only in capitals. Chronos 2.4 and 2.5 do not
 * look at the type.
 */
export const containerField = () =>
  z.looseObject(
    {
      type: z._default(
        text('must be "DOCKER" or "MESOS"').check(
          z.refine((type) => /^(docker|mesos)$/i.test(type), 'must be "DOCKER" or "MESOS"'),
        ),
        'DOCKER',
      ),
      image: text(image).check(z.refine(isGiven, image)),
      network: z.optional(
        z.enum(['HOST', 'BRIDGE', 'USER'], 'must be "HOST", "BRIDGE" or "USER", in capitals'),
      ),
      networkName: z.optional(text()),
      networkInfos: z.optional(z.array(networkInfo(), 'must be a list')),
      volumes: z.optional(z.array(volume(), 'must be a list')),
      // Not a truth value of JSON, but its text.
      forcePullImage: z.optional(
        z.pipe(
          text('must be true or false'),
          z.transform((given) => given.toLowerCase() === 'true'),
        ),
      ),
      parameters: z.optional(parameters()),
    },
    dockerized,
  );

function isGiven(given: string): boolean {
  return given !== '';
}
