import { scheduleEnd } from '../evaluate/save-evaluation.ts';
import type { FrameworkJob } from '../ports/framework.ts';
import type { KnownCluster } from '../ports/sweep-store.ts';
import { silentForMs } from './sweep-deps.ts';
import { forEachOf, type Sweeping } from './sweeping.ts';

const readsEveryMs = 3_600_000;
/** Two answers that are waited for in vain, each sent for twice. */
const readTakesMs = 20_000;
const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** At most once an hour reads all jobs of each framework, and has those evaluated again that should not be there any more. */
export async function sweepClusters(sweeping: Sweeping): Promise<void> {
  const { store, now, tried } = sweeping;
  if (!sweeping.mayGoOn(readTakesMs)) return;
  await tried(async () => {
    const due = (await store.knownClusters()).filter(({ readAt }) => now() - readAt >= readsEveryMs);
    await forEachOf(sweeping, due, ({ cluster, framework, readAt }) =>
      tried(() => sweepCluster(sweeping, { cluster, framework, readAt }), { cluster, framework }),
    );
  }, {});
}

async function sweepCluster(sweeping: Sweeping, known: KnownCluster): Promise<void> {
  const { store, now, found } = sweeping;
  if (!(await store.claimReading(known, now() - readsEveryMs + 1))) return;
  const listed = await listedJobs(sweeping, known);
  if (!listed) return;
  found.clustersRead++;
  const ids = listed.map(({ jobId }) => jobId).filter((jobId) => ulid.test(jobId));
  const swept = new Map((await store.sweptJobsOf(ids)).map((each) => [each.jobId, each]));
  found.unknown += listed.filter(({ jobId }) => !swept.has(jobId)).length;
  // One that was cleaned a moment ago may have been there when the list was read.
  const isLeft = ({ jobId }: FrameworkJob) => {
    const job = swept.get(jobId);
    return job?.clean && now() - job.evaluatedAt > silentForMs(sweeping);
  };
  await forEachOf(sweeping, listed.filter(isLeft), (left) =>
    sweeping.tried(() => evaluateAgain(sweeping, known, left), { ...left }),
  );
}

/** null when the framework did not tell: it is down, or its login has expired, which others notice. */
async function listedJobs(
  { frameworkOf, log }: Sweeping,
  { cluster, framework }: KnownCluster,
): Promise<FrameworkJob[] | null> {
  try {
    return (await frameworkOf({ cluster, framework }).listJobs?.()) ?? null;
  } catch (error) {
    log.warn('cluster not read; retried in an hour', {
      cluster,
      framework,
      problem: (error as Error).message,
    });
    return null;
  }
}

/** Never deletes anything itself: the evaluations of a job remove it with all the care that its framework needs. */
async function evaluateAgain(
  { store, schedules, found, log, now }: Sweeping,
  { cluster, framework }: KnownCluster,
  { jobId, name }: FrameworkJob,
): Promise<void> {
  const job = await store.load(jobId);
  // A copy that somebody made of a job of Pacer, for example: evaluations look for the job by its name.
  const isTheJob =
    job && job.spec.name === name && job.spec.cluster === cluster && job.spec.framework === framework;
  if (!isTheJob) {
    found.unknown++;
    return;
  }
  // In this order: one that is open again gets its schedule from a later sweep, whatever becomes of this one.
  await store.reopen(jobId);
  await schedules.create(jobId, scheduleEnd(job.deadlineAt, now()));
  found.leftovers++;
  log.warn('job left in its framework; it is evaluated again', { jobId, job: name, cluster, framework });
}
