import type { Plan } from '../law.ts';
import { constants } from './constants.ts';
import type { Notes } from './memory/notes.ts';
import { delayed, probabilityWithin, wholeIterations } from './remaining.ts';
import { naturesOf } from './running.ts';
import { type Belief, meanLevel, noiseVariance } from './speed-model/belief.ts';
import type { Speed } from './speed-model/speed.ts';

/** Seconds after which a run is taken to hang; it doubles each time a run of the same iteration was given up. */
export function hungAfter(notes: Notes, speed: Speed, asked: { completed: number; plan: Plan }): number {
  const { hungMeans, hungSpreads, hungSpreadsMost, hungDeclared, hungLongest } = constants;
  const { belief } = notes;
  const spread = Math.sqrt(noiseVariance(belief));
  const expected = speed.mean + Math.sqrt(speed.ignorance);
  const straggler = constants.hungStragglers * Math.exp(belief.stragglerLog);
  const noise = Math.exp(Math.min(hungSpreads * spread, hungSpreadsMost));
  const longest = hungLongest * longestRecent(notes, speed);
  const known = Math.max(longest, Math.max(hungMeans, straggler, noise) * expected);
  const declared = Math.max(
    hungDeclared * Math.max(asked.plan.iterationDurationSeconds, speed.mean),
    evenShareOf(asked.plan),
  );
  const patience = isNew(belief) ? Math.max(known, declared) : known;
  return patience * 2 ** Math.min(timesGivenUp(notes, asked.completed), 10);
}

/** Whether too little is known of the job itself to call one of its runs slow. */
function isNew(belief: Belief): boolean {
  return belief.samples < 2 || belief.ownSamples === 0;
}

/** Nothing is known of a job whose declaration is far too short, but that its iterations and pauses should fit before the deadline. */
function evenShareOf({ iterations, startedAt, deadlineAt, pauseSeconds }: Plan): number {
  const each = (deadlineAt - startedAt) / 1000 / iterations - pauseSeconds;
  return constants.evenShares * Math.max(0, each);
}

/** The longest recent run, as long as it would have been at these cpus. */
function longestRecent({ belief }: Notes, speed: Speed): number {
  return (Math.exp(belief.longest) * speed.median) / Math.exp(meanLevel(belief));
}

/** How often runs of the iteration that is going on were given up. */
export function timesGivenUp({ hung, hungAt }: Notes, completed: number): number {
  return hungAt === completed ? hung : 0;
}

export interface Wait {
  speed: Speed;
  fastest: Speed;
  age: number;
  hungAfter: number;
  iterationsLeft: number;
  secondsLeft: number;
  plan: Plan;
}

/** Whether a run is so slow that giving it up may be thought of; that is done once for each iteration. */
export function isOddlySlow(notes: Notes, completed: number, { age, speed, plan }: Wait): boolean {
  const { earlyMeans, earlyDeclared } = constants;
  if (isNew(notes.belief) && age < evenShareOf(plan)) return false;
  const least = isNew(notes.belief) ? earlyDeclared : earlyMeans;
  if (age < constants.earlyLongest * longestRecent(notes, speed)) return false;
  return age > least * speed.mean && timesGivenUp(notes, completed) === 0;
}

/** Whether the deadline is clearly better served by a new run than by waiting for one that is oddly slow. */
export function newRunPays({ belief }: Notes, wait: Wait): boolean {
  const { earlyGain, earlyFirstGain, rescueDrift } = constants;
  const { speed, fastest, age, hungAfter, iterationsLeft, secondsLeft } = wait;
  const within = (iterations: number, slower: number, rest: number) => {
    const slowed = slowedBy(fastest, slower);
    const whole = wholeIterations(belief, [{ speed: slowed, iterations }], rescueDrift);
    return probabilityWithin(delayed(whole, { mean: rest, variance: (rest / 2) ** 2 }), secondsLeft);
  };
  const gain = naturesOf(belief, speed, age).map(({ probability, rest, slower }) => {
    const waiting =
      rest < hungAfter - age
        ? within(iterationsLeft - 1, slower, rest)
        : within(iterationsLeft, slower, hungAfter - age);
    return probability * (within(iterationsLeft, slower, 0) - waiting);
  });
  return gain.reduce((sum, one) => sum + one, 0) > (isNew(belief) ? earlyFirstGain : earlyGain);
}

function slowedBy(speed: Speed, factor: number): Speed {
  const { mean, noise, ignorance } = speed;
  return { ...speed, mean: factor * mean, noise: factor ** 2 * noise, ignorance: factor ** 2 * ignorance };
}
