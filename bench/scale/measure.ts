import type { Table } from '../../lib/store/table.ts';

/** What one operation cost the table and this process, on average. */
export interface Cost {
  calls: number;
  /** Of requests and answers. */
  kilobytes: number;
  cpuMilliseconds: number;
}

interface Message {
  headers?: Record<string, string>;
}

/** Counts what goes over the connection to the table from now on. */
export function meterOf({ client }: Pick<Table, 'client'>) {
  const seen = { calls: 0, bytes: 0 };
  client.middlewareStack.add(
    (next) => async (call) => {
      const result = await next(call);
      seen.calls += 1;
      seen.bytes += lengthOf(call.request) + lengthOf(result.response);
      return result;
    },
    { step: 'deserialize' },
  );
  return async (times: number, act: (time: number) => Promise<unknown>): Promise<Cost> => {
    // What is compiled and connected at the first call belongs to none of them.
    await act(-1);
    const before = { ...seen };
    const cpu = process.cpuUsage();
    for (let time = 0; time < times; time++) await act(time);
    const { user, system } = process.cpuUsage(cpu);
    return {
      calls: (seen.calls - before.calls) / times,
      kilobytes: (seen.bytes - before.bytes) / 1024 / times,
      cpuMilliseconds: (user + system) / 1000 / times,
    };
  };
}

function lengthOf(message: unknown): number {
  return Number((message as Message | undefined)?.headers?.['content-length'] ?? 0);
}

/** How a cost grows with the number of jobs: 0 not at all, 1 in proportion. */
export function exponent(cost: { few: number; many: number }, jobs: { few: number; many: number }): number {
  return Math.log(cost.many / cost.few) / Math.log(jobs.many / jobs.few);
}
