import type { AppDefinition } from './app.ts';
import { type AppTask, isoTime } from './app-task.ts';
import type { Marathon } from './marathon.ts';

type Instance = { instanceId: string; app: AppDefinition } & Partial<Pick<AppTask, 'agentId' | 'hostname'>>;

/**
 * Tells that an instance has changed. Marathon does so after what brought it about is told and answered, so that this waits
 * for its turn.
 */
export function announceInstance(marathon: Marathon, instance: Instance, condition: string): void {
  setImmediate(() => tellInstance(marathon, instance, condition));
}

/** The same at once. */
export function tellInstance({ events, clock }: Marathon, instance: Instance, condition: string): void {
  const { instanceId, app, agentId, hostname } = instance;
  events.emit('instance_changed_event', {
    instanceId,
    condition,
    runSpecId: app.id,
    ...(agentId === undefined ? {} : { agentId }),
    ...(hostname === undefined ? {} : { host: hostname }),
    runSpecVersion: app.version,
    timestamp: isoTime(clock.now()),
  });
}
