import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { ConflictError, TooManyReportsError, UnknownJobError, WrongTokenError } from '../job/errors.ts';
import { countedLoops, forgottenUpTo, isFinished, jobStatus } from '../job/job-status.ts';
import { placeOf, type Report, type RunPlace } from '../job/report.ts';
import { loopKey } from '../job/token.ts';
import type { Recorded, ReportStore } from '../ports/job-store.ts';
import { keyOf } from './keys.ts';
import { isAbandonedLaunch, type Table } from './table.ts';

/** More reports than this never wait at once, unless somebody sends them for nothing. */
const inboxLimit = 100;

const conditions = {
  jobIsThere: 'attribute_exists(pk) AND attribute_not_exists(abandonedAt)',
  tokenIsRight: 'tokenHash = :tokenHash',
  jobIsLive: 'progress.#status IN (:launching, :running)',
  runIsNotWaiting: 'attribute_not_exists(inbox.#run)',
  runIsNotCounted: 'attribute_not_exists(progress.recentRuns.#run)',
  // The runs of a loop are counted in their order; of others only the last are remembered.
  runIsNotForgotten:
    '(progress.loops.#task.upTo < :number OR (attribute_not_exists(progress.loops.#task) AND (attribute_not_exists(progress.forgottenUpTo) OR progress.forgottenUpTo < :order)))',
  inboxHasRoom: 'size(inbox) < :limit',
};

/** What of a job's state tells what to answer. */
const seen = z.object({
  tokenHash: z.string(),
  iterations: z.number(),
  cancelRequestedAt: z.nullable(z.number()),
  pausedAt: z._default(z.nullable(z.number()), null),
  heardAgainAt: z._default(z.number(), 0),
  inbox: z.record(z.string(), z.object({ exitCode: z.number(), receivedAt: z.optional(z.number()) })),
  progress: z.object({
    status: jobStatus,
    completed: z.number(),
    recentRuns: z.record(z.string(), z.number()),
    loops: countedLoops,
    forgottenUpTo,
  }),
});

type Seen = z.infer<typeof seen>;

/** The callback path: one conditional write a report, and nothing else unless the condition fails, or a loop is told to rest. */
export function reports(table: Table): ReportStore {
  return {
    askNext: async (jobId, tokenHash) => {
      const item = await readByWriting(table, jobId);
      if (item === undefined) throw new UnknownJobError(jobId);
      return nextNoted(table, jobId, withToken(seen.parse(item), tokenHash));
    },
    recordReport: async (jobId, tokenHash, runKey, report) => {
      const sent = { tokenHash, runKey, report };
      const { state, isSignOfLife, ...reply } = await recorded(table, jobId, sent);
      if (isSignOfLife) await hearAgain(table, jobId);
      const loops = placeOfReport(report).loop !== null;
      return { ...reply, next: loops ? await nextNoted(table, jobId, state) : nextOf(state) };
    },
  };
}

/** What is answered to a report, and the state that tells what the container is to do next. */
type Answered = Omit<Recorded, 'next'> & {
  waitsSince: number | null;
  isSignOfLife: boolean;
  state: Seen;
};

async function recorded(table: Table, jobId: string, sent: Sent): Promise<Answered> {
  try {
    const { Attributes } = await table.client.send(appendReport(table, jobId, sent));
    const state = seen.parse(Attributes);
    return { status: 'recorded', waitsSince: table.now(), isSignOfLife: false, state };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const item = error.Item ? unmarshall(error.Item) : await readByWriting(table, jobId);
    return whyNot(jobId, item, sent);
  }
}

interface Sent {
  tokenHash: string;
  runKey: string;
  report: Report;
}

