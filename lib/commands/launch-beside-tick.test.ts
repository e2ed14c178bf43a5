import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ulid } from 'ulid';
import { aJob } from '../../test/rigs/builders.ts';
import { evaluation } from '../../test/rigs/evaluation.ts';
import { inEveryOrder, inTurn } from '../../test/rigs/every-order.ts';
import { noon } from '../../test/rigs/progress.ts';
import { evaluateEvent } from '../evaluate/evaluate-event.ts';
import type { Job } from '../job/job.ts';
import { parseLaunchRequest } from '../request/launch-request.ts';
import { type LaunchDeps, launchJob } from './launch-job.ts';

const job = { name: 'linpack', command: 'make', cpus: 1, container: { type: 'DOCKER', image: 'debian' } };
const asked = { job, deadline: '1d', iterations: 10, iterationDuration: '60s' };
const request = parseLaunchRequest(asked, noon, { min: 0.5, max: 2 });

/** A launch that is repeated two minutes after it died with its schedule made, a tick of that schedule, and the clock. */
function beside() {
  const jobId = ulid(noon);
  const { deps } = evaluation({ first: aJob(), observe: () => ({ known: false, problem: 'down' }) });
  const world = { now: noon + 119_000, job: null as Job | null, schedules: new Set([jobId]) };
  const depsOf = (turn: () => Promise<void>): LaunchDeps => {
    const inTurnOf =
      <Result>(act: () => Result) =>
      async () => {
        await turn();
        return act();
      };
    const load = inTurnOf(() => world.job);
    return {
      ...deps,
      now: () => world.now,
      // Nothing comes of what the launch waits for.
      sleep: async () => {
        world.now += 10_000;
      },
      store: {
        ...deps.store,
        load,
        create: (job) =>
          inTurnOf(() => {
            const isNew = world.job === null;
            world.job ??= job;
            return isNew;
          })(),
        claimName: async () => jobId,
        loadLesson: async () => null,
        // Another evaluation looks at the job.
        takeLease: async () => false,
      },
      schedules: {
        create: inTurnOf(() => {
          const isNew = !world.schedules.has(jobId);
          world.schedules.add(jobId);
          return isNew;
        }),
        extend: async () => {},
        remove: inTurnOf(() => void world.schedules.delete(jobId)),
      },
      checkDefinition: () => ({ ...aJob().spec, cpus: 1, adjustments: [] }),
      checkCluster: async () => {},
      noteCluster: async () => {},
      claimIdempotencyKey: async (_, claim) => ({ ...claim, jobId }),
      newJobId: () => jobId,
      callbackToken: async () => 'token',
    };
  };
  const launch = {
    body: '{}',
    idempotencyKey: 'key',
    launchedBy: null,
    baseUrl: 'https://pacer.example',
    request,
  };
  return {
    world,
    jobId,
    tasks: [
      (turn: () => Promise<void>) => launchJob(depsOf(turn), launch),
      (turn: () => Promise<void>) => evaluateEvent(depsOf(turn), { jobId, cause: 'tick' }),
      async (turn: () => Promise<void>) => {
        await turn();
        world.now += 2_000;
      },
    ],
  };
}

test('a launch that is repeated with its key while a tick removes its schedule has one, whatever comes first', async () => {
  const orders = await inEveryOrder(async (choices) => {
    const { world, jobId, tasks } = beside();
    const options = await inTurn(choices, tasks);
    assert.ok(world.job, 'the launch stores its job');
    assert.ok(world.schedules.has(jobId), `no schedule after the order ${choices}`);
    return options;
  });
  assert.ok(orders > 100, `${orders} orders`);
});
