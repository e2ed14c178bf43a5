import { constants } from '../../../lib/control/adaptive/constants.ts';
import type { Law, Memory } from '../../../lib/control/law.ts';
import { laws } from '../../../lib/control/laws.ts';
import { hashOf, seededRandom } from '../random.ts';
import { type Scenario, seeds } from '../scenario.ts';
import { simulate } from '../simulator.ts';
import { adaptivePolicy } from './policies.ts';
import type { Policy } from './policy.ts';

type Changed = Partial<typeof constants>;

/** The adaptive law with some constants changed while it is asked. */
function changed(name: string, changes: Changed): Policy {
  const usual = { ...constants };
  const during = <T>(work: () => T): T => {
    Object.assign(constants, changes);
    try {
      return work();
    } finally {
      Object.assign(constants, usual);
    }
  };
  const { begin, learn, decide } = laws.adaptive;
  const law: Law = {
    name,
    begin: (plan, prior) => during(() => begin(plan, prior)),
    learn: (memory, sample, plan) => during(() => learn(memory, sample, plan)),
    decide: (memory, situation, plan) => during(() => decide(memory, situation, plan)),
  };
  return { name, lawFor: () => law };
}

/** The adaptive law that promises another probability. */
function promising(name: string, target: number): Policy {
  const { begin, learn, decide } = laws.adaptive;
  const law: Law = {
    name,
    begin: (plan, prior) => begin({ ...plan, target }, prior),
    learn: (memory, sample, plan) => learn(memory, sample, { ...plan, target }),
    decide: (memory, situation, plan) => decide(memory, situation, { ...plan, target }),
  };
  return { name, lawFor: () => law };
}

/** What a job of the tuning seeds left behind for the next of its name. */
function memoryOfEarlierJob(scenario: Scenario): Memory {
  let last: Memory = {};
  const watched: Law = {
    ...laws.adaptive,
    learn: (memory, sample, plan) => {
      last = laws.adaptive.learn(memory, sample, plan);
      return last;
    },
  };
  simulate(scenario, scenario.draw(seededRandom(hashOf(scenario.name) + seeds.tuning)), { law: watched });
  return last;
}

/** The law that knows an earlier job of the same work, or only one with other arguments. */
function second(name: string, isSameWork: boolean): Policy {
  const lawFor = (scenario: Scenario): Law => {
    const memory = memoryOfEarlierJob(scenario);
    return { ...laws.adaptive, begin: (plan) => laws.adaptive.begin(plan, { memory, isSameWork }) };
  };
  return { name, lawFor };
}

const NEVER = Number.POSITIVE_INFINITY;

/** The law, the law with each of its parts taken away, the dial at other values, and the law that knows an earlier job. */
export const variants: Policy[] = [
  adaptivePolicy,
  promising('mean, no quantile', 0.5),
  changed('no rescue test', { rescueLoss: 1 }),
  changed('no probes', { probesAtMost: 0 }),
  changed('no trust in the measured cpus', { trustedRescue: 0 }),
  changed('no bound on steps down', { wrongChance: 1, wrongShare: 0 }),
  changed('no retests', { retestsAtMost: 0 }),
  changed('no giving up', { hungMeans: NEVER, earlyGain: 2 }),
  changed('no early giving up', { earlyGain: 2 }),
  changed('no shifts', { outlierSpreads: NEVER }),
  changed('no drift', { drift: 0, rescueDrift: 0 }),
  changed('no hold', { holdCost: 0, holdDeviate: 0, restartPatience: 1, restartGain: 0 }),
  changed('no ties', { costTie: 0 }),
  promising('target 0.90', 0.9),
  promising('target 0.999', 0.999),
  second('second job', true),
  second('second job, other arguments', false),
];
