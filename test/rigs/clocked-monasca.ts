import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { type MonascaOptions, startMonasca } from '../../simulators/monasca/start-monasca.ts';

const reply = z.looseObject({
  id: z.string().default(''),
  title: z.string().optional(),
  description: z.string().optional(),
  elements: z.array(z.looseObject({ id: z.string().default('') })).default([]),
  links: z.array(z.object({ rel: z.string(), href: z.string() })).default([]),
});

/** Half a minute after a whole one. */
export const startedAt = Date.UTC(2026, 10, 30, 0, 4, 30);

/** A local Monasca whose clock stands still unless it is moved. */
export async function startClockedMonasca(options: Partial<MonascaOptions> = {}) {
  const clock = { now: startedAt };
  const directory = await mkdtemp(join(tmpdir(), 'monasca-'));
  const owner = { project: { id: 'mesos' }, roles: ['monasca-user'] };
  const start = () => startMonasca({ keystone: () => owner, now: () => clock.now, directory, ...options });
  let monasca = await start();

  async function call(method: string, path: string, body?: unknown) {
    const answer = await fetch(`${monasca.url}/v2.0${path}`, {
      method,
      headers: { 'x-auth-token': 'any', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type') === 'application/json';
    const json = reply.parse(isJson && text !== '' ? JSON.parse(text) : {});
    return { status: answer.status, headers: answer.headers, text, ...json };
  }

  return {
    clock,
    call,
    monasca: () => monasca,
    /** Moves the clock, and resolves when the engine has done the looks that were due. */
    passSeconds: async (seconds: number) => {
      clock.now += seconds * 1000;
      await call('GET', '/alarms?limit=1');
    },
    /** Now, or of `age` seconds ago. */
    send: (name: string, value: number, { dimensions = {}, age = 0 } = {}) =>
      call('POST', '/metrics', { name, value, dimensions, timestamp: clock.now - age * 1000 }),
    define: (expression: string, more: object = {}) =>
      call('POST', '/alarm-definitions', { name: `of ${expression}`, expression, ...more }),
    alarms: async ({ id }: { id: string }) =>
      (await call('GET', `/alarms?alarm_definition_id=${id}`)).elements,
    restart: async () => {
      await monasca.close();
      monasca = await start();
    },
    close: async () => {
      await monasca.close();
      await rm(directory, { recursive: true });
    },
  };
}
