import type { HttpRequest } from '../../../lib/http/http.ts';
import type { Container, Host } from './container.ts';

/** What a framework runs on: agents, and who may ask it. */
export interface Cluster extends Host {
  /** The most cpus that an agent has free. */
  freeCpus(): number;
  isAllowed(request: HttpRequest): boolean;
  /** Asks the task to end; on its way that may be lost, and is tried again later. */
  kill(container: Container): void;
}

const killAgainMs = 30_000;

/** Sends a kill, and again as long as the task does not hear it. */
export function sendKill(host: Pick<Host, 'clock' | 'weather' | 'tell'>, container: Container): void {
  if (!container.isLive) return;
  if (host.weather.strikes('kills-ignored')) {
    host.tell(`the kill of ${container.taskId} is lost`);
    host.clock.after(killAgainMs, () => sendKill(host, container));
  } else container.stop();
}
