import type { Invocation } from '../pacer/lambda.ts';
import type { Item } from '../table/expression.ts';
import type { World } from '../world.ts';
import type { Invariant } from './invariant.ts';
import { isEnded, statesIn } from './stored.ts';

/** What one report may cost Chronos, however its container behaves. */
const mostForAReport = 6;
/** What one that ends its job may, with all that is to be taken away, or each restart of an app. */
const mostForAnEnd = 20;
/** What any one evaluation may, where calls fail and are repeated. */
const mostInTrouble = 60;

const boundedWork: Invariant = {
  name: 'bounded-work',
  says: 'One event makes a bounded number of calls to the framework.',
  onOver(world, { invocation }) {
    const { name, what, frameworkCalls } = invocation;
    if (!name.startsWith('evaluate')) return null;
    const most = mostCalls(world, invocation);
    return frameworkCalls > most ? `${frameworkCalls} calls for one ${what.split(' ')[0]}` : null;
  },
};

function mostCalls(
  { weather, scenario, engine, ledger }: World,
  { what, startedAt, restarts }: Invocation,
): number {
  const isTroubled = [...weather.fired].some((kind) =>
    /^(framework|secret|failover|table|successor)/.test(kind),
  );
  if (isTroubled) return mostInTrouble;
  const isEnd = statesIn(engine).some(isEnded);
  // Whoever looks sees to what is reported meanwhile, too.
  const meanwhile = ledger.runs.filter(({ endedAt }) => endedAt !== null && endedAt > startedAt).length;
  const isOnlyAReport = what.startsWith('iteration') && scenario.framework === 'chronos' && !isEnd;
  // A second restart follows within one evaluation when the first took longer than the job can spare.
  return (isOnlyAReport ? mostForAReport : mostForAnEnd) * (Math.max(1, restarts) + meanwhile);
}

const noSecret: Invariant = {
  name: 'no-secret',
  says: 'No secret is in a log, an error, a metric, a point or a state.',
  onLog: (world, line) => found(world, line, 'a log line'),
  onOver: (world, { outcome }) =>
    'error' in outcome ? found(world, outcome.error.message, 'an error') : null,
  onWrite: (world, { after }) =>
    world.weather.fired.has('framework-echoes') && after ? foundInItem(world, after) : null,
  atEnd: (world) =>
    found(world, world.monasca.bodies.join('\n'), 'a metric') ??
    ([...world.engine.items.values()].map((item) => foundInItem(world, item)).find(Boolean) || null),
};

/** The specification is the user's own. */
function foundInItem(world: World, item: Item): string | null {
  return item.sk === 'SPEC' ? null : found(world, JSON.stringify(item), String(item.sk));
}

function found({ secrets, engine }: World, text: string, where: string): string | null {
  const secret = secrets.isIn(text, jobIdsOf(engine));
  return secret ? `${secret} is in ${where}: ${text.slice(0, 300)}` : null;
}

function jobIdsOf(engine: World['engine']) {
  return statesIn(engine).map(({ jobId }) => jobId);
}

const errorsAreForeseen: Invariant = {
  name: 'errors-are-foreseen',
  says: 'No function ends with an error of its own making.',
  onOver: (_, { invocation, outcome }) => {
    if (!('error' in outcome)) return null;
    const { name, message } = outcome.error;
    return ownErrors.has(name) ? `${invocation.name}: ${name}: ${message.slice(0, 300)}` : null;
  },
};

const ownErrors = new Set([
  'TypeError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'ZodError',
  'StaleJobError',
]);

/** What others see of Pacer. */
export const outside = [boundedWork, noSecret, errorsAreForeseen];
