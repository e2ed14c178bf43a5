import { cpuGrid } from '../../control/adaptive/speed-model/cpu-grid.ts';
import type { HeldRun, StartedRuns } from '../../job/execution.ts';
import type { Job } from '../../job/job.ts';
import type { Progress } from '../../job/progress.ts';
import { type Evaluation, planEvaluation } from '../../plan/plan-evaluation.ts';
import { placeOf } from '../../plan/started-runs/held.ts';
import { expectedSeconds } from '../../plan/started-runs/run-states.ts';
import type { Agents } from '../../ports/agents.ts';
import type { Observation } from '../../ports/observation.ts';
import { atGate, type Comer, calledUp, freedClaim, type Verdict, type WaitingJob } from '../../room/gate.ts';
import type { Claim, Room } from '../../room/room.ts';
import type { EvaluateDeps, GateDeps } from '../evaluate-deps.ts';
import { seenAnew } from './know-room.ts';

/** An evaluation reads so many of the jobs that wait, the first in the order; it wakes those that have room. */
const lookedAtMost = 4;
/** Another run may have claimed the room in the same moment. */
const triesAtMost = 2;

/** An evaluation as the gate has it, and what is left to be done once it is written. */
export interface Passed {
  evaluation: Evaluation;
  afterwards(): Promise<void>;
}

/** Plans the evaluation, with what the gate says. */
type Plan = (gate?: Verdict) => Evaluation;

interface Coming {
  deps: EvaluateDeps;
  gate: GateDeps;
  job: Job;
  now: number;
}

/**
 * Plans what an evaluation does: the next run of a job passes, or is held, where the room of its cluster is known. An error of reading or
 * writing the room never holds a run: it starts as it would without a gate.
 */
export async function passGate(deps: EvaluateDeps, job: Job, observation: Observation): Promise<Passed> {
  const now = deps.now();
  const plan: Plan = (verdict) => planEvaluation(job, observation, deps.laws[job.spec.law], now, verdict);
  const evaluation = plan();
  const { gate } = deps;
  const { kind } = job.progress.execution;
  if (!gate || kind === 'looping-app') return { evaluation, afterwards: nothing };
  const coming = { deps, gate, job, now };
  try {
    if (evaluation.step.do === 'start') return await comes(coming, evaluation, plan);
    return await leaves(coming, evaluation);
  } catch (error) {
    warn(coming, 'gate not asked', error);
    return { evaluation, afterwards: nothing };
  }
}

const nothing = async () => {};

function warn({ deps, job }: Coming, message: string, error: unknown): void {
  deps.log.warn(message, { jobId: job.spec.jobId, problem: (error as Error).message });
}

async function comes(coming: Coming, evaluation: Evaluation, plan: Plan): Promise<Passed> {
  const { gate, job, now } = coming;
  const agents = await gate.agentsOf(job.spec.cluster);
  const { claim = null, held } = startedRuns(job);
  if (agents === null) {
    await removePlace(coming, held);
    return { evaluation, afterwards: nothing };
  }
  for (let tries = 1; ; tries++) {
    const seen = await look(coming, agents);
    const endedAt = evaluation.progress.lastEndAt;
    const freed = freedClaim(seen.room, job.spec.jobId, { claim, endedAt, isStated: agents.isStated });
    const { verdict, called } = atGate(comerOf(coming, evaluation, freed), seen.waiting, seen.room, now);
    const next = plan(verdict);
    if (!verdict.isOpen) return waits(coming, next, { ...seen, freed, called });
    if (await claims(coming, next, { ...seen, freed })) {
      await removePlace(coming, held);
      return { evaluation: next, afterwards: () => callUp(coming, called) };
    }
    if (tries >= triesAtMost)
      return waits(coming, plan({ isOpen: false, ahead: 0 }), { ...seen, freed, called: [] });
  }
}

interface Seen {
  room: Room | null;
  waiting: WaitingJob[];
}

/** The room and the first that wait, those left out who are not there any more. */
async function look({ deps, gate: { rooms }, job, now }: Coming, agents: Agents): Promise<Seen> {
  const { cluster, jobId } = job.spec;
  const read = await rooms.readRoom(cluster, lookedAtMost);
  const isGone = (each: WaitingJob) =>
    each.staleAt <= now || (each.jobId !== jobId && (read.room?.claims[each.jobId]?.at ?? 0) > each.since);
  for (const gone of read.waiting.filter(isGone)) await rooms.removeWaiting(cluster, gone);
  const waiting = read.waiting.filter((each) => !isGone(each));
  const { load } = deps.store;
  const known = { rooms, load, log: deps.log, now: deps.now };
  return { waiting, room: await seenAnew(known, cluster, { read: read.room, agents }) };
}

