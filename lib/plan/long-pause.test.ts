import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFound, aJob, anApp, aReport } from '../../test/rigs/builders.ts';
import { noon } from '../../test/rigs/progress.ts';
import { laws } from '../control/laws.ts';
import type { FrameworkName } from '../job/frameworks.ts';
import type { Job } from '../job/job.ts';
import { planOf } from './decide-cpus.ts';
import { planEvaluation } from './plan-evaluation.ts';

const hour = 3_600_000;
/** Ten iterations of a minute, with an hour between them, within ten hours. */
const deadlineAt = noon + 10 * hour;

function aPausedJob(framework: FrameworkName, change: Parameters<typeof aJob>[0] = {}): Job {
  const { spec } = aJob({ deadlineAt, spec: { framework, pauseSeconds: 3600, law: 'adaptive' } });
  const memory = laws.adaptive.begin(planOf(spec, deadlineAt));
  return aJob({ ...change, deadlineAt, spec, progress: { memory, ...change.progress } });
}

for (const framework of ['chronos', 'marathon'] as const) {
  const seen = framework === 'chronos' ? aFound() : anApp();
  const forecastAt = (job: Job, now: number) => {
    const { progress } = planEvaluation(job, seen, laws.adaptive, now);
    return {
      job: { ...job, progress, inbox: {} },
      decision: progress.decision ?? assert.fail('nothing is decided'),
    };
  };

  test(`${framework}: the forecast is as true late in a pause as at its beginning`, () => {
    const reported = aPausedJob(framework, { inbox: { a: aReport(60, { run: 'task.1' }) } });
    const after = forecastAt(reported, noon + 60_000);
    // Nine hours of pauses and ten iterations take a little longer than nine hours.
    const { p10, p50 } = after.decision.forecast.finishAt;
    assert.ok(p10 > noon + 9 * hour && p50 < noon + 9.5 * hour, new Date(p50).toISOString());
    let { job } = after;
    for (let minute = 2; minute < 61; minute++) {
      const next = forecastAt(job, noon + minute * 60_000);
      assert.equal(next.decision.forecast.finishAt.p50, p50, `minute ${minute}`);
      assert.equal(next.decision.outlook, 'on-time');
      job = next.job;
    }
  });

  test(`${framework}: there is no pause before the first run`, () => {
    const { decision } = forecastAt(aPausedJob(framework), noon);
    assert.ok(decision.forecast.finishAt.p50 < noon + 9.5 * hour);
  });
}
