import { ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb';
import type { Environment, Surroundings } from '../pacer/lambda.ts';
import type { Command, Engine } from './engine.ts';

const requestTimeoutMs = 4_000;
const attempts = 3;
const writes = new Set(['PutCommand', 'UpdateCommand', 'DeleteCommand', 'TransactWriteCommand']);

/** The document client of one environment: each command is tried three times, as the SDK does. */
export function tableClient({ weather, tell }: Surroundings, engine: Engine, environment: Environment) {
  const attempt = (command: Command): Promise<Record<string, unknown>> => {
    const what = command.constructor.name;
    const usualMs = 2 + 8 * weather.chance('table latency');
    const act = () => engine.send(command);
    const isWrite = writes.has(what);
    const timeout = { afterMs: requestTimeoutMs, error: () => new NoTableAnswer(`No answer to ${what}.`) };
    if (weather.strikes('table-throttles')) {
      const error = () => new ProvisionedThroughputExceededException({ message: 'Throttled', $metadata: {} });
      return environment.exchange({ what, doneAfterMs: null, act, failure: { afterMs: usualMs, error } });
    }
    if (isWrite && weather.strikes('table-answer-lost'))
      return environment.exchange({ what, doneAfterMs: usualMs, act: quiet(act), failure: timeout });
    if (isWrite && weather.strikes('table-late')) {
      const doneAfterMs = requestTimeoutMs + 10_000 * weather.chance('table lateness');
      return environment.exchange({ what, doneAfterMs, act: quiet(act), failure: timeout });
    }
    const isSlow = weather.strikes('table-slow') || weather.strikes('launch-slow');
    const doneAfterMs = isSlow ? usualMs + 3_000 * weather.chance('table slowness') : usualMs;
    return environment.exchange({ what, doneAfterMs, act });
  };
  return {
    async send(command: Command): Promise<Record<string, unknown>> {
      for (let left = attempts - 1; ; left--) {
        try {
          return await attempt(command);
        } catch (error) {
          const mayPass =
            error instanceof NoTableAnswer || error instanceof ProvisionedThroughputExceededException;
          if (!mayPass || left === 0) throw error;
          tell(`${command.constructor.name} is sent again: ${error.message}`);
        }
      }
    },
  };
}

class NoTableAnswer extends Error {
  override readonly name = 'TimeoutError';
}

/** Nobody hears what becomes of it. */
function quiet(act: () => Record<string, unknown>) {
  return () => {
    try {
      return act();
    } catch {
      return {};
    }
  };
}
