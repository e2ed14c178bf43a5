import type { Schedules } from '../../../lib/ports/schedules.ts';
import type { Environment, Surroundings } from './lambda.ts';

/** EventBridge Scheduler: the schedules that there are, and the calls of one environment about them. */
export interface EventBridge {
  names(): string[];
  callsOf(environment: Environment): Schedules;
}

const tickMs = 60_000;

export function eventBridge(
  { clock, weather, tell }: Surroundings,
  onTick: (jobId: string) => void,
): EventBridge {
  const schedules = new Map<string, { endsAt: number; isOver: boolean }>();

  function make(jobId: string, endsAt: number) {
    const schedule = { endsAt, isOver: false };
    schedules.set(jobId, schedule);
    const tickLater = () => clock.after(tickMs, tick);
    const tick = () => {
      if (schedule.isOver) return;
      // What has come to its end is deleted.
      if (clock.now() > schedule.endsAt) return end(jobId);
      deliver(jobId);
      tickLater();
    };
    tickLater();
  }

  function end(jobId: string) {
    const schedule = schedules.get(jobId);
    if (schedule) schedule.isOver = true;
    schedules.delete(jobId);
    tell(`the schedule of ${jobId} ends`);
  }

  function deliver(jobId: string) {
    if (weather.strikes('ticks-lost')) return;
    const lateMs = weather.strikes('ticks-late') ? 50_000 * weather.chance('tick lateness') : 0;
    clock.after(lateMs + 20, () => onTick(jobId));
    if (weather.strikes('ticks-doubled'))
      clock.after(20 + 3_000 * weather.chance('second tick'), () => onTick(jobId));
  }

  return {
    names: () => [...schedules.keys()],
    callsOf(environment) {
      const call = <Answer>(what: string, act: () => Answer): Promise<Answer> => {
        const usual = { what, doneAfterMs: 10 + 40 * weather.chance('scheduler'), act };
        if (!weather.strikes('schedules-fail')) return environment.exchange(usual);
        const failure = {
          afterMs: 3_000,
          error: () => new Error('ServiceUnavailable: the scheduler does not answer'),
        };
        const isDone = weather.chance('schedule done') < 0.5;
        return environment.exchange({ ...usual, doneAfterMs: isDone ? 50 : null, failure });
      };
      return {
        create: (jobId, endsAt) =>
          call('CreateSchedule', () => {
            const isNew = !schedules.has(jobId);
            if (isNew) make(jobId, endsAt);
            return isNew;
          }),
        extend: (jobId, endsAt) =>
          call('UpdateSchedule', () => {
            const schedule = schedules.get(jobId);
            if (schedule) schedule.endsAt = endsAt;
            else make(jobId, endsAt);
          }),
        remove: (jobId) => call('DeleteSchedule', () => end(jobId)),
      };
    },
  };
}
