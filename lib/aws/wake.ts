import { setTimeout as sleep } from 'node:timers/promises';
import type { Wake } from '../ports/schedules.ts';
import { signedPosts } from './signed-posts.ts';

export interface WakeSettings {
  EVALUATE_FUNCTION: string;
  LAMBDA_ENDPOINT: string;
  /** As for the SDK, Lambda is there if it is given and not empty, or else where all services are. */
  AWS_ENDPOINT_URL_LAMBDA?: string | undefined;
  AWS_ENDPOINT_URL?: string | undefined;
  AWS_REGION: string;
}

const pauseMs = 100;

/**
 * Invokes the function evaluate and does not wait for it; to do so twice does no harm, so what fails is tried once more. A report
 * waits for this, and a tick finds what nobody was woken for.
 */
export function wakeBy({ EVALUATE_FUNCTION, AWS_REGION: region, ...where }: WakeSettings): Wake {
  const post = signedPosts({ service: 'lambda', endpoint: endpointOf(where), region });
  const path = `/2015-03-31/functions/${encodeURIComponent(EVALUATE_FUNCTION)}/invocations`;
  const headers = { 'content-type': 'application/json', 'x-amz-invocation-type': 'Event' };
  return async (jobId, cause) => {
    const send = async () => {
      const { status, text } = await post({ path, headers, body: { jobId, cause } });
      if (status === 202) return;
      throw new InvokeError(`Invoke of ${EVALUATE_FUNCTION}: ${status} ${text.slice(0, 200)}`, status);
    };
    await send().catch(async (error: unknown) => {
      if (!mayPass(error)) throw error;
      await sleep(pauseMs);
      await send();
    });
  };
}

type Where = Pick<WakeSettings, 'LAMBDA_ENDPOINT' | 'AWS_ENDPOINT_URL_LAMBDA' | 'AWS_ENDPOINT_URL'>;

function endpointOf({ AWS_ENDPOINT_URL_LAMBDA, AWS_ENDPOINT_URL, LAMBDA_ENDPOINT }: Where): string {
  return AWS_ENDPOINT_URL_LAMBDA || AWS_ENDPOINT_URL || LAMBDA_ENDPOINT;
}

class InvokeError extends Error {
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** Also a connection that was kept open while the function slept, and is none any more. */
function mayPass(error: unknown): boolean {
  return !(error instanceof InvokeError) || error.status === 429 || error.status >= 500;
}