function appendReport(table: Table, jobId: string, { tokenHash, runKey, report }: Sent): UpdateCommand {
  const { order, loop } = placeOfReport(report);
  return new UpdateCommand({
    ...stateOf(table, jobId),
    ConditionExpression: Object.values(conditions).join(' AND '),
    UpdateExpression: 'SET inbox.#run = :report',
    ExpressionAttributeNames: {
      '#status': 'status',
      '#run': runKey,
      '#task': loop === null ? noTask : loopKey(loop.task),
    },
    ExpressionAttributeValues: {
      ':tokenHash': tokenHash,
      ':launching': 'LAUNCHING',
      ':running': 'RUNNING',
      ':report': report,
      ':order': order,
      ':number': loop?.number ?? 0,
      ':limit': inboxLimit,
    },
    ReturnValues: 'ALL_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
}

/** The key of no task: a run that is not one of a loop. */
const noTask = '-';

/** Earlier versions did not keep the order. */
function placeOfReport({ run, startedAt, order }: Report): RunPlace {
  const place = placeOf(run, startedAt);
  return { ...place, order: order ?? place.order };
}

/** The state of a job that is there. */
const stateOf = ({ tableName }: Table, jobId: string) => ({
  TableName: tableName,
  Key: keyOf.state(jobId),
  ConditionExpression: conditions.jobIsThere,
});

/**
 * The item, read separately for callers, and for an engine that does not give it with the failed condition.
 * The function that records reports may only update items, and an update of nothing shows the item.
 */
async function readByWriting(table: Table, jobId: string): Promise<unknown> {
  try {
    const update = new UpdateCommand({ ...stateOf(table, jobId), ReturnValues: 'ALL_NEW' });
    return (await table.client.send(update)).Attributes;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

/** So often at most it is written that a container was heard again. */
const hearAgainMs = 10_000;

function isNews({ heardAgainAt }: Seen, receivedAt: number): boolean {
  return receivedAt - heardAgainAt >= hearAgainMs;
}

const isLatest = (order: number, runs: Record<string, number>) =>
  Object.values(runs).every((each) => each <= order);

/** A container that has reported and gets no answer reports again and begins no other run: it does not hang. The next time tells it, too. */
async function hearAgain(table: Table, jobId: string): Promise<void> {
  const update = new UpdateCommand({
    ...stateOf(table, jobId),
    UpdateExpression: 'SET heardAgainAt = :now',
    ExpressionAttributeValues: { ':now': table.now() },
  });
  await table.client.send(update).catch(() => {});
}

function whyNot(jobId: string, item: unknown, { tokenHash, runKey, report }: Sent): Answered {
  if (item === undefined || isAbandonedLaunch(item)) throw new UnknownJobError(jobId);
  const state = withToken(seen.parse(item), tokenHash);
  const { inbox, progress } = state;
  const { order, loop } = placeOfReport(report);
  const isWaiting = runKey in inbox;
  const countedUpTo = loop && progress.loops[loopKey(loop.task)]?.upTo;
  const isCounted = runKey in progress.recentRuns || (loop && countedUpTo && loop.number <= countedUpTo);
  if (isWaiting || isCounted) {
    const waitsSince = isWaiting ? (inbox[runKey]?.receivedAt ?? 0) : null;
    const isLast = loop === null ? isLatest(order, progress.recentRuns) : loop.number === countedUpTo;
    const isSignOfLife =
      (isWaiting || isLast) && report.receivedAt !== undefined && isNews(state, report.receivedAt);
    return { status: 'duplicate', waitsSince, isSignOfLife, state };
  }
  if (isFinished(progress.status)) {
    throw new ConflictError(
      'job-finished',
      `Job ${jobId} is ${progress.status}: its runs are not counted any more.`,
    );
  }
  if (order <= progress.forgottenUpTo) {
    throw new ConflictError('report-too-old', 'The run is older than runs that were counted long ago.');
  }
  throw new TooManyReportsError(`${inboxLimit} reports wait to be counted; send this one again in a moment.`);
}

/** The state, for a caller with the job's token. */
function withToken(state: Seen, tokenHash: string): Seen {
  if (state.tokenHash === tokenHash) return state;
  throw new WrongTokenError('The token is not the one of this job.');
}

/**
 * What a task that goes from run to run is to do next. That one of a paused job is told to stop is noted before it is told: nobody
 * takes it for one that works, and when the job goes on another one is started.
 */
async function nextNoted(table: Table, jobId: string, state: Seen): Promise<Recorded['next']> {
  if (state.pausedAt === null || isFinished(state.progress.status)) return nextOf(state);
  const update = new UpdateCommand({
    ...stateOf(table, jobId),
    UpdateExpression: 'ADD rests :one',
    ExpressionAttributeValues: { ':one': 1 },
  });
  await table.client.send(update);
  return 'stop';
}

function nextOf({ iterations, cancelRequestedAt, inbox, progress }: Seen): Recorded['next'] {
  const waiting = Object.values(inbox).filter(({ exitCode }) => exitCode === 0).length;
  const isOver = progress.completed + waiting >= iterations || isFinished(progress.status);
  return isOver || cancelRequestedAt !== null ? 'stop' : 'continue';
}
