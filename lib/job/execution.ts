import * as z from 'zod/mini';

/** A run that goes on, as far as anybody knows. Instants are epoch milliseconds on our clock. */
export type GoingRun = z.infer<typeof goingRun>;
const goingRun = z.object({
  /** When its start was asked for; where Pacer starts none, when it was first expected. */
  requestedAt: z.number(),
  /** When the framework was first seen to run it. */
  runningAt: z.nullable(z.number()),
  /** Since when the framework has been seen with nothing queued or running. */
  idleAt: z.nullable(z.number()),
  /** When its kill was asked for: it was taken to hang, or the job has ended. */
  killedAt: z.nullable(z.number()),
});

/** The start of a run that Pacer asked for and has not yet heard the end of. */
export type RequestedRun = z.infer<typeof requestedRun>;
const requestedRun = z.extend(goingRun, {
  /** When the states of all jobs were last asked because of it. */
  askedAt: z._default(z.nullable(z.number()), null),
  /** When the task of the run before was last heard, after this one was asked for: what runs may be that task. */
  displacedAt: z.optional(z.number()),
  /** The cpus with which it was asked for; absent in rows of earlier versions. */
  cpus: z.optional(z.number()),
  /** How long the run had waited at the gate before it was asked for; absent if it had not to. */
  heldSeconds: z.optional(z.number()),
  /** What the framework had counted when the run was asked for. */
  succeededBefore: z.number(),
  failedBefore: z.number(),
});

/** A run that has reported and whose task may still end. */
export type EndingRun = z.infer<typeof endingRun>;
const endingRun = z.object({
  requestedAt: z.number(),
  succeededBefore: z.number(),
  failedBefore: z.number(),
  reportedAt: z.number(),
  /** When the kill of its task was asked for, which does not end. */
  killedAt: z._default(z.nullable(z.number()), null),
});

/** A run that was settled without its report, which may still come. */
export type UnreportedRun = z.infer<typeof unreportedRun>;
const unreportedRun = z.object({
  requestedAt: z.number(),
  /** `counted` as an iteration, by the framework's counter; a failure; or `unseen`, and so neither. */
  as: z.enum(['counted', 'failed', 'unseen']),
  /** What was counted as held by it; its report says it better. */
  coreSeconds: z.optional(z.number()),
});

/** What the job's runs waited from their request to their start, in seconds. */
export type QueueWaits = z.infer<typeof queueWaits>;
const queueWaits = z.object({
  lastSeconds: z.number(),
  /** The shortest so far: what a start takes in any case. */
  leastSeconds: z.number(),
  /** When a run last started that had to wait for others (epoch milliseconds); null if none had to. */
  contendedAt: z.nullable(z.number()),
});

/** Room that is taken for a run; `agent` is where a picture of the room had it. */
const claim = z.object({ agent: z.string(), cpus: z.number(), at: z.number() });

/** A run that could begin and waits at the gate for room: since when, and its place in the order. */
export type HeldRun = z.infer<typeof heldRun>;
const heldRun = z.object({ since: z.number(), isLast: z.boolean(), deadlineAt: z.number() });

/** What is known of a job whose every run Pacer starts. */
export type StartedRuns = z.infer<typeof startedRuns>;
const startedRuns = z.object({
  kind: z.literal('started-runs'),
  run: z.nullable(requestedRun),
  /** The run that has reported, as long as the framework was not seen to have counted the end of its task. */
  endingRun: z._default(z.nullable(endingRun), null),
  /** The last runs that were settled without their reports, oldest first. */
  unreported: z._default(z.array(unreportedRun), []),
  /** What the framework counts as failed once it has counted the last run, which ended uncounted; 0 when none did. */
  failedDue: z._default(z.number(), 0),
  /** What the framework has counted of tasks that an earlier job of the same name left; absent when there were none. */
  ofOthers: z.optional(z.object({ succeeded: z.number(), failed: z.number() })),
  /** By how much the clock of Chronos was ahead of ours when the last run was queued, in milliseconds. */
  chronosAheadMs: z._default(z.number(), 0),
  /** Absent as long as no run has reported. */
  waits: z.optional(queueWaits),
  /** Whether the job's runs go before those of others; absent while they need not. */
  isUrgent: z.optional(z.boolean()),
  /** What the job has claimed of its cluster's room for its run; absent where the room is not known. */
  claim: z.optional(claim),
  /** Absent while no run is held at the gate. */
  held: z.optional(heldRun),
  /** Since when nothing of the ended job has been seen to run or to be queued. */
  quietSince: z._default(z.nullable(z.number()), null),
  /** When the queued run of the ended job was made one that does nothing. */
  quietedAt: z._default(z.nullable(z.number()), null),
});

