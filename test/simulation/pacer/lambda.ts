import type { Clock } from '../clock.ts';
import type { Weather } from '../weather.ts';

/** One call of a function, from its event to its answer or its death. */
export interface Invocation {
  name: string;
  /** What it is about, for the log. */
  what: string;
  startedAt: number;
  isOver: boolean;
  /** How often it has asked the framework. */
  frameworkCalls: number;
  /** How often it has had an app started again, with other resources or after the end of its task. */
  restarts: number;
}

/** Where a function runs: what it keeps in memory lives from one invocation to the next. */
export interface Environment {
  current: Invocation | null;
  /** Makes one call to the world outside. A function may die before it, while it waits, or after it. */
  exchange<Answer>(plan: Exchange<Answer>): Promise<Answer>;
}

/** What becomes of a call: when it is done, if ever, and when and how the caller hears of it. */
export interface Exchange<Answer> {
  what: string;
  doneAfterMs: number | null;
  act: () => Answer;
  /** The caller is told this, whatever is done; by default what `act` gives or throws, when it is done. */
  failure?: { afterMs: number; error: () => Error };
}

export type Outcome<Answer> = { answer: Answer } | { error: Error } | { died: true };

export interface Surroundings {
  clock: Clock;
  weather: Weather;
  tell: (text: string) => void;
}

export interface LambdaSettings<Event, Answer> {
  name: string;
  timeoutMs: number;
  /** Loads the function, as a new environment does. */
  load: (environment: Environment) => (event: Event) => Promise<Answer>;
  onInvocation?: (invocation: Invocation, event: Event) => void;
  onOver?: (invocation: Invocation, event: Event, outcome: Outcome<Answer>) => void;
}

/** A function of Lambda: as many environments as invocations at once, each used again until it dies. */
export function lambda<Event, Answer>(
  surroundings: Surroundings,
  settings: LambdaSettings<Event, Answer>,
): (event: Event, what: string) => Promise<Outcome<Answer>> {
  const { clock, tell } = surroundings;
  type Loaded = {
    environment: Environment;
    handle: (event: Event) => Promise<Answer>;
    die: (() => void) | null;
  };
  const idle: Loaded[] = [];
  let count = 0;

  const loaded = (): Loaded => {
    const made: Loaded = {
      environment: environmentOf(surroundings, () => made.die?.()),
      handle: () => Promise.reject(new Error('not loaded')),
      die: null,
    };
    made.handle = settings.load(made.environment);
    return made;
  };

  return (event, what) =>
    new Promise((resolve) => {
      const used = idle.pop() ?? loaded();
      const invocation: Invocation = {
        name: `${settings.name} ${++count}`,
        what,
        startedAt: clock.now(),
        isOver: false,
        frameworkCalls: 0,
        restarts: 0,
      };
      used.environment.current = invocation;
      settings.onInvocation?.(invocation, event);
      const end = (outcome: Outcome<Answer>, isAlive: boolean) => {
        if (invocation.isOver) return;
        invocation.isOver = true;
        used.environment.current = null;
        outOfTime();
        if (isAlive) idle.push(used);
        settings.onOver?.(invocation, event, outcome);
        resolve(outcome);
      };
      used.die = () => end({ died: true }, false);
      const outOfTime = clock.after(settings.timeoutMs, () => {
        tell(`${invocation.name} (${what}) runs out of its time`);
        used.die?.();
      });
      used.handle(event).then(
        (answer) => end({ answer }, true),
        (error: Error) => end({ error }, true),
      );
    });
}

const never = <Answer>() => new Promise<Answer>(() => {});

function environmentOf({ clock, weather, tell }: Surroundings, die: () => void): Environment {
  const environment: Environment = {
    current: null,
    exchange<Answer>({ what, doneAfterMs, act, failure }: Exchange<Answer>) {
      const invocation = environment.current;
      // What a function left undone when it answered waits with its environment; here it is dropped.
      if (!invocation || invocation.isOver) return never<Answer>();
      if (weather.strikes('crash-before')) {
        tell(`${invocation.name} dies before ${what}`);
        die();
        return never<Answer>();
      }
      const hangs = weather.strikes('function-hangs');
      return new Promise<Answer>((resolve, reject) => {
        const hear = (settle: () => void) => {
          if (invocation.isOver || hangs) return;
          if (!weather.strikes('crash-after')) return settle();
          tell(`${invocation.name} dies after ${what}`);
          die();
        };
        if (failure) clock.after(failure.afterMs, () => hear(() => reject(failure.error())));
        if (doneAfterMs === null) return;
        clock.after(doneAfterMs, () => {
          try {
            const answer = act();
            if (!failure) hear(() => resolve(answer));
          } catch (error) {
            if (!failure) hear(() => reject(error));
          }
        });
      });
    },
  };
  return environment;
}
