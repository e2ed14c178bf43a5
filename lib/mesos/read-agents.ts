import * as z from 'zod/mini';
import { jsonOf } from '../http/json.ts';
import { type RestAccess, type RestAnswer, type RestCredentials, restCaller } from '../http/rest-caller.ts';
import { UpstreamError } from '../http/upstream-error.ts';
import type { AgentRoom } from '../room/room.ts';

const path = '/master/slaves';
/** A master that does not lead names the one that does; after a change of leader that one may name another. */
const redirectsAtMost = 2;

const cpus = z.object({ cpus: z._default(z.number().check(z.nonnegative()), 0) });

const agent = z.object({
  id: z.string(),
  active: z._default(z.boolean(), true),
  /** From Mesos 1.9 on: no offers are made of it. */
  deactivated: z._default(z.boolean(), false),
  resources: cpus,
  used_resources: cpus,
  unreserved_resources: z.optional(cpus),
});

const answered = z.object({ slaves: z.array(agent) });

/**
 * What each agent has and has left, by the leading Mesos master. Cpus that are reserved for a role are not counted. Throws
 * NoAnswerError, UpstreamError, or an Error for an answer in another form; none of them holds credentials.
 */
export async function readAgents(access: RestAccess): Promise<AgentRoom[]> {
  let leader: string | null = null;
  for (let redirects = 0; ; redirects++) {
    const { answer, url } = await ask(access, leader);
    if (answer.status === 200) return agentsIn(answer.body);
    leader = answer.status === 307 ? leaderIn(answer.headers.location, url) : null;
    if (leader === null || redirects === redirectsAtMost)
      throw new UpstreamError({ method: 'GET', url }, answer.status, answer.body);
  }
}

function ask(access: RestAccess, leader: string | null): Promise<RestAnswer> {
  const at = async (fresh: boolean): Promise<RestCredentials> => {
    const given = await access.credentials(fresh);
    return leader === null ? given : { ...given, url: leader };
  };
  const call = restCaller({ httpFor: access.httpFor, credentials: at });
  return call({ method: 'GET', path: leader === null ? path : '' });
}

/** Mesos names its leader without a scheme (`//host:5050/master/slaves`). The login never goes over a less private way than was given. */
function leaderIn(location: string | undefined, asked: string): string | null {
  const leader = URL.parse(location ?? '', asked);
  const isSame = leader !== null && leader.protocol === new URL(asked).protocol;
  return location === undefined || !isSame ? null : `${leader.origin}${leader.pathname}`;
}

function agentsIn(body: string): AgentRoom[] {
  const result = answered.safeParse(jsonOf(body, 'The answer of the Mesos master'));
  if (!result.success) {
    const { path: at, message } = result.error.issues[0] ?? { path: [], message: '' };
    throw new Error(`This is not what a Mesos master answers: ${at.map(String).join('.')}: ${message}.`);
  }
  return result.data.slaves.filter(({ active, deactivated }) => active && !deactivated).map(roomOf);
}

function roomOf({ id, resources, used_resources: used, unreserved_resources: open }: z.infer<typeof agent>) {
  const total = Math.min(resources.cpus, open?.cpus ?? resources.cpus);
  return { id, totalCpus: total, freeCpus: Math.max(0, Math.min(total, resources.cpus - used.cpus)) };
}
