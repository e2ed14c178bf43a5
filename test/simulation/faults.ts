import { type Draw, drawFrom } from './random.ts';

/** Something that goes wrong, or that a user does: from an instant to another one, in milliseconds after the launch. */
export interface Fault {
  id: number;
  kind: FaultKind;
  from: number;
  until: number;
  /** How often it strikes while it lasts, from 0 to 1; of what happens once, how hard. */
  share: number;
}

type Framework = 'chronos' | 'marathon';

interface Kind {
  /** What happens, for whoever reads the log. */
  means: string;
  /** The longest that it lasts, in seconds; 0 for what happens in one instant. */
  lasts: number;
  only?: Framework;
  /** Drawn so much more often than the others: it strikes seldom. */
  weight?: number;
  /** At least so often when it lasts. */
  share?: number;
}

const minute = 60;
const hour = 3600;

/** Every kind of fault that a schedule may hold. */
export const kinds = {
  'framework-refuses': { means: 'no connection to the framework', lasts: 20 * minute, weight: 2 },
  'framework-silent': { means: 'a call of the framework gets no answer and is not done', lasts: 5 * minute },
  'framework-answer-lost': {
    means: 'a call of the framework is done, but the answer is lost',
    lasts: 5 * minute,
    weight: 2,
  },
  'framework-late': {
    means: 'a call of the framework is done after the caller gave up',
    lasts: 5 * minute,
    weight: 3,
  },
  'framework-slow': { means: 'the framework takes up to 4.9 s for an answer', lasts: 10 * minute },
  'framework-fails': { means: 'the framework answers 500', lasts: 10 * minute },
  'framework-lies': {
    means: 'a change of the framework is answered, but not done',
    lasts: 2 * minute,
    weight: 3,
  },
  'framework-echoes': { means: 'an error page shows the request that it is about', lasts: 5 * minute },
  failover: { means: 'another server takes over', lasts: 0, weight: 2 },
  'failover-forgets': {
    means: 'another server takes over without what came last',
    lasts: 0,
    only: 'chronos',
    weight: 3,
  },
  'failover-revives': {
    means: 'another server takes over and knows what was deleted last',
    lasts: 0,
    only: 'chronos',
    weight: 3,
  },
  'offers-rare': { means: 'offers come every 30 s', lasts: 20 * minute, weight: 3 },
  'no-room': { means: 'no agent has room for the cpus', lasts: 20 * minute, weight: 2 },
  'deleted-by-hand': { means: 'somebody deletes the job in the framework', lasts: 0, weight: 2 },
  'killed-by-hand': { means: 'somebody kills the task in the framework', lasts: 0, weight: 2 },
  'table-throttles': { means: 'the table is throttled', lasts: 5 * minute },
  'table-slow': { means: 'the table takes up to 3 s', lasts: 5 * minute },
  'table-answer-lost': { means: 'a write is done, its answer lost, and it is sent again', lasts: 5 * minute },
  'table-late': { means: 'a write that was given up is done later', lasts: 5 * minute },
  'schedules-fail': { means: 'the calls about schedules fail', lasts: 10 * minute, weight: 2 },
  'ticks-lost': { means: 'ticks are lost', lasts: 20 * minute, weight: 2 },
  'ticks-doubled': { means: 'ticks come twice', lasts: 20 * minute, weight: 2 },
  'ticks-late': { means: 'ticks come up to 50 s late', lasts: 20 * minute, weight: 2 },
  'wakes-fail': { means: 'nobody can be woken', lasts: 20 * minute, weight: 2 },
  'wakes-lost': { means: 'wakes are lost without a word', lasts: 20 * minute, weight: 2 },
  'wakes-doubled': { means: 'wakes come twice', lasts: 20 * minute, weight: 2 },
  'wakes-late': { means: 'wakes come up to 90 s late', lasts: 20 * minute, weight: 2 },
  'crash-before': { means: 'a function dies before a call', lasts: 20 * minute, weight: 2 },
  'crash-after': { means: 'a function dies after a call', lasts: 20 * minute, weight: 2 },
  'function-hangs': { means: 'a function runs out of its time', lasts: 10 * minute },
  'evaluations-at-once': { means: 'several evaluations begin at once', lasts: 0 },
  'evaluations-stopped': { means: 'no evaluation begins for hours or days', lasts: 80 * hour, share: 1 },
  'bus-fails': { means: 'the bus takes no events', lasts: 20 * minute, weight: 3 },
  'bus-answer-lost': { means: 'the bus takes events, its answer is lost', lasts: 20 * minute, weight: 3 },
  'stream-lost': { means: 'the stream of the table brings nothing', lasts: 20 * minute, weight: 3 },
  'reports-lost': { means: 'reports do not get through', lasts: 10 * minute, weight: 2 },
  'report-answers-lost': {
    means: 'reports get through, their answers do not',
    lasts: 10 * minute,
    weight: 2,
  },
  'reports-late': { means: 'reports come minutes after they were given up', lasts: 10 * minute, weight: 2 },
  'reports-refused': {
    means: 'reports are answered 429 or 503 by what stands before Pacer',
    lasts: 10 * minute,
    weight: 2,
  },
  'report-repeated': { means: 'the bytes of an old report come again', lasts: 0, weight: 2 },
  'report-flood': { means: 'one report comes twenty times at once', lasts: 0, weight: 3 },
  'report-forged': { means: 'somebody reports with a wrong token', lasts: 0, weight: 2 },
  'run-fails': { means: 'a run ends with an error', lasts: 15 * minute, weight: 2, share: 0.3 },
  'run-hangs': { means: 'a run does not end', lasts: 3 * minute, weight: 2 },
  'run-slow': { means: 'a run takes eight times as long', lasts: 10 * minute, weight: 2 },
  'run-silent': { means: 'the container of a run cannot report', lasts: 10 * minute, weight: 2 },
  'task-killed': { means: 'the agent kills the task (out of memory)', lasts: 0, weight: 2 },
  'agent-lost': { means: 'the agent is lost with its tasks', lasts: 0, weight: 2 },
  partition: {
    means: 'the agent of the task cannot be reached for a while',
    lasts: 4 * minute,
    weight: 3,
    only: 'marathon',
    share: 1,
  },
  'kills-ignored': { means: 'a kill is lost on its way to the task', lasts: 5 * minute, weight: 4 },
  'clock-skewed': {
    means: 'the clock of the containers is off by up to hours',
    lasts: 40 * minute,
    share: 1,
  },
  'secret-rotated': {
    means: 'the password of the framework is changed, the secret a little later',
    lasts: 0,
  },
  'secrets-unreadable': { means: 'secrets cannot be read', lasts: 10 * minute },
  'monasca-away': { means: 'Monasca refuses connections', lasts: 2 * hour, weight: 3 },
  'monasca-slow': { means: 'Monasca takes up to 6 s', lasts: 20 * minute, weight: 2 },
  'monasca-fails': { means: 'Monasca answers 503', lasts: 20 * minute, weight: 2 },
  'monasca-answer-lost': {
    means: 'Monasca does what it is asked, its answer is lost',
    lasts: 10 * minute,
    weight: 2,
  },
  'keystone-fails': { means: 'Keystone gives no token', lasts: 20 * minute, weight: 4 },
  cancel: { means: 'the user cancels the job', lasts: 0 },
  'deadline-moved': { means: 'the user moves the deadline', lasts: 0 },
  'bounds-moved': { means: 'the user moves the bounds of the cpus', lasts: 0, weight: 2 },
  'iterations-changed': { means: 'the user wants fewer iterations, or more', lasts: 0, weight: 2 },
  paused: { means: 'the user pauses the job for a while', lasts: 20 * minute, weight: 3 },
  'notify-changed': { means: 'the user wants others told, or nobody', lasts: 0, weight: 2 },
  'launch-repeated': {
    means: 'the answer to a launch is lost, and it is repeated with its key',
    lasts: 5 * minute,
  },
  'launch-slow': { means: 'a launch takes its time', lasts: 2 * minute },
  successor: { means: 'the user launches another job of the same name', lasts: 0 },
} as const satisfies Record<string, Kind>;

