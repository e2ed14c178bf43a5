import type { Item } from '../table/expression.ts';
import type { World } from '../world.ts';
import type { Invariant } from './invariants.ts';
import { statesIn } from './stored.ts';

/** What one report may cost the framework, however its container behaves; a call without an answer may be sent again. */
const mostForAReport = 6;
/** What any one evaluation may. */
const mostForAnEvent = 60;

const boundedWork: Invariant = {
  name: 'bounded-work',
  says: 'One event makes a bounded number of calls to the framework.',
  onOver({ weather }, { invocation: { name, what, frameworkCalls } }) {
    if (!name.startsWith('evaluate')) return null;
    // With trouble on the line calls are repeated.
    const isClear = ![...weather.fired].some(
      (kind) => kind.startsWith('framework-') || kind.startsWith('secret'),
    );
    const most = what.startsWith('iteration') && isClear ? mostForAReport : mostForAnEvent;
    return frameworkCalls > most ? `${frameworkCalls} calls for one ${what.split(' ')[0]}` : null;
  },
};

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