/** Starts of an app's task after a change of the app, the last one last. Lengths of time are seconds. */
export type TaskStarts = z.infer<typeof taskStarts>;
const taskStarts = z.object({
  /** Of the app when its task was last seen to have started. */
  version: z.string(),
  /** Whether it is only the app's first start, which pulled the image and had no task to end. */
  isFirst: z.boolean(),
  /** From the change to the launch, for which an offer had to come. */
  offerSeconds: z.array(z.number()),
  /** From the launch to the start. */
  taskSeconds: z.array(z.number()),
});

/** A task of an app, and since when it has been seen, on our clock. */
const seenTask = z.object({ id: z.string(), seenAt: z.number() });

/** What is known of an app whose one task goes from run to run by itself. */
export type LoopingApp = z.infer<typeof loopingApp>;
const loopingApp = z.object({
  kind: z.literal('looping-app'),
  run: z.nullable(goingRun),
  /** The task that was seen last to run. */
  task: z._default(z.nullable(seenTask), null),
  /** The task that an agent was seen to prepare last; null when none is. */
  stagedTask: z._default(z.nullable(seenTask), null),
  /** The task that was seen last to have failed. */
  crashedTask: z._default(z.nullable(z.string()), null),
  /** Since when a deployment of the app has been seen under way. */
  changingSince: z._default(z.nullable(z.number()), null),
  /** When Pacer last asked that the app has no task, because its job is paused; null when it never did. */
  suspendedAt: z._default(z.nullable(z.number()), null),
  /** So many of the job's `rests` are over: the tasks that were told so are gone. */
  restsOver: z._default(z.number(), 0),
  /** What the last starts of the task took; absent as long as none was seen. */
  starts: z.optional(taskStarts),
  /** What a change of cpus costs, by what the starts took; null as long as none was seen. */
  restartSeconds: z._default(z.nullable(z.number()), null),
});

/** What is known of how the runs of a job are made. `kind` follows from the job's framework and never changes. */
export type Execution = z.infer<typeof execution>;
export const execution = z.discriminatedUnion('kind', [startedRuns, loopingApp]);

/** Whether Pacer starts every run, or one task goes from run to run by itself. */
export type ExecutionKind = Execution['kind'];

const begun: { [Kind in ExecutionKind]: Extract<Execution, { kind: Kind }> } = {
  'started-runs': {
    kind: 'started-runs',
    run: null,
    endingRun: null,
    unreported: [],
    failedDue: 0,
    chronosAheadMs: 0,
    quietSince: null,
    quietedAt: null,
  },
  'looping-app': {
    kind: 'looping-app',
    run: null,
    task: null,
    stagedTask: null,
    crashedTask: null,
    changingSince: null,
    suspendedAt: null,
    restsOver: 0,
    restartSeconds: null,
  },
};

/** What is known of a job to which nothing has happened yet. */
export function newExecution<Kind extends ExecutionKind>(kind: Kind): Extract<Execution, { kind: Kind }> {
  return begun[kind];
}

/** Whether the job's next run is to go before those of others. */
export function isUrgent(of: Execution): boolean {
  return of.kind === 'started-runs' && of.isUrgent === true;
}

/** What a change of cpus costs the job, in seconds; null where it costs nothing, or nothing is known. */
export function restartSecondsOf(of: Execution): number | null {
  return of.kind === 'looping-app' ? of.restartSeconds : null;
}
