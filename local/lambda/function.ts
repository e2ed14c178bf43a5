import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';

export interface FunctionSettings {
  name: string;
  handlerUrl: string;
  timeoutSeconds: number;
  /** Asked when the function starts, which is at its first invocation. */
  environment: () => Record<string, string>;
  /** Takes each line that the function writes. */
  onLine: (functionName: string, line: string) => void;
}

/** The function threw, ran out of time, or its thread died. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
}

export interface LocalFunction {
  name: string;
  /** Resolves to what the handler returned; throws FunctionError. */
  invoke(event: unknown): Promise<unknown>;
  /** Ends the thread in the middle of whatever it does, as a crash would; the next invocation starts a new one. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

/** A function in a thread with an environment of its own. One thread serves all its invocations, which may overlap. */
export function localFunction(settings: FunctionSettings): LocalFunction {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let lastId = 0;

  const settle = (id: number, end: (call: Waiting) => void) => {
    const call = waiting.get(id);
    if (!call) return;
    waiting.delete(id);
    clearTimeout(call.timer);
    end(call);
  };
  const failAll = (problem: string) => {
    worker = null;
    for (const id of [...waiting.keys()]) settle(id, ({ reject }) => reject(new FunctionError(problem)));
  };
  const start = () => {
    const started = startWorker(settings);
    started.on('message', ({ id, result, failure }) =>
      settle(id, ({ resolve, reject }) =>
        failure
          ? reject(new FunctionError(`${failure.errorType}: ${failure.errorMessage}`))
          : resolve(result),
      ),
    );
    started.on('error', (error) => failAll(`The function ${settings.name} died: ${error.message}`));
    return started;
  };
  const stop = async () => {
    const stopped = worker;
    failAll(`The function ${settings.name} was stopped.`);
    await stopped?.terminate();
  };

  return {
    name: settings.name,
    invoke: (event) =>
      new Promise((resolve, reject) => {
        worker ??= start();
        const id = ++lastId;
        const timeoutMs = settings.timeoutSeconds * 1000;
        const expire = () =>
          settle(id, () =>
            reject(new FunctionError(`Task timed out after ${settings.timeoutSeconds} seconds`)),
          );
        waiting.set(id, { resolve, reject, timer: setTimeout(expire, timeoutMs) });
        worker.postMessage({ id, event, requestId: randomUUID(), deadlineAt: Date.now() + timeoutMs });
      }),
    crash: stop,
    close: stop,
  };
}

function startWorker({ name, handlerUrl, environment, onLine }: FunctionSettings): Worker {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { handlerUrl },
    // The endpoints of the local stack know by the key id who calls.
    env: { ...environment(), AWS_LAMBDA_FUNCTION_NAME: name, AWS_ACCESS_KEY_ID: name },
    stdout: true,
    stderr: true,
  });
  for (const output of [worker.stdout, worker.stderr]) {
    createInterface({ input: output }).on('line', (line) => onLine(name, line));
  }
  return worker;
}
