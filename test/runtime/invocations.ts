import { randomUUID } from 'node:crypto';
import { FunctionError } from '../../local/lambda/function.ts';

export interface Invocation {
  id: string;
  event: unknown;
  resolve: (result: unknown) => void;
  reject: (error: FunctionError) => void;
}

export type Invocations = ReturnType<typeof invocations>;

/** The invocations of one execution environment: those that wait for their turn, and the one that it is at. */
export function invocations() {
  const waiting: Invocation[] = [];
  const running = new Map<string, Invocation>();
  return {
    /** Resolves to what the handler returned; throws FunctionError. */
    add: (event: unknown): Promise<unknown> =>
      new Promise((resolve, reject) => {
        waiting.push({ id: randomUUID(), event, resolve, reject });
      }),

    /** The next one, which from now on runs. */
    take(): Invocation | undefined {
      const next = waiting.shift();
      if (next) running.set(next.id, next);
      return next;
    },

    settle(id: string, end: (invocation: Invocation) => void): void {
      const ended = running.get(id);
      running.delete(id);
      if (ended) end(ended);
    },

    failAll(problem: string): void {
      const all = [...running.values(), ...waiting.splice(0)];
      running.clear();
      for (const { reject } of all) reject(new FunctionError(problem));
    },
  };
}
