import type { MarathonClient } from './client.ts';
import { DeploymentLimitError } from './errors.ts';
import type { Deployment } from './replies.ts';
import { wantOf } from './want-of.ts';

/** Between an ended deployment and the change somebody else may take the place. */
const mostEnded = 3;

/**
 * Makes a change of an app that gives cpus back, also when as many deployments run as Marathon allows: then it refuses every
 * change, and those that wait for the cpus of this app would wait for ever. Room is made by ending a deployment of the app itself, if
 * the change would force it away, or one of a job of Pacer that only waits for an offer. What is ended stays queued, and is
 * launched as it would have been. Throws DeploymentLimitError when there is none.
 */
export async function pastLimit(
  client: MarathonClient,
  app: { id: string; force: boolean },
  change: () => Promise<void>,
): Promise<void> {
  for (let ended = 0; ; ended++) {
    try {
      return await change();
    } catch (error) {
      if (!(error instanceof DeploymentLimitError) || ended === mostEnded) throw error;
      const inTheWay = await deploymentToEnd(client, app);
      if (!inTheWay) throw error;
      await client.cancelDeployment(inTheWay.id);
    }
  }
}

async function deploymentToEnd(
  client: MarathonClient,
  app: { id: string; force: boolean },
): Promise<Deployment | undefined> {
  const running = (await client.getDeployments()).filter(isOfOneApp);
  const own = app.force ? running.find(({ affectedApps }) => affectedApps[0] === app.id) : undefined;
  if (own) return own;
  const queue = await client.getQueue();
  const waiting = new Set(
    queue.filter((item) => item.app.env?.PACER_JOB_ID && wantOf(item)).map((item) => item.app.id),
  );
  return running.find(({ affectedApps: [affected = ''] }) => waiting.has(affected));
}

function isOfOneApp({ affectedApps, affectedPods }: Deployment): boolean {
  return affectedApps.length === 1 && !affectedPods?.length;
}
