import type { HttpRequest } from '../../lib/http/http.ts';
import { callbackToken } from '../../lib/job/token.ts';
import type { Surroundings } from './pacer/lambda.ts';
import type { Scenario } from './scenario.ts';

/** What only Pacer and the servers may know. */
export interface Secrets {
  read(name: string): string;
  /** Whether the request to the framework has the right password. */
  isAllowed(request: HttpRequest): boolean;
  /** Changes the framework's password now, and what Pacer is told some seconds later. */
  rotate(afterMs: number): void;
  /** Whether a text holds a secret. */
  isIn(text: string, jobIds: Iterable<string>): string | null;
}

const callbackKey = 'key-that-nobody-may-see-0123456789abcdef';
/** What every password begins with. */
const passwordWord = 'hush-hush';

export function secretsOf(
  { clock, weather }: Surroundings,
  { framework, hasMonasca, sharing }: Pick<Scenario, 'framework' | 'hasMonasca' | 'sharing'>,
): Secrets {
  let current = 0;
  let told = 0;
  const password = (number: number) => `${passwordWord}-${number}`;
  const tokens = new Map<string, string>();
  const tokenOf = (jobId: string) => {
    const token = tokens.get(jobId) ?? callbackToken(callbackKey, jobId);
    tokens.set(jobId, token);
    return token;
  };
  const basicOf = (number: number) => Buffer.from(`pacer:${password(number)}`).toString('base64');
  let basic = basicOf(current);
  const monasca = {
    keystone_url: 'http://keystone:5000',
    monocasca_client_url: 'http://monasca:8070',
    username: 'pacer',
    password: `${passwordWord}-monasca`,
    project_name: 'mesos',
  };
  const clusters = () => ({
    [framework]: { url: `http://${framework}:8080`, user: 'pacer', password: password(told) },
    ...(sharing ? { mesos: { agents: sharing.agents } } : {}),
    ...(hasMonasca ? { monasca } : {}),
  });
  return {
    read(name) {
      if (weather.strikes('secrets-unreadable')) throw new Error('Secrets Manager does not answer.');
      return name === 'callback-key' ? callbackKey : JSON.stringify(clusters());
    },
    isAllowed: ({ headers }) => headers?.authorization === `Basic ${basic}`,
    rotate(afterMs) {
      current += 1;
      basic = basicOf(current);
      clock.after(afterMs, () => {
        told += 1;
      });
    },
    isIn(text, jobIds) {
      if (text.includes(passwordWord)) return 'a password';
      if (text.includes(callbackKey)) return 'the callback key';
      if (text.includes(basic)) return 'an Authorization';
      for (const jobId of jobIds) if (text.includes(tokenOf(jobId))) return 'a callback token';
      return null;
    },
  };
}
