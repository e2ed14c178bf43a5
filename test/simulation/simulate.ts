import type { Fault, FaultKind } from './faults.ts';
import { checks } from './invariants/invariants.ts';
import { leftovers } from './invariants/left.ts';
import { isEnded, statesIn } from './invariants/stored.ts';
import type { Violation } from './ledger.ts';
import { worldOf } from './make-world.ts';
import { type Scenario, scenarioOf, sharedScenarioOf } from './scenario.ts';
import { playScript } from './script.ts';
import type { Item } from './table/expression.ts';
import { userOf } from './user.ts';
import type { World } from './world.ts';

/** What came of one schedule. */
export interface Result {
  scenario: Scenario;
  /** The first that was broken; null when all holds. */
  violation: Violation | null;
  fired: FaultKind[];
  /** Virtual milliseconds. */
  tookMs: number;
}

export interface Options {
  /** Instead of those that the seed gives. */
  faults?: Fault[];
  /** Names of invariants that are not looked at. */
  ignored?: ReadonlySet<string>;
  /** Whether several jobs share a small cluster, with a gate. */
  sharing?: boolean;
  /** Sees each row that is written, and can look at others of the same partition. */
  seeRow?: (row: Item, beside: (sk: string) => Item | undefined) => void;
  /** Hears what happens, and when: milliseconds after the launch. */
  hear?: (at: number, text: string) => void;
}

/** So long after the last fault a job must be over: runs that hang are given hours. */
const longestMs = 30 * 3_600_000;
/** So long a call that was given up may still be under way, and a while for what comes of it. */
const afterglowMs = 180_000;
/** Whatever comes of it is cleaned up so soon, once evaluations begin. */
const sweptWithinMs = 2 * 3_600_000;

/** Plays one schedule until all is over, or until something is wrong. */
export async function simulate(
  seed: number,
  { faults, ignored = new Set(), hear = () => {}, seeRow, sharing = false }: Options = {},
): Promise<Result> {
  const drawn = sharing ? sharedScenarioOf(seed) : scenarioOf(seed);
  const scenario = faults ? { ...drawn, faults } : drawn;
  const world = worldOf(scenario, hear, (after) => {
    if (after) seeRow?.(after, (sk) => world.engine.items.get(`${after.pk}\n${sk}`));
  });
  const user = userOf(world);
  const { clock, startedAt, weather } = world;
  const { violations } = world.ledger;
  const found = () =>
    violations.length === 0 ? null : (violations.find(({ invariant }) => !ignored.has(invariant)) ?? null);
  for (let number = 1; number <= (scenario.sharing?.jobs ?? 1); number++) user.launch(number);
  playScript(world, user);

  const isDone = () => found() !== null || (!user.isBusy() && isClean(world));
  await clock.run(weather.clearsAt + longestMs, isDone);
  await clock.run(clock.now() + afterglowMs, () => found() !== null);
  world.quiet.isStale = true;
  const isSweptBy = Math.max(clock.now(), weather.clearsAt) + sweptWithinMs;
  if (!found() && !isClean(world)) await clock.run(isSweptBy, isDone);
  if (!found()) checks.atEnd(world, null);
  return { scenario, violation: found(), fired: [...weather.fired], tookMs: clock.now() - startedAt };
}

/** Whether there is a job, all have ended and nothing is left of them. Looked at now and then, as it costs more than an event. */
function isClean(world: World): boolean {
  if (world.quiet.isStale) {
    world.quiet.isStale = false;
    const states = statesIn(world.engine);
    const isOver = states.every(
      (state) => isEnded(state) && state.retired && state.metricsSentUpTo >= state.progress.lastPointAt,
    );
    world.quiet.isClean = isOver && Object.values(leftovers).every((look) => look(world).length === 0);
  }
  return world.quiet.isClean;
}
