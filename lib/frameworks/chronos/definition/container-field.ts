import * as z from 'zod';

const named = (problem: string) => z.string(problem).min(1, problem);
const dockerized = 'is required: only Dockerized jobs can be launched, as { "type": "DOCKER", "image": "…" }';
const image = 'must name the Docker image';
const pairs = 'must be a list of objects as { "key": "…", "value": "…" }';
const scalar = z.union([z.string(), z.number(), z.boolean()], 'must be a string');

/** Chronos answers any other shape with a page of an exception. */
const volume = z.looseObject(
  {
    containerPath: named('must be the path in the container'),
    hostPath: z.string('must be a string').optional(),
    mode: z
      .string('must be "RO" or "RW"')
      .regex(/^r[ow]$/i, 'must be "RO" or "RW"')
      .optional(),
    external: z
      .looseObject({ name: scalar, provider: scalar }, 'must be an object with name and provider')
      .optional(),
  },
  'must be an object as { "containerPath": "/data", "hostPath": "/srv", "mode": "RO" }',
);

/** The container of a job, as Chronos reads it: the type in any case, the network only in capitals. */
export const containerField = z.looseObject(
  {
    type: z
      .string()
      .regex(/^docker$/i, 'must be "DOCKER"')
      .default('DOCKER'),
    image: named(image),
    network: z.enum(['HOST', 'BRIDGE', 'USER'], 'must be "HOST", "BRIDGE" or "USER", in capitals').optional(),
    volumes: z.array(volume, 'must be a list').optional(),
    parameters: z.array(z.looseObject({ key: scalar, value: scalar }, pairs), pairs).optional(),
  },
  dockerized,
);
