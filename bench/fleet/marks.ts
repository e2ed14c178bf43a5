import { type Against, type Summary, WITHOUT } from './summary.ts';

/** A number that a policy is to reach at a load. */
interface Mark {
  policy: string;
  load: number;
  what: string;
  value(summary: Summary, against: Against): number;
  atLeast?: number;
  atMost?: number;
}

const FULL = 'gate + idle cpus';

const missesOf = (policy: string, load: number, atMost: number): Mark => ({
  policy,
  load,
  what: `misses over those without`,
  value: (_, { misses }) => misses,
  atMost,
});

const costOf = (policy: string, load: number, atMost: number): Mark => ({
  policy,
  load,
  what: 'core-seconds over those without',
  value: (_, { cost }) => cost,
  atMost,
});

const LOADS_OF_COST = [0.5, 0.7, 0.85, 1];

/** What coordination is to reach on at least twenty trials. */
const MARKS: Mark[] = [
  missesOf('yield', 0.85, 0.7),
  {
    policy: 'yield',
    load: 1,
    what: 'deadlines met over those without',
    value: (_, { met }) => met,
    atLeast: 2.4,
  },
  {
    policy: 'yield',
    load: 1.2,
    what: 'deadlines met over those without',
    value: (_, { met }) => met,
    atLeast: 3.5,
  },
  missesOf(FULL, 0.5, 0.5),
  missesOf(FULL, 0.7, 0.4),
  missesOf(FULL, 0.85, 0.4),
  missesOf(FULL, 1, 0.47),
  {
    policy: FULL,
    load: 0.85,
    what: 'of the way to the bound',
    value: (_, { gapClosed }) => gapClosed,
    atLeast: 0.6,
  },
  {
    policy: FULL,
    load: 0.85,
    what: 'tightest class: deadlines met over those without',
    value: (_, { tightestMet }) => tightestMet,
    atLeast: 4,
  },
  {
    policy: FULL,
    load: 1.2,
    what: 'deadlines met over those without',
    value: (_, { met }) => met,
    atLeast: 5,
  },
  ...LOADS_OF_COST.map((load) => costOf(FULL, load, 1.06)),
  ...LOADS_OF_COST.map((load) => costOf('gate', load, 1.03)),
  {
    policy: FULL,
    load: 0.85,
    what: 'queue seconds over those without',
    value: (_, { queueSeconds }) => queueSeconds,
    atMost: 0.2,
  },
  {
    policy: FULL,
    load: 0.85,
    what: 'lateness over that without',
    value: (_, { lateness }) => lateness,
    atMost: 0.6,
  },
  {
    policy: FULL,
    load: 0.85,
    what: 'longest time without a run, in lengths',
    value: ({ longestWait }) => longestWait,
    atMost: 1,
  },
];

/** What the quick profile must keep: it is looser, by its few trials. */
const FLOORS: Mark[] = [
  missesOf('yield', 0.85, 0.85),
  missesOf('gate', 0.85, 0.75),
  missesOf(FULL, 0.85, 0.65),
  costOf('yield', 0.85, 1.08),
  costOf(FULL, 0.85, 1.12),
  { policy: WITHOUT, load: 0.85, what: 'deadlines met', value: ({ met }) => met, atLeast: 0.2 },
];

export interface Judged {
  policy: string;
  load: number;
  what: string;
  value: number;
  bound: string;
  holds: boolean;
}

export const judgedMarks = (all: Summary[]) => judge(MARKS, all);
export const judgedFloors = (all: Summary[]) => judge(FLOORS, all);

/** Each mark whose policy and load were measured. */
function judge(marks: Mark[], all: Summary[]): Judged[] {
  return marks.flatMap(({ policy, load, what, atLeast, atMost, ...mark }) => {
    const summary = all.find((one) => one.policy === policy && one.load === load);
    if (!summary?.against) return [];
    const value = mark.value(summary, summary.against);
    const holds =
      value >= (atLeast ?? Number.NEGATIVE_INFINITY) && value <= (atMost ?? Number.POSITIVE_INFINITY);
    const bound = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
    return [{ policy, load, what, value, bound, holds }];
  });
}