function comerOf({ job, now }: Coming, { progress }: Evaluation, freed: Claim | null): Comer {
  const { spec } = job;
  const { held } = startedRuns(job);
  const known = { ...progress, execution: { ...startedRuns({ progress }), ...(held ? { held } : {}) } };
  return {
    ...placeOf(known, job, now),
    jobId: spec.jobId,
    cpus: progress.cpus,
    choices: cpuGrid(spec.cpus),
    iterationSeconds: expectedSeconds(progress, spec),
    freed,
  };
}

/** Whether the room that the next run is to have could be claimed, or none had to be. */
async function claims(
  { gate, job }: Coming,
  { progress }: Evaluation,
  { room, freed }: { room: Room | null; freed: Claim | null },
): Promise<boolean> {
  const { claim } = startedRuns({ progress });
  if (claim === undefined || room === null) return true;
  const { cluster, jobId } = job.spec;
  return gate.rooms.claimRoom(cluster, jobId, { claim, freed, read: room });
}

/** The job takes its place in the order, once it is written that it waits; and others may have what it had. */
async function waits(
  coming: Coming,
  evaluation: Evaluation,
  { room, freed, called }: Seen & { freed: Claim | null; called: string[] },
): Promise<Passed> {
  const { gate, job, now, deps } = coming;
  const { cluster, jobId } = job.spec;
  const { held: was } = startedRuns(job);
  const { held } = startedRuns(evaluation);
  if (held === undefined) return { evaluation, afterwards: nothing };
  if (was && !isSamePlace(was, held)) await removePlace(coming, was);
  if (!was) deps.log.info('run held at the gate', { jobId, cluster, cpus: evaluation.progress.cpus });
  const { cpus } = evaluation.progress;
  const item = { jobId, ...held, cpus, choices: cpuGrid(job.spec.cpus), staleAt: now + gate.staleAfterMs };
  const afterwards = async () => {
    await gate.rooms.putWaiting(cluster, item);
    if (freed && room) await gate.rooms.releaseRoom(cluster, jobId, { freed, read: room });
    await callUp(coming, called);
  };
  return { evaluation, afterwards: () => attempted(coming, afterwards) };
}

/** A job that waits no more gives up its place, and one that has ended or is paused what it had claimed. */
async function leaves(coming: Coming, evaluation: Evaluation): Promise<Passed> {
  const was = startedRuns(coming.job);
  const is = startedRuns(evaluation);
  if (was.held && !is.held) await removePlace(coming, was.held);
  const { claim } = was;
  if (claim === undefined || is.claim !== undefined) return { evaluation, afterwards: nothing };
  const { lastEndAt } = evaluation.progress;
  return { evaluation, afterwards: () => attempted(coming, () => giveUp(coming, claim, lastEndAt)) };
}

async function giveUp(coming: Coming, claim: Claim, endedAt: number | null): Promise<void> {
  const { gate, job, now } = coming;
  const { cluster, jobId } = job.spec;
  const agents = await gate.agentsOf(cluster);
  if (agents === null) return;
  const { room, waiting } = await look(coming, agents);
  if (room === null) return;
  const freed = freedClaim(room, jobId, { claim, endedAt, isStated: agents.isStated });
  if (freed) await gate.rooms.releaseRoom(cluster, jobId, { freed, read: room });
  await callUp(coming, calledUp(waiting, room, { freed, now }));
}

async function removePlace({ gate, job }: Coming, held: HeldRun | undefined): Promise<void> {
  const { cluster, jobId } = job.spec;
  if (held) await gate.rooms.removeWaiting(cluster, { jobId, ...held });
}

function isSamePlace(a: HeldRun, b: HeldRun): boolean {
  return a.isLast === b.isLast && a.deadlineAt === b.deadlineAt;
}

/** A call that is lost costs a tick. */
function callUp(coming: Coming, jobIds: string[]): Promise<void> {
  return attempted(coming, async () => {
    for (const jobId of jobIds) await coming.gate.rooms.callUp(jobId);
  });
}

async function attempted(coming: Coming, act: () => Promise<void>): Promise<void> {
  await act().catch((error: unknown) => warn(coming, 'gate not told; it heals by itself', error));
}

/** Only jobs of a framework whose every run Pacer starts come to the gate. */
function startedRuns({ progress }: Pick<Evaluation, 'progress'>): StartedRuns {
  const { execution } = progress as Progress<StartedRuns>;
  return execution;
}
