import assert from 'node:assert/strict';
import { laws } from '../../lib/control/laws.ts';
import type { EvaluateDeps } from '../../lib/evaluate/evaluate-deps.ts';
import { evaluateJob } from '../../lib/evaluate/evaluate-job.ts';
import type { Job } from '../../lib/job/job.ts';
import type { Agents } from '../../lib/ports/agents.ts';
import type { Framework } from '../../lib/ports/framework.ts';
import type { Cause } from '../../lib/ports/schedules.ts';
import { statedAgents } from '../../lib/room/picture.ts';
import { jobsTable } from '../../lib/store/jobs-table.ts';
import { reports } from '../../lib/store/reports.ts';
import { roomItems } from '../../lib/store/rooms/room-item.ts';
import { aFound, aJob, aReport } from './builders.ts';
import { memoryTable } from './memory-table.ts';
import { aDecision, noon, startedRunsOf } from './progress.ts';

const unused = () => Promise.reject(new Error('Nobody should need this.'));

interface ChronosJob {
  cpus: number;
  isRunning: boolean;
  succeeded: number;
}

interface Given {
  /** The cpus of each agent; null where nobody tells. */
  agents: number[] | null;
  /** Whether the operator states them; else a master tells what is used. */
  isStated?: boolean;
}

/** Jobs that share a cluster, in one table, on a clock that only its own waiting moves. */
export function gatedCluster({ agents: cpus, isStated = true }: Given) {
  let now = noon + 600_000;
  let holders = 0;
  let looks = 0;
  const { table, engine, sent } = memoryTable(() => now);
  const store = jobsTable(table);
  const chronos = new Map<string, ChronosJob>();
  const started: string[] = [];
  const warnings: unknown[] = [];
  const jobOf = (jobId: string) => {
    const found = chronos.get(jobId);
    assert.ok(found);
    return found;
  };
  const framework: Framework = {
    observe: async ({ jobId }) => {
      const { cpus: held, isRunning, succeeded } = jobOf(jobId);
      return aFound({ cpus: held, run: isRunning ? 'running' : 'idle', succeeded, statesAt: now });
    },
    start: async ({ jobId }) => {
      started.push(jobId);
      jobOf(jobId).isRunning = true;
    },
    resize: async ({ jobId }, to) => {
      jobOf(jobId).cpus = to;
    },
    submit: unused,
    kill: unused,
    remove: async () => {},
  };
  const used = () => [...chronos.values()].reduce((sum, job) => sum + (job.isRunning ? job.cpus : 0), 0);
  const agents: Agents | null = cpus && {
    isStated,
    look: async () => {
      looks += 1;
      // All that runs does so on the first agent, as far as a master of this test tells.
      return statedAgents(cpus).map((each, at) =>
        isStated || at > 0 ? each : { ...each, freeCpus: each.freeCpus - used() },
      );
    },
  };
  const deps: EvaluateDeps = {
    store,
    laws,
    frameworkOf: () => framework,
    monitoring: () => ({
      sendMetrics: async () => true,
      reconcileAlarm: async () => true,
      reportConcerns: async () => true,
      measureCpuUse: async () => true,
    }),
    newHolder: () => `holder ${++holders}`,
    now: () => now,
    schedules: { create: async () => true, extend: async () => {}, remove: async () => {} },
    log: { info: () => {}, warn: (_, fields) => void warnings.push(fields), error: () => {} },
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
    gate: { rooms: roomItems(table), agentsOf: async () => agents, staleAfterMs: 180_000 },
  };
  const evaluate = (jobId: string, cause: Cause = 'tick') => evaluateJob(deps, jobId, cause);
  const load = async (jobId: string): Promise<Job> => {
    const job = await store.load(jobId);
    assert.ok(job);
    return job;
  };
  return {
    deps,
    evaluate,
    load,
    started,
    warnings,
    sent,
    looks: () => looks,
    now: () => now,
    wait: (seconds: number) => {
      now += seconds * 1000;
    },
    /** A job whose next run may begin at once, and wants so many cpus. */
    async add(
      jobId: string,
      given: { deadlineInSeconds: number; cpus?: number; isLate?: boolean; iterations?: number },
    ) {
      const { deadlineInSeconds, cpus: wanted = 2, isLate = false, iterations = 10 } = given;
      const decision = aDecision({
        cpus: wanted,
        at: now,
        ...(isLate ? { outlook: 'cannot-be-met' as const } : {}),
      });
      chronos.set(jobId, { cpus: wanted, isRunning: false, succeeded: 0 });
      const job = aJob({
        spec: { jobId, name: jobId, iterations, cpus: { min: 0.5, max: 4, increment: 0.5, decrement: 0.5 } },
        deadlineAt: now + 1000 * deadlineInSeconds,
        progress: { cpus: wanted, decision, lastDurationSeconds: 30 },
      });
      await store.create(job);
    },
    /** The run of a job ends well, and is reported. */
    async end(jobId: string) {
      const job = jobOf(jobId);
      job.isRunning = false;
      job.succeeded += 1;
      const report = aReport((now - noon) / 1000);
      await reports(table).recordReport(jobId, 'hash', `r${now}`, report);
      return evaluate(jobId, 'iteration');
    },
    heldOf: async (jobId: string) => startedRunsOf((await load(jobId)).progress).held,
    claimOf: async (jobId: string) => startedRunsOf((await load(jobId)).progress).claim,
    /** Who is in the order of those that wait, and who was called, by what lies in the table. */
    waiting: () =>
      [...engine.items.values()].filter(({ sk }) => String(sk).startsWith('WAIT#')).map(({ jobId }) => jobId),
    called: () => [...engine.items.values()].flatMap(({ pk }) => /^CALL#(.+)$/.exec(String(pk))?.[1] ?? []),
    /** The calls of the table that only the gate makes. */
    gateCalls: () => sent.filter((each) => / (ROOM|CALL)#/.test(each)),
  };
}
