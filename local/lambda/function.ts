import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';

/** Small, so that what is short-lived is collected soon. */
const youngGenerationMegabytes = 8;

export interface FunctionSettings {
  name: string;
  /** The file of its code. */
  bundle: string;
  memoryMegabytes: number;
  timeoutSeconds: number;
  /** Read when the function starts, which is at its first invocation. */
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
  /** Ends the thread at once, as a crash would; the next invocation starts a new one. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

/** A function in a thread with an environment of its own. One thread serves all its invocations, which may overlap. */
export function localFunction(settings: FunctionSettings): LocalFunction {
  const open = openInvocations(settings.timeoutSeconds);
  let worker: Worker | null = null;

  const end = (problem: string) => {
    worker = null;
    open.failAll(problem);
  };
  const start = () => {
    const started = startWorker(settings);
    started.on('message', open.settle);
    started.on('error', (error) => end(`The function ${settings.name} died: ${error.message}`));
    return started;
  };
  const stop = async () => {
    const stopped = worker;
    end(`The function ${settings.name} was stopped.`);
    await stopped?.terminate();
  };

  return {
    name: settings.name,
    invoke: (event) =>
      new Promise((resolve, reject) => {
        worker ??= start();
        const { id, deadlineAt } = open.begin({ resolve, reject });
        worker.postMessage({ id, event, requestId: randomUUID(), deadlineAt });
      }),
    crash: stop,
    close: stop,
  };
}

/** Who waits for the end of an invocation. */
interface Caller {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

interface OpenInvocation extends Caller {
  timer: NodeJS.Timeout;
}

/** What the thread says of an invocation that has ended. */
interface Outcome {
  id: number;
  result?: unknown;
  failure?: { errorType: string; errorMessage: string };
}

/** The invocations of a function that have not ended yet; each fails when its time is over. */
function openInvocations(timeoutSeconds: number) {
  const open = new Map<number, OpenInvocation>();
  let lastId = 0;

  function taken(id: number): OpenInvocation | undefined {
    const invocation = open.get(id);
    clearTimeout(invocation?.timer);
    open.delete(id);
    return invocation;
  }
  const fail = (id: number, problem: string) => taken(id)?.reject(new FunctionError(problem));

  return {
    begin(caller: Caller) {
      const id = ++lastId;
      const timeoutMs = timeoutSeconds * 1000;
      const expire = () => fail(id, `Task timed out after ${timeoutSeconds} seconds`);
      open.set(id, { ...caller, timer: setTimeout(expire, timeoutMs) });
      return { id, deadlineAt: Date.now() + timeoutMs };
    },
    settle({ id, result, failure }: Outcome) {
      if (failure) fail(id, `${failure.errorType}: ${failure.errorMessage}`);
      else taken(id)?.resolve(result);
    },
    failAll(problem: string) {
      for (const id of [...open.keys()]) fail(id, problem);
    },
  };
}

function startWorker({ name, bundle, memoryMegabytes, environment, onLine }: FunctionSettings): Worker {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { bundle },
    // Garbage is collected as where the function has so much memory, of which not all is V8's.
    resourceLimits: {
      maxOldGenerationSizeMb: memoryMegabytes / 2,
      maxYoungGenerationSizeMb: youngGenerationMegabytes,
    },
    // The endpoints of the local stack tell by the key id who is calling.
    env: { ...environment(), AWS_LAMBDA_FUNCTION_NAME: name, AWS_ACCESS_KEY_ID: name },
    stdout: true,
    stderr: true,
  });
  for (const output of [worker.stdout, worker.stderr]) {
    createInterface({ input: output }).on('line', (line) => onLine(name, line));
  }
  return worker;
}
