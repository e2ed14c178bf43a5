import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultBus } from '../../lib/aws/put-events.ts';
import { postOutside } from '../../lib/http/post-outside.ts';
import { allowedAddresses } from '../../lib/http/public-addresses.ts';
import type { Job, Point } from '../../lib/job/job.ts';
import type { RequestedChange } from '../../lib/ports/job-store.ts';
import { untoldPoints } from '../../lib/store/points.ts';
import { storeChange } from '../../lib/store/requested-changes.ts';
import type { TellingDeps } from '../../lib/telling/telling-deps.ts';
import { startDynamoDb } from '../../local/dynamodb.ts';
import { startEventBus } from '../../local/events/event-bus.ts';
import { localAws } from '../../local/local-aws.ts';
import { newJob, now, startRig as startStoreRig } from '../contract/store/rig.ts';
import { pointForTests } from './job.ts';

/** The embedded table and the local bus, with jobs of which something is to be told. */
export async function startTellingRig() {
  const directory = mkdtempSync(join(tmpdir(), 'pacer-telling-'));
  const bus = await startEventBus({ directory });
  const engine = { name: 'the embedded engine', missing: false as const, returnsRefusedItem: false };
  const tables = await startStoreRig({ ...engine, start: () => startDynamoDb(join(directory, 'table')) });
  Object.assign(
    process.env,
    localAws.environment({ dynamodb: '', lambda: '', scheduler: '', events: bus.url }),
  );
  const store = untoldPoints(tables.table);
  const problems: string[] = [];
  const said: string[] = [];
  const say = (message: string, fields: Record<string, unknown>) => {
    problems.push(String(fields.problem));
    said.push(`${message} ${JSON.stringify(fields)}`);
  };
  return {
    bus,
    directory,
    store,
    /** The problems that were logged, and the whole lines. */
    problems,
    said,
    /** Telling, an hour after the points were made. */
    deps: (change: Partial<TellingDeps> = {}): TellingDeps => ({
      store,
      putEvents: defaultBus({ EVENTS_ENDPOINT: bus.url, AWS_REGION: localAws.region }),
      wake: async () => {},
      // The receivers of the tests are on this machine.
      post: postOutside({ isAllowed: allowedAddresses(['127.0.0.0/8']), timeoutMs: 1_000 }),
      stack: 'pacer-test',
      log: { info: say, warn: say, error: say },
      now: () => now + 3_600_000,
      ...change,
    }),
    job: async (webhook: Job['spec']['webhook'] = null): Promise<Job> => {
      const { spec, ...made } = newJob();
      const job = { ...made, spec: { ...spec, webhook } };
      await tables.store.create(job);
      return job;
    },
    load: ({ spec }: Job) => tables.store.load(spec.jobId),
    change: (job: Job, change: RequestedChange) => storeChange(tables.table, job.spec.jobId, change, job),
    putPoint: async ({ spec }: Job, change: Partial<Point>) => {
      const point = { ...pointForTests, at: now, ...change };
      await tables.store.putPoint(spec.jobId, point);
      return { jobId: spec.jobId, at: point.at };
    },
    /** What went over the bus about a job. */
    told: ({ spec }: Job) => bus.received().filter(({ detail }) => detail.jobId === spec.jobId),
    async close() {
      await tables.close();
      await bus.close();
      rmSync(directory, { recursive: true });
    },
  };
}

export type TellingRig = Awaited<ReturnType<typeof startTellingRig>>;
