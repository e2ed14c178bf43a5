import { WrongTokenError } from '../job/errors.ts';
import { lastLines } from '../job/last-lines.ts';
import type { Report } from '../job/report.ts';
import { runKey, tokenHash } from '../job/token.ts';
import type { Log, Now } from '../ports/environment.ts';
import type { Recorded, ReportStore } from '../ports/job-store.ts';
import type { Wake } from '../ports/schedules.ts';
import { onOurClock, parseReport, question, type SentReport } from '../request/report-body.ts';

export interface RecordDeps {
  store: ReportStore;
  wake: Wake;
  log: Log;
  now: Now;
}

/** The answer to a container that asked whether there is anything left to do. */
export interface AskedForNext {
  status: 'asked';
  next: Recorded['next'];
}

export interface ReportCall {
  jobId: string;
  authorization: string;
  body: unknown;
}

/** Grace period for the evaluation that was woken for a report: afterwards it will not count it, and another is woken. */
const leftAfterMs = 5_000;
const bearer = /^Bearer ([A-Za-z0-9_-]{20,100})$/i;

/** Puts a container's report into its job's inbox, once, and asks for an evaluation; or answers what a container asks. */
export async function recordIteration(deps: RecordDeps, call: ReportCall): Promise<Recorded | AskedForNext> {
  const token = bearer.exec(call.authorization)?.[1];
  if (!token)
    throw new WrongTokenError('The header Authorization must be "Bearer " and the token of the job.');
  if (question.safeParse(call.body).success) {
    return { status: 'asked', next: await deps.store.askNext(call.jobId, tokenHash(token)) };
  }
  const now = deps.now();
  const report = reportOf(parseReport(call.body, now), token, now);
  const recorded = deps.store.recordReport(call.jobId, tokenHash(token), runKey(report.run), report);
  const { waitsSince, ...reply } = await recorded;
  // A report that comes again may have woken nobody the first time.
  const isLeft = waitsSince !== null && now - waitsSince >= leftAfterMs;
  if (reply.status === 'recorded' || isLeft) await wake(deps, call.jobId);
  return reply;
}

/** The report as it is kept, with the end of its output for people to read. */
function reportOf(sent: SentReport, token: string, now: number): Report {
  const report = { ...onOurClock(sent, now), receivedAt: now };
  if (!sent.stderrHex) return report;
  return { ...report, lastLines: lastLines(Buffer.from(sent.stderrHex, 'hex'), token) };
}

async function wake({ wake, log }: RecordDeps, jobId: string): Promise<void> {
  try {
    await wake(jobId, 'iteration');
  } catch (error) {
    log.warn('evaluation not woken; the next tick finds the report', {
      jobId,
      problem: (error as Error).message,
    });
  }
}