export type FaultKind = keyof typeof kinds;

export const faultKinds = Object.keys(kinds) as FaultKind[];

const kindOf = (kind: FaultKind): Kind => kinds[kind];

/** The faults of a schedule: none in a few, up to ten in others. */
export function drawFaults(seed: number, framework: Framework): Fault[] {
  const draw = drawFrom(seed, 'faults');
  const bag = faultKinds.flatMap((kind) => {
    const { only, weight = 1 } = kindOf(kind);
    return only === undefined || only === framework ? Array<FaultKind>(weight).fill(kind) : [];
  });
  const count = draw.isTrue(0.04) ? 0 : draw.whole(1, draw.isTrue(0.5) ? 5 : 10);
  return Array.from({ length: count }, (_, id) => drawFault(draw, id, draw.of(bag)));
}

const isOfTheLaunch = (kind: FaultKind) => kind.startsWith('launch-');

function drawFault(draw: Draw, id: number, kind: FaultKind): Fault {
  const { lasts, share: least = 0.1 } = kindOf(kind);
  // Many at the launch, where most is made; the others as the job goes on.
  const from = isOfTheLaunch(kind) || draw.isTrue(0.15) ? 0 : draw.spread(1, 15 * minute) * 1000;
  const share = draw.isTrue(0.3) ? 1 : draw.between(least, 1);
  const lastsMs = lasts === 0 ? 0 : draw.spread(Math.min(lasts, 5), lasts) * 1000;
  return { id, kind, from: Math.round(from), until: Math.round(from + lastsMs), share };
}
