import * as z from 'zod/mini';
import { plainUrl } from '../http/plain-url.ts';

/** Agents beyond these are not looked at: the picture of a cluster's room lies in one item of the table. */
export const agentsAtMost = 100;
const cpusAtMost = 1024;

const stated = z.array(z.number().check(z.positive(), z.maximum(cpusAtMost)));

/**
 * How the room of a cluster is known: from its Mesos master, with a login or a token where it asks for one, or by the cpus of each
 * agent as the operator states them.
 */
export const mesosCredentials = z
  .strictObject({
    url: z.optional(plainUrl),
    user: z._default(z.string(), ''),
    password: z._default(z.string(), ''),
    token: z.optional(z.string().check(z.minLength(1))),
    ca: z.optional(z.string()),
    agents: z.optional(stated.check(z.minLength(1), z.maxLength(agentsAtMost))),
  })
  .check(
    z.refine(({ url, agents }) => (url === undefined) !== (agents === undefined), {
      path: ['url'],
      error: 'must be the address of the Mesos master, unless "agents" states the cpus of each agent instead',
    }),
  );

export type MesosCredentials = z.infer<typeof mesosCredentials>;
