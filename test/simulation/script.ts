import { CallerError } from '../../lib/job/errors.ts';
import type { Fault, FaultKind } from './faults.ts';
import { isEnded, statesIn } from './invariants/stored.ts';
import type { SentReport } from './mesos/container.ts';
import type { User } from './user.ts';
import type { World } from './world.ts';

/** What happens at one instant; false when there was nothing for it to happen to. */
type Happening = (world: World, fault: Fault, user: User) => boolean;

const happenings: Partial<Record<FaultKind, Happening>> = {
  failover: ({ framework }) => takeOver(framework, 0, 0),
  'failover-forgets': ({ framework }, { share }) => takeOver(framework, 5_000 * share, 0),
  'failover-revives': ({ framework }, { share }) => takeOver(framework, 0, 120_000 * share),
  'deleted-by-hand': ({ framework }) => {
    if (framework.jobIds().length === 0) return false;
    framework.deleteByHand();
    return true;
  },
  'killed-by-hand': ({ framework, cluster }) => onTask(framework, (task) => cluster.kill(task)),
  'task-killed': ({ framework }) => onTask(framework, (task) => task.die('TASK_FAILED')),
  'agent-lost': ({ framework }) => onTask(framework, (task) => task.die('TASK_LOST')),
  partition: ({ framework }, { until, from }) => {
    if (framework.tasks().length === 0) return false;
    framework.cutOff?.(until - from);
    return true;
  },
  'evaluations-at-once': ({ engine, pacer }, { share }) => {
    const [state] = statesIn(engine);
    if (!state) return false;
    const count = 2 + Math.round(4 * share);
    for (let i = 0; i < count; i++)
      pacer.evaluate({ jobId: state.jobId, cause: i % 2 === 0 ? 'tick' : 'change' });
    return true;
  },
  'report-repeated': (world, { share }) => {
    const { length } = world.sentReports;
    return resend(world, world.sentReports[Math.floor(share * (length - 1))], 1);
  },
  'report-flood': (world) => resend(world, world.sentReports.at(-1), 20),
  'report-forged': (world) => {
    const sent = world.sentReports.at(-1);
    if (!sent) return false;
    const body = JSON.stringify({ ...JSON.parse(sent.body), run: 'forged', exitCode: 0 });
    void world.pacer
      .report({ ...sent, authorization: `Bearer ${'x'.repeat(43)}`, body })
      .then(({ status }) => {
        if (status < 300) world.ledger.breaks('counted-once', 'a report with a wrong token was taken');
      });
    return true;
  },
  'secret-rotated': ({ secrets }, { share }) => {
    secrets.rotate(60_000 * share);
    return true;
  },
  cancel: (world) => onLive(world, (jobId) => void world.pacer.change({ jobId, cancel: true })),
  'deadline-moved': (world, { share }) =>
    onLive(world, (jobId) => {
      const deadline = world.clock.now() + 60_000 + 3_600_000 * share * share;
      void world.pacer.change({ jobId, change: { deadline } });
    }),
  'bounds-moved': (world, { share }) =>
    onLive(world, (jobId) => {
      const { min, max } = world.scenario.cpus;
      const cpus = { min: min * (1 - share / 2), max: max * (share < 0.5 ? 0.5 + share : 2 * share) };
      void world.pacer.change({ jobId, change: { cpus: withinReach(cpus) } });
    }),
  paused: (world, { from, until }) =>
    onLive(world, (jobId) => {
      void world.pacer.change({ jobId, turn: 'pause' });
      world.clock.after(until - from, () => void resume(world, jobId));
    }),
  'iterations-changed': (world, { share }) =>
    onLive(world, (jobId) => {
      const iterations = Math.max(1, Math.round(2 * share * world.scenario.iterations));
      void world.pacer.change({ jobId, change: { iterations } });
    }),
  'notify-changed': (world, { share }) => {
    if (!world.scenario.hasMonasca) return false;
    return onLive(world, (jobId) => {
      const notify = { name: 'others', type: 'EMAIL', address: 'others@example.org' } as const;
      void world.pacer.change({ jobId, change: { notify: share < 0.5 ? null : notify } });
    });
  },
  successor: (_, __, user) => {
    user.launch(2);
    return true;
  },
};

/** Has the faults of one instant happen when they are due; the others are asked for by what they befall. */
export function playScript(world: World, user: User): void {
  for (const fault of world.scenario.faults) {
    const happen = happenings[fault.kind];
    if (!happen) continue;
    world.clock.after(fault.from, () => happen(world, fault, user) && world.weather.struck(fault));
  }
}

/** Tries again until it is answered, and says it twice. */
async function resume(world: World, jobId: string, tries = 0): Promise<void> {
  const outcome = await world.pacer.change({ jobId, turn: 'resume' });
  const isAnswered = 'answer' in outcome || ('error' in outcome && outcome.error instanceof CallerError);
  if (!isAnswered || tries === 0) world.clock.after(20_000, () => void resume(world, jobId, tries + 1));
}

/** As they are asked for: hundredths, the least not above the most. */
function withinReach({ min, max }: { min: number; max: number }) {
  const least = Math.max(0.01, Math.round(min * 100) / 100);
  return { min: least, max: Math.max(least, Math.round(max * 100) / 100) };
}

function takeOver(framework: World['framework'], forgetsMs: number, revivesMs: number): boolean {
  framework.failOver({ forgetsMs, revivesMs });
  return true;
}

function onTask(
  { tasks }: World['framework'],
  act: (task: ReturnType<typeof tasks>[number]) => void,
): boolean {
  const [task] = tasks();
  if (task) act(task);
  return task !== undefined;
}

function onLive({ engine }: World, act: (jobId: string) => void): boolean {
  const live = statesIn(engine).find((state) => !isEnded(state));
  if (live) act(live.jobId);
  return live !== undefined;
}

function resend({ pacer }: World, sent: SentReport | undefined, times: number): boolean {
  if (!sent) return false;
  for (let i = 0; i < times; i++) void pacer.report(sent);
  return true;
}
