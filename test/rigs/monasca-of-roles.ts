import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { startMonasca } from '../../simulators/monasca/start-monasca.ts';
import type { TokenOwner } from '../../simulators/monasca/token-check.ts';

const project = { id: 'mesos' };
const owners: Record<string, TokenOwner> = {
  user: { project, roles: ['Monasca-User'] },
  agent: { project, roles: ['monasca-agent'] },
  reader: { project, roles: ['monasca-read-only-user'] },
  admin: { project, roles: ['admin'] },
  delegate: { project, roles: ['admin', 'monasca-agent'] },
  other: { project: { id: 'other' }, roles: ['monasca-user'] },
  unscoped: { roles: [] },
};
const element = z.looseObject({
  id: z.string().optional(),
  dimensions: z.record(z.string(), z.string()).optional(),
  columns: z.array(z.string()).optional(),
  measurements: z.array(z.array(z.unknown())).optional(),
});
const answerBody = z.looseObject({
  title: z.string().optional(),
  description: z.string().optional(),
  status: z.string().optional(),
  error: z.looseObject({ title: z.string() }).optional(),
  elements: z.array(element).optional(),
  links: z.array(z.object({ rel: z.string(), href: z.string() })).optional(),
});

export const at = 1_767_225_600_000;
export const good = { name: 'pacer.cpus', dimensions: { job: 'one' }, timestamp: at, value: 1.5 };

/** A Monasca on a directory, which it is started on again; a token is the name of a role's owner. */
export async function monascaOfRoles() {
  const directory = await mkdtemp(join(tmpdir(), 'monasca-'));
  const start = () => startMonasca({ keystone: (token) => owners[token], directory });
  const rig = {
    directory,
    server: await start(),
    async post(body: unknown, headers: Record<string, string> = {}, query = '') {
      const reply = await fetch(`${rig.server.url}/v2.0/metrics${query}`, {
        method: 'POST',
        headers: { 'x-auth-token': 'user', 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
      });
      const text = await reply.text();
      const answer = text === '' ? {} : answerBody.parse(JSON.parse(text));
      return { status: reply.status, headers: reply.headers, text, body: answer };
    },
    async get(path: string, token = 'user') {
      const reply = await fetch(rig.server.url + path, { headers: { 'x-auth-token': token } });
      return { status: reply.status, body: answerBody.parse(await reply.json()) };
    },
    async start(): Promise<void> {
      rig.server = await start();
    },
    async close() {
      await rig.server.close();
      await rm(directory, { recursive: true });
    },
  };
  return rig;
}

export type MonascaOfRoles = Awaited<ReturnType<typeof monascaOfRoles>>;
