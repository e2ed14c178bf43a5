import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { aJob } from '../../test/rigs/builders.ts';
import { evaluation } from '../../test/rigs/evaluation.ts';
import { inEveryOrder, inTurn } from '../../test/rigs/every-order.ts';
import { noon } from '../../test/rigs/progress.ts';
import { type Command, dynamodb } from '../../test/simulation/table/engine.ts';
import { parseLaunchRequest } from '../request/launch-request.ts';
import { jobsTable } from '../store/jobs-table.ts';
import { type LaunchDeps, launchJob } from './launch-job.ts';

const job = { name: 'linpack', command: 'make', cpus: 1, container: { type: 'DOCKER', image: 'debian' } };
const asked = { job, deadline: '1d', iterations: 10, iterationDuration: '60s' };
const request = parseLaunchRequest(asked, noon, { min: 0.5, max: 2 });
const launch = {
  body: '{}',
  idempotencyKey: 'key',
  launchedBy: null,
  baseUrl: 'https://pacer.example',
  request,
};

/** A table in memory on which a launch may claim the name of another one, whose job is not stored after three minutes. */
function world() {
  const table = dynamodb(() => {});
  const first = ulid(noon);
  const { deps } = evaluation({ first: aJob(), observe: () => ({ known: false, problem: 'down' }) });
  let instant = noon + 180_000;
  const now = () => instant;
  const storeOf = (turn: () => Promise<void>) => {
    const client = {
      send: async (command: Command) => {
        await turn();
        return table.send(command);
      },
    };
    return jobsTable({ tableName: 'jobs', now, client: client as unknown as DynamoDBDocumentClient });
  };
  const depsOf = (jobId: string, turn: () => Promise<void>): LaunchDeps => {
    return {
      ...deps,
      now,
      // Nothing comes of what a launch waits for.
      sleep: async () => {
        instant += 10_000;
      },
      store: {
        ...storeOf(turn),
        loadLesson: async () => null,
        // Another evaluation looks at the job.
        takeLease: async () => false,
      },
      schedules: { create: async () => true, extend: async () => {}, remove: async () => {} },
      checkDefinition: () => ({ ...aJob().spec, cpus: 1, adjustments: [] }),
      checkCluster: async () => {},
      noteCluster: async () => {},
      claimIdempotencyKey: async (_, claim) => ({ ...claim, jobId }),
      newJobId: () => jobId,
      callbackToken: async () => 'token',
    };
  };
  return {
    first,
    store: storeOf(async () => {}),
    launchAs: (jobId: string, turn: () => Promise<void>) => launchJob(depsOf(jobId, turn), launch),
    /** The jobs that are stored. */
    stored: () =>
      [...table.items.values()].filter(({ sk, version }) => sk === 'STATE' && version !== undefined),
  };
}

const outcomeOf = (launching: Promise<unknown>) =>
  launching.then(
    () => 'launched',
    (error: Error & { code?: string }) => error.code ?? error.message,
  );

test('a launch that is repeated with its key while another takes its name is one of the two that is launched', async () => {
  const seen = new Set<string>();
  const orders = await inEveryOrder(async (choices) => {
    const { first, launchAs, stored } = world();
    const outcomes = ['', ''];
    const options = await inTurn(
      choices,
      [first, ulid(noon + 170_000)].map((jobId, i) => async (turn) => {
        outcomes[i] = await outcomeOf(launchAs(jobId, turn));
      }),
    );
    assert.equal(stored().length, 1, `${stored().length} jobs of one name after the order ${choices}`);
    assert.equal(outcomes.filter((outcome) => outcome === 'launched').length, 1);
    for (const outcome of outcomes) seen.add(outcome);
    return options;
  });
  assert.ok(orders > 100, `${orders} orders`);
  assert.deepEqual([...seen].sort(), ['launch-abandoned', 'launched', 'name-in-use']);
});

test('a launch whose name another job took and released was abandoned, and says so when it is repeated', async () => {
  const { first, store, launchAs, stored } = world();
  const inTurn = async () => {};
  const [one, other] = [first, ulid(noon + 170_000)].map((jobId) => ({ ...aJob().spec, jobId }));
  assert.ok(one && other);
  await store.claimName(one, null);
  assert.equal(await outcomeOf(launchAs(other.jobId, inTurn)), 'launched');
  await store.releaseName(other);
  assert.equal(await outcomeOf(launchAs(first, inTurn)), 'launch-abandoned');
  assert.deepEqual(
    stored().map(({ jobId }) => jobId),
    [other.jobId],
  );
});
