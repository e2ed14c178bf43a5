import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { FunctionError, type LocalFunction } from '../../local/lambda/function.ts';
import { startRuntimeApi } from './runtime-api.ts';
import { runtimeClient } from './runtime-client.ts';

export interface RuntimeFunctionSettings {
  name: string;
  /** Holds `handler.js`. */
  taskRoot: string;
  timeoutSeconds: number;
  /** The environment; asked for when the runtime starts. */
  variables: () => Record<string, string>;
  /** Takes each line that the function writes. */
  onLine: (functionName: string, line: string) => void;
}

/** A function in the runtime of Lambda, in a process of its own that takes one event after the other. */
export async function runtimeFunction(settings: RuntimeFunctionSettings): Promise<LocalFunction> {
  const { name, timeoutSeconds } = settings;
  const functionArn = `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
  const runtimeApi = await startRuntimeApi({ functionArn, timeoutSeconds });
  let runtime: ChildProcess | null = null;
  let isClosed = false;

  const start = () => {
    const started = startRuntime(settings, runtimeApi.address);
    started.on('exit', () => {
      if (runtime !== started) return;
      runtime = null;
      runtimeApi.failAll(`The runtime of ${name} exited; see what it wrote.`);
    });
    return started;
  };
  const crash = async (problem = `The function ${name} was stopped.`) => {
    const stopped = runtime;
    runtime = null;
    runtimeApi.failAll(problem);
    if (stopped?.kill('SIGKILL')) await once(stopped, 'exit');
  };

  return {
    name,
    invoke: async (event) => {
      if (isClosed) throw new FunctionError(`The function ${name} is closed.`);
      runtime ??= start();
      const timedOut = () => void crash(`Task timed out after ${timeoutSeconds} seconds`);
      const timer = setTimeout(timedOut, timeoutSeconds * 1000);
      return runtimeApi.invoke(event).finally(() => clearTimeout(timer));
    },
    crash: () => crash(),
    close: async () => {
      isClosed = true;
      await crash();
      await runtimeApi.close();
    },
  };
}

function startRuntime(settings: RuntimeFunctionSettings, runtimeApi: string): ChildProcess {
  if (!runtimeClient)
    throw new Error('The runtime of Lambda is not installed; see test/runtime/runtime-client.ts.');
  const { name, taskRoot, variables, onLine } = settings;
  const started = spawn(process.execPath, [runtimeClient], {
    cwd: taskRoot,
    env: {
      ...lambdaVariables(name),
      ...variables(),
      LAMBDA_TASK_ROOT: taskRoot,
      AWS_LAMBDA_RUNTIME_API: runtimeApi,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const input of [started.stdout, started.stderr]) {
    if (input) createInterface({ input }).on('line', (line) => onLine(name, line));
  }
  return started;
}

/** What Lambda sets besides the variables of the template. */
function lambdaVariables(name: string): Record<string, string> {
  return {
    _HANDLER: 'handler.handler',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: 'JSON',
    AWS_LAMBDA_LOG_LEVEL: 'INFO',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/01/01/[$LATEST]0123456789abcdef',
    TZ: ':UTC',
  };
}
