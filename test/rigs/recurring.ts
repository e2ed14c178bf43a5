import type { RecurringJob } from '../../lib/recurring/recurring-job.ts';
import { jobForTests } from './job.ts';

const { jobId, reportUrl, launchedAt, launchedBy, scheduledAt, ...spec } = jobForTests.spec;

/** A recurring job of which nothing has started, to be varied by tests. */
export const recurringForTests: RecurringJob = {
  spec,
  baseUrl: 'https://pacer.example',
  deadlineSeconds: 7_200,
  schedule: {
    expression: 'cron(0 2 * * ? *)',
    timeZone: 'Europe/Madrid',
    startAt: launchedAt,
    overlap: 'skip',
  },
  scheduleId: '01KDTESTSCHEDVE00000000000',
  createdAt: launchedAt,
  createdBy: launchedBy,
  requestHash: 'hash-of-the-request',
  pausedAt: null,
  lastScheduledAt: null,
  pending: null,
  occurrences: [],
  version: 0,
};
