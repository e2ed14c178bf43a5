import type { Cluster } from '../cluster.ts';
import type { FrameworkServer } from '../framework-server.ts';
import { answer, deleteByHand } from './answer.ts';
import { failOver, jobIdOf, newChronos } from './chronos.ts';

/** Chronos 3.0.2 as real servers were seen to behave, as far as Pacer asks it. */
export function chronosServer(cluster: Cluster): FrameworkServer {
  const chronos = newChronos(cluster);
  return {
    answer: (request) => answer(chronos, request),
    failOver: (how) => failOver(chronos, how),
    deleteByHand: () => deleteByHand(chronos, 'linpack'),
    tasks: () => [...chronos.live].filter(({ isLive }) => isLive),
    jobIds: () => [...chronos.jobs.values()].map(jobIdOf),
  };
}
