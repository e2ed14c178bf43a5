import type { Launch, Launched } from '../../lib/commands/launch-job.ts';
import { CallerError } from '../../lib/job/errors.ts';
import { type LaunchRequest, parseLaunchRequest } from '../../lib/request/launch-request.ts';
import type { Outcome } from './pacer/lambda.ts';
import type { World } from './world.ts';

/** Whoever launches jobs, and tries again until they are told how it went. */
export interface User {
  launch(number: number): void;
  /** Whether they still wait for an answer. */
  isBusy(): boolean;
}

const triesAtMost = 12;

export function userOf(world: World): User {
  const { clock, weather, scenario, pacer, tell } = world;
  let waiting = 0;

  function launch(number: number) {
    const body = bodyOf(world, number);
    const request: LaunchRequest = parseLaunchRequest(body, clock.now());
    const idempotencyKey = scenario.hasIdempotencyKey ? `key-${number}` : null;
    waiting += 1;
    send(
      {
        request,
        body: JSON.stringify(body),
        idempotencyKey,
        launchedBy: null,
        baseUrl: 'https://pacer.example',
      },
      1,
    );
  }

  async function send(asked: Launch, tries: number) {
    const outcome = await pacer.launch(asked);
    const isLost = weather.strikes('launch-repeated');
    tell(`the launch is answered: ${isLost ? 'nothing, its answer is lost' : textOf(outcome)}`);
    if ((!isLost && isFinal(outcome)) || tries >= triesAtMost) {
      waiting -= 1;
      return;
    }
    clock.after(2_000 + 170_000 * weather.chance('launch again') ** 2, () => send(asked, tries + 1));
  }
  return { launch, isBusy: () => waiting > 0 };
}

function isFinal(outcome: Outcome<Launched>): boolean {
  if ('answer' in outcome) return true;
  if (!('error' in outcome) || !(outcome.error instanceof CallerError)) return false;
  // Whoever wants the name waits until it is free.
  return !('code' in outcome.error && outcome.error.code === 'name-in-use');
}

function textOf(outcome: Outcome<Launched>): string {
  if ('answer' in outcome) return `job ${outcome.answer.job.spec.jobId}`;
  return 'error' in outcome ? outcome.error.message : 'the function died';
}

function bodyOf({ scenario, clock }: World, number: number) {
  const { framework, iterations, declaredSeconds, cpus, law, pauseSeconds, maxFailures } = scenario;
  const { min, max, initial } = cpus;
  // Those that share a cluster have names of their own, and the first the least time.
  const [name, times] = scenario.sharing ? [`linpack-${number}`, number] : ['linpack', 1];
  const container = { type: 'DOCKER', docker: { image: 'debian' }, image: 'debian' };
  const job =
    framework === 'chronos'
      ? { name, command: 'make', cpus: initial, container: { type: 'DOCKER', image: 'debian' } }
      : {
          id: `/${name}`,
          cmd: 'make',
          cpus: initial,
          container: { type: 'DOCKER', docker: container.docker },
        };
  return {
    framework,
    job,
    iterations,
    iterationDuration: declaredSeconds,
    pause: pauseSeconds,
    law,
    maxFailures,
    deadline: new Date(clock.now() + scenario.deadlineSeconds * times * 1000).toISOString(),
    cpus: { min, max },
    ...(scenario.notifies
      ? { notify: { name: 'operators', type: 'EMAIL', address: 'operators@example.org' } }
      : {}),
  };
}
