import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { http } from '../../../lib/http/http.ts';
import { type MonascaClient, monascaClient } from '../../../lib/monasca/client.ts';
import { monascaCredentials } from '../../../lib/monasca/credentials.ts';
import { keystone } from '../../../lib/monasca/keystone.ts';
import { type MonascaCall, monascaCall } from '../../../lib/monasca/monasca-call.ts';
import { startKeystone } from '../../../simulators/keystone/start-keystone.ts';
import { startMonasca } from '../../../simulators/monasca/start-monasca.ts';
import { accounts, type KafkaOfTheReal } from '../real-monasca.ts';

export interface MonascaServer {
  url: string;
  keystoneUrl: string;
  received(): Promise<readonly { name: string; value: number }[]>;
  close(): Promise<void>;
}

const answerBody = z.looseObject({
  id: z.string().default(''),
  title: z.string().optional(),
  description: z.string().optional().nullable(),
  error: z.looseObject({ code: z.number(), title: z.string() }).optional(),
  elements: z.array(z.looseObject({ id: z.string().default(''), name: z.string().optional() })).default([]),
  links: z.array(z.object({ rel: z.string(), href: z.string() })).default([]),
});

export interface MonascaAnswer {
  status: number;
  headers: Headers;
  body: z.output<typeof answerBody>;
}

export interface Rig {
  server: MonascaServer;
  client: MonascaClient;
  call: MonascaCall;
  /** One request below `/v2.0` as it is; `token` is that of `user` unless another one is given. */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<MonascaAnswer>;
  tokenOf(user: keyof (typeof accounts)['roles']): Promise<string>;
}

export async function startLocal(kafka: KafkaOfTheReal = 'file'): Promise<MonascaServer> {
  const { project, password, roles } = accounts;
  const users = Object.entries(roles).map(([name, role]) => ({ name, password, project, roles: [role] }));
  const identity = await startKeystone({ users });
  const directory = await mkdtemp(join(tmpdir(), 'monasca-'));
  const monasca = await startMonasca({ keystone: identity.url, directory });
  await monasca.setKafkaDown(kafka === 'away');
  const close = async () => {
    await monasca.close();
    await identity.close();
    await rm(directory, { recursive: true });
  };
  return { url: monasca.url, keystoneUrl: identity.url, received: async () => monasca.received(), close };
}

/** A client of the server, and requests that no good client makes. */
export function rigOf(server: MonascaServer): Rig {
  const deps = { http: http({ timeoutMs: 10_000 }), now: Date.now };
  const credentials = (username: string) =>
    monascaCredentials.parse({
      keystone_url: server.keystoneUrl,
      monocasca_client_url: server.url,
      username,
      password: accounts.password,
      project_name: accounts.project,
    });
  const logins = {
    user: keystone(credentials('user'), deps),
    reader: keystone(credentials('reader'), deps),
  };
  const tokenOf = async (user: keyof typeof logins) => (await logins[user].token()).id;
  return {
    server,
    client: monascaClient(credentials('user'), deps),
    call: monascaCall(credentials('user'), deps),
    tokenOf,
    ask: async (method, path, body, headers) => {
      const usual = { 'x-auth-token': await tokenOf('user'), 'content-type': 'application/json' };
      const reply = await fetch(`${server.url}/v2.0${path}`, {
        method,
        headers: { ...usual, ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await reply.text();
      const json = answerBody.parse(text === '' ? {} : JSON.parse(text));
      return { status: reply.status, headers: reply.headers, body: json };
    },
  };
}
