import { enableCompileCache } from 'node:module';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { localAws } from '../local-aws.ts';

/** Runs in a thread of its own: loads one handler, as the Lambda runtime does, and answers the invocations sent to it. */
enableCompileCache();
const { handler } = await import(pathToFileURL(workerData.bundle).href);

interface Invocation {
  id: number;
  event: unknown;
  requestId: string;
  deadlineAt: number;
}

parentPort?.on('message', async ({ id, event, requestId, deadlineAt }: Invocation) => {
  const context = {
    awsRequestId: requestId,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    invokedFunctionArn: localAws.functionArn(process.env.AWS_LAMBDA_FUNCTION_NAME ?? ''),
    getRemainingTimeInMillis: () => deadlineAt - Date.now(),
  };
  try {
    parentPort?.postMessage({ id, result: await handler(event, context) });
  } catch (error) {
    const { name, message, stack } = error as Error;
    parentPort?.postMessage({ id, failure: { errorType: name, errorMessage: message, stack } });
  }
});
