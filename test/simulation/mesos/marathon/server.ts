import type { Cluster } from '../cluster.ts';
import type { FrameworkServer } from '../framework-server.ts';
import { answer } from './answer.ts';
import { remove } from './change-apps.ts';
import { newMarathon } from './marathon.ts';
import { cutOff } from './run-apps.ts';

/** Marathon 1.8 as real servers were seen to behave, as far as Pacer asks it. */
export function marathonServer(cluster: Cluster): FrameworkServer {
  const marathon = newMarathon(cluster);
  const { apps, live } = marathon;
  return {
    answer: (request) => answer(marathon, request),
    tasks: () => [...live].filter(({ isLive }) => isLive),
    jobIds: () =>
      [...apps.values()].map(({ definition }) =>
        String((definition.env as Record<string, unknown> | undefined)?.PACER_JOB_ID ?? ''),
      ),
    failOver() {
      marathon.downUntil = cluster.clock.now() + 3_000 + 4_000 * cluster.weather.chance('takeover');
    },
    deleteByHand() {
      for (const app of apps.values()) remove(marathon, app);
    },
    cutOff(forMs) {
      for (const app of apps.values()) for (const task of app.tasks) cutOff(marathon, app, task, forMs);
    },
  };
}
