import { isDeepStrictEqual } from 'node:util';
import type { Wake } from '../../../lib/ports/schedules.ts';
import type { BusEvent } from '../../../lib/ports/telling.ts';
import { untoldPoints } from '../../../lib/store/points.ts';
import type { Table } from '../../../lib/store/table.ts';
import { tellEvent } from '../../../lib/telling/tell-event.ts';
import type { Item } from '../table/expression.ts';
import type { Bus } from './bus.ts';
import { type Environment, type LambdaSettings, lambda } from './lambda.ts';
import type { PacerWorld } from './surroundings.ts';

/** No job here has a webhook. */
const nobody = () => Promise.reject(new Error('Nobody should be called.'));

const tellTakesMs = 30_000;
const ruleMs = 60_000;
const streamMs = 200;
const streamRetryMs = 1_000;
const streamRetries = 2;

/** The function that tells, its stream and its rule; the returned function hears of each write to the table. */
export function telling(
  world: PacerWorld,
  {
    tableOf,
    wakeOf,
    bus,
    onOver,
  }: {
    tableOf: (environment: Environment) => Table;
    wakeOf: (environment: Environment) => Wake;
    bus: Bus;
    onOver: NonNullable<LambdaSettings<unknown, void>['onOver']>;
  },
): (before: Item | undefined, after: Item | undefined) => void {
  const { clock, weather, engine, log } = world;

  const tell = lambda(world, {
    name: 'tell',
    timeoutMs: tellTakesMs,
    onOver,
    load(environment) {
      const store = untoldPoints(tableOf(environment));
      const putEvents = (events: readonly BusEvent[]) => put(environment, events);
      const wake = wakeOf(environment);
      const deps = { store, putEvents, wake, post: nobody, stack: 'simulated', log, now: clock.now };
      return (event: unknown) => tellEvent(deps, event);
    },
  });

  function put(environment: Environment, events: readonly BusEvent[]): Promise<void> {
    const act = () => {
      for (const event of events) take(event);
    };
    const usual = { what: 'PutEvents', doneAfterMs: 10 + 40 * weather.chance('bus'), act };
    const failure = { afterMs: 2_000, error: () => new Error('PutEvents: 503') };
    if (weather.strikes('bus-fails')) return environment.exchange({ ...usual, doneAfterMs: null, failure });
    if (weather.strikes('bus-answer-lost')) return environment.exchange({ ...usual, failure });
    return environment.exchange(usual);
  }

  function take(event: BusEvent) {
    const id = String(event.detail.id);
    const known = bus.get(id);
    if (known) known.isContradicted ||= !isDeepStrictEqual(known.event, event);
    else bus.set(id, { event, at: clock.now(), isContradicted: false });
    world.tell(`  the bus has ${event.detailType} (${id})`);
  }

  async function stream({ pk = '', sk = '' }: Item, retries = streamRetries): Promise<void> {
    const record = { dynamodb: { Keys: { pk: { S: pk }, sk: { S: sk } } } };
    const outcome = await tell({ Records: [record] }, `${sk} of ${pk}`);
    if (!('answer' in outcome) && retries > 0)
      clock.after(streamRetryMs, () => void stream({ pk, sk }, retries - 1));
  }

  const isCall = (item: Item) => String(item.pk).startsWith('CALL#');
  const isUntold = (item: Item | undefined) => /^un(told|called)#/.test(String(item?.listing ?? ''));

  /** Where nothing is left to tell, the rule finds nothing. */
  function ruleLater() {
    clock.after(ruleMs, () => {
      if ([...engine.items.values()].some(isUntold)) void tell({}, 'the rest');
      ruleLater();
    });
  }
  ruleLater();

  return (before, after) => {
    const isNew = after && (isUntold(after) || (isCall(after) && before === undefined));
    if (isNew && !weather.strikes('stream-lost')) clock.after(streamMs, () => void stream(after));
  };
}
